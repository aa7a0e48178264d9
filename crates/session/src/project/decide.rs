use std::sync::Arc;

use super::{Command, Event, Project, Refusal, Stage, Standing, proposal, stages};
use crate::access::{self, Right};
use crate::decision::{Decision, seen};
use crate::money::{Ledger, Money, MoneyEntry};
use crate::person::Role;
use crate::region::RegionCode;
use crate::{OrganisationId, PersonId, ProjectId, check, counting, organisation, refusal, region};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Propose { id, proposal } => proposal::propose(decision, id, proposal),
            Self::Match {
                id,
                counterpart,
                region,
            } => match_by_hand(decision, id, counterpart, region),
            Self::Assign { id, officer } => assign(decision, id, officer),
            Self::Move { id, to } => {
                let project = own_project(decision, id, Right::FollowUp)?;
                stages::advance(decision, &project, to)
            }
            Self::EnterMoney {
                id,
                ledger,
                amount,
                source,
            } => enter_money(decision, id, ledger, amount, source),
            Self::Suspend { id, reason } => suspend(decision, id, reason),
            Self::Resume { id } => resume(decision, id),
            Self::Terminate { id, reason } => terminate(decision, id, reason),
        }
    }
}

/// Returns a project that the actor sees and answers for.
fn own_project(decision: &Decision, id: ProjectId, right: Right) -> Result<Arc<Project>, refusal::Refusal> {
    let view = decision.view();
    let project = seen(&decision.state.projects, &id, |project| view.sees_project(project))?;
    decision.require(right)?;
    if !view.answers_for(&project) {
        return Err(access::Refusal::NotPermitted.into());
    }
    Ok(project)
}

fn match_by_hand(
    decision: &mut Decision,
    id: ProjectId,
    counterpart: OrganisationId,
    region: Option<RegionCode>,
) -> Result<(), refusal::Refusal> {
    let project = own_project(decision, id, Right::FollowUp)?;
    if project.standing != Standing::Active {
        return Err(Refusal::NotActive.into());
    }
    if project.counterpart.is_some() {
        return Err(Refusal::AlreadyMatched.into());
    }
    organisation::known(&decision.state, [&counterpart])?;
    region::known(&decision.state, region.as_ref())?;
    let own = decision
        .state
        .organisations
        .get(&counterpart)
        .and_then(|organisation| organisation.region.clone());
    stages::match_with(decision, id, counterpart, region.or(own), None, Stage::Matched)
}

fn assign(decision: &mut Decision, id: ProjectId, officer: PersonId) -> Result<(), refusal::Refusal> {
    own_project(decision, id, Right::AssignOfficer)?;
    let is_officer = decision.state.memberships_of(&officer).any(|membership| {
        matches!(
            membership.role,
            Role::ProvinceOfficer | Role::CityOfficer | Role::CountyOfficer
        ) && decision.view().covers_organisation(membership.organisation)
            || membership.role == Role::ProvinceOfficer
    });
    if !is_officer {
        return Err(Refusal::OfficerUnfit.into());
    }
    decision.emit(Event::Assigned { id, officer })
}

fn enter_money(
    decision: &mut Decision,
    id: ProjectId,
    ledger: Ledger,
    amount: Money,
    source: String,
) -> Result<(), refusal::Refusal> {
    let project = own_project(decision, id, Right::FollowUp)?;
    if matches!(ledger, Ledger::Agreed | Ledger::ContractedForeign) {
        return Err(Refusal::LedgerOfContracts.into());
    }
    check::amount(&amount)?;
    check::word(&source)?;
    if project.signed_by.is_none() {
        return Err(Refusal::NotSigned.into());
    }
    let entry = MoneyEntry {
        ledger,
        amount,
        at: decision.now,
        source,
    };
    decision.emit(Event::MoneyEntered { id, entry })
}

fn suspend(decision: &mut Decision, id: ProjectId, reason: String) -> Result<(), refusal::Refusal> {
    let project = own_project(decision, id, Right::FollowUp)?;
    check::reason(&reason)?;
    if project.standing != Standing::Active {
        return Err(Refusal::NotActive.into());
    }
    if project.signed_by.is_none() {
        return Err(Refusal::NotSigned.into());
    }
    decision.emit(Event::Suspended { id, reason })
}

fn resume(decision: &mut Decision, id: ProjectId) -> Result<(), refusal::Refusal> {
    let project = own_project(decision, id, Right::FollowUp)?;
    match project.standing {
        Standing::Suspended { .. } => decision.emit(Event::Resumed { id }),
        _ => Err(crate::common::Refusal::WrongState {
            is: project.standing.name(),
        }
        .into()),
    }
}

fn terminate(decision: &mut Decision, id: ProjectId, reason: String) -> Result<(), refusal::Refusal> {
    let project = own_project(decision, id, Right::FollowUp)?;
    check::reason(&reason)?;
    if let Standing::Terminated { .. } = project.standing {
        return Err(Refusal::NotActive.into());
    }
    if counting::is_being_signed(&decision.state, id) {
        return Err(Refusal::BeingSigned.into());
    }
    decision.emit(Event::Terminated { id, reason })
}

impl Standing {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended { .. } => "suspended",
            Self::Terminated { .. } => "terminated",
        }
    }
}
