//! The forwarding core: commands, datagrams and time in; datagrams and reports out.
//!
//! Order matters inside one turn: commands first (a viewer's first check must find its
//! connection), then datagrams (each followed by polling until the connection waits, since it
//! holds one packet only), then [`Sfu::advance`], which forwards the turn's packets viewer by
//! viewer so that what goes to one address leaves in one system call.

mod channel;
mod command;
mod connection;
mod download;
mod feedback;
mod forward;
mod layers;
mod peer;
mod sdp;
mod slot;
mod statistics;
mod subscribe;
mod track;
mod upload;

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use str0m::crypto::dtls::DtlsCert;
use yunqian_signaling::{Direction, MediaCommand, MediaEvent, ParticipantId, RoomId};

use crate::MediaError;
use crate::demux::{ConnectionId, Demux};
use crate::outbox::{Outbox, Route, Wire};
use crate::speakers::Speakers;
use crate::tap::Tapped;
use connection::{Connection, ConnectionEvent, Recipe};
use forward::Packet;
use layers::Demand;
use peer::Peer;
use statistics::Statistician;
use track::{Track, TrackKey};

/// The longest the core wants to sleep.
const IDLE: Duration = Duration::from_millis(200);
/// How finely connections' timers are kept; looking at a thousand of them for every packet would cost more than the
/// packet.
const TICK: Duration = Duration::from_millis(10);

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

/// The forwarding core.
pub struct Sfu {
    recipe: Recipe,
    demux: Demux,
    connections: HashMap<ConnectionId, Connection>,
    peers: HashMap<ParticipantId, Peer>,
    tracks: HashMap<TrackKey, Track>,
    speakers: Speakers,
    /// The channels that carry a track.
    channels: HashMap<TrackKey, Vec<TrackKey>>,
    demand: Demand,
    batch: Vec<Packet>,
    dead: Vec<ConnectionId>,
    outbox: Outbox,
    reports: VecDeque<Report>,
    taps: Vec<Tapped>,
    connections_made: u64,
    epochs: u64,
    origins: u64,
    started: Instant,
    reports_due: Instant,
    tick_due: Instant,
    statistics: Statistician,
}

/// Makes the certificate all connections share.
fn certificate() -> Result<DtlsCert, MediaError> {
    str0m::crypto::from_feature_flags()
        .dtls_provider
        .generate_certificate()
        .ok_or(MediaError::Certificate)
}

impl Sfu {
    /// Makes a core that names these addresses to clients as ICE candidates, over UDP and over TCP.
    ///
    /// # Errors
    /// When no DTLS certificate can be made.
    pub fn new(candidates: Vec<SocketAddr>, tcp_candidates: Vec<SocketAddr>, now: Instant) -> Result<Self, MediaError> {
        Ok(Self {
            recipe: Recipe {
                certificate: certificate()?,
                candidates,
                tcp_candidates,
            },
            demux: Demux::default(),
            connections: HashMap::new(),
            peers: HashMap::new(),
            tracks: HashMap::new(),
            speakers: Speakers::new(now),
            channels: HashMap::new(),
            demand: Demand::default(),
            batch: Vec::new(),
            dead: Vec::new(),
            outbox: Outbox::default(),
            reports: VecDeque::new(),
            taps: Vec::new(),
            connections_made: 0,
            epochs: 0,
            origins: 0,
            started: now,
            reports_due: now,
            tick_due: now,
            statistics: Statistician::new(now),
        })
    }

    /// Carries out a command.
    pub fn command(&mut self, now: Instant, command: Command) {
        self.carry_out(now, command);
        self.bury(now);
    }

    /// Takes a datagram; what belongs to nobody here is ignored. Tells whether it belonged to somebody.
    pub fn datagram(&mut self, now: Instant, route: Route, bytes: &[u8]) -> bool {
        let Some(id) = self.demux.find(route, bytes) else {
            return false;
        };
        if let Some(connection) = self.connections.get_mut(&id) {
            if connection.awaits_answer {
                // A receiver checks the path before its answer came the longer way; losing that check would cost it
                // the quarter second until the next.
                connection.held = Some((route, bytes.to_vec()));
                return true;
            }
            connection.receive(now, route, bytes);
            self.drain(now, id);
        }
        true
    }

    /// Forwards what came in, asks for keyframes, moves every connection's time on, and sends what that makes.
    pub fn advance(&mut self, now: Instant, wire: &mut dyn Wire) {
        self.forward(now, wire);
        self.report_clocks(now);
        self.choose_layers(now);
        self.ask_for_keyframes(now);
        if self.tick_due <= now {
            self.tick_due = now + TICK;
            self.tick(now);
        }
        self.bury(now);
        for (room, speakers) in self.speakers.poll(now) {
            self.report(room, MediaEvent::Speaking(speakers));
        }
        self.tell_statistics(now);
        self.outbox.flush(wire);
    }

    /// Moves the time of those connections on that wait for it.
    fn tick(&mut self, now: Instant) {
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
    }

    /// When [`Sfu::advance`] is to be called at the latest.
    #[must_use]
    pub fn next_timeout(&self, now: Instant) -> Instant {
        if self.connections.is_empty() {
            now + IDLE
        } else {
            self.tick_due
        }
    }

    /// Takes the packets of recorded tracks.
    pub fn take_taps(&mut self) -> Vec<Tapped> {
        std::mem::take(&mut self.taps)
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
        connection.drain(&mut self.outbox, |event| events.push(event));
        if !connection.is_alive() {
            self.dead.push(id);
        }
        for event in events {
            match event {
                ConnectionEvent::Connected => self.connected(owner, direction),
                ConnectionEvent::Packet(packet) => self.incoming(now, owner, id, packet),
                ConnectionEvent::KeyframeWanted(mid) => self.keyframe_wanted(owner, mid),
                ConnectionEvent::Feedback(feedback) => self.feedback(now, owner, feedback),
                ConnectionEvent::Statistics(statistics) => self.upload_fared(owner, &statistics),
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
