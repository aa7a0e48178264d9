//! What moderators do.

use std::time::Duration;

use super::message::NAME_CHARACTERS;
use super::{Audience, Class, Room};
use crate::{
    ClientMessage, CloseCode, Countdown, ErrorCode, Grants, LeaveReason, Mode, ParticipantId, Role, ServerMessage,
    Source, Spotlight, UnixMillis,
};

const LONGEST_COUNTDOWN: Duration = Duration::from_secs(60);

impl Room {
    pub(super) fn moderate(&mut self, by: ParticipantId, body: ClientMessage) -> Result<(), ErrorCode> {
        if !self.members.get(&by).is_some_and(|m| m.grants.moderate) {
            return Err(ErrorCode::NotAllowed);
        }
        match body {
            ClientMessage::MuteParticipant {
                participant,
                source,
                muted,
            } => self.mute_other(by, participant, source, muted),
            ClientMessage::Remove { participant } => self.remove(by, participant),
            ClientMessage::Promote { participant, screen } => self.promote(participant, screen),
            ClientMessage::Demote { participant } => self.demote(participant),
            ClientMessage::Lock { locked } => {
                self.state.locked = locked;
                self.tell_state();
                Ok(())
            }
            ClientMessage::Spotlight { spotlight } => self.spotlight(spotlight),
            ClientMessage::SetMode { mode } => {
                self.set_mode(mode);
                Ok(())
            }
            ClientMessage::Focus { focus } => self.focus(focus),
            ClientMessage::Countdown { act, in_ms } => self.count_down(act, in_ms),
            _ => Err(ErrorCode::NotAllowed),
        }
    }

    fn mute_other(
        &mut self,
        by: ParticipantId,
        whose: ParticipantId,
        source: Source,
        muted: bool,
    ) -> Result<(), ErrorCode> {
        let member = self.members.get_mut(&whose).ok_or(ErrorCode::NoSuchParticipant)?;
        let changed = if muted {
            member.muted_by_host.insert(source)
        } else {
            member.muted_by_host.remove(&source)
        };
        if !changed {
            return Ok(());
        }
        self.silence(whose, source);
        self.tell_listed(whose);
        let body = ServerMessage::HostMuted { source, muted, by };
        self.tell(Audience::One(whose), Class::Event, body);
        Ok(())
    }

    /// Removes a person from the room, with all its windows, for good.
    fn remove(&mut self, by: ParticipantId, whom: ParticipantId) -> Result<(), ErrorCode> {
        let member = self.members.get(&whom).ok_or(ErrorCode::NoSuchParticipant)?;
        if member.grants.moderate {
            return Err(ErrorCode::NotAllowed);
        }
        let person = member.person.clone();
        for id in self.those(|m| m.person == person) {
            let body = ServerMessage::Removed { by };
            self.tell(Audience::One(id), Class::Event, body);
            self.close_socket(id, CloseCode::Removed);
            self.leave(id, LeaveReason::Removed);
        }
        self.banned.insert(person);
        Ok(())
    }

    fn promote(&mut self, whom: ParticipantId, screen: bool) -> Result<(), ErrorCode> {
        let member = self.members.get_mut(&whom).ok_or(ErrorCode::NoSuchParticipant)?;
        if member.grants.hidden {
            return Err(ErrorCode::NotAllowed);
        }
        if member.role == Role::Viewer {
            member.role = Role::Panel;
        }
        member.grants.publish_camera = true;
        member.grants.publish_microphone = true;
        member.grants.publish_screen |= screen;
        member.grants.subscribe = true;
        if self.hands.iter().any(|h| h.participant == whom) {
            self.hands.retain(|h| h.participant != whom);
            self.tell_hands();
        }
        self.granted(whom);
        self.tell_listed(whom);
        self.subscribe(whom);
        Ok(())
    }

    fn demote(&mut self, whom: ParticipantId) -> Result<(), ErrorCode> {
        let member = self.members.get_mut(&whom).ok_or(ErrorCode::NoSuchParticipant)?;
        if member.grants.moderate {
            return Err(ErrorCode::NotAllowed);
        }
        let was_listed = member.is_listed();
        member.role = Role::Viewer;
        member.grants = Grants {
            publish_camera: false,
            publish_microphone: false,
            publish_screen: false,
            ..member.grants
        };
        member.muted.clear();
        member.muted_by_host.clear();
        self.granted(whom);
        if was_listed {
            self.unlist(whom, LeaveReason::Demoted);
        }
        self.clear_traces(whom);
        self.end_upload(whom);
        Ok(())
    }

    fn granted(&mut self, whom: ParticipantId) {
        let Some(member) = self.members.get(&whom) else {
            return;
        };
        let body = ServerMessage::Granted {
            role: member.role,
            grants: member.grants,
        };
        self.tell(Audience::One(whom), Class::Event, body);
    }

    fn spotlight(&mut self, spotlight: Option<Spotlight>) -> Result<(), ErrorCode> {
        if let Some(spotlight) = &spotlight {
            let member = self.members.get(&spotlight.participant);
            if !member.is_some_and(|m| m.is_listed()) {
                return Err(ErrorCode::NoSuchParticipant);
            }
            if !spotlight.source.is_video() {
                return Err(ErrorCode::BadValue);
            }
        }
        self.state.spotlight = spotlight;
        self.tell_state();
        Ok(())
    }

    pub(super) fn set_mode(&mut self, mode: Mode) {
        if self.state.mode == mode {
            return;
        }
        self.state.mode = mode;
        self.tell_state();
        self.subscribe_all();
    }

    fn focus(&mut self, focus: Option<String>) -> Result<(), ErrorCode> {
        let fits = |f: &String| !f.is_empty() && f.chars().count() <= NAME_CHARACTERS;
        if !focus.as_ref().is_none_or(fits) {
            return Err(ErrorCode::BadValue);
        }
        self.state.focus = focus;
        self.tell_state();
        Ok(())
    }

    fn count_down(&mut self, act: Option<String>, in_ms: u32) -> Result<(), ErrorCode> {
        let fits = |a: &String| !a.is_empty() && a.chars().count() <= NAME_CHARACTERS;
        let too_long = Duration::from_millis(in_ms.into()) > LONGEST_COUNTDOWN;
        if too_long || !act.as_ref().is_none_or(fits) {
            return Err(ErrorCode::BadValue);
        }
        let at = UnixMillis(self.now.0 + u64::from(in_ms));
        self.state.countdown = act.map(|act| Countdown { act, at });
        self.tell_state();
        Ok(())
    }
}
