//! The chat, and what moderators do to it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use uuid::Uuid;

use super::message::Refusal;
use super::{Audience, Class, Room};
use crate::{ChatLine, ChatRules, ErrorCode, ParticipantId, ServerMessage, UnixMillis};

const CHARACTERS: usize = 2_000;
const LINES: usize = 200;
const SLOWEST_S: u16 = 300;

/// The lines kept, and who may write.
#[derive(Debug, Default)]
pub(super) struct Chat {
    pub(super) lines: VecDeque<ChatLine>,
    /// Persons kept from writing.
    pub(super) muted: HashSet<String>,
    /// When each person wrote last, while the chat is slow.
    wrote: HashMap<String, UnixMillis>,
}

impl Room {
    /// Tells whether a participant may take part in the talk, and sees the stage.
    pub(super) fn may_chat(&self, from: ParticipantId) -> Result<(), ErrorCode> {
        let member = self.members.get(&from).ok_or(ErrorCode::NoSuchParticipant)?;
        if !member.grants.chat {
            return Err(ErrorCode::NotAllowed);
        }
        if !member.is_inside(self.state.mode) {
            return Err(ErrorCode::NotLive);
        }
        Ok(())
    }

    pub(super) fn chat(&mut self, from: ParticipantId, id: Uuid, text: String) -> Result<(), Refusal> {
        self.may_chat(from)?;
        if text.trim().is_empty() || text.chars().count() > CHARACTERS {
            return Err(ErrorCode::BadValue.into());
        }
        self.may_write(from)?;
        let member = &self.members[&from];
        if self.state.chat.slow_s > 0 {
            self.chat.wrote.insert(member.person.clone(), self.now);
        }
        let line = ChatLine {
            id,
            participant: from,
            name: member.name.clone(),
            role: member.role,
            text,
            at: self.now,
        };
        self.chat.lines.push_back(line.clone());
        if self.chat.lines.len() > LINES {
            self.chat.lines.pop_front();
        }
        self.tell(Audience::Inside, Class::Event, ServerMessage::Chat { line });
        Ok(())
    }

    /// The rules of the chat; moderators are free of them.
    fn may_write(&self, from: ParticipantId) -> Result<(), Refusal> {
        let member = &self.members[&from];
        if member.grants.moderate {
            return Ok(());
        }
        if self.state.chat.off {
            return Err(ErrorCode::ChatOff.into());
        }
        if self.chat.muted.contains(&member.person) {
            return Err(ErrorCode::ChatMuted.into());
        }
        let pause = Duration::from_secs(self.state.chat.slow_s.into());
        let passed = self.chat.wrote.get(&member.person).map(|at| self.now.since(*at));
        match passed.and_then(|passed| pause.checked_sub(passed)) {
            Some(rest) if !rest.is_zero() => Err(Refusal::wait(ErrorCode::SlowMode, rest)),
            _ => Ok(()),
        }
    }

    pub(super) fn delete_chat(&mut self, line: Uuid) -> Result<(), ErrorCode> {
        let at = self.chat.lines.iter().position(|l| l.id == line);
        self.chat.lines.remove(at.ok_or(ErrorCode::NoSuchThing)?);
        self.tell(Audience::All, Class::Event, ServerMessage::ChatDeleted { line });
        Ok(())
    }

    pub(super) fn set_chat_rules(&mut self, rules: ChatRules) -> Result<(), ErrorCode> {
        if rules.slow_s > SLOWEST_S {
            return Err(ErrorCode::BadValue);
        }
        if rules.slow_s == 0 {
            self.chat.wrote.clear();
        }
        self.state.chat = rules;
        self.tell_state();
        Ok(())
    }

    /// Keeps a person from writing, in all its windows.
    pub(super) fn mute_chat(&mut self, whom: ParticipantId, muted: bool) -> Result<(), ErrorCode> {
        let member = self.members.get(&whom).ok_or(ErrorCode::NoSuchParticipant)?;
        if member.grants.moderate {
            return Err(ErrorCode::NotAllowed);
        }
        let person = member.person.clone();
        let changed = if muted {
            self.chat.muted.insert(person.clone())
        } else {
            self.chat.muted.remove(&person)
        };
        if changed {
            for id in self.presences(&person) {
                self.tell(Audience::One(id), Class::Event, ServerMessage::ChatMuted { muted });
            }
        }
        Ok(())
    }
}
