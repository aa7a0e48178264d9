//! Where a forwarding unit's datagrams go.

use std::net::SocketAddr;

use yunqian_media::{Route, Wire};

/// Keeps what is sent.
#[derive(Default)]
pub struct Outlet(pub Vec<(SocketAddr, Vec<u8>)>);

impl Wire for Outlet {
    fn send(&mut self, route: Route, segment: usize, bytes: &[u8]) {
        let datagrams = bytes.chunks(segment.max(1));
        self.0
            .extend(datagrams.map(|datagram| (route.remote, datagram.to_vec())));
    }
}
