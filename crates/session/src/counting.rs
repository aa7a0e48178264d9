//! Honest counting: a project signs once, under whatever id.
//!
//! Two projects are the same when owner and product are, and one's region is, or is within, the other's. A tranche (增资) is no duplicate of its parent:
//! it counts its increment. A successor after a change of owner carries its predecessor's credit on.

use crate::agreement::{Agreement, AgreementKind, AgreementState};
use crate::ceremony::ActState;
use crate::project::{Project, Refusal, Stage, Standing};
use crate::state::State;
use crate::text::normalised;
use crate::{ActId, OrganisationId, ProjectId};

impl State {
    /// Iterates over the other projects that are the same: owner, region and product.
    pub fn duplicates_of<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Project> + 'a {
        self.similar_to(project)
            .filter(|other| match (&project.proposal.region, &other.proposal.region) {
                (Some(one), Some(other)) => self.is_within(one, other) || self.is_within(other, one),
                _ => false,
            })
    }

    /// Iterates over the other projects of the same owner and product, wherever they land.
    pub fn similar_to<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Project> + 'a {
        self.links
            .projects_of_product
            .of(&normalised(&project.proposal.product))
            .filter_map(|id| self.projects.get(id))
            .map(AsRef::as_ref)
            .filter(|other| other.id != project.id)
            .filter(|other| self.is_same_organisation(other.proposal.owner, project.proposal.owner))
            .filter(|other| !are_tranches(project, other))
    }

    /// Returns whether two organisations are one: the same id, USCC or LEI.
    fn is_same_organisation(&self, one: OrganisationId, other: OrganisationId) -> bool {
        if one == other {
            return true;
        }
        match (self.organisations.get(&one), self.organisations.get(&other)) {
            (Some(one), Some(other)) => {
                (one.uscc.is_some() && one.uscc == other.uscc) || (one.lei.is_some() && one.lei == other.lei)
            }
            _ => false,
        }
    }

    /// Iterates over the projects of which only one may sign: duplicates, predecessors and successors.
    pub(crate) fn rivals_of<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a Project> + 'a {
        let before = std::iter::successors(project.proposal.succeeds, |id| self.projects.get(id)?.proposal.succeeds);
        let after = std::iter::successors(self.links.successor_of.get(&project.id).copied(), |id| {
            self.links.successor_of.get(id).copied()
        });
        self.duplicates_of(project).chain(
            before
                .chain(after)
                .filter_map(|id| self.projects.get(&id))
                .map(AsRef::as_ref),
        )
    }
}

fn are_tranches(one: &Project, other: &Project) -> bool {
    let (first, second) = (one.proposal.tranche_of, other.proposal.tranche_of);
    first == Some(other.id) || second == Some(one.id) || (first.is_some() && first == second)
}

/// Refuses to approve a contract on a project that has signed or is approved elsewhere, under whatever id.
pub(crate) fn refuse_approval(state: &State, agreement: &Agreement, act: ActId) -> Result<(), Refusal> {
    let Some(project) = contracted(state, agreement) else {
        return Ok(());
    };
    refuse_signed(state, project)?;
    let is_approved_elsewhere = |other: &Agreement| {
        let elsewhere = other.act.filter(|other| *other != act);
        other.state == AgreementState::Signing
            || elsewhere
                .and_then(|other| state.act(&other))
                .is_some_and(|(_, act)| is_approved(&act.state))
    };
    refuse_if(state, project, agreement, is_approved_elsewhere)
}

/// Refuses to open a contract for signature when its project can't enter S7 by it.
pub(crate) fn refuse_opening(state: &State, agreement: &Agreement) -> Result<(), Refusal> {
    let Some(project) = contracted(state, agreement) else {
        return Ok(());
    };
    if project.standing != Standing::Active {
        return Err(Refusal::NotActive);
    }
    refuse_signed(state, project)?;
    if project.proposal.stage < Stage::InitialIntent {
        return Err(Refusal::StageTooEarly);
    }
    refuse_if(state, project, agreement, |other| {
        other.state == AgreementState::Signing
    })
}

/// Returns whether a contract on a project is open for signature.
pub(crate) fn is_being_signed(state: &State, project: ProjectId) -> bool {
    state.agreements_on(&project).any(|agreement| {
        agreement.kind == AgreementKind::Contract && agreement.counts() && agreement.state == AgreementState::Signing
    })
}

fn contracted<'a>(state: &'a State, agreement: &Agreement) -> Option<&'a Project> {
    let project = state.projects.get(&agreement.project)?;
    (agreement.kind == AgreementKind::Contract && agreement.counts()).then_some(project.as_ref())
}

fn refuse_signed(state: &State, project: &Project) -> Result<(), Refusal> {
    if project.signed_by.is_some() {
        return Err(Refusal::AlreadySigned);
    }
    if project.proposal.region.is_none() {
        return Err(Refusal::RegionUnknown);
    }
    match state.rivals_of(project).find(|rival| rival.signed_by.is_some()) {
        Some(rival) => Err(Refusal::DuplicateSigned { project: rival.id }),
        None => Ok(()),
    }
}

fn refuse_if(
    state: &State,
    project: &Project,
    agreement: &Agreement,
    on_its_way: impl Fn(&Agreement) -> bool,
) -> Result<(), Refusal> {
    let found = std::iter::once(project)
        .chain(state.rivals_of(project))
        .flat_map(|project| state.agreements_on(&project.id))
        .filter(|other| other.id != agreement.id && other.kind == AgreementKind::Contract && other.counts())
        .any(on_its_way);
    if found { Err(Refusal::BeingSigned) } else { Ok(()) }
}

fn is_approved(state: &ActState) -> bool {
    matches!(
        state,
        ActState::Approved | ActState::Rehearsed | ActState::Announced | ActState::Signing { .. }
    )
}
