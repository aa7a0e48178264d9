//! The one TCP port (ICE over TCP, RFC 6544), for networks that let no UDP out. Datagrams travel framed by their length
//! (RFC 4571).

use std::collections::{HashMap, HashSet};
use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use mio::net::{TcpListener, TcpStream};
use mio::{Interest, Registry, Token};
use socket2::Socket;

use super::framing::{LENGTH, frames};
use super::shard::{FIRST_STREAM, TCP};
use super::translation::Translation;
use crate::outbox::{Route, Transport};

/// Connections that wait to be taken.
const BACKLOG: i32 = 256;
/// The most connections at once; more are closed as they come.
const MOST_STREAMS: usize = 4_096;
/// What may wait to be written to one connection; beyond, datagrams are dropped, as on a full line.
const MOST_WAITING_BYTES: usize = 256 * 1024;
/// Bytes read from one connection per turn.
const READ_BYTES: usize = 64 * 1024;
/// A connection that brought nothing for so long is closed; consent checks come every few seconds.
const SILENCE: Duration = Duration::from_secs(30);

/// The listener and its connections.
pub(super) struct TcpPort {
    listener: TcpListener,
    translation: Translation,
    streams: HashMap<Token, Stream>,
    tokens: HashMap<SocketAddr, Token>,
    /// Connections with something to read or write.
    ready: HashSet<Token>,
    next: usize,
}

struct Stream {
    socket: TcpStream,
    route: Route,
    incoming: Vec<u8>,
    outgoing: Vec<u8>,
    heard: Instant,
}

impl TcpPort {
    pub(super) fn open(bound: Socket, registry: &Registry, translation: Translation) -> io::Result<Self> {
        bound.listen(BACKLOG)?;
        let mut listener = TcpListener::from_std(bound.into());
        registry.register(&mut listener, TCP, Interest::READABLE)?;
        Ok(Self {
            listener,
            translation,
            streams: HashMap::new(),
            tokens: HashMap::new(),
            ready: HashSet::new(),
            next: FIRST_STREAM,
        })
    }

    /// Takes the connections that wait.
    pub(super) fn accept(&mut self, now: Instant, registry: &Registry) {
        while let Ok((mut socket, remote)) = self.listener.accept() {
            let silent = |stream: &Stream| now.saturating_duration_since(stream.heard) > SILENCE;
            let gone: Vec<Token> = self
                .streams
                .iter()
                .filter(|(_, s)| silent(s))
                .map(|(t, _)| *t)
                .collect();
            gone.into_iter().for_each(|token| self.close(token));
            let Ok(local) = socket.local_addr() else {
                continue;
            };
            let token = Token(self.next);
            let wanted = Interest::READABLE | Interest::WRITABLE;
            if self.streams.len() >= MOST_STREAMS || registry.register(&mut socket, token, wanted).is_err() {
                continue;
            }
            self.next += 1;
            let _ = socket.set_nodelay(true);
            self.tokens.insert(remote, token);
            self.streams.insert(
                token,
                Stream {
                    socket,
                    route: Route {
                        transport: Transport::Tcp,
                        local: self.translation.named(local),
                        remote,
                    },
                    incoming: Vec::new(),
                    outgoing: Vec::new(),
                    heard: now,
                },
            );
            self.ready.insert(token);
        }
    }

    /// Notes that a connection can be read or written.
    pub(super) fn ready(&mut self, token: Token) {
        self.ready.insert(token);
    }

    /// Reads what came and writes what waits; true when more may be waiting.
    pub(super) fn read(&mut self, now: Instant, take: &mut dyn FnMut(Route, &[u8])) -> bool {
        for token in std::mem::take(&mut self.ready) {
            let Some(stream) = self.streams.get_mut(&token) else {
                continue;
            };
            match stream.read(now, take).and_then(|more| stream.flush().map(|()| more)) {
                Ok(true) => {
                    self.ready.insert(token);
                }
                Ok(false) => {}
                Err(_) => self.close(token),
            }
        }
        !self.ready.is_empty()
    }

    /// Sends datagrams of `segment` bytes each; to whom there is no connection any more, nothing.
    pub(super) fn send(&mut self, to: SocketAddr, segment: usize, bytes: &[u8]) {
        let Some(token) = self.tokens.get(&to).copied() else {
            return;
        };
        let Some(stream) = self.streams.get_mut(&token) else {
            return;
        };
        for datagram in bytes.chunks(segment.max(1)) {
            stream.frame(datagram);
        }
        if stream.flush().is_err() {
            self.close(token);
        }
    }

    fn close(&mut self, token: Token) {
        if let Some(stream) = self.streams.remove(&token)
            && self.tokens.get(&stream.route.remote) == Some(&token)
        {
            self.tokens.remove(&stream.route.remote);
        }
    }
}

impl Stream {
    /// Reads whole frames; true when more may be waiting, an error when the connection is over.
    fn read(&mut self, now: Instant, take: &mut dyn FnMut(Route, &[u8])) -> io::Result<bool> {
        let mut buffer = [0; 16 * 1024];
        let mut read = 0;
        while read < READ_BYTES {
            match self.socket.read(&mut buffer) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => {
                    read += count;
                    self.heard = now;
                    self.incoming.extend_from_slice(&buffer[..count]);
                    let used = frames(&self.incoming, |bytes| take(self.route, bytes))?;
                    self.incoming.drain(..used);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    fn frame(&mut self, datagram: &[u8]) {
        let Ok(length) = u16::try_from(datagram.len()) else {
            return;
        };
        if self.outgoing.len() + LENGTH + datagram.len() <= MOST_WAITING_BYTES {
            self.outgoing.extend_from_slice(&length.to_be_bytes());
            self.outgoing.extend_from_slice(datagram);
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut written = 0;
        while written < self.outgoing.len() {
            match self.socket.write(&self.outgoing[written..]) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => written += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.outgoing.drain(..written);
        Ok(())
    }
}
