//! Gives the core its ports, its threads and its clock.
//!
//! Each thread (a [`shard`]) owns one [`Sfu`] and, with it, whole rooms: a packet never changes threads on its way
//! through. All shards share the one UDP and the one TCP port number (`SO_REUSEPORT`); the kernel gives each sender's
//! datagrams to one of them, not always to the one with its room. A datagram that a shard does not know is passed on:
//! checks to all others, once, and after the one that knows it has answered, everything of that address to it alone.
//! Sending needs no such thing, since every shard's socket has the port.

mod framing;
mod shard;
mod tcp;
mod traffic;
mod translation;
mod udp;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Instant;

use mio::{Poll, Waker};
use socket2::{Domain, Socket, Type};
use yunqian_signaling::RoomId;

use crate::sfu::{Command, Report, Sfu};
use crate::tap::Tapped;
use crate::{MediaConfig, MediaError};
use shard::{Inbound, Ports, Shard, WAKE};
use tcp::TcpPort;
pub use traffic::Traffic;
use translation::Translation;
use udp::UdpPort;

/// What may wait for a shard; beyond that [`Handle::send`] says busy, and strangers' datagrams are dropped.
const INBOX: usize = 8192;

/// Takes a report, or gives it back when there is no room now; it is offered again next turn.
pub type Sink = Box<dyn FnMut(Report) -> Result<(), Report> + Send>;

/// Takes a tapped packet; false when there is no room, and it is dropped.
pub type TapSink = Box<dyn FnMut(Tapped) -> bool + Send>;

/// The running threads; they stop and are awaited by [`Driver::stop`] or when dropped.
#[derive(Debug)]
pub struct Driver {
    handle: Handle,
    threads: Vec<JoinHandle<()>>,
    address: SocketAddr,
    tcp_address: SocketAddr,
    traffic: Traffic,
}

/// Sends commands to the threads.
#[derive(Debug, Clone)]
pub struct Handle {
    shards: Arc<[Entrance]>,
    rooms: Arc<Mutex<Rooms>>,
}

/// The way to one shard.
#[derive(Debug)]
struct Entrance {
    inbox: SyncSender<Inbound>,
    waker: Arc<Waker>,
}

/// Which shard has which room.
#[derive(Debug, Default)]
struct Rooms {
    shards: HashMap<RoomId, usize>,
    /// Rooms ever given to each shard.
    given: Vec<usize>,
}

impl Handle {
    /// Hands over a command to the shard that has its room; a new room goes to the one with the fewest.
    ///
    /// # Errors
    /// When too many wait, or the thread has ended.
    pub fn send(&self, command: Command) -> Result<(), MediaError> {
        let shard = self.rooms.lock().expect("no panic while held").shard(&command.room);
        self.shards[shard].send(Inbound::Command(command))
    }
}

impl Rooms {
    fn shard(&mut self, room: &RoomId) -> usize {
        if let Some(shard) = self.shards.get(room) {
            return *shard;
        }
        let fewest = (0..self.given.len()).min_by_key(|shard| self.given[*shard]);
        let shard = fewest.expect("there is a shard");
        self.given[shard] += 1;
        self.shards.insert(room.clone(), shard);
        shard
    }
}

impl Entrance {
    fn send(&self, inbound: Inbound) -> Result<(), MediaError> {
        self.inbox.try_send(inbound).map_err(|e| match e {
            TrySendError::Full(_) => MediaError::Busy,
            TrySendError::Disconnected(_) => MediaError::Stopped,
        })?;
        self.waker.wake().map_err(|_| MediaError::Stopped)
    }
}

impl Driver {
    /// Opens the ports and starts the threads.
    ///
    /// # Errors
    /// When the address can't be bound, a candidate is malformed, or there is no certificate.
    pub fn start(config: &MediaConfig, sink: Sink) -> Result<Self, MediaError> {
        Self::start_tapped(config, sink, Box::new(|_| true))
    }

    /// The same, with somebody who takes the packets of recorded tracks.
    ///
    /// # Errors
    /// As [`Driver::start`].
    pub fn start_tapped(config: &MediaConfig, sink: Sink, tap: TapSink) -> Result<Self, MediaError> {
        let traffic = Traffic::default();
        let (address, tcp_address) = free_ports(config)?;
        let (sink, tap) = (Arc::new(Mutex::new(sink)), Arc::new(Mutex::new(tap)));
        let (mut entrances, mut shards) = (Vec::new(), Vec::new());
        let cores = config.cores.max(1);
        let (named, named_for_tcp) = (config.resolve(address)?, config.resolve_tcp(tcp_address)?);
        for index in 0..cores {
            let listen = |error| MediaError::Listen(address, error);
            let poll = Poll::new().map_err(listen)?;
            let udp = bind(address, Type::DGRAM, cores > 1);
            let udp = udp.and_then(|at| UdpPort::open(at, poll.registry(), Translation::new(&named), traffic.clone()));
            let tcp = bind(tcp_address, Type::STREAM, cores > 1);
            let tcp = tcp.and_then(|at| TcpPort::open(at, poll.registry(), Translation::new(&named_for_tcp)));
            let waker = Arc::new(Waker::new(poll.registry(), WAKE).map_err(listen)?);
            let (inbox, inbound) = sync_channel(INBOX);
            entrances.push(Entrance { inbox, waker });
            let ports = Ports::new(
                udp.map_err(listen)?,
                tcp.map_err(|e| MediaError::Listen(tcp_address, e))?,
            );
            let sfu = Sfu::new(named.clone(), named_for_tcp.clone(), Instant::now())?;
            shards.push(Shard::new(
                index,
                ports,
                poll,
                inbound,
                sfu,
                (sink.clone(), tap.clone()),
            ));
        }
        let handle = Handle {
            rooms: Arc::new(Mutex::new(Rooms {
                given: vec![0; shards.len()],
                ..Rooms::default()
            })),
            shards: entrances.into(),
        };
        tracing::info!(%address, tcp = %tcp_address, cores = shards.len(), "media listens");
        let start = |shard: Shard| {
            let others = handle.shards.clone();
            let thread = std::thread::Builder::new().name("media".to_owned());
            thread.spawn(move || shard.run(&others)).map_err(MediaError::Thread)
        };
        let threads = shards.into_iter().map(start).collect::<Result<_, _>>()?;
        Ok(Self {
            handle,
            threads,
            address,
            tcp_address,
            traffic,
        })
    }

    /// A sender of commands.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// The address datagrams come to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address TCP connections come to.
    #[must_use]
    pub fn tcp_address(&self) -> SocketAddr {
        self.tcp_address
    }

    /// Counts what goes out over UDP.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.traffic.clone()
    }

    /// Ends the threads and waits for them.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        for entrance in self.handle.shards.iter() {
            // Blocks only until the thread takes what waits; it takes all of it every turn.
            let _ = entrance.inbox.send(Inbound::Stop);
            let _ = entrance.waker.wake();
        }
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a media thread panicked");
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.end();
    }
}

/// Finds the addresses: as configured, or a free UDP port and, unless configured, the same one over TCP. They are bound
/// alone for a moment, since sockets that share a port would silently share it with another server's too.
fn free_ports(config: &MediaConfig) -> Result<(SocketAddr, SocketAddr), MediaError> {
    let local = |at: SocketAddr, kind: Type| {
        let bound = bind(at, kind, false).and_then(|socket| socket.local_addr());
        let address = bound.map(|address| address.as_socket().unwrap_or(at));
        address.map_err(|error| MediaError::Listen(at, error))
    };
    let udp = local(config.listen, Type::DGRAM)?;
    let at = config.tcp_listen.unwrap_or(udp);
    let any = config.tcp_listen.is_none() && config.listen.port() == 0;
    // A free UDP port may be taken over TCP.
    let tcp = local(at, Type::STREAM).or_else(|error| match any {
        true => local(SocketAddr::new(udp.ip(), 0), Type::STREAM),
        false => Err(error),
    })?;
    Ok((udp, tcp))
}

/// Binds a socket, alone or sharing its port with the other shards'.
fn bind(at: SocketAddr, kind: Type, shared: bool) -> std::io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(at), kind, None)?;
    if kind == Type::STREAM {
        // A server that starts again finds its last connections still dying.
        socket.set_reuse_address(true)?;
    }
    socket.set_reuse_port(shared)?;
    socket.set_nonblocking(true)?;
    socket.bind(&at.into())?;
    Ok(socket)
}
