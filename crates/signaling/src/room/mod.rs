//! The room: who is in it, what they may do, what they are told.
//!
//! A pure state machine. Everything that happens goes in through [`Room::join`],
//! [`Room::resume`], [`Room::handle`], [`Room::media`], [`Room::disconnect`],
//! [`Room::learn`], [`Room::tick`] and [`Room::close`], each with the time; what is to be
//! done comes out as [`Output`]s in order.

mod entrance;
mod listing;
mod media;
mod member;
mod message;
mod moderate;
mod rate;
mod replies;
mod ring;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::time::Duration;

use uuid::Uuid;

use crate::{
    ChatLine, CloseCode, Hand, IceServer, LeaveReason, MediaCommand, Mode, ParticipantId, Readiness, RoomId, RoomKind,
    RoomState, ServerFrame, ServerMessage, Source, UnixMillis,
};
use member::Member;
use ring::Ring;

/// The most participants of one room.
const MOST_MEMBERS: usize = 5_000;
/// How long a participant is kept without a socket.
const AWAY: Duration = Duration::from_secs(60);
/// How long a `welcome` waits for the forwarding unit.
const WELCOME: Duration = Duration::from_secs(2);
/// How long a countdown that reached zero stays.
const COUNTDOWN_AFTER: Duration = Duration::from_secs(5);

/// Whom a frame is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// One participant.
    One(ParticipantId),
    /// Everybody.
    All,
    /// Everybody past the lobby.
    Inside,
}

/// What may become of a frame when its receiver is slow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Class {
    /// It must arrive, or the socket closes.
    Reply,
    /// It must arrive, or the socket closes.
    Event,
    /// A later one of the same key replaces it.
    State(String),
    /// It may be dropped.
    Ephemeral,
}

/// What the business record says about a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// The programme item is in rehearsal, or live.
    Mode(Mode),
    /// What the room is about now.
    Focus(Option<String>),
    /// Anything else clients should know; the latest of a kind counts.
    Bulletin {
        /// Which fact.
        kind: String,
        /// Its value.
        value: serde_json::Value,
    },
}

/// What a room wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Send a frame.
    Send {
        /// To whom; see [`Room::hears`].
        to: Audience,
        /// What may become of it.
        class: Class,
        /// The frame.
        frame: Box<ServerFrame>,
    },
    /// Tell the forwarding unit.
    Media(MediaCommand),
    /// Close a participant's socket, after what was sent before.
    Close {
        /// Whose.
        participant: ParticipantId,
        /// With which code.
        code: CloseCode,
    },
}

/// One room.
#[derive(Debug)]
pub struct Room {
    id: RoomId,
    kind: RoomKind,
    state: RoomState,
    members: BTreeMap<ParticipantId, Member>,
    banned: HashSet<String>,
    hands: Vec<Hand>,
    chat: VecDeque<ChatLine>,
    ready: Vec<Readiness>,
    bulletins: BTreeMap<String, serde_json::Value>,
    ice_servers: Vec<IceServer>,
    ring: Ring,
    told_viewers: u32,
    now: UnixMillis,
    out: Vec<Output>,
}

impl Room {
    /// Makes an empty room.
    #[must_use]
    pub fn new(id: RoomId, kind: RoomKind, mode: Mode, ice_servers: Vec<IceServer>, now: UnixMillis) -> Self {
        Self {
            id,
            kind,
            state: RoomState {
                mode,
                locked: false,
                recording: false,
                spotlight: None,
                focus: None,
                countdown: None,
            },
            members: BTreeMap::new(),
            banned: HashSet::new(),
            hands: Vec::new(),
            chat: VecDeque::new(),
            ready: Vec::new(),
            bulletins: BTreeMap::new(),
            ice_servers,
            ring: Ring::default(),
            told_viewers: 0,
            now,
            out: Vec::new(),
        }
    }

    /// Tells whether nobody is in the room, not even for the moment away.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Tells whether a frame for `audience` is for this participant.
    #[must_use]
    pub fn hears(&self, audience: Audience, participant: ParticipantId) -> bool {
        // Somebody just let go still hears what everybody hears, until its socket is closed.
        let Some(member) = self.members.get(&participant) else {
            return audience == Audience::One(participant) || audience == Audience::All;
        };
        match audience {
            Audience::One(one) => one == participant,
            Audience::All => member.entering.is_none(),
            Audience::Inside => member.entering.is_none() && member.is_inside(self.state.mode),
        }
    }

    /// Notes that a participant's socket is gone; it is kept for a minute.
    pub fn disconnect(&mut self, now: UnixMillis, participant: ParticipantId) -> Vec<Output> {
        self.now = now;
        if let Some(member) = self.members.get_mut(&participant)
            && member.away_since.is_none()
        {
            member.away_since = Some(now);
            member.entering = None;
            self.tell_listed(participant);
        }
        self.take()
    }

    /// Lets time pass: lets go of those away too long, counts viewers, ends countdowns.
    pub fn tick(&mut self, now: UnixMillis) -> Vec<Output> {
        self.now = now;
        let gone = |m: &Member| m.away_since.is_some_and(|since| now.since(since) >= AWAY);
        for id in self.those(gone) {
            self.leave(id, LeaveReason::TimedOut);
        }
        let late = |m: &Member| matches!(&m.entering, Some(e) if now.since(e.since) >= WELCOME);
        for id in self.those(late) {
            self.welcome(id);
        }
        let over = |at: UnixMillis| now.since(at) >= COUNTDOWN_AFTER;
        if self.state.countdown.as_ref().is_some_and(|c| over(c.at)) {
            self.state.countdown = None;
            self.tell_state();
        }
        let viewers = self.viewers();
        if viewers != self.told_viewers {
            self.told_viewers = viewers;
            let body = ServerMessage::Viewers { count: viewers };
            self.tell(Audience::All, Class::State("viewers".into()), body);
        }
        self.take()
    }

    /// Takes over a fact of the business record and tells everybody.
    pub fn learn(&mut self, now: UnixMillis, fact: Fact) -> Vec<Output> {
        self.now = now;
        match fact {
            Fact::Mode(mode) => self.set_mode(mode),
            Fact::Focus(focus) => {
                self.state.focus = focus;
                self.tell_state();
            }
            Fact::Bulletin { kind, value } => {
                self.bulletins.insert(kind.clone(), value.clone());
                let key = format!("bulletin {kind}");
                let body = ServerMessage::Bulletin { kind, value };
                self.tell(Audience::All, Class::State(key), body);
            }
        }
        self.take()
    }

    /// Ends the room: tells everybody, closes their sockets and their media.
    pub fn close(&mut self, now: UnixMillis, code: CloseCode, retry_after_ms: Option<u32>) -> Vec<Output> {
        self.now = now;
        let body = ServerMessage::Closing { retry_after_ms };
        self.tell(Audience::All, Class::Event, body);
        for id in self.those(|_| true) {
            self.members.remove(&id);
            self.close_socket(id, code);
            self.command(MediaCommand::Remove(id));
        }
        self.take()
    }

    fn those(&self, which: impl Fn(&Member) -> bool) -> Vec<ParticipantId> {
        let members = self.members.values();
        members.filter(|m| which(m)).map(|m| m.id).collect()
    }

    fn viewers(&self) -> u32 {
        let count = self.members.values().filter(|m| m.is_counted()).count();
        u32::try_from(count).expect("a room holds fewer than four billion")
    }

    /// Takes a participant out of the room.
    fn leave(&mut self, id: ParticipantId, reason: LeaveReason) {
        let Some(member) = self.members.remove(&id) else {
            return;
        };
        self.command(MediaCommand::Remove(id));
        self.clear_traces(id);
        if member.is_listed() {
            self.unlist(id, reason);
        }
        if !member.sources.is_empty() {
            self.subscribe_all();
        }
    }

    /// Removes what a participant who is gone, or off the stage, left in the room's state.
    fn clear_traces(&mut self, id: ParticipantId) {
        if self.hands.iter().any(|h| h.participant == id) {
            self.hands.retain(|h| h.participant != id);
            self.tell_hands();
        }
        self.ready.retain(|r| r.participant != id);
        let lit = self.state.spotlight.as_ref();
        if lit.is_some_and(|s| s.participant == id) {
            self.state.spotlight = None;
            self.tell_state();
        }
    }

    fn unlist(&mut self, participant: ParticipantId, reason: LeaveReason) {
        let body = ServerMessage::ParticipantLeft { participant, reason };
        self.tell(Audience::All, Class::Event, body);
    }

    fn tell_listed(&mut self, id: ParticipantId) {
        let Some(member) = self.members.get(&id).filter(|m| m.is_listed()) else {
            return;
        };
        let participant = member.public();
        let key = format!("participant {id}");
        let body = ServerMessage::Participant { participant };
        self.tell(Audience::All, Class::State(key), body);
    }

    fn tell_state(&mut self) {
        let state = self.state.clone();
        let body = ServerMessage::Room { state };
        self.tell(Audience::All, Class::State("room".into()), body);
    }

    fn tell_hands(&mut self) {
        let hands = self.hands.clone();
        let body = ServerMessage::Hands { hands };
        self.tell(Audience::All, Class::State("hands".into()), body);
    }

    /// Sends an event or state, numbered and kept.
    fn tell(&mut self, to: Audience, class: Class, body: ServerMessage) {
        let frame = ServerFrame {
            seq: Some(self.ring.next()),
            ack: None,
            at: self.now,
            body,
        };
        self.ring.push(to, class.clone(), frame.clone());
        self.send(to, class, frame);
    }

    /// Sends something worth nothing a moment later.
    fn tell_now(&mut self, to: Audience, body: ServerMessage) {
        let frame = ServerFrame {
            seq: None,
            ack: None,
            at: self.now,
            body,
        };
        self.send(to, Class::Ephemeral, frame);
    }

    /// Answers a message, and keeps the answer for when it comes again.
    fn reply(&mut self, to: ParticipantId, id: Uuid, body: ServerMessage) {
        if let Some(member) = self.members.get_mut(&to) {
            member.replies.answer(id, &body);
        }
        let frame = ServerFrame {
            seq: None,
            ack: Some(id),
            at: self.now,
            body,
        };
        self.send(Audience::One(to), Class::Reply, frame);
    }

    fn send(&mut self, to: Audience, class: Class, frame: ServerFrame) {
        let frame = Box::new(frame);
        self.out.push(Output::Send { to, class, frame });
    }

    fn command(&mut self, command: MediaCommand) {
        self.out.push(Output::Media(command));
    }

    fn close_socket(&mut self, participant: ParticipantId, code: CloseCode) {
        self.out.push(Output::Close { participant, code });
    }

    fn take(&mut self) -> Vec<Output> {
        std::mem::take(&mut self.out)
    }
}

/// Everything one participant may send, in the order of [`Source::ALL`].
fn all_sources() -> impl Iterator<Item = Source> {
    Source::ALL.into_iter()
}
