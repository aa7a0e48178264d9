//! One thread: its ports, its rooms, and what it passes on to other threads.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, TryRecvError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use mio::{Events, Poll, Token};

use super::tcp::TcpPort;
use super::udp::UdpPort;
use super::{Entrance, Sink, TapSink};
use crate::demux::is_check;
use crate::outbox::{Route, Transport, Wire};
use crate::sfu::{Command, Sfu};

pub(super) const UDP: Token = Token(0);
pub(super) const WAKE: Token = Token(1);
pub(super) const TCP: Token = Token(2);
/// TCP connections have the tokens from here on.
pub(super) const FIRST_STREAM: usize = 3;
/// Addresses remembered as other shards'; when there are more all are forgotten, and learned again with their next check.
const MOST_FOREIGN: usize = 16_384;

/// An address and how it is reached.
type Remote = (Transport, SocketAddr);

/// What comes to a shard from elsewhere.
#[derive(Debug)]
pub(super) enum Inbound {
    /// A room's command.
    Command(Command),
    /// A datagram that came to another shard's port.
    Strange { from: usize, route: Route, bytes: Vec<u8> },
    /// Another shard knows an address.
    Known { remote: Remote, shard: usize },
    /// Datagrams for a TCP connection that this shard holds.
    Send {
        to: SocketAddr,
        segment: usize,
        bytes: Vec<u8>,
    },
    /// The thread is to end.
    Stop,
}

/// The ways in and out.
pub(super) struct Ports {
    udp: UdpPort,
    tcp: TcpPort,
    /// TCP connections of rooms here that another shard holds.
    held_by: HashMap<SocketAddr, usize>,
    /// What is to be sent on those.
    passed: Vec<(usize, Inbound)>,
}

impl Ports {
    pub(super) fn new(udp: UdpPort, tcp: TcpPort) -> Self {
        Self {
            udp,
            tcp,
            held_by: HashMap::new(),
            passed: Vec::new(),
        }
    }
}

impl Wire for Ports {
    fn send(&mut self, route: Route, segment: usize, bytes: &[u8]) {
        match (route.transport, self.held_by.get(&route.remote)) {
            (Transport::Udp, _) => self.udp.send(route, segment, bytes),
            (Transport::Tcp, None) => self.tcp.send(route.remote, segment, bytes),
            (Transport::Tcp, Some(holder)) => {
                let send = Inbound::Send {
                    to: route.remote,
                    segment,
                    bytes: bytes.to_vec(),
                };
                self.passed.push((*holder, send));
            }
        }
    }
}

/// A thread's belongings.
pub(super) struct Shard {
    index: usize,
    ports: Ports,
    poll: Poll,
    inbox: Receiver<Inbound>,
    sfu: Sfu,
    sink: Arc<Mutex<Sink>>,
    tap: Arc<Mutex<TapSink>>,
    /// Addresses that other shards know.
    foreign: HashMap<Remote, usize>,
}

impl Shard {
    pub(super) fn new(
        index: usize,
        ports: Ports,
        poll: Poll,
        inbox: Receiver<Inbound>,
        sfu: Sfu,
        (sink, tap): (Arc<Mutex<Sink>>, Arc<Mutex<TapSink>>),
    ) -> Self {
        Self {
            index,
            ports,
            poll,
            inbox,
            sfu,
            sink,
            tap,
            foreign: HashMap::new(),
        }
    }

    pub(super) fn run(mut self, shards: &[Entrance]) {
        let mut events = Events::with_capacity(256);
        let mut more = false;
        loop {
            self.wait(&mut events, more);
            // Commands before datagrams: a viewer's first check must find its connection.
            if !self.take_inbound(shards) {
                return;
            }
            for event in &events {
                match event.token() {
                    UDP | WAKE => {}
                    TCP => self.ports.tcp.accept(Instant::now(), self.poll.registry()),
                    stream => self.ports.tcp.ready(stream),
                }
            }
            more = self.read(shards);
            self.sfu.advance(Instant::now(), &mut self.ports);
            for (shard, send) in self.ports.passed.drain(..) {
                // A shard with a full inbox drops datagrams, as a full line does.
                let _ = shards[shard].send(send);
            }
            self.deliver();
        }
    }

    /// Waits for datagrams, commands or the next timeout; not at all while more datagrams may be waiting.
    fn wait(&mut self, events: &mut Events, more: bool) {
        let now = Instant::now();
        let timeout = if more {
            Duration::ZERO
        } else {
            self.sfu.next_timeout(now).saturating_duration_since(now)
        };
        if let Err(error) = self.poll.poll(events, Some(timeout))
            && error.kind() != io::ErrorKind::Interrupted
        {
            tracing::error!(%error, "polling failed");
        }
    }

    /// Takes all that waits; false when the thread is to end.
    fn take_inbound(&mut self, shards: &[Entrance]) -> bool {
        loop {
            match self.inbox.try_recv() {
                Ok(Inbound::Command(command)) => self.sfu.command(Instant::now(), command),
                Ok(Inbound::Strange { from, route, bytes }) => self.take_strange(shards, from, route, &bytes),
                Ok(Inbound::Known { remote, shard }) => {
                    if self.foreign.len() >= MOST_FOREIGN {
                        self.foreign.clear();
                    }
                    self.foreign.insert(remote, shard);
                }
                Ok(Inbound::Send { to, segment, bytes }) => self.ports.tcp.send(to, segment, &bytes),
                Err(TryRecvError::Empty) => return true,
                Ok(Inbound::Stop) | Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    /// Takes a datagram that came to another shard, and tells that one if it belongs here.
    fn take_strange(&mut self, shards: &[Entrance], from: usize, route: Route, bytes: &[u8]) {
        if !self.sfu.datagram(Instant::now(), route, bytes) || !is_check(bytes) {
            return;
        }
        if route.transport == Transport::Tcp {
            self.ports.held_by.insert(route.remote, from);
        }
        let remote = (route.transport, route.remote);
        let known = Inbound::Known {
            remote,
            shard: self.index,
        };
        let _ = shards[from].send(known);
    }

    /// Reads what came to the ports; true when more may be waiting.
    fn read(&mut self, shards: &[Entrance]) -> bool {
        let Self {
            index,
            ports,
            sfu,
            foreign,
            ..
        } = self;
        let mut take = |route: Route, bytes: &[u8]| {
            if sfu.datagram(Instant::now(), route, bytes) || shards.len() == 1 {
                return;
            }
            let strange = || Inbound::Strange {
                from: *index,
                route,
                bytes: bytes.to_vec(),
            };
            if let Some(shard) = foreign.get(&(route.transport, route.remote)) {
                let _ = shards[*shard].send(strange());
            } else if is_check(bytes) {
                for (_, other) in shards.iter().enumerate().filter(|(other, _)| other != index) {
                    let _ = other.send(strange());
                }
            }
        };
        let more_udp = ports.udp.read(&mut take);
        let more_tcp = ports.tcp.read(Instant::now(), &mut take);
        more_udp || more_tcp
    }

    fn deliver(&mut self) {
        for packet in self.sfu.take_taps() {
            // What finds no room shows as lost in the recording.
            let _ = (self.tap.lock().expect("no panic while held"))(packet);
        }
        while let Some(report) = self.sfu.take_report() {
            let refused = (self.sink.lock().expect("no panic while held"))(report);
            if let Err(report) = refused {
                self.sfu.put_back(report);
                return;
            }
        }
    }
}
