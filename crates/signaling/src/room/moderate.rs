//! What moderators do.

use uuid::Uuid;

use super::message::{Answer, NAME_CHARACTERS, done, unknown};
use super::reception::{FULL_STAGE, Survey};
use super::{Audience, Class, Room};
use crate::{ClientMessage, ErrorCode, Grants, LeaveReason, Mode, ParticipantId, Role, ServerMessage, Source};

impl Room {
    pub(super) fn door_message(&mut self, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::Admit { participant } => self.admit(participant)?,
            ClientMessage::Deny { participant } => self.deny(participant)?,
            ClientMessage::SetLobby { on } => self.set_lobby(on),
            ClientMessage::Readmit { person } => self.readmit(&person)?,
            ClientMessage::Lock { locked } => {
                self.state.locked = locked;
                self.tell_state();
            }
            _ => return unknown(),
        }
        done()
    }

    pub(super) fn people_message(&mut self, by: ParticipantId, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::MuteParticipant {
                participant,
                source,
                muted,
            } => self.mute_other(by, participant, source, muted)?,
            ClientMessage::Remove { participant } => self.remove(by, participant)?,
            ClientMessage::Promote { participant, screen } => self.promote(participant, screen)?,
            ClientMessage::Demote { participant } => self.demote(participant)?,
            ClientMessage::Cohost { participant, on } => self.cohost(by, participant, on)?,
            ClientMessage::NameFeed { participant, name } => self.name_feed(participant, name)?,
            ClientMessage::Call { participant, seconds } => self.call(participant, seconds)?,
            ClientMessage::EndTurn {} => self.end_turn(),
            ClientMessage::MuteChat { participant, muted } => self.mute_chat(participant, muted)?,
            _ => return unknown(),
        }
        done()
    }

    pub(super) fn stage_message(&mut self, by: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::Spotlight { spotlight } => self.spotlight(spotlight)?,
            ClientMessage::SetMode { mode } => self.set_mode(mode),
            ClientMessage::Focus { focus } => self.focus(focus)?,
            ClientMessage::SetStage { participant, on_stage } => self.set_stage(participant, on_stage)?,
            ClientMessage::ArriveBackstage { on } => self.arrive_backstage(on),
            ClientMessage::SetLayout { layout } => self.set_layout(layout)?,
            ClientMessage::Survey { pictures, listen_to } => self.survey(by, pictures, listen_to)?,
            ClientMessage::Cue { kind, act, text, in_ms } => self.cue(id, kind, act, text, in_ms)?,
            ClientMessage::CancelCue { cue } => self.cancel_cue(cue)?,
            _ => return unknown(),
        }
        done()
    }

    pub(super) fn forums_message(&mut self, by: ParticipantId, id: Uuid, body: ClientMessage) -> Answer {
        match body {
            ClientMessage::DeleteChat { line } => self.delete_chat(line)?,
            ClientMessage::SetChatRules { rules } => self.set_chat_rules(rules)?,
            ClientMessage::SetQuestionRules { rules } => self.set_question_rules(rules),
            ClientMessage::AnswerQuestion { question, state, text } => {
                self.answer_question(by, question, state, text)?;
            }
            ClientMessage::PinQuestion { question, pinned } => self.pin_question(question, pinned)?,
            ClientMessage::DismissQuestion { question } => self.dismiss_question(question)?,
            ClientMessage::OpenPoll {
                question,
                options,
                multiple,
            } => self.open_poll(id, question, options, multiple)?,
            ClientMessage::ShowPoll { poll, shown } => self.show_poll(poll, shown)?,
            ClientMessage::ClosePoll { poll } => self.close_poll(poll)?,
            ClientMessage::DropPoll { poll } => self.drop_poll(poll)?,
            _ => return unknown(),
        }
        done()
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

    /// Brings somebody to the stage, with the right to send.
    pub(super) fn promote(&mut self, whom: ParticipantId, screen: bool) -> Result<(), ErrorCode> {
        let here = self.members.get(&whom).filter(|m| !m.waiting);
        let member = here.ok_or(ErrorCode::NoSuchParticipant)?;
        if !member.is_person() {
            return Err(ErrorCode::NotAllowed);
        }
        if !member.on_stage && self.on_stage() >= FULL_STAGE {
            return Err(ErrorCode::TooMany);
        }
        let member = self.members.get_mut(&whom).expect("just seen");
        if member.role == Role::Viewer {
            member.role = Role::Panel;
        }
        member.grants.publish_camera = true;
        member.grants.publish_microphone = true;
        member.grants.publish_screen |= screen;
        member.grants.subscribe = true;
        member.on_stage = true;
        self.drop_hand(whom);
        self.granted(whom);
        self.tell_listed(whom);
        self.subscribe_all();
        Ok(())
    }

    /// Makes a listed participant a moderator too, or no longer; what it may see changes with that.
    fn cohost(&mut self, by: ParticipantId, whom: ParticipantId, on: bool) -> Result<(), ErrorCode> {
        if self.members[&by].role != Role::Host {
            return Err(ErrorCode::NotAllowed);
        }
        let member = self.members.get_mut(&whom).filter(|m| m.is_listed());
        let member = member.ok_or(ErrorCode::NoSuchParticipant)?;
        if member.role == Role::Host || member.machine {
            return Err(ErrorCode::NotAllowed);
        }
        if member.grants.moderate == on {
            return Ok(());
        }
        member.grants.moderate = on;
        member.survey = Survey::default();
        self.granted(whom);
        self.tell_listed(whom);
        self.resync(whom);
        self.subscribe(whom);
        Ok(())
    }

    pub(super) fn demote(&mut self, whom: ParticipantId) -> Result<(), ErrorCode> {
        let member = self.members.get_mut(&whom).ok_or(ErrorCode::NoSuchParticipant)?;
        if member.grants.moderate || member.machine || member.waiting {
            return Err(ErrorCode::NotAllowed);
        }
        let was_listed = member.is_listed();
        member.role = Role::Viewer;
        member.grants = Grants {
            publish_camera: false,
            publish_microphone: false,
            publish_screen: false,
            interpret: false,
            ..member.grants
        };
        member.muted.clear();
        member.muted_by_host.clear();
        member.on_stage = false;
        member.called = false;
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
}
