use std::collections::HashMap;
use std::convert::Infallible;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Mutex;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::StatusCode;
use axum::http::request::Parts;
use jiff::Timestamp;

use crate::problem::Problem;

/// Keys that a limiter counts at most. When so many are busy at once, new ones are refused until windows end:
/// a flood must not make it forget whom it counted.
const CAPACITY: usize = 20_000;

/// Counts what each key does in a window of time.
#[derive(Debug)]
pub struct Limiter<K> {
    most: u32,
    window_s: i64,
    windows: Mutex<HashMap<K, Window>>,
}

#[derive(Debug)]
struct Window {
    ends_at_s: i64,
    count: u32,
}

impl<K: Hash + Eq> Limiter<K> {
    /// Allows `most` in `window_s` seconds.
    pub fn new(most: u32, window_s: i64) -> Self {
        Self {
            most,
            window_s,
            windows: Mutex::default(),
        }
    }

    /// Counts one.
    ///
    /// # Errors
    /// `too-many-requests`.
    pub fn count(&self, now: Timestamp, key: K) -> Result<(), Problem> {
        const REFUSED: Problem = Problem {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "too-many-requests",
        };
        let now_s = now.as_second();
        let mut windows = self.windows.lock().expect("no holder panics");
        if windows.len() >= CAPACITY && !windows.contains_key(&key) {
            windows.retain(|_, window| window.ends_at_s > now_s);
            if windows.len() >= CAPACITY {
                return Err(REFUSED);
            }
        }
        let window = windows.entry(key).or_insert(Window {
            ends_at_s: now_s + self.window_s,
            count: 0,
        });
        if window.ends_at_s <= now_s {
            *window = Window {
                ends_at_s: now_s + self.window_s,
                count: 0,
            };
        }
        if window.count >= self.most {
            return Err(REFUSED);
        }
        window.count += 1;
        Ok(())
    }

    /// Takes one back that did no harm.
    pub fn forgive(&self, key: &K) {
        let mut windows = self.windows.lock().expect("no holder panics");
        if let Some(window) = windows.get_mut(key) {
            window.count = window.count.saturating_sub(1);
        }
    }
}

/// Who asks, as far as the network tells: an IPv4 address or an IPv6 network of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Peer(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let address = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|ConnectInfo(address)| address.ip());
        let direct = address.unwrap_or(Ipv6Addr::UNSPECIFIED.into()).to_canonical();
        let address = if direct.is_loopback() {
            forwarded(parts).unwrap_or(direct)
        } else {
            direct
        };
        Ok(Self(network(address)))
    }
}

/// A reverse proxy on this machine tells whom it speaks for; the last entry is its own, those before it may be lies.
fn forwarded(parts: &Parts) -> Option<IpAddr> {
    let list = parts
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()?
        .to_str()
        .ok()?;
    list.rsplit(',')
        .next()?
        .trim()
        .parse::<IpAddr>()
        .ok()
        .map(|address| address.to_canonical())
}

fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> Timestamp {
        Timestamp::from_second(s).unwrap()
    }

    #[test]
    fn the_one_too_many_is_refused_until_the_window_ends() {
        let limiter = Limiter::new(2, 60);
        assert!(limiter.count(at(0), "a").is_ok());
        assert!(limiter.count(at(1), "a").is_ok());
        assert_eq!(limiter.count(at(59), "a").unwrap_err().code, "too-many-requests");
        assert!(limiter.count(at(59), "b").is_ok());
        assert!(limiter.count(at(60), "a").is_ok());
        assert!(limiter.count(at(60), "a").is_ok());
        limiter.forgive(&"a");
        assert!(limiter.count(at(60), "a").is_ok());
        assert!(limiter.count(at(60), "a").is_err());
    }

    #[test]
    fn a_flood_of_keys_neither_grows_the_map_nor_frees_a_counted_one() {
        let limiter = Limiter::new(1, 60);
        limiter.count(at(0), 0).unwrap();
        for key in 1..CAPACITY + 100 {
            drop(limiter.count(at(0), key));
        }
        assert_eq!(limiter.windows.lock().unwrap().len(), CAPACITY);
        assert!(limiter.count(at(1), 0).is_err());
        assert!(limiter.count(at(60), CAPACITY + 200).is_ok());
    }

    #[test]
    fn an_ipv6_customer_is_one_peer() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
    }
}
