//! Private messages between two people who both agreed. Kept here only, for them only.

use std::collections::{BTreeMap, VecDeque};

use uuid::Uuid;

use super::listing::{PRIVATE_BYTES, newest};
use super::member::Member;
use super::message::fits;
use super::{Audience, Class, Room};
use crate::{Conversation, ConversationState, ErrorCode, ParticipantId, PrivateLine, ServerMessage};

const CHARACTERS: usize = 2_000;
/// Messages kept of one conversation.
const LINES: usize = 100;
/// The most conversations of one person, ended ones included.
const MOST_EACH: usize = 50;
/// The most unanswered requests of one person.
const MOST_ASKED: usize = 5;
/// The most conversations of a room.
const MOST: usize = 5_000;

/// Two persons, the lesser id first.
type Pair = (String, String);

/// The conversations of a room.
#[derive(Debug, Default)]
pub(super) struct Private {
    talks: BTreeMap<Pair, Talk>,
}

#[derive(Debug)]
struct Talk {
    /// In the order of the pair.
    sides: [Side; 2],
    state: TalkState,
    lines: VecDeque<PrivateLine>,
}

#[derive(Debug, Clone)]
struct Side {
    person: String,
    name: String,
    organisation: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum TalkState {
    /// This person asked.
    Asked(String),
    Open,
    /// This person declined or ended it.
    Closed(String),
}

impl Talk {
    /// The conversation with as many of its newest lines as fit into so many bytes.
    fn seen_by(&self, person: &str, bytes: usize) -> Conversation {
        let [one, two] = &self.sides;
        let other = if one.person == person { two } else { one };
        Conversation {
            person: other.person.clone(),
            name: other.name.clone(),
            organisation: other.organisation.clone(),
            state: match &self.state {
                TalkState::Asked(by) if by == person => ConversationState::Asked,
                TalkState::Asked(_) => ConversationState::Invited,
                TalkState::Open => ConversationState::Open,
                TalkState::Closed(_) => ConversationState::Closed,
            },
            lines: newest(self.lines.iter().rev(), |line| &line.text, bytes),
        }
    }
}

impl Private {
    fn of<'a>(&'a self, person: &'a str) -> impl Iterator<Item = &'a Talk> {
        self.talks
            .values()
            .filter(move |t| t.sides.iter().any(|s| s.person == person))
    }

    /// The conversations of one person.
    pub(super) fn seen_by(&self, person: &str) -> Vec<Conversation> {
        let bytes = PRIVATE_BYTES / self.of(person).count().max(1);
        self.of(person).map(|t| t.seen_by(person, bytes)).collect()
    }
}

impl Room {
    pub(super) fn ask_private(&mut self, from: ParticipantId, whom: ParticipantId) -> Result<(), ErrorCode> {
        self.may_chat(from)?;
        let me = side(&self.members[&from]);
        let found = self.members.get(&whom).filter(|m| m.is_person() && !m.waiting);
        let other = found.ok_or(ErrorCode::NoSuchParticipant)?;
        if other.person == me.person || !other.grants.chat {
            return Err(ErrorCode::NotAllowed);
        }
        let other = side(other);
        let pair = pair(&me.person, &other.person);
        match self.private.talks.get(&pair).map(|t| &t.state) {
            Some(TalkState::Open) => return Ok(()),
            Some(TalkState::Asked(by)) if *by == me.person => return Ok(()),
            Some(TalkState::Asked(_)) => return self.answer_private(from, &other.person, true),
            // Who declined, or ended it, may think again; the other may not press.
            Some(TalkState::Closed(by)) if *by != me.person => return Err(ErrorCode::NotAgreed),
            Some(TalkState::Closed(_)) | None => {}
        }
        let asked = |t: &&Talk| matches!(&t.state, TalkState::Asked(by) if *by == me.person);
        let many = |person: &str| self.private.of(person).count() >= MOST_EACH;
        if self.private.talks.len() >= MOST
            || many(&me.person)
            || many(&other.person)
            || self.private.of(&me.person).filter(asked).count() >= MOST_ASKED
        {
            return Err(ErrorCode::TooMany);
        }
        let state = TalkState::Asked(me.person.clone());
        let sides = if pair.0 == me.person { [me, other] } else { [other, me] };
        let lines = self.private.talks.remove(&pair).map(|t| t.lines).unwrap_or_default();
        self.private.talks.insert(pair.clone(), Talk { sides, state, lines });
        self.tell_private(&pair);
        Ok(())
    }

    pub(super) fn answer_private(&mut self, from: ParticipantId, person: &str, accept: bool) -> Result<(), ErrorCode> {
        let me = self.members[&from].person.clone();
        let pair = pair(&me, person);
        let talk = self.private.talks.get_mut(&pair).ok_or(ErrorCode::NoSuchThing)?;
        if talk.state != TalkState::Asked(person.to_owned()) {
            return Err(ErrorCode::NoSuchThing);
        }
        talk.state = if accept { TalkState::Open } else { TalkState::Closed(me) };
        self.tell_private(&pair);
        Ok(())
    }

    pub(super) fn say_private(
        &mut self,
        from: ParticipantId,
        id: Uuid,
        person: &str,
        text: String,
    ) -> Result<(), ErrorCode> {
        self.may_chat(from)?;
        if !fits(&text, CHARACTERS) {
            return Err(ErrorCode::BadValue);
        }
        let me = self.members[&from].person.clone();
        let talk = self.private.talks.get_mut(&pair(&me, person));
        let talk = talk
            .filter(|t| t.state == TalkState::Open)
            .ok_or(ErrorCode::NotAgreed)?;
        let line = PrivateLine {
            id,
            person: me.clone(),
            text,
            at: self.now,
        };
        talk.lines.push_back(line.clone());
        if talk.lines.len() > LINES {
            talk.lines.pop_front();
        }
        for (to, with) in [(me.as_str(), person), (person, me.as_str())] {
            for id in self.presences(to) {
                let body = ServerMessage::PrivateLine {
                    person: with.to_owned(),
                    line: line.clone(),
                };
                self.tell(Audience::One(id), Class::Event, body);
            }
        }
        Ok(())
    }

    pub(super) fn end_private(&mut self, from: ParticipantId, person: &str) -> Result<(), ErrorCode> {
        let me = self.members[&from].person.clone();
        let pair = pair(&me, person);
        let talk = self.private.talks.get_mut(&pair).ok_or(ErrorCode::NoSuchThing)?;
        if matches!(talk.state, TalkState::Closed(_)) {
            return Ok(());
        }
        talk.state = TalkState::Closed(me);
        self.tell_private(&pair);
        Ok(())
    }

    /// Tells both how things stand between them.
    fn tell_private(&mut self, pair: &Pair) {
        for person in [&pair.0, &pair.1] {
            for id in self.presences(person) {
                let conversation = self.private.talks[pair].seen_by(person, PRIVATE_BYTES);
                let body = ServerMessage::Private { conversation };
                self.tell(Audience::One(id), Class::Event, body);
            }
        }
    }
}

fn pair(one: &str, other: &str) -> Pair {
    let (lesser, greater) = if one <= other { (one, other) } else { (other, one) };
    (lesser.to_owned(), greater.to_owned())
}

fn side(member: &Member) -> Side {
    Side {
        person: member.person.clone(),
        name: member.name.clone(),
        organisation: member.organisation.clone(),
    }
}
