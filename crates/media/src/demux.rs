//! Which connection a datagram belongs to.
//!
//! A datagram from a known address goes to that address's connection. STUN binding requests
//! also name the ICE username of the connection they are meant for, and that name decides: it
//! is how a connection's address is learned, and how it moves to another one.

use std::collections::HashMap;
use std::net::SocketAddr;

use crate::outbox::{Route, Transport};

/// The most remote addresses kept per connection; the oldest goes first.
const ADDRESSES_PER_CONNECTION: usize = 8;

/// The most usernames kept per connection, which has a new one after each ICE restart; the oldest goes first.
const USERNAMES_PER_CONNECTION: usize = 4;

/// Names one peer connection of this unit; never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ConnectionId(pub(crate) u64);

/// An address and how it is reached; the same port may be in use over both.
type Remote = (Transport, SocketAddr);

/// The table of addresses and ICE usernames.
#[derive(Debug, Default)]
pub(crate) struct Demux {
    by_address: HashMap<Remote, ConnectionId>,
    by_username: HashMap<Vec<u8>, ConnectionId>,
    usernames: HashMap<ConnectionId, Vec<Vec<u8>>>,
    addresses: HashMap<ConnectionId, Vec<Remote>>,
}

impl Demux {
    /// Registers a connection under its local ICE username.
    pub(crate) fn register(&mut self, id: ConnectionId, username: &str) {
        let username = username.as_bytes().to_vec();
        let known = self.usernames.entry(id).or_default();
        known.retain(|name| *name != username);
        known.push(username.clone());
        if known.len() > USERNAMES_PER_CONNECTION {
            self.by_username.remove(&known.remove(0));
        }
        self.by_username.insert(username, id);
    }

    /// Forgets a connection.
    pub(crate) fn remove(&mut self, id: ConnectionId) {
        for username in self.usernames.remove(&id).unwrap_or_default() {
            self.by_username.remove(&username);
        }
        for address in self.addresses.remove(&id).unwrap_or_default() {
            if self.by_address.get(&address) == Some(&id) {
                self.by_address.remove(&address);
            }
        }
    }

    /// Finds the connection for a datagram and learns its address.
    pub(crate) fn find(&mut self, route: Route, datagram: &[u8]) -> Option<ConnectionId> {
        let from = (route.transport, route.remote);
        if let Some(username) = stun_username(datagram) {
            let id = *self.by_username.get(username)?;
            if self.by_address.insert(from, id) != Some(id) {
                self.learn(id, from);
            }
            return Some(id);
        }
        self.by_address.get(&from).copied()
    }

    fn learn(&mut self, id: ConnectionId, from: Remote) {
        let known = self.addresses.entry(id).or_default();
        known.retain(|a| *a != from);
        known.push(from);
        if known.len() > ADDRESSES_PER_CONNECTION {
            let oldest = known.remove(0);
            if self.by_address.get(&oldest) == Some(&id) {
                self.by_address.remove(&oldest);
            }
        }
    }
}

/// Reads the receiver's half of the USERNAME of a STUN binding request (RFC 8489, RFC 8445
/// section 7.2.2: `<receiver's ufrag>:<sender's ufrag>`).
fn stun_username(datagram: &[u8]) -> Option<&[u8]> {
    const USERNAME: u16 = 0x0006;
    binding_attribute(datagram, USERNAME)?.split(|b| *b == b':').next()
}

/// Tells whether a datagram is a STUN binding request by which the remote chooses this path (RFC 8445 section 7.1.1).
pub(crate) fn nominates(datagram: &[u8]) -> bool {
    const USE_CANDIDATE: u16 = 0x0025;
    binding_attribute(datagram, USE_CANDIDATE).is_some()
}

/// Tells whether a datagram is a STUN binding request, by which alone an address is learned.
pub(crate) fn is_check(datagram: &[u8]) -> bool {
    stun_username(datagram).is_some()
}

/// Tells whether a datagram is a successful STUN binding response.
pub(crate) fn is_binding_success(datagram: &[u8]) -> bool {
    datagram.starts_with(&[0x01, 0x01])
}

/// Finds an attribute of a STUN binding request.
fn binding_attribute(datagram: &[u8], wanted: u16) -> Option<&[u8]> {
    const HEADER: usize = 20;
    const BINDING_REQUEST: [u8; 2] = [0x00, 0x01];
    const MAGIC_COOKIE: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
    if datagram.get(..2)? != BINDING_REQUEST || datagram.get(4..8)? != MAGIC_COOKIE {
        return None;
    }
    let mut rest = datagram.get(HEADER..)?;
    while let [t0, t1, l0, l1, value @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*l0, *l1]));
        let found = value.get(..length)?;
        if u16::from_be_bytes([*t0, *t1]) == wanted {
            return Some(found);
        }
        rest = value.get(length.next_multiple_of(4)..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn request(username: &str) -> Vec<u8> {
        let mut attributes = vec![0x80, 0x22, 0, 3, b'a', b'b', b'c', 0];
        attributes.extend([0, 6]);
        attributes.extend(u16::try_from(username.len()).unwrap().to_be_bytes());
        attributes.extend(username.as_bytes());
        attributes.resize(attributes.len().next_multiple_of(4), 0);
        let mut datagram = vec![0, 1];
        datagram.extend(u16::try_from(attributes.len()).unwrap().to_be_bytes());
        datagram.extend([0x21, 0x12, 0xa4, 0x42]);
        datagram.extend([7; 12]);
        datagram.extend(attributes);
        datagram
    }

    fn address(port: u16) -> Route {
        Route {
            transport: Transport::Udp,
            local: SocketAddr::from(([127, 0, 0, 1], 1)),
            remote: SocketAddr::from(([127, 0, 0, 1], port)),
        }
    }

    #[test]
    fn the_same_port_over_tcp_is_another_address() {
        let mut demux = Demux::default();
        demux.register(ConnectionId(1), "abcd");
        demux.find(address(9), &request("abcd:x"));
        let tcp = Route {
            transport: Transport::Tcp,
            ..address(9)
        };
        assert_eq!(demux.find(tcp, &[0x80]), None);
    }

    #[test]
    fn a_check_teaches_the_address_of_its_connection() {
        let mut demux = Demux::default();
        demux.register(ConnectionId(1), "abcd");
        assert_eq!(demux.find(address(9), &[0x80, 96]), None);
        assert_eq!(demux.find(address(9), &request("abcd:efgh")), Some(ConnectionId(1)));
        assert_eq!(demux.find(address(9), &[0x80, 96]), Some(ConnectionId(1)));
    }

    #[test]
    fn a_port_used_again_belongs_to_the_newer_connection() {
        let mut demux = Demux::default();
        demux.register(ConnectionId(1), "old");
        demux.register(ConnectionId(2), "new");
        demux.find(address(9), &request("old:x"));
        demux.find(address(9), &request("new:x"));
        assert_eq!(demux.find(address(9), &[0x80]), Some(ConnectionId(2)));
        demux.remove(ConnectionId(1));
        assert_eq!(demux.find(address(9), &[0x80]), Some(ConnectionId(2)));
    }

    #[test]
    fn the_table_of_one_connection_stays_bounded() {
        let mut demux = Demux::default();
        demux.register(ConnectionId(1), "abcd");
        for port in 1..1000 {
            demux.find(address(port), &request("abcd:x"));
        }
        assert_eq!(demux.by_address.len(), ADDRESSES_PER_CONNECTION);
        for restart in 0..1000 {
            demux.register(ConnectionId(1), &format!("name-{restart}"));
        }
        assert_eq!(demux.by_username.len(), USERNAMES_PER_CONNECTION);
        assert!(demux.find(address(9), &request("name-999:x")).is_some());
        assert!(demux.find(address(9), &request("abcd:x")).is_none());
        demux.remove(ConnectionId(1));
        assert!(demux.by_address.is_empty() && demux.by_username.is_empty() && demux.usernames.is_empty());
    }

    proptest! {
        #[test]
        fn no_datagram_from_a_stranger_finds_a_connection(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut demux = Demux::default();
            demux.register(ConnectionId(1), "a-username-nobody-guesses");
            prop_assert_eq!(demux.find(address(1), &bytes), None);
        }

        #[test]
        fn a_damaged_check_is_read_without_harm(cut in 0usize..60, at in 0usize..60, byte: u8) {
            let mut datagram = request("abcd:efgh");
            datagram.truncate(cut.max(1));
            let at = at % datagram.len();
            datagram[at] = byte;
            let _ = stun_username(&datagram);
        }
    }
}
