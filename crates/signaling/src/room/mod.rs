//! The room: who is in it, what they may do, what they are told.
//!
//! A pure state machine. Everything that happens goes in through [`Room::join`],
//! [`Room::resume`], [`Room::attach`], [`Room::handle`], [`Room::media`], [`Room::disconnect`],
//! [`Room::learn`], [`Room::tick`] and [`Room::close`], each with the time; what is to be
//! done comes out as [`Output`]s in order.

mod arrange;
mod booths;
mod breakouts;
mod captions;
mod chat;
mod cues;
mod door;
mod entrance;
mod listing;
mod machine;
mod media;
mod member;
mod message;
mod moderate;
mod output;
mod polls;
mod private;
mod quality;
mod questions;
mod rate;
mod reception;
mod recording;
mod replies;
mod ring;
mod tapped;
#[cfg(test)]
mod tests;
mod topic;
mod turn;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

use uuid::Uuid;

use crate::{
    Breakout, ChatRules, CloseCode, Hand, IceServer, LeaveReason, MediaCommand, Mode, ParticipantId, QuestionRules,
    Readiness, RoomId, RoomKind, RoomState, ServerFrame, ServerMessage, Source, TrackId, UnixMillis,
};
use booths::Booths;
use captions::Captions;
use chat::Chat;
use cues::Cues;
use door::Door;
pub use machine::Attach;
use member::Member;
pub use output::{Audience, Class, Fact, Output};
use polls::Polls;
use private::Private;
use questions::Questions;
use ring::Ring;

pub use tapped::OpenTrack;

/// The most participants of one room.
const MOST_MEMBERS: usize = 12_000;
/// How long a participant is kept without a socket.
const AWAY: Duration = Duration::from_secs(60);
/// Between two counts of those who watch.
const COUNTING: Duration = Duration::from_secs(1);
/// How long a `welcome` waits for the forwarding unit.
const WELCOME: Duration = Duration::from_secs(2);

/// One room.
#[derive(Debug)]
pub struct Room {
    id: RoomId,
    kind: RoomKind,
    state: RoomState,
    members: BTreeMap<ParticipantId, Member>,
    door: Door,
    hands: Vec<Hand>,
    chat: Chat,
    questions: Questions,
    polls: Polls,
    private: Private,
    captions: Captions,
    booths: Booths,
    cues: Cues,
    breakouts: Vec<Breakout>,
    ready: Vec<Readiness>,
    bulletins: BTreeMap<String, serde_json::Value>,
    ice_servers: Vec<IceServer>,
    ring: Ring,
    told_viewers: u32,
    counted_at: Option<UnixMillis>,
    /// People who were in the room and are not, since when.
    departing: BTreeMap<String, UnixMillis>,
    /// The tracks that the recorder takes.
    recorded: BTreeSet<TrackId>,
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
                recording_since: None,
                spotlight: None,
                focus: None,
                lobby: false,
                arrive_backstage: false,
                layout: None,
                document: None,
                turn: None,
                chat: ChatRules::default(),
                questions: QuestionRules {
                    open: true,
                    reviewed: false,
                },
                caption_languages: Vec::new(),
            },
            members: BTreeMap::new(),
            door: Door::default(),
            hands: Vec::new(),
            chat: Chat::default(),
            questions: Questions::default(),
            polls: Polls::default(),
            private: Private::default(),
            captions: Captions::default(),
            booths: Booths::default(),
            cues: Cues::default(),
            breakouts: Vec::new(),
            ready: Vec::new(),
            bulletins: BTreeMap::new(),
            ice_servers,
            ring: Ring::default(),
            told_viewers: 0,
            counted_at: None,
            departing: BTreeMap::new(),
            recorded: BTreeSet::new(),
            now,
            out: Vec::new(),
        }
    }

    /// Tells whether nobody is in the room, not even for the moment away.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Counts the people in the room, each once however often it entered.
    #[must_use]
    pub fn people(&self) -> usize {
        let present = |m: &&Member| m.away_since.is_none() && m.is_person() && !m.waiting;
        let persons = self.members.values().filter(present).map(|m| m.person.as_str());
        persons.collect::<HashSet<_>>().len()
    }

    /// Tells whether a person is here with a camera that sends to all.
    #[must_use]
    pub fn is_on_camera(&self, person: &str) -> bool {
        let films = |m: &Member| m.sources.contains(&Source::Camera) && !m.is_silenced(Source::Camera);
        let is_here = |m: &Member| m.away_since.is_none() && m.is_person() && !m.waiting && !m.in_breakout;
        self.members
            .values()
            .any(|m| m.person == person && is_here(m) && films(m))
    }

    /// Tells whether a frame for `audience` is for this participant.
    #[must_use]
    pub fn hears(&self, audience: &Audience, participant: ParticipantId) -> bool {
        // Somebody just let go still hears what everybody hears, until its socket is closed.
        let Some(member) = self.members.get(&participant) else {
            return *audience == Audience::One(participant) || *audience == Audience::All;
        };
        if let Audience::One(one) = audience {
            return *one == participant;
        }
        if member.entering.is_some() || member.waiting {
            return false;
        }
        match audience {
            Audience::One(_) => false,
            Audience::All => true,
            Audience::Inside => member.is_inside(self.state.mode),
            Audience::Moderators => member.grants.moderate,
            Audience::These(these) => member.grants.moderate || these.contains(&participant),
            Audience::Captions(language) => {
                member.is_inside(self.state.mode) && member.caption_languages.iter().any(|l| **l == **language)
            }
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

    /// Lets time pass: lets go of those away too long, counts viewers, tells what gathered since.
    pub fn tick(&mut self, now: UnixMillis) -> Vec<Output> {
        self.now = now;
        let gone = |m: &Member| m.gone_since().is_some_and(|since| now.since(since) >= AWAY);
        for id in self.those(gone) {
            self.leave(id, LeaveReason::TimedOut);
        }
        let late = |m: &Member| matches!(&m.entering, Some(e) if now.since(e.since) >= WELCOME);
        for id in self.those(late) {
            self.welcome(id);
        }
        self.door.forget_denials(now);
        self.tell_departed();
        self.end_cues();
        self.tell_votes();
        self.tell_viewers();
        self.take()
    }

    /// Tells, once, of those who left and did not come back.
    fn tell_departed(&mut self) {
        let now = self.now;
        let gone = self.departing.extract_if(.., |_, since| now.since(*since) >= AWAY);
        let gone: Vec<String> = gone.map(|(person, _)| person).collect();
        for person in gone {
            if self.members.values().all(|member| member.person != person) {
                self.out.push(Output::Departed { person });
            }
        }
    }

    /// Tells everybody how many watch, when that changed; counts at most once in [`COUNTING`], for it costs a full
    /// room something.
    fn tell_viewers(&mut self) {
        if self.counted_at.is_some_and(|at| self.now.since(at) < COUNTING) {
            return;
        }
        self.counted_at = Some(self.now);
        let viewers = self.viewers();
        if viewers != self.told_viewers {
            self.told_viewers = viewers;
            let body = ServerMessage::Viewers { count: viewers };
            self.tell(Audience::All, Class::State("viewers".into()), body);
        }
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
                self.tell(Audience::All, Class::State(key.into()), body);
            }
            Fact::Recording(on) => self.set_recording(on),
            Fact::Broadcast(on) => self.set_broadcast(on),
            Fact::Banned(banned) => self.door.banned = banned,
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

    /// Everybody's presences of one person.
    fn presences(&self, person: &str) -> Vec<ParticipantId> {
        self.those(|m| m.person == person)
    }

    fn viewers(&self) -> u32 {
        let counted = self.members.values().filter(|m| m.is_counted());
        let persons: HashSet<&str> = counted.map(|m| m.person.as_str()).collect();
        u32::try_from(persons.len()).expect("a room holds fewer than four billion")
    }

    fn is_moderator(&self, id: ParticipantId) -> bool {
        self.members.get(&id).is_some_and(|m| m.grants.moderate)
    }

    /// Takes a participant out of the room.
    fn leave(&mut self, id: ParticipantId, reason: LeaveReason) {
        let Some(member) = self.members.remove(&id) else {
            return;
        };
        self.command(MediaCommand::Remove(id));
        self.clear_traces(id);
        if member.is_person() {
            let since = member.away_since.unwrap_or(self.now);
            self.departing.insert(member.person.clone(), since);
        }
        for other in self.members.values_mut() {
            other.survey.listen_to.take_if(|l| *l == id);
        }
        if member.is_listed() {
            self.unlist(id, reason);
        }
        if member.waiting {
            self.tell_waiting();
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
        self.leave_breakouts(id);
        self.clear_stage(id);
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
        self.tell(Audience::All, Class::State(key.into()), body);
    }

    /// Sends an event or state, numbered and kept.
    fn tell(&mut self, to: Audience, class: Class, body: ServerMessage) {
        let frame = ServerFrame {
            seq: Some(self.ring.next()),
            ack: None,
            at: self.now,
            body,
        };
        self.ring.push(to.clone(), class.clone(), frame.clone());
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

    /// Ends every entry: what follows from the changes is settled, then all is given out.
    fn take(&mut self) -> Vec<Output> {
        self.settle_channels();
        self.settle_recording();
        std::mem::take(&mut self.out)
    }
}

/// Everything one participant may send, in the order of [`Source::ALL`].
fn all_sources() -> impl Iterator<Item = Source> {
    Source::ALL.into_iter()
}
