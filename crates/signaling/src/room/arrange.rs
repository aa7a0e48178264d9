//! The stage: who is on it, how it is arranged, which document is open.

use super::reception::{FULL_STAGE, Survey};
use super::{Class, Room};
use crate::{ErrorCode, Layout, ParticipantId, Role, ServerMessage, SharedDocument, Spotlight};

use super::Audience;
use super::message::{NAME_CHARACTERS, fits};

const PLACES: usize = 50;

impl Room {
    pub(super) fn set_stage(&mut self, whom: ParticipantId, on_stage: bool) -> Result<(), ErrorCode> {
        let listed = self.members.get(&whom).filter(|m| m.is_listed());
        let member = listed.ok_or(ErrorCode::NoSuchParticipant)?;
        if member.on_stage == on_stage {
            return Ok(());
        }
        if on_stage && self.on_stage() >= FULL_STAGE {
            return Err(ErrorCode::TooMany);
        }
        self.members.get_mut(&whom).expect("just seen").on_stage = on_stage;
        if !on_stage {
            self.clear_stage(whom);
        }
        self.tell_listed(whom);
        self.subscribe_all();
        Ok(())
    }

    /// Removes somebody who is not on the stage any more from what is shown there.
    pub(super) fn clear_stage(&mut self, id: ParticipantId) {
        let before = self.state.clone();
        self.state.spotlight.take_if(|s| s.participant == id);
        self.state.turn.take_if(|t| t.participant == id);
        if let Some(layout) = &mut self.state.layout {
            layout.places.retain(|p| p.participant != id);
        }
        if self.state != before {
            self.tell_state();
        }
    }

    pub(super) fn arrive_backstage(&mut self, on: bool) {
        self.state.arrive_backstage = on;
        self.tell_state();
    }

    pub(super) fn spotlight(&mut self, spotlight: Option<Spotlight>) -> Result<(), ErrorCode> {
        if let Some(spotlight) = &spotlight {
            if !spotlight.source.is_video() {
                return Err(ErrorCode::BadValue);
            }
            self.set_stage(spotlight.participant, true)?;
        }
        self.state.spotlight = spotlight;
        self.tell_state();
        Ok(())
    }

    pub(super) fn set_layout(&mut self, layout: Option<Layout>) -> Result<(), ErrorCode> {
        if let Some(layout) = &layout {
            if layout.places.len() > PLACES || layout.places.iter().any(|p| !p.source.is_video()) {
                return Err(ErrorCode::BadValue);
            }
            let listed = |id| self.members.get(&id).is_some_and(|m| m.is_listed());
            if !layout.places.iter().all(|p| listed(p.participant)) {
                return Err(ErrorCode::NoSuchParticipant);
            }
            let mut fresh: Vec<ParticipantId> = layout.places.iter().map(|p| p.participant).collect();
            fresh.sort_unstable();
            fresh.dedup();
            fresh.retain(|id| !self.members[id].on_stage);
            if self.on_stage() + fresh.len() > FULL_STAGE {
                return Err(ErrorCode::TooMany);
            }
            for id in fresh {
                self.set_stage(id, true)?;
            }
        }
        self.state.layout = layout;
        self.tell_state();
        Ok(())
    }

    pub(super) fn survey(
        &mut self,
        by: ParticipantId,
        pictures: bool,
        listen_to: Option<ParticipantId>,
    ) -> Result<(), ErrorCode> {
        let listed = |id: ParticipantId| self.members.get(&id).is_some_and(|m| m.is_listed());
        if listen_to.is_some_and(|id| !listed(id)) {
            return Err(ErrorCode::NoSuchParticipant);
        }
        let member = self.members.get_mut(&by).ok_or(ErrorCode::NoSuchParticipant)?;
        member.survey = Survey {
            pictures: Some(pictures),
            listen_to,
        };
        self.subscribe(by);
        Ok(())
    }

    pub(super) fn name_feed(&mut self, whom: ParticipantId, name: String) -> Result<(), ErrorCode> {
        if !fits(&name, NAME_CHARACTERS) {
            return Err(ErrorCode::BadValue);
        }
        let machine = self.members.get_mut(&whom).filter(|m| m.machine);
        machine.ok_or(ErrorCode::NoSuchParticipant)?.name = name;
        self.tell_listed(whom);
        Ok(())
    }

    /// Opens a document for everybody: moderators, and presenters on the stage.
    pub(super) fn share_document(
        &mut self,
        by: ParticipantId,
        document: Option<String>,
        page: u32,
    ) -> Result<(), ErrorCode> {
        let member = &self.members[&by];
        let presents = matches!(member.role, Role::Host | Role::Presenter) && member.on_stage;
        if !member.grants.moderate && !presents {
            return Err(ErrorCode::NotAllowed);
        }
        if page == 0 || document.as_ref().is_some_and(|d| !fits(d, NAME_CHARACTERS)) {
            return Err(ErrorCode::BadValue);
        }
        self.state.document = document.map(|document| SharedDocument { document, page, by });
        self.tell_state();
        Ok(())
    }

    pub(super) fn tell_state(&mut self) {
        let state = self.state.clone();
        let body = ServerMessage::Room { state };
        self.tell(Audience::All, Class::State("room".into()), body);
    }
}
