use std::sync::Arc;

use super::{Act, ActMove, ActState, Ceremony, Command, Event, Refusal, show};
use crate::access::{self, Right};
use crate::decision::{Decision, fresh, seen};
use crate::person::Role;
use crate::programme::{ItemKind, ItemState};
use crate::text::LocalizedText;
use crate::{ActId, AgreementId, CeremonyId, ItemId, PersonId, check, common, person, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Create {
                id,
                item,
                title,
                officiant,
            } => create(decision, id, item, title, officiant),
            Self::Nominate {
                id,
                act,
                title,
                sites,
                agreements,
                pages_shown,
            } => {
                let nomination = Nomination {
                    act,
                    title,
                    sites,
                    agreements,
                    pages_shown,
                };
                nominate(decision, id, nomination)
            }
            Self::Move { act, to } => show::advance(decision, act, to),
            Self::Ready { act, signatory } => show::ready(decision, act, signatory),
        }
    }
}

fn create(
    decision: &mut Decision,
    id: CeremonyId,
    item: ItemId,
    title: LocalizedText,
    officiant: PersonId,
) -> Result<(), refusal::Refusal> {
    fresh(&decision.state.ceremonies, &id)?;
    decision.require(Right::RunCeremonies)?;
    let item = seen(&decision.state.items, &item, |_| true)?;
    let fair = decision.open_fair(item.fair)?;
    check::text(&title)?;
    person::known(&decision.state, [&officiant])?;
    if item.plan.kind != ItemKind::SigningCeremony {
        return Err(Refusal::NotACeremony.into());
    }
    if item.state == ItemState::Ended {
        return Err(common::Refusal::WrongState { is: item.state.name() }.into());
    }
    if decision.state.ceremony_of(&item.id).is_some() {
        return Err(Refusal::AlreadyCreated.into());
    }
    decision.emit(Event::Created {
        id,
        fair: fair.id,
        item: item.id,
        title,
        officiant,
    })
}

struct Nomination {
    act: ActId,
    title: LocalizedText,
    sites: Vec<LocalizedText>,
    agreements: Vec<AgreementId>,
    pages_shown: bool,
}

fn nominate(decision: &mut Decision, id: CeremonyId, nomination: Nomination) -> Result<(), refusal::Refusal> {
    let ceremony = seen(&decision.state.ceremonies, &id, |it| decision.view().sees_ceremony(it))?;
    if !decision.acting.is(ceremony.officiant) {
        decision.require(Right::Nominate)?;
    }
    if decision.state.act(&nomination.act).is_some() {
        return Err(common::Refusal::IdTaken.into());
    }
    check::text(&nomination.title)?;
    for site in &nomination.sites {
        check::text(site)?;
    }
    let item = seen(&decision.state.items, &ceremony.item, |_| true)?;
    if item.state == ItemState::Ended {
        return Err(common::Refusal::WrongState { is: item.state.name() }.into());
    }
    check_agreements(decision, &ceremony, &nomination.agreements)?;
    decision.emit(Event::Nominated {
        id,
        act: nomination.act,
        title: nomination.title,
        sites: nomination.sites,
        agreements: nomination.agreements,
        pages_shown: nomination.pages_shown,
    })
}

fn check_agreements(
    decision: &Decision,
    ceremony: &Ceremony,
    agreements: &[AgreementId],
) -> Result<(), refusal::Refusal> {
    if agreements.is_empty() || check::distinct(agreements).is_err() {
        return Err(Refusal::AgreementsInvalid.into());
    }
    let view = decision.view();
    for id in agreements {
        let agreement = seen(&decision.state.agreements, id, |it| view.sees_agreement(it))?;
        let is_affair = decision
            .state
            .projects
            .get(&agreement.project)
            .is_some_and(|project| view.answers_for(project));
        if decision.acting.role() == Some(Role::CityOfficer) && !is_affair {
            return Err(access::Refusal::NotPermitted.into());
        }
        if agreement.fair != ceremony.fair || agreement.state.is_final() {
            return Err(Refusal::AgreementsInvalid.into());
        }
        let is_elsewhere = agreement
            .act
            .and_then(|act| decision.state.act(&act))
            .is_some_and(|(_, act)| !act.state.is_final());
        let is_open = agreement.state == crate::agreement::AgreementState::Signing;
        if is_elsewhere || is_open {
            return Err(Refusal::InAnotherAct.into());
        }
    }
    Ok(())
}

/// Returns an act that the actor sees, and its ceremony.
pub(super) fn seen_act(decision: &Decision, id: ActId) -> Result<(Arc<Ceremony>, Act), refusal::Refusal> {
    let (ceremony, act) = decision.state.act(&id).ok_or(common::Refusal::NotFound)?;
    if !decision.view().sees_act(ceremony, act) {
        return Err(common::Refusal::NotFound.into());
    }
    let act = act.clone();
    let ceremony = seen(&decision.state.ceremonies, &ceremony.id, |_| true)?;
    Ok((ceremony, act))
}

impl Ceremony {
    /// Returns the act on the stage: announced or signing.
    pub fn on_stage(&self) -> Option<&Act> {
        self.acts
            .iter()
            .find(|act| matches!(act.state, ActState::Announced | ActState::Signing { .. }))
    }
}

impl ActState {
    /// Returns whether the act is signed or pulled.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Signed { .. } | Self::Pulled { .. })
    }

    pub(super) fn leads_to(&self, to: &ActMove) -> bool {
        match to {
            ActMove::DedupChecked => matches!(self, Self::Nominated | Self::DedupChecked { .. }),
            ActMove::Approved => matches!(self, Self::DedupChecked { .. }),
            ActMove::Rehearsed => *self == Self::Approved,
            ActMove::Announced => *self == Self::Rehearsed,
            ActMove::Signing { .. } => *self == Self::Announced,
            ActMove::Pulled { .. } => !self.is_final(),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Nominated => "nominated",
            Self::DedupChecked { .. } => "dedup_checked",
            Self::Approved => "approved",
            Self::Rehearsed => "rehearsed",
            Self::Announced => "announced",
            Self::Signing { .. } => "signing",
            Self::Signed { .. } => "signed",
            Self::Pulled { .. } => "pulled",
        }
    }
}
