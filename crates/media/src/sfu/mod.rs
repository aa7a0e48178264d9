//! The forwarding core: commands, datagrams and time in; datagrams and reports out.
//!
//! Order matters inside one turn: commands first (a viewer's first check must find its
//! connection), then datagrams (each followed by polling until the connection waits, since it
//! holds one packet only), then [`Sfu::advance`], which forwards the turn's packets viewer by
//! viewer so that what goes to one address leaves in one system call.

mod command;
mod connection;
mod download;
mod forward;
mod peer;
mod sdp;
mod track;
mod upload;

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::crypto::dtls::DtlsCert;
use yunqian_signaling::{Direction, MediaCommand, MediaEvent, ParticipantId, RoomId};

use crate::MediaError;
use crate::demux::{ConnectionId, Demux};
use crate::speakers::Speakers;
use connection::{Connection, ConnectionEvent, Recipe};
use forward::Packet;
use peer::Peer;
use track::{Track, TrackKey};

/// The longest the core wants to sleep.
const IDLE: Duration = Duration::from_millis(200);

/// A command and the room it comes from.
#[derive(Debug, Clone)]
pub struct Command {
    /// The room.
    pub room: RoomId,
    /// What it asks.
    pub command: MediaCommand,
}

/// A report and the room it goes to.
#[derive(Debug, Clone)]
pub struct Report {
    /// The room.
    pub room: RoomId,
    /// What happened.
    pub event: MediaEvent,
}

/// A datagram to send.
#[derive(Debug)]
pub struct Datagram {
    /// The local address to send from.
    pub from: SocketAddr,
    /// The remote address.
    pub to: SocketAddr,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The forwarding core.
pub struct Sfu {
    recipe: Recipe,
    demux: Demux,
    connections: HashMap<ConnectionId, Connection>,
    peers: HashMap<ParticipantId, Peer>,
    tracks: HashMap<TrackKey, Track>,
    speakers: Speakers,
    batch: Vec<Packet>,
    dead: Vec<ConnectionId>,
    datagrams: Vec<Datagram>,
    reports: VecDeque<Report>,
    connections_made: u64,
    epochs: u64,
}

/// Makes the certificate all connections share.
fn certificate() -> Result<DtlsCert, MediaError> {
    str0m::crypto::from_feature_flags()
        .dtls_provider
        .generate_certificate()
        .ok_or(MediaError::Certificate)
}

impl Sfu {
    /// Makes a core that names `candidates` to clients.
    ///
    /// # Errors
    /// When no DTLS certificate can be made.
    pub fn new(candidates: Vec<SocketAddr>, now: Instant) -> Result<Self, MediaError> {
        Ok(Self {
            recipe: Recipe {
                certificate: certificate()?,
                candidates,
            },
            demux: Demux::default(),
            connections: HashMap::new(),
            peers: HashMap::new(),
            tracks: HashMap::new(),
            speakers: Speakers::new(now),
            batch: Vec::new(),
            dead: Vec::new(),
            datagrams: Vec::new(),
            reports: VecDeque::new(),
            connections_made: 0,
            epochs: 0,
        })
    }

    /// Carries out a command.
    pub fn command(&mut self, now: Instant, command: Command) {
        self.carry_out(now, command);
        self.bury(now);
    }

    /// Takes a datagram; what belongs to nobody is ignored.
    pub fn datagram(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        let Some(id) = self.demux.route(from, bytes) else {
            return;
        };
        if let Some(connection) = self.connections.get_mut(&id) {
            connection.receive(now, from, to, bytes);
            self.drain(now, id);
        }
    }

    /// Forwards what came in, asks for keyframes, and moves every connection's time on.
    pub fn advance(&mut self, now: Instant) {
        self.forward(now);
        self.ask_for_keyframes(now);
        let due: Vec<ConnectionId> = self
            .connections
            .iter()
            .filter(|(_, connection)| connection.next <= now)
            .map(|(id, _)| *id)
            .collect();
        for id in due {
            if let Some(connection) = self.connections.get_mut(&id) {
                connection.tick(now);
            }
            self.drain(now, id);
        }
        self.bury(now);
        for (room, speakers) in self.speakers.poll(now) {
            self.report(room, MediaEvent::Speaking(speakers));
        }
    }

    /// When [`Sfu::advance`] is to be called at the latest.
    #[must_use]
    pub fn next_timeout(&self, now: Instant) -> Instant {
        let connections = self.connections.values().map(|c| c.next);
        let keyframes = self.tracks.values().filter_map(|t| t.keyframe_due(now));
        connections.chain(keyframes).fold(now + IDLE, Instant::min)
    }

    /// Takes the datagrams to send.
    pub fn take_datagrams(&mut self) -> Vec<Datagram> {
        std::mem::take(&mut self.datagrams)
    }

    /// Takes the next report.
    pub fn take_report(&mut self) -> Option<Report> {
        self.reports.pop_front()
    }

    /// Puts back a report that could not be delivered. A later `Speaking` makes an undelivered
    /// one of the same room worthless; all others wait.
    pub fn put_back(&mut self, report: Report) {
        let superseded = matches!(report.event, MediaEvent::Speaking(_))
            && self
                .reports
                .iter()
                .any(|later| later.room == report.room && matches!(later.event, MediaEvent::Speaking(_)));
        if !superseded {
            self.reports.push_front(report);
        }
    }

    fn report(&mut self, room: RoomId, event: MediaEvent) {
        self.reports.push_back(Report { room, event });
    }

    /// Polls a connection until it waits, and handles what it tells.
    fn drain(&mut self, now: Instant, id: ConnectionId) {
        let Some(connection) = self.connections.get_mut(&id) else {
            return;
        };
        let (owner, direction) = (connection.owner, connection.direction);
        let mut events = Vec::new();
        connection.drain(&mut self.datagrams, |event| events.push(event));
        if !connection.is_alive() {
            self.dead.push(id);
        }
        for event in events {
            match event {
                ConnectionEvent::Connected => self.connected(owner, direction),
                ConnectionEvent::Packet(packet) => self.incoming(now, owner, id, packet),
                ConnectionEvent::KeyframeWanted(mid) => self.keyframe_wanted(owner, mid),
            }
        }
    }

    fn connected(&mut self, owner: ParticipantId, direction: Direction) {
        let Some(peer) = self.peers.get_mut(&owner) else {
            return;
        };
        let room = peer.room.clone();
        if direction == Direction::Download {
            peer.forgive();
            self.want_keyframes_for(owner);
        }
        self.report(room, MediaEvent::Connected(owner, direction));
    }

    /// Clears away connections that ended, and tells their rooms.
    fn bury(&mut self, now: Instant) {
        while let Some(id) = self.dead.pop() {
            let Some(connection) = self.connections.remove(&id) else {
                continue;
            };
            self.demux.remove(id);
            self.lost(now, id, connection.owner, connection.direction);
        }
    }
}
