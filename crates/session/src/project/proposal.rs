use super::{Event, Proposal, Refusal, Stage};
use crate::access::{self, Right};
use crate::decision::{Decision, fresh};
use crate::organisation::{self, Kind};
use crate::person::Role;
use crate::state::State;
use crate::{OrganisationId, ProjectId, check, common, refusal, region, text};

pub(super) fn propose(decision: &mut Decision, id: ProjectId, proposal: Proposal) -> Result<(), refusal::Refusal> {
    decision.require(Right::Propose)?;
    fresh(&decision.state.projects, &id)?;
    let fair = decision.open_fair(proposal.fair)?;
    organisation::known(&decision.state, std::iter::once(&proposal.owner).chain(&proposal.agent))?;
    is_own_affair(decision, &proposal)?;
    check_texts(&proposal)?;
    region::known(&decision.state, proposal.region.as_ref())?;
    let industries = &fair.announcement.industries;
    if !industries.iter().any(|industry| industry.code == proposal.industry) {
        return Err(Refusal::IndustryUnknown.into());
    }
    if !matches!(
        proposal.stage,
        Stage::Seeking | Stage::Matched | Stage::InitialIntent | Stage::Negotiating
    ) {
        return Err(Refusal::EntryStage.into());
    }
    check_agent(&decision.state, &proposal)?;
    check_family(&decision.state, &proposal)?;
    succeeds_own(decision, &proposal)?;
    decision.emit(Event::Proposed { id, proposal })
}

/// Agents bring projects in their own name, firms propose their own, officers those of their subtree.
fn is_own_affair(decision: &Decision, proposal: &Proposal) -> Result<(), access::Refusal> {
    let Some(member) = decision.acting.member() else {
        return Ok(());
    };
    let view = decision.view();
    let own = match member.role {
        Role::ProvinceOfficer => true,
        Role::Agent => {
            proposal.agent == Some(member.organisation)
                && represents(&decision.state, member.organisation, proposal.owner)
        }
        Role::CityOfficer | Role::CountyOfficer => {
            view.covers_organisation(proposal.owner)
                || proposal.region.as_ref().is_some_and(|region| view.covers(region))
        }
        _ => proposal.owner == member.organisation,
    };
    if own {
        Ok(())
    } else {
        Err(access::Refusal::NotPermitted)
    }
}

/// Returns whether an agent speaks for a firm: it registered it, or brought a project of it before.
fn represents(state: &State, agent: OrganisationId, owner: OrganisationId) -> bool {
    let registered = state.organisations.get(&owner).and_then(|owner| owner.registered_by);
    agent == owner
        || registered == Some(agent)
        || state
            .projects_of(&owner)
            .any(|project| project.proposal.agent == Some(agent))
}

/// A change of owner is declared by an officer whose affair the predecessor is, or by its owner: it takes the
/// predecessor's place in counting.
fn succeeds_own(decision: &Decision, proposal: &Proposal) -> Result<(), refusal::Refusal> {
    let Some(predecessor) = proposal.succeeds.and_then(|id| decision.state.projects.get(&id)) else {
        return Ok(());
    };
    let view = decision.view();
    if view.answers_for(predecessor) || decision.acting.acts_for(predecessor.proposal.owner) {
        Ok(())
    } else {
        Err(Refusal::SuccessionInvalid.into())
    }
}

fn check_texts(proposal: &Proposal) -> Result<(), common::Refusal> {
    check::text(&proposal.title)?;
    if !proposal.summary.0.is_empty() {
        check::text(&proposal.summary)?;
    }
    check::word(&text::normalised(&proposal.product))?;
    check::country(&proposal.country)?;
    if let Some(amount) = &proposal.amount {
        check::amount(amount)?;
    }
    proposal
        .documents
        .iter()
        .try_for_each(|file| check::digest(&file.digest))
}

fn check_agent(state: &State, proposal: &Proposal) -> Result<(), Refusal> {
    let Some(agent) = proposal.agent else {
        return Ok(());
    };
    let is_agent = state
        .organisations
        .get(&agent)
        .is_some_and(|agent| matches!(agent.kind, Kind::OverseasAgent | Kind::Chamber));
    if is_agent { Ok(()) } else { Err(Refusal::AgentInvalid) }
}

fn check_family(state: &State, proposal: &Proposal) -> Result<(), Refusal> {
    if let Some(parent) = proposal.tranche_of {
        let fits = state
            .projects
            .get(&parent)
            .is_some_and(|parent| parent.signed_by.is_some() && parent.proposal.owner == proposal.owner);
        if !fits {
            return Err(Refusal::TrancheInvalid);
        }
    }
    if let Some(predecessor) = proposal.succeeds {
        let is_followed = state.links.successor_of.contains_key(&predecessor);
        let fits = state
            .projects
            .get(&predecessor)
            .is_some_and(|it| it.proposal.owner != proposal.owner && !is_followed);
        if !fits {
            return Err(Refusal::SuccessionInvalid);
        }
    }
    Ok(())
}
