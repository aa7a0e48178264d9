//! Gives the core its ports, its thread and its clock.

mod tcp;
mod traffic;
mod udp;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use mio::{Events, Poll, Registry, Token, Waker};

use crate::outbox::{Route, Transport, Wire};
use crate::sfu::{Command, Report, Sfu};
use crate::tap::Tapped;
use crate::{MediaConfig, MediaError};
use tcp::TcpPort;
pub use traffic::Traffic;
use udp::UdpPort;

/// Commands that may wait; beyond that [`Handle::send`] says busy.
const COMMANDS: usize = 8192;
const UDP: Token = Token(0);
const WAKE: Token = Token(1);
const TCP: Token = Token(2);
/// TCP connections have the tokens from here on.
const FIRST_STREAM: usize = 3;

/// Takes a report, or gives it back when there is no room now; it is offered again next turn.
pub type Sink = Box<dyn FnMut(Report) -> Result<(), Report> + Send>;

/// Takes a tapped packet; false when there is no room, and it is dropped.
pub type TapSink = Box<dyn FnMut(Tapped) -> bool + Send>;

/// The running thread; stops and is awaited by [`Driver::stop`] or when dropped.
#[derive(Debug)]
pub struct Driver {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
    address: SocketAddr,
    tcp_address: SocketAddr,
    traffic: Traffic,
}

/// Sends commands to the thread.
#[derive(Debug, Clone)]
pub struct Handle {
    commands: SyncSender<Option<Command>>,
    waker: Arc<Waker>,
}

impl Handle {
    /// Hands over a command.
    ///
    /// # Errors
    /// When too many wait, or the thread has ended.
    pub fn send(&self, command: Command) -> Result<(), MediaError> {
        self.commands.try_send(Some(command)).map_err(|e| match e {
            TrySendError::Full(_) => MediaError::Busy,
            TrySendError::Disconnected(_) => MediaError::Stopped,
        })?;
        self.waker.wake().map_err(|_| MediaError::Stopped)
    }
}

impl Driver {
    /// Opens the ports and starts the thread.
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
        let listen = |error| MediaError::Listen(config.listen, error);
        let poll = Poll::new().map_err(listen)?;
        let udp = UdpPort::open(config.listen, poll.registry()).map_err(listen)?;
        let address = udp.address();
        let tcp = open_tcp(config, address, poll.registry())?;
        let candidates = config.resolve(address)?;
        let tcp_candidates = config.resolve(tcp.address())?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKE).map_err(listen)?);
        let (commands, inbox) = sync_channel(COMMANDS);
        tracing::info!(%address, tcp = %tcp.address(), ?candidates, "media listens");
        let (tcp_address, traffic) = (tcp.address(), udp.traffic());
        let turn = Turn {
            ports: Ports { udp, tcp },
            poll,
            inbox,
            sfu: Sfu::new(candidates, tcp_candidates, Instant::now())?,
            sink,
            tap,
        };
        let thread = std::thread::Builder::new()
            .name("media".to_owned())
            .spawn(move || turn.run())
            .map_err(MediaError::Thread)?;
        Ok(Self {
            handle: Handle { commands, waker },
            thread: Some(thread),
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

    /// Ends the thread and waits for it.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(thread) = self.thread.take() {
            // Blocks only until the thread takes a command; it takes all of them every turn.
            let _ = self.handle.commands.send(None);
            let _ = self.handle.waker.wake();
            if thread.join().is_err() {
                tracing::error!("the media thread panicked");
            }
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.end();
    }
}

/// Opens the TCP port: as configured, or beside the UDP one.
fn open_tcp(config: &MediaConfig, udp: SocketAddr, registry: &Registry) -> Result<TcpPort, MediaError> {
    let at = config.tcp_listen.unwrap_or(udp);
    let opened = TcpPort::open(at, registry);
    let any = config.tcp_listen.is_none() && config.listen.port() == 0;
    // A free UDP port may be taken over TCP.
    let opened = opened.or_else(|error| match any {
        true => TcpPort::open(SocketAddr::new(udp.ip(), 0), registry),
        false => Err(error),
    });
    opened.map_err(|error| MediaError::Listen(at, error))
}

/// The ways in and out.
struct Ports {
    udp: UdpPort,
    tcp: TcpPort,
}

impl Wire for Ports {
    fn send(&mut self, route: Route, segment: usize, bytes: &[u8]) {
        match route.transport {
            Transport::Udp => self.udp.send(route, segment, bytes),
            Transport::Tcp => self.tcp.send(route.remote, segment, bytes),
        }
    }
}

struct Turn {
    ports: Ports,
    poll: Poll,
    inbox: Receiver<Option<Command>>,
    sfu: Sfu,
    sink: Sink,
    tap: TapSink,
}

impl Turn {
    fn run(mut self) {
        let mut events = Events::with_capacity(256);
        let mut more = false;
        loop {
            self.wait(&mut events, more);
            // Commands before datagrams: a viewer's first check must find its connection.
            if !self.take_commands() {
                return;
            }
            let Self { ports, sfu, poll, .. } = &mut self;
            for event in &events {
                match event.token() {
                    UDP | WAKE => {}
                    TCP => ports.tcp.accept(Instant::now(), poll.registry()),
                    stream => ports.tcp.ready(stream),
                }
            }
            let mut take = |route, bytes: &[u8]| sfu.datagram(Instant::now(), route, bytes);
            let more_udp = ports.udp.read(&mut take);
            let more_tcp = ports.tcp.read(Instant::now(), &mut take);
            more = more_udp || more_tcp;
            sfu.advance(Instant::now(), ports);
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

    /// Takes all waiting commands; false when the thread is to end.
    fn take_commands(&mut self) -> bool {
        loop {
            match self.inbox.try_recv() {
                Ok(Some(command)) => self.sfu.command(Instant::now(), command),
                Err(TryRecvError::Empty) => return true,
                Ok(None) | Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    fn deliver(&mut self) {
        for packet in self.sfu.take_taps() {
            // What finds no room shows as lost in the recording.
            let _ = (self.tap)(packet);
        }
        while let Some(report) = self.sfu.take_report() {
            if let Err(report) = (self.sink)(report) {
                self.sfu.put_back(report);
                return;
            }
        }
    }
}
