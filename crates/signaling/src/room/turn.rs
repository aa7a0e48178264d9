//! The speaking queue: raised hands in order, and whose turn it is.

use std::time::Duration;

use super::{Audience, Class, Room};
use crate::{ErrorCode, Hand, ParticipantId, ServerMessage, Turn, UnixMillis};

const HANDS: usize = 200;
const LONGEST: Duration = Duration::from_secs(3600);

impl Room {
    pub(super) fn raise_hand(&mut self, from: ParticipantId) -> Result<(), ErrorCode> {
        self.may_chat(from)?;
        let member = &self.members[&from];
        let same = |h: &Hand| {
            self.members
                .get(&h.participant)
                .is_some_and(|m| m.person == member.person)
        };
        if self.hands.iter().any(same) {
            return Ok(());
        }
        if self.hands.len() >= HANDS {
            return Err(ErrorCode::TooMany);
        }
        self.hands.push(Hand {
            participant: from,
            name: member.name.clone(),
            organisation: member.organisation.clone(),
            at: self.now,
        });
        self.tell_hands();
        Ok(())
    }

    pub(super) fn lower_hand(&mut self, from: ParticipantId, whose: Option<ParticipantId>) -> Result<(), ErrorCode> {
        let whose = whose.unwrap_or(from);
        if whose != from && !self.is_moderator(from) {
            return Err(ErrorCode::NotAllowed);
        }
        self.drop_hand(whose);
        Ok(())
    }

    pub(super) fn drop_hand(&mut self, whose: ParticipantId) {
        let before = self.hands.len();
        self.hands.retain(|h| h.participant != whose);
        if self.hands.len() != before {
            self.tell_hands();
        }
    }

    pub(super) fn tell_hands(&mut self) {
        let hands = self.hands.clone();
        let body = ServerMessage::Hands { hands };
        self.tell(Audience::All, Class::State("hands".into()), body);
    }

    /// Gives somebody the floor; whose turn it was before has ended.
    pub(super) fn call(&mut self, whom: Option<ParticipantId>, seconds: Option<u32>) -> Result<(), ErrorCode> {
        let time = seconds.map(|s| Duration::from_secs(s.into()));
        if time.is_some_and(|t| t.is_zero() || t > LONGEST) {
            return Err(ErrorCode::BadValue);
        }
        let first = self.hands.first().map(|h| h.participant);
        let whom = whom.or(first).ok_or(ErrorCode::NoSuchThing)?;
        let member = self.members.get(&whom).filter(|m| !m.waiting && m.is_person());
        let may_speak = member.ok_or(ErrorCode::NoSuchParticipant)?.grants.publish_microphone;
        if self.state.turn.as_ref().is_none_or(|t| t.participant != whom) {
            self.end_turn();
        }
        if may_speak {
            self.set_stage(whom, true)?;
        } else {
            self.promote(whom, false)?;
            self.members.get_mut(&whom).expect("just promoted").called = true;
        }
        self.drop_hand(whom);
        self.state.turn = Some(Turn {
            participant: whom,
            name: self.members[&whom].name.clone(),
            since: self.now,
            until: time.map(|t| UnixMillis(self.now.0 + u64::try_from(t.as_millis()).expect("an hour at most"))),
        });
        self.tell_state();
        Ok(())
    }

    /// Ends the turn; who came for it alone goes back among the audience.
    pub(super) fn end_turn(&mut self) {
        let Some(turn) = self.state.turn.take() else {
            return;
        };
        self.tell_state();
        let called = |m: &super::member::Member| m.called && !m.grants.moderate;
        if self.members.get(&turn.participant).is_some_and(called) {
            self.demote(turn.participant).expect("was promoted for its turn");
        }
    }
}
