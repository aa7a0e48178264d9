//! Polls: one vote a person, results when a moderator shows them.

use std::collections::HashMap;

use uuid::Uuid;

use super::message::fits;
use super::{Audience, Class, Room};
use crate::{Ballot, ErrorCode, ParticipantId, Poll, PollOption, ServerMessage};

const QUESTION_CHARACTERS: usize = 300;
const OPTION_CHARACTERS: usize = 200;
const OPTIONS: std::ops::RangeInclusive<usize> = 2..=10;
const MOST: usize = 20;

/// The polls of a room.
#[derive(Debug, Default)]
pub(super) struct Polls {
    all: Vec<Held>,
}

#[derive(Debug)]
struct Held {
    /// With all counts, as moderators see it.
    poll: Poll,
    ballots: HashMap<String, Vec<u8>>,
    /// Whether votes came in since it was last told.
    voted: bool,
}

impl Held {
    fn seen(&self, moderates: bool) -> Poll {
        let mut poll = self.poll.clone();
        if !moderates && !poll.shown {
            for option in &mut poll.options {
                option.votes = None;
            }
        }
        poll
    }
}

impl Polls {
    fn find(&mut self, id: Uuid) -> Result<&mut Held, ErrorCode> {
        let found = self.all.iter_mut().find(|h| h.poll.id == id);
        found.ok_or(ErrorCode::NoSuchThing)
    }

    pub(super) fn seen(&self, moderates: bool) -> Vec<Poll> {
        self.all.iter().map(|h| h.seen(moderates)).collect()
    }

    pub(super) fn ballots(&self, person: &str) -> Vec<Ballot> {
        let ballot = |held: &Held| {
            let options = held.ballots.get(person)?.clone();
            let poll = held.poll.id;
            Some(Ballot { poll, options })
        };
        self.all.iter().filter_map(ballot).collect()
    }
}

impl Room {
    pub(super) fn open_poll(
        &mut self,
        id: Uuid,
        question: String,
        options: Vec<String>,
        multiple: bool,
    ) -> Result<(), ErrorCode> {
        let good = |o: &String| fits(o, OPTION_CHARACTERS);
        if !fits(&question, QUESTION_CHARACTERS) || !OPTIONS.contains(&options.len()) || !options.iter().all(good) {
            return Err(ErrorCode::BadValue);
        }
        if self.polls.all.len() >= MOST {
            return Err(ErrorCode::TooMany);
        }
        let option = |text| PollOption { text, votes: Some(0) };
        let poll = Poll {
            id,
            question,
            options: options.into_iter().map(option).collect(),
            multiple,
            open: true,
            shown: false,
            voters: 0,
        };
        self.polls.all.push(Held {
            poll,
            ballots: HashMap::new(),
            voted: false,
        });
        self.tell_poll(id);
        Ok(())
    }

    pub(super) fn vote(&mut self, from: ParticipantId, poll: Uuid, mut options: Vec<u8>) -> Result<(), ErrorCode> {
        self.may_chat(from)?;
        let person = self.members[&from].person.clone();
        let held = self.polls.find(poll)?;
        if !held.poll.open {
            return Err(ErrorCode::Closed);
        }
        options.sort_unstable();
        options.dedup();
        let there = |o: &u8| usize::from(*o) < held.poll.options.len();
        if options.is_empty() || !options.iter().all(there) || (!held.poll.multiple && options.len() > 1) {
            return Err(ErrorCode::BadValue);
        }
        if held.ballots.contains_key(&person) {
            return Err(ErrorCode::AlreadyDone);
        }
        for option in &options {
            let option = &mut held.poll.options[usize::from(*option)];
            option.votes = Some(option.votes.unwrap_or_default() + 1);
        }
        held.poll.voters += 1;
        held.voted = true;
        held.ballots.insert(person, options);
        Ok(())
    }

    /// Tells what votes came in since the last time: of questions and of polls.
    pub(super) fn tell_votes(&mut self) {
        self.tell_risen();
        let voted: Vec<Uuid> = self.polls.all.iter().filter(|h| h.voted).map(|h| h.poll.id).collect();
        for id in voted {
            self.tell_poll(id);
        }
    }

    pub(super) fn show_poll(&mut self, id: Uuid, shown: bool) -> Result<(), ErrorCode> {
        self.polls.find(id)?.poll.shown = shown;
        self.tell_poll(id);
        Ok(())
    }

    pub(super) fn close_poll(&mut self, id: Uuid) -> Result<(), ErrorCode> {
        self.polls.find(id)?.poll.open = false;
        self.tell_poll(id);
        Ok(())
    }

    pub(super) fn drop_poll(&mut self, poll: Uuid) -> Result<(), ErrorCode> {
        self.polls.find(poll)?;
        self.polls.all.retain(|h| h.poll.id != poll);
        self.tell(Audience::All, Class::Event, ServerMessage::PollGone { poll });
        Ok(())
    }

    /// Tells a poll to all, then to moderators with the counts the others do not see yet.
    fn tell_poll(&mut self, id: Uuid) {
        let Ok(held) = self.polls.find(id) else {
            return;
        };
        held.voted = false;
        let (poll, counted) = (held.seen(false), held.seen(true));
        let class = Class::State(format!("poll {id}").into());
        let hidden = poll != counted;
        self.tell(Audience::All, class.clone(), ServerMessage::Poll { poll });
        if hidden {
            self.tell(Audience::Moderators, class, ServerMessage::Poll { poll: counted });
        }
    }
}
