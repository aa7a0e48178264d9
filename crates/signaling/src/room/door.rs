//! The door: who waits in the lobby, who is let in, who is kept out.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::{Audience, Class, Output, Room};
use crate::{
    Banned, CloseCode, ErrorCode, Knock, LeaveReason, ParticipantId, RoomGrant, ServerFrame, ServerMessage, UnixMillis,
    Waiting,
};

/// How long somebody denied stays away.
const DENIED: Duration = Duration::from_secs(60);
/// The most that may wait.
const MOST_WAITING: usize = 500;
/// The most people kept out; the oldest is forgotten.
const MOST_BANNED: usize = 1_000;

/// Who may pass.
#[derive(Debug, Default)]
pub(super) struct Door {
    /// Who was removed, in order.
    pub(super) banned: Vec<Banned>,
    /// Persons a moderator let in once; they need not wait again.
    admitted: HashSet<String>,
    /// Persons sent away, and when.
    denied: HashMap<String, UnixMillis>,
}

impl Door {
    pub(super) fn forget_denials(&mut self, now: UnixMillis) {
        self.denied.retain(|_, at| now.since(*at) < DENIED);
    }

    pub(super) fn is_banned(&self, person: &str) -> bool {
        self.banned.iter().any(|b| b.person == person)
    }
}

impl Room {
    /// Tells whether a newcomer has to wait, or may not even do that.
    pub(super) fn knock(&self, grant: &RoomGrant) -> Result<bool, ErrorCode> {
        if self.door.is_banned(&grant.sub) {
            return Err(ErrorCode::Removed);
        }
        if self.state.locked && !grant.grants.moderate {
            return Err(ErrorCode::RoomLocked);
        }
        if self.members.len() >= super::MOST_MEMBERS {
            return Err(ErrorCode::RoomFull);
        }
        let waits = !grant.grants.moderate
            && !grant.machine
            && !self.door.admitted.contains(&grant.sub)
            && self.stops(grant.knock);
        if !waits {
            return Ok(false);
        }
        let denied = self.door.denied.get(&grant.sub);
        if denied.is_some_and(|at| self.now.since(*at) < DENIED) {
            return Err(ErrorCode::Denied);
        }
        if self.members.values().filter(|m| m.waiting).count() >= MOST_WAITING {
            return Err(ErrorCode::RoomFull);
        }
        Ok(true)
    }

    fn stops(&self, knock: Knock) -> bool {
        match knock {
            Knock::AsTheRoomSays => self.state.lobby,
            Knock::Always => true,
            Knock::Never => false,
        }
    }

    pub(super) fn waiting(&self) -> Vec<Waiting> {
        let mut waiting: Vec<Waiting> = self
            .members
            .values()
            .filter(|m| m.waiting)
            .map(|m| Waiting {
                participant: m.id,
                person: m.person.clone(),
                name: m.name.clone(),
                organisation: m.organisation.clone(),
                role: m.role,
                since: m.since,
            })
            .collect();
        waiting.sort_by_key(|w| (w.since, w.participant));
        waiting
    }

    pub(super) fn tell_waiting(&mut self) {
        let waiting = self.waiting();
        let body = ServerMessage::Waiting { waiting };
        self.tell(Audience::Moderators, Class::State("waiting".into()), body);
    }

    pub(super) fn set_lobby(&mut self, on: bool) {
        self.state.lobby = on;
        self.tell_state();
        if !on {
            let open = self.those(|m| m.waiting && m.knock == Knock::AsTheRoomSays);
            self.let_in(&open);
        }
    }

    pub(super) fn admit(&mut self, whom: Option<ParticipantId>) -> Result<(), ErrorCode> {
        let whom = match whom {
            None => self.those(|m| m.waiting),
            Some(one) => {
                let member = self.members.get(&one).filter(|m| m.waiting);
                let person = member.ok_or(ErrorCode::NoSuchParticipant)?.person.clone();
                self.those(|m| m.waiting && m.person == person)
            }
        };
        for id in &whom {
            self.door.admitted.insert(self.members[id].person.clone());
        }
        self.let_in(&whom);
        Ok(())
    }

    fn let_in(&mut self, whom: &[ParticipantId]) {
        if whom.is_empty() {
            return;
        }
        for id in whom {
            let on_stage = self.arrives_on_stage(*id);
            let member = self.members.get_mut(id).expect("waits here");
            member.waiting = false;
            member.on_stage = on_stage;
            self.tell_listed(*id);
        }
        for id in whom {
            self.resync(*id);
            self.subscribe(*id);
        }
        self.tell_waiting();
    }

    /// Tells somebody the room anew; what it was not told before is of no use to it.
    pub(super) fn resync(&mut self, id: ParticipantId) {
        let snapshot = Box::new(self.snapshot(id));
        let seq = self.ring.next();
        if let Some(member) = self.members.get_mut(&id) {
            member.heard_from = seq;
        }
        let frame = ServerFrame {
            seq: Some(seq),
            ack: None,
            at: self.now,
            body: ServerMessage::Resync { snapshot },
        };
        self.send(Audience::One(id), Class::Event, frame);
    }

    pub(super) fn deny(&mut self, whom: ParticipantId) -> Result<(), ErrorCode> {
        let member = self.members.get(&whom).filter(|m| m.waiting);
        let person = member.ok_or(ErrorCode::NoSuchParticipant)?.person.clone();
        for id in self.those(|m| m.waiting && m.person == person) {
            self.tell(Audience::One(id), Class::Event, ServerMessage::Denied {});
            self.close_socket(id, CloseCode::Denied);
            self.leave(id, LeaveReason::Removed);
        }
        self.door.denied.insert(person, self.now);
        Ok(())
    }

    /// Removes a person from the room, with all its windows, until it is readmitted.
    pub(super) fn remove(&mut self, by: ParticipantId, whom: ParticipantId) -> Result<(), ErrorCode> {
        let member = self.members.get(&whom).ok_or(ErrorCode::NoSuchParticipant)?;
        let person = member.person.clone();
        let name = member.name.clone();
        let protected = |id: &ParticipantId| self.is_moderator(*id);
        let presences = self.presences(&person);
        if presences.iter().any(protected) {
            return Err(ErrorCode::NotAllowed);
        }
        for id in presences {
            let body = ServerMessage::Removed { by };
            self.tell(Audience::One(id), Class::Event, body);
            self.close_socket(id, CloseCode::Removed);
            self.leave(id, LeaveReason::Removed);
        }
        self.door.admitted.remove(&person);
        self.door.banned.push(Banned { person, name });
        if self.door.banned.len() > MOST_BANNED {
            self.door.banned.remove(0);
        }
        self.tell_banned();
        Ok(())
    }

    pub(super) fn readmit(&mut self, person: &str) -> Result<(), ErrorCode> {
        let before = self.door.banned.len();
        self.door.banned.retain(|b| b.person != person);
        if self.door.banned.len() == before {
            return Err(ErrorCode::NoSuchThing);
        }
        self.tell_banned();
        Ok(())
    }

    fn tell_banned(&mut self) {
        let banned = self.door.banned.clone();
        self.out.push(Output::Bans(banned.clone()));
        let body = ServerMessage::Banned { banned };
        self.tell(Audience::Moderators, Class::State("banned".into()), body);
    }
}
