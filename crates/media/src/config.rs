//! Where the unit listens and which addresses it names to clients.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use crate::MediaError;

/// Configuration of the forwarding unit.
#[derive(Debug, Clone)]
pub struct MediaConfig {
    /// The UDP address to listen on.
    pub listen: SocketAddr,
    /// The TCP address to listen on for networks without UDP; the same as the UDP one when absent.
    pub tcp_listen: Option<SocketAddr>,
    /// Threads that carry media, at least one; each room lives on one of them.
    pub cores: usize,
    /// The addresses named to clients as ICE candidates; `auto` stands for loopback and the address of the default
    /// route, and so does an empty list. An IP address takes the port listened on; behind a translation of addresses
    /// that changes the port too, an entry names both (`203.0.113.7:3478`).
    pub candidates: Vec<String>,
    /// Those for TCP where they differ from the ones for UDP; an empty list names none.
    pub tcp_candidates: Option<Vec<String>>,
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
            tcp_listen: None,
            cores: 1,
            candidates: Vec::new(),
            tcp_candidates: None,
        }
    }
}

impl MediaConfig {
    /// Resolves the candidate addresses for a UDP socket bound to `bound`.
    ///
    /// # Errors
    /// When an entry is neither an address nor `auto`.
    pub fn resolve(&self, bound: SocketAddr) -> Result<Vec<SocketAddr>, MediaError> {
        if self.candidates.is_empty() {
            return resolve(&[AUTO.to_owned()], bound);
        }
        resolve(&self.candidates, bound)
    }

    /// Resolves those for a TCP socket bound to `bound`.
    ///
    /// # Errors
    /// As [`MediaConfig::resolve`].
    pub fn resolve_tcp(&self, bound: SocketAddr) -> Result<Vec<SocketAddr>, MediaError> {
        match &self.tcp_candidates {
            Some(entries) => resolve(entries, bound),
            None => self.resolve(bound),
        }
    }
}

/// Stands for the machine's own addresses.
const AUTO: &str = "auto";

fn resolve(entries: &[String], bound: SocketAddr) -> Result<Vec<SocketAddr>, MediaError> {
    let mut resolved: Vec<SocketAddr> = Vec::new();
    for entry in entries {
        let named = if entry == AUTO {
            automatic(bound)
        } else {
            vec![address(entry, bound.port())?]
        };
        for address in named {
            if !resolved.contains(&address) {
                resolved.push(address);
            }
        }
    }
    Ok(resolved)
}

/// Reads an address with a port, or one that takes `port`.
fn address(entry: &str, port: u16) -> Result<SocketAddr, MediaError> {
    let whole = entry.parse::<SocketAddr>().ok();
    let alone = || entry.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, port));
    whole
        .or_else(alone)
        .ok_or_else(|| MediaError::Candidate(entry.to_owned()))
}

/// The addresses by which a socket bound to `bound` is reached on this machine.
fn automatic(bound: SocketAddr) -> Vec<SocketAddr> {
    if !bound.ip().is_unspecified() {
        return vec![bound];
    }
    let found = std::iter::once(IpAddr::V4(Ipv4Addr::LOCALHOST)).chain(default_route());
    found.map(|ip| SocketAddr::new(ip, bound.port())).collect()
}

/// The source address the system would use towards the internet. Connecting a UDP socket sends
/// nothing; the address asked for is of TEST-NET-1 (RFC 5737).
fn default_route() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_unspecified()).then_some(ip)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_addresses_take_the_bound_port_and_repeat_once() {
        let config = MediaConfig {
            candidates: vec!["203.0.113.7".into(), "203.0.113.7".into()],
            ..MediaConfig::default()
        };
        let resolved = config.resolve("0.0.0.0:40000".parse().unwrap()).unwrap();
        assert_eq!(resolved, ["203.0.113.7:40000".parse().unwrap()]);
    }

    #[test]
    fn a_translated_port_is_named_and_tcp_may_be_named_apart() {
        let mut config = MediaConfig {
            candidates: vec!["203.0.113.7:3478".into(), "[2001:db8::7]:3478".into()],
            ..MediaConfig::default()
        };
        let bound = "10.0.0.5:40000".parse().unwrap();
        let public: Vec<SocketAddr> = vec![
            "203.0.113.7:3478".parse().unwrap(),
            "[2001:db8::7]:3478".parse().unwrap(),
        ];
        assert_eq!(config.resolve(bound).unwrap(), public);
        assert_eq!(config.resolve_tcp(bound).unwrap(), public);
        config.tcp_candidates = Some(vec!["203.0.113.7:443".into()]);
        assert_eq!(config.resolve_tcp(bound).unwrap(), ["203.0.113.7:443".parse().unwrap()]);
        config.tcp_candidates = Some(Vec::new());
        assert!(config.resolve_tcp(bound).unwrap().is_empty());
    }

    #[test]
    fn auto_names_loopback_when_listening_everywhere() {
        let resolved = MediaConfig::default().resolve("0.0.0.0:5".parse().unwrap()).unwrap();
        assert!(resolved.contains(&"127.0.0.1:5".parse().unwrap()));
    }

    #[test]
    fn nonsense_is_refused() {
        let config = MediaConfig {
            candidates: vec!["everywhere".into()],
            ..MediaConfig::default()
        };
        assert!(config.resolve("0.0.0.0:5".parse().unwrap()).is_err());
    }
}
