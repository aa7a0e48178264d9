//! The one UDP port.

use std::io::{self, IoSliceMut};
use std::net::{Ipv4Addr, SocketAddr};

use mio::net::UdpSocket;
use mio::{Interest, Registry};
use quinn_udp::{RecvMeta, Transmit, UdpSockRef, UdpSocketState};
use socket2::Socket;

use super::Traffic;
use super::shard::UDP;
use super::translation::Translation;
use crate::outbox::{Route, Transport};

/// System calls of reading per turn, so that a flood can't keep commands waiting.
const READS_PER_TURN: usize = 16;
const READ_BATCH: usize = 32;
/// Room for one datagram, or for as many as the kernel coalesces.
const READ_BYTES: usize = 65_536;
const SOCKET_BUFFER_BYTES: usize = 8 * 1024 * 1024;

/// A socket and what it reads into.
pub(super) struct UdpPort {
    socket: UdpSocket,
    state: UdpSocketState,
    address: SocketAddr,
    translation: Translation,
    buffers: Vec<Vec<u8>>,
    traffic: Traffic,
}

impl UdpPort {
    pub(super) fn open(
        bound: Socket,
        registry: &Registry,
        translation: Translation,
        traffic: Traffic,
    ) -> io::Result<Self> {
        let mut socket = UdpSocket::from_std(bound.into());
        registry.register(&mut socket, UDP, Interest::READABLE)?;
        let state = UdpSocketState::new(UdpSockRef::from(&socket))?;
        enlarge_buffers(&state, &socket);
        Ok(Self {
            address: socket.local_addr()?,
            socket,
            state,
            translation,
            buffers: vec![vec![0; READ_BYTES]; READ_BATCH],
            traffic,
        })
    }

    /// Reads datagrams; true when more may be waiting.
    pub(super) fn read(&mut self, take: &mut dyn FnMut(Route, &[u8])) -> bool {
        let mut meta = [RecvMeta::default(); READ_BATCH];
        for _ in 0..READS_PER_TURN {
            let mut slices: Vec<IoSliceMut<'_>> = self.buffers.iter_mut().map(|b| IoSliceMut::new(b)).collect();
            let read = self.state.recv(UdpSockRef::from(&self.socket), &mut slices, &mut meta);
            let Ok(count) = read else {
                return false;
            };
            for (buffer, meta) in self.buffers.iter().zip(&meta).take(count) {
                let here = meta.dst_ip.unwrap_or(match self.address.ip() {
                    any if any.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
                    one => one,
                });
                let route = Route {
                    transport: Transport::Udp,
                    local: self.translation.named(SocketAddr::new(here, self.address.port())),
                    remote: meta.addr,
                };
                for bytes in buffer[..meta.len].chunks(meta.stride.max(1)) {
                    take(route, bytes);
                }
            }
        }
        true
    }

    /// Sends segments; what the kernel has no room for is dropped.
    pub(super) fn send(&mut self, route: Route, segment: usize, bytes: &[u8]) {
        let transmit = Transmit {
            destination: route.remote,
            ecn: None,
            contents: bytes,
            segment_size: (segment < bytes.len()).then_some(segment),
            src_ip: self.translation.source(route.local),
        };
        let sent = self.state.try_send(UdpSockRef::from(&self.socket), &transmit);
        let datagrams = bytes.len().div_ceil(segment.max(1));
        self.traffic.count(datagrams, bytes.len(), sent.is_ok());
        if let Err(error) = sent
            && error.kind() != io::ErrorKind::WouldBlock
        {
            tracing::debug!(to = %route.remote, %error, "datagram not sent");
        }
    }
}

fn enlarge_buffers(state: &UdpSocketState, socket: &UdpSocket) {
    let asked = state
        .set_recv_buffer_size(UdpSockRef::from(socket), SOCKET_BUFFER_BYTES)
        .and(state.set_send_buffer_size(UdpSockRef::from(socket), SOCKET_BUFFER_BYTES));
    if let Err(error) = asked {
        tracing::warn!(%error, "media socket keeps its default buffers");
    }
}
