//! The addresses clients know and those that sockets have. Behind a translation of addresses they differ: a check sent
//! to the public address arrives at a private one, and the ICE agent, who knows what was named, would take it for a
//! stranger's.

use std::net::{IpAddr, SocketAddr, UdpSocket};

/// The addresses named for one socket.
#[derive(Debug)]
pub(super) struct Translation {
    named: Vec<Named>,
}

#[derive(Debug)]
struct Named {
    address: SocketAddr,
    /// Whether this machine has the address, and so can send from it.
    here: bool,
}

impl Translation {
    pub(super) fn new(named: &[SocketAddr]) -> Self {
        let named = named.iter().map(|address| Named {
            address: *address,
            here: UdpSocket::bind((address.ip(), 0)).is_ok(),
        });
        Self { named: named.collect() }
    }

    /// The named address by which something came that arrived at `local`: that very one, or else one of which only the
    /// port was translated, or one that lies elsewhere.
    pub(super) fn named(&self, local: SocketAddr) -> SocketAddr {
        let family = self.named.iter().filter(|n| n.address.is_ipv4() == local.is_ipv4());
        let likeness = |named: &&Named| {
            let there = named.address;
            (there == local, there.ip() == local.ip(), !named.here)
        };
        // Of several equally likely ones the first.
        family.rev().max_by_key(likeness).map_or(local, |named| named.address)
    }

    /// The address to send from for a path that was named as `named`; none leaves it to the system.
    pub(super) fn source(&self, named: SocketAddr) -> Option<IpAddr> {
        let elsewhere = self.named.iter().any(|n| n.address == named && !n.here);
        let any = named.ip().is_unspecified();
        (!elsewhere && !any).then_some(named.ip())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_named_as_it_is_stays() {
        let translation = Translation::new(&[address("127.0.0.1:7"), address("203.0.113.7:7")]);
        assert_eq!(translation.named(address("127.0.0.1:7")), address("127.0.0.1:7"));
        assert_eq!(
            translation.source(address("127.0.0.1:7")),
            Some(address("127.0.0.1:7").ip())
        );
    }

    #[test]
    fn what_came_to_a_private_address_came_by_the_public_one_and_leaves_from_the_private_one() {
        let translation = Translation::new(&[address("127.0.0.1:7"), address("203.0.113.7:9")]);
        assert_eq!(translation.named(address("10.0.0.5:7")), address("203.0.113.7:9"));
        assert_eq!(translation.source(address("203.0.113.7:9")), None);
    }

    #[test]
    fn a_port_alone_may_be_translated() {
        let translation = Translation::new(&[address("203.0.113.7:9"), address("127.0.0.1:9")]);
        assert_eq!(translation.named(address("127.0.0.1:7")), address("127.0.0.1:9"));
    }

    #[test]
    fn where_nothing_was_named_nothing_is_translated() {
        let translation = Translation::new(&[]);
        assert_eq!(translation.named(address("127.0.0.1:7")), address("127.0.0.1:7"));
    }
}
