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
    /// The IP addresses named to clients as ICE candidates; `auto` stands for loopback and the
    /// address of the default route, and so does an empty list.
    pub candidates: Vec<String>,
}

impl Default for MediaConfig {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
            tcp_listen: None,
            cores: 1,
            candidates: Vec::new(),
        }
    }
}

impl MediaConfig {
    /// Resolves the candidate addresses for a socket bound to `bound`.
    ///
    /// # Errors
    /// When an entry is neither an IP address nor `auto`.
    pub fn resolve(&self, bound: SocketAddr) -> Result<Vec<SocketAddr>, MediaError> {
        let mut addresses = Vec::new();
        if self.candidates.is_empty() {
            addresses.extend(automatic(bound));
        }
        for entry in &self.candidates {
            if entry == "auto" {
                addresses.extend(automatic(bound));
            } else {
                let ip: IpAddr = entry.parse().map_err(|_| MediaError::Candidate(entry.clone()))?;
                addresses.push(ip);
            }
        }
        let mut resolved: Vec<SocketAddr> = Vec::new();
        for ip in addresses {
            let address = SocketAddr::new(ip, bound.port());
            if !resolved.contains(&address) {
                resolved.push(address);
            }
        }
        Ok(resolved)
    }
}

/// The addresses by which a socket bound to `bound` is reached on this machine.
fn automatic(bound: SocketAddr) -> Vec<IpAddr> {
    if !bound.ip().is_unspecified() {
        return vec![bound.ip()];
    }
    let mut found = vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
    found.extend(default_route());
    found
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
