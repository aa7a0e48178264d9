use std::sync::Arc;

use super::{Command, Event, Pitch, PitchMove, PitchState, Refusal};
use crate::access::{self, Right};
use crate::decision::{Decision, fresh, seen};
use crate::person::Role;
use crate::programme::{ItemKind, ItemState};
use crate::project::Standing;
use crate::{ItemId, PitchId, ProjectId, check, common, project, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Draft { id, project, item } => draft(decision, id, project, item),
            Self::Move { id, to } => advance(decision, id, to),
        }
    }
}

fn draft(decision: &mut Decision, id: PitchId, project: ProjectId, item: ItemId) -> Result<(), refusal::Refusal> {
    fresh(&decision.state.pitches, &id)?;
    let project = seen(&decision.state.projects, &project, |it| {
        decision.view().sees_project(it)
    })?;
    let item = seen(&decision.state.items, &item, |_| true)?;
    decision.require(Right::Pitch)?;
    let owner = project.proposal.owner;
    let agent = project.proposal.agent.unwrap_or(owner);
    if !decision.acting.is_system() && !decision.acting.acts_for(agent) {
        return Err(access::Refusal::NotPermitted.into());
    }
    decision.open_fair(item.fair)?;
    if item.fair != project.proposal.fair {
        return Err(Refusal::OtherFair.into());
    }
    if item.plan.kind != ItemKind::Roadshow {
        return Err(Refusal::NotARoadshow.into());
    }
    if item.state == ItemState::Ended {
        return Err(common::Refusal::WrongState { is: item.state.name() }.into());
    }
    if project.standing != Standing::Active {
        return Err(project::Refusal::NotActive.into());
    }
    let pitched = decision
        .state
        .pitches_in(&item.id)
        .any(|pitch| pitch.project == project.id && pitch.state != PitchState::Withdrawn);
    if pitched {
        return Err(Refusal::AlreadyPitched.into());
    }
    decision.emit(Event::Drafted {
        id,
        project: project.id,
        item: item.id,
        agent,
        principal: Some(owner).filter(|owner| *owner != agent),
    })
}

fn advance(decision: &mut Decision, id: PitchId, to: PitchMove) -> Result<(), refusal::Refusal> {
    let pitch = seen(&decision.state.pitches, &id, |pitch| decision.view().sees_pitch(pitch))?;
    match to {
        PitchMove::Submitted | PitchMove::Withdrawn => own_side(decision, &pitch)?,
        PitchMove::Returned { .. } | PitchMove::Approved | PitchMove::Published => reviewer(decision, &pitch)?,
    }
    if let PitchMove::Returned { reason } = &to {
        check::reason(reason)?;
    }
    if !pitch.state.leads_to(&to) {
        return Err(common::Refusal::WrongState { is: pitch.state.name() }.into());
    }
    let item = seen(&decision.state.items, &pitch.item, |_| true)?;
    if item.current_pitch == Some(id) {
        return Err(Refusal::OnStage.into());
    }
    decision.emit(Event::Moved { id, to: to.into() })
}

fn own_side(decision: &Decision, pitch: &Pitch) -> Result<(), access::Refusal> {
    decision.acting.require(Right::Pitch)?;
    if decision.acting.is_system() || decision.acting.acts_for(pitch.agent) {
        Ok(())
    } else {
        Err(access::Refusal::NotPermitted)
    }
}

fn reviewer(decision: &Decision, pitch: &Arc<Pitch>) -> Result<(), access::Refusal> {
    decision.acting.require(Right::ReviewPitches)?;
    let answers_for = || {
        decision
            .state
            .projects
            .get(&pitch.project)
            .is_some_and(|project| decision.view().answers_for(project))
    };
    match decision.acting.role() {
        Some(Role::CityOfficer) if !answers_for() => Err(access::Refusal::NotPermitted),
        _ => Ok(()),
    }
}

impl From<PitchMove> for PitchState {
    fn from(to: PitchMove) -> Self {
        match to {
            PitchMove::Submitted => Self::Submitted,
            PitchMove::Returned { reason } => Self::Returned { reason },
            PitchMove::Approved => Self::Approved,
            PitchMove::Published => Self::Published,
            PitchMove::Withdrawn => Self::Withdrawn,
        }
    }
}

impl PitchState {
    /// Returns whether the pitch was given or never will be.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Presented | Self::Expired | Self::Withdrawn)
    }

    fn leads_to(&self, to: &PitchMove) -> bool {
        match to {
            PitchMove::Submitted => matches!(self, Self::Draft | Self::Returned { .. }),
            PitchMove::Returned { .. } | PitchMove::Approved => *self == Self::Submitted,
            PitchMove::Published => *self == Self::Approved,
            PitchMove::Withdrawn => !self.is_final(),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned { .. } => "returned",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Presented => "presented",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}
