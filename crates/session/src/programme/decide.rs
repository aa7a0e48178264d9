use std::sync::Arc;

use super::{Command, Event, Item, ItemKind, ItemPlan, ItemState, Refusal};
use crate::access::Right;
use crate::decision::{Decision, fresh, seen};
use crate::pitch::{self, PitchState};
use crate::{FairId, ItemId, PitchId, check, common, recording, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Plan { id, fair, plan } => first_plan(decision, id, fair, plan),
            Self::Replan { id, plan } => replan(decision, id, plan),
            Self::Move { id, to } => advance(decision, id, to),
            Self::Present { id, pitch } => show(decision, id, pitch),
        }
    }
}

fn first_plan(decision: &mut Decision, id: ItemId, fair: FairId, plan: ItemPlan) -> Result<(), refusal::Refusal> {
    decision.require(Right::RunProgramme)?;
    fresh(&decision.state.items, &id)?;
    decision.open_fair(fair)?;
    check_plan(decision, id, fair, &plan)?;
    decision.emit(Event::Planned { id, fair, plan })
}

fn replan(decision: &mut Decision, id: ItemId, plan: ItemPlan) -> Result<(), refusal::Refusal> {
    let item = own_item(decision, id)?;
    if item.state >= ItemState::Live {
        return Err(wrong_state(&item));
    }
    check_plan(decision, id, item.fair, &plan)?;
    let carries = decision.state.pitches_in(&id).next().is_some() || decision.state.ceremony_of(&id).is_some();
    if carries && plan.kind != item.plan.kind {
        return Err(Refusal::KindFixed.into());
    }
    decision.emit(Event::Replanned { id, plan })
}

fn advance(decision: &mut Decision, id: ItemId, to: ItemState) -> Result<(), refusal::Refusal> {
    let item = own_item(decision, id)?;
    if !item.state.leads_to(to) {
        return Err(wrong_state(&item));
    }
    if to != ItemState::Ended {
        decision.emit(Event::Moved { id, to })?;
        // The recording of a rehearsal shows no live item.
        return if to == ItemState::Live {
            recording::end(decision, recording::Place::Item(id))
        } else {
            Ok(())
        };
    }
    if decision
        .state
        .ceremony_of(&id)
        .is_some_and(|ceremony| ceremony.on_stage().is_some())
    {
        return Err(Refusal::ActOnStage.into());
    }
    decision.emit(Event::Moved { id, to })?;
    recording::end(decision, recording::Place::Item(id))?;
    expire_pitches(decision, id)
}

/// What was not given by the end of its item has expired.
fn expire_pitches(decision: &mut Decision, id: ItemId) -> Result<(), refusal::Refusal> {
    let left: Vec<PitchId> = decision
        .state
        .pitches_in(&id)
        .filter(|pitch| !pitch.state.is_final())
        .map(|pitch| pitch.id)
        .collect();
    for pitch in left {
        decision.emit(pitch::Event::Moved {
            id: pitch,
            to: PitchState::Expired,
        })?;
    }
    Ok(())
}

fn show(decision: &mut Decision, id: ItemId, pitch: Option<PitchId>) -> Result<(), refusal::Refusal> {
    let item = own_item(decision, id)?;
    if item.plan.kind != ItemKind::Roadshow {
        return Err(pitch::Refusal::NotARoadshow.into());
    }
    if item.state != ItemState::Live {
        return Err(wrong_state(&item));
    }
    if let Some(pitch) = pitch
        && !item.pitches.contains(&pitch)
    {
        return Err(Refusal::PitchElsewhere.into());
    }
    decision.emit(Event::Presented { id, pitch })?;
    let first_time = |id: &PitchId| {
        decision
            .state
            .pitches
            .get(id)
            .is_some_and(|pitch| pitch.state == PitchState::Published)
    };
    match pitch.filter(first_time) {
        Some(id) => decision.emit(pitch::Event::Moved {
            id,
            to: PitchState::Presented,
        }),
        None => Ok(()),
    }
}

fn check_plan(decision: &Decision, id: ItemId, fair: FairId, plan: &ItemPlan) -> Result<(), refusal::Refusal> {
    check::word(&plan.code)?;
    check::text(&plan.title)?;
    for site in &plan.sites {
        check::text(site)?;
    }
    if plan.ends_at <= plan.starts_at {
        return Err(common::Refusal::TimesInvalid.into());
    }
    let taken = decision
        .state
        .items_of(&fair)
        .any(|other| other.id != id && other.plan.code == plan.code);
    if taken { Err(Refusal::CodeTaken.into()) } else { Ok(()) }
}

/// Returns an item of a fair that is not over, if the actor runs programmes.
fn own_item(decision: &Decision, id: ItemId) -> Result<Arc<Item>, refusal::Refusal> {
    let item = seen(&decision.state.items, &id, |_| true)?;
    decision.open_fair(item.fair)?;
    decision.require(Right::RunProgramme)?;
    Ok(item)
}

fn wrong_state(item: &Item) -> refusal::Refusal {
    common::Refusal::WrongState { is: item.state.name() }.into()
}

impl ItemState {
    /// Returns whether an item may go from this state to another in one step.
    pub fn leads_to(self, to: Self) -> bool {
        matches!(
            (self, to),
            (Self::Planned | Self::Ready, Self::Rehearsal)
                | (Self::Rehearsal, Self::Ready)
                | (Self::Ready, Self::Live)
                | (Self::Live, Self::Ended)
        )
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Rehearsal => "rehearsal",
            Self::Ready => "ready",
            Self::Live => "live",
            Self::Ended => "ended",
        }
    }
}
