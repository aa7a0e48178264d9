//! Calling others to a negotiation room, and back.

use std::sync::Arc;

use uuid::Uuid;

use super::message::{NAME_CHARACTERS, fits};
use super::{Audience, Class, Room};
use crate::{Breakout, ErrorCode, ParticipantId, Party, PartyState, RoomId, ServerMessage};

const MOST: usize = 50;
const PARTIES: std::ops::RangeInclusive<usize> = 2..=8;

impl Room {
    pub(super) fn call_breakout(
        &mut self,
        by: ParticipantId,
        id: Uuid,
        room: RoomId,
        mut participants: Vec<ParticipantId>,
    ) -> Result<(), ErrorCode> {
        self.may_chat(by)?;
        participants.sort_unstable();
        participants.dedup();
        if !fits(&room.0, NAME_CHARACTERS) || room == self.id || !PARTIES.contains(&participants.len()) {
            return Err(ErrorCode::BadValue);
        }
        if !participants.contains(&by) && !self.is_moderator(by) {
            return Err(ErrorCode::NotAllowed);
        }
        if self.breakouts.len() >= MOST {
            return Err(ErrorCode::TooMany);
        }
        let mut parties = Vec::new();
        for participant in participants {
            let found = self.members.get(&participant).filter(|m| m.is_person() && !m.waiting);
            let member = found.ok_or(ErrorCode::NoSuchParticipant)?;
            if self.breakouts.iter().any(|b| holds(b, participant)) {
                return Err(ErrorCode::AlreadyDone);
            }
            parties.push(Party {
                participant,
                person: member.person.clone(),
                name: member.name.clone(),
                state: PartyState::Invited,
            });
        }
        self.breakouts.push(Breakout { id, room, by, parties });
        self.tell_breakout(id);
        Ok(())
    }

    /// Notes what a party said; the breakout is over when nobody is away or invited any more.
    pub(super) fn move_party(
        &mut self,
        from: ParticipantId,
        id: Uuid,
        (was, becomes): (PartyState, PartyState),
    ) -> Result<(), ErrorCode> {
        let breakout = self.breakouts.iter_mut().find(|b| b.id == id);
        let parties = breakout.map(|b| &mut b.parties).ok_or(ErrorCode::NoSuchThing)?;
        let party = parties.iter_mut().find(|p| p.participant == from && p.state == was);
        party.ok_or(ErrorCode::NotAllowed)?.state = becomes;
        self.settle_party(from);
        self.tell_breakout(id);
        Ok(())
    }

    pub(super) fn end_breakout(&mut self, by: ParticipantId, id: Uuid) -> Result<(), ErrorCode> {
        let moderates = self.is_moderator(by);
        let breakout = self.breakouts.iter_mut().find(|b| b.id == id);
        let breakout = breakout.ok_or(ErrorCode::NoSuchThing)?;
        let party = breakout.parties.iter().any(|p| p.participant == by);
        if !moderates && !party && breakout.by != by {
            return Err(ErrorCode::NotAllowed);
        }
        let mut back = Vec::new();
        for party in &mut breakout.parties {
            match party.state {
                PartyState::Away => {
                    party.state = PartyState::Back;
                    back.push(party.participant);
                }
                PartyState::Invited => party.state = PartyState::Declined,
                PartyState::Back | PartyState::Declined => {}
            }
        }
        for id in back {
            self.settle_party(id);
        }
        self.tell_breakout(id);
        Ok(())
    }

    /// Takes somebody who left the room out of its breakouts.
    pub(super) fn leave_breakouts(&mut self, id: ParticipantId) {
        let of: Vec<Uuid> = self.breakouts.iter().filter(|b| holds(b, id)).map(|b| b.id).collect();
        for breakout in of {
            for party in self
                .breakouts
                .iter_mut()
                .filter(|b| b.id == breakout)
                .flat_map(|b| &mut b.parties)
            {
                if party.participant == id {
                    party.state = PartyState::Declined;
                }
            }
            self.settle_party(id);
            self.tell_breakout(breakout);
        }
    }

    /// Has a participant's presence here follow where it is.
    fn settle_party(&mut self, id: ParticipantId) {
        let gone = |p: &Party| p.participant == id && p.state == PartyState::Away;
        let away = self.breakouts.iter().any(|b| b.parties.iter().any(gone));
        let Some(member) = self.members.get_mut(&id) else {
            return;
        };
        if member.in_breakout != away {
            member.in_breakout = away;
            self.tell_listed(id);
            self.subscribe_all();
        }
    }

    fn tell_breakout(&mut self, id: Uuid) {
        let Some(at) = self.breakouts.iter().position(|b| b.id == id) else {
            return;
        };
        let breakout = self.breakouts[at].clone();
        let parties = breakout.parties.iter();
        let mut these: Vec<ParticipantId> = parties.map(|p| p.participant).collect();
        these.push(breakout.by);
        let these: Arc<[ParticipantId]> = Arc::from(these);
        let open = |p: &Party| matches!(p.state, PartyState::Invited | PartyState::Away);
        let over = !breakout.parties.iter().any(open);
        let class = Class::State(format!("breakout {id}").into());
        self.tell(
            Audience::These(these.clone()),
            class,
            ServerMessage::Breakout { breakout },
        );
        if over {
            self.breakouts.remove(at);
            let body = ServerMessage::BreakoutOver { breakout: id };
            self.tell(Audience::These(these), Class::Event, body);
        }
    }

    /// The breakouts that a participant has to do with.
    pub(super) fn breakouts_of(&self, id: ParticipantId) -> Vec<Breakout> {
        let moderates = self.is_moderator(id);
        let concerns = |b: &&Breakout| moderates || b.by == id || b.parties.iter().any(|p| p.participant == id);
        self.breakouts.iter().filter(concerns).cloned().collect()
    }
}

/// Tells whether a participant is called to, or away in, a breakout.
fn holds(breakout: &Breakout, id: ParticipantId) -> bool {
    let called = |p: &Party| p.participant == id && matches!(p.state, PartyState::Invited | PartyState::Away);
    breakout.parties.iter().any(called)
}
