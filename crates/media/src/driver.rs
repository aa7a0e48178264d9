//! Gives the core its socket, its thread and its clock.

use std::io::{self, IoSliceMut};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token, Waker};
use quinn_udp::{RecvMeta, Transmit, UdpSockRef, UdpSocketState};

use crate::outbox::{Route, Transport, Wire};
use crate::sfu::{Command, Report, Sfu};
use crate::tap::Tapped;
use crate::{MediaConfig, MediaError};

/// Commands that may wait; beyond that [`Handle::send`] says busy.
const COMMANDS: usize = 8192;
const SOCKET: Token = Token(0);
const WAKE: Token = Token(1);
/// System calls of reading per turn, so that a flood can't keep commands waiting.
const READS_PER_TURN: usize = 16;
const READ_BATCH: usize = 32;
/// Room for one datagram, or for as many as the kernel coalesces.
const READ_BYTES: usize = 65_536;
const SOCKET_BUFFER_BYTES: usize = 8 * 1024 * 1024;

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
    /// Opens the socket and starts the thread.
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
        let socket = UdpSocket::bind(config.listen).map_err(listen)?;
        let address = socket.local_addr().map_err(listen)?;
        let candidates = config.resolve(address)?;
        let state = UdpSocketState::new(UdpSockRef::from(&socket)).map_err(listen)?;
        enlarge_buffers(&state, &socket);
        let poll = Poll::new().map_err(listen)?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKE).map_err(listen)?);
        let (commands, inbox) = sync_channel(COMMANDS);
        let sfu = Sfu::new(candidates.clone(), Vec::new(), Instant::now())?;
        tracing::info!(%address, ?candidates, "media listens");
        let fallback = candidates.first().map_or(address.ip(), SocketAddr::ip);
        let turn = Turn {
            port: Port {
                socket,
                state,
                dropped: 0,
            },
            poll,
            inbox,
            sfu,
            sink,
            tap,
            local: SocketAddr::new(fallback, address.port()),
        };
        let thread = std::thread::Builder::new()
            .name("media".to_owned())
            .spawn(move || turn.run())
            .map_err(MediaError::Thread)?;
        Ok(Self {
            handle: Handle { commands, waker },
            thread: Some(thread),
            address,
        })
    }

    /// A sender of commands.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// The address the socket is bound to.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
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

fn enlarge_buffers(state: &UdpSocketState, socket: &UdpSocket) {
    let asked = state
        .set_recv_buffer_size(UdpSockRef::from(socket), SOCKET_BUFFER_BYTES)
        .and(state.set_send_buffer_size(UdpSockRef::from(socket), SOCKET_BUFFER_BYTES));
    if let Err(error) = asked {
        tracing::warn!(%error, "media socket keeps its default buffers");
    }
}

/// The one UDP port.
struct Port {
    socket: UdpSocket,
    state: UdpSocketState,
    dropped: usize,
}

impl Wire for Port {
    fn send(&mut self, route: Route, segment: usize, bytes: &[u8]) {
        let local = route.local.ip();
        let transmit = Transmit {
            destination: route.remote,
            ecn: None,
            contents: bytes,
            segment_size: (segment < bytes.len()).then_some(segment),
            src_ip: (!local.is_unspecified()).then_some(local),
        };
        if let Err(error) = self.state.try_send(UdpSockRef::from(&self.socket), &transmit) {
            self.dropped += bytes.len().div_ceil(segment.max(1));
            if error.kind() == io::ErrorKind::WouldBlock {
                tracing::debug!(total = self.dropped, "datagrams dropped");
            } else {
                tracing::debug!(to = %route.remote, %error, "datagram not sent");
            }
        }
    }
}

struct Turn {
    port: Port,
    poll: Poll,
    inbox: Receiver<Option<Command>>,
    sfu: Sfu,
    sink: Sink,
    tap: TapSink,
    /// The address here of datagrams that don't tell to which they came.
    local: SocketAddr,
}

impl Turn {
    fn run(mut self) {
        let mut events = Events::with_capacity(8);
        let registered = self
            .poll
            .registry()
            .register(&mut self.port.socket, SOCKET, Interest::READABLE);
        if let Err(error) = registered {
            tracing::error!(%error, "media socket can't be polled");
            return;
        }
        let mut buffers = vec![vec![0; READ_BYTES]; READ_BATCH];
        let mut more = false;
        loop {
            self.wait(&mut events, more);
            // Commands before datagrams: a viewer's first check must find its connection.
            if !self.take_commands() {
                return;
            }
            more = self.read(&mut buffers);
            self.sfu.advance(Instant::now(), &mut self.port);
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

    /// Reads datagrams; true when more may be waiting.
    fn read(&mut self, buffers: &mut [Vec<u8>]) -> bool {
        let mut meta = vec![RecvMeta::default(); buffers.len()];
        for _ in 0..READS_PER_TURN {
            let mut slices: Vec<IoSliceMut<'_>> = buffers.iter_mut().map(|b| IoSliceMut::new(b)).collect();
            let port = &self.port;
            let read = port.state.recv(UdpSockRef::from(&port.socket), &mut slices, &mut meta);
            let Ok(count) = read else {
                return false;
            };
            let now = Instant::now();
            for (buffer, meta) in buffers.iter().zip(&meta).take(count) {
                let route = Route {
                    transport: Transport::Udp,
                    local: SocketAddr::new(meta.dst_ip.unwrap_or(self.local.ip()), self.local.port()),
                    remote: meta.addr,
                };
                for bytes in buffer[..meta.len].chunks(meta.stride.max(1)) {
                    self.sfu.datagram(now, route, bytes);
                }
            }
        }
        true
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
