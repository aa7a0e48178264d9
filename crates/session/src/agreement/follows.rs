//! Later agreements: amendments, terminations, notices of force majeure, expansions, changes of owner.
//!
//! Each follows one signed agreement. An amendment, a termination or a notice changes no count; an expansion is a
//! contract on a tranche, which counts its own increment; a change of owner is on the successor of the project, which
//! carries the first one's credit on (honest counting rules 2 and 3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Agreement, AgreementDraft, AgreementState, Event, Refusal};
use crate::decision::{Decision, seen};
use crate::project::{self, Project, Standing};
use crate::state::State;
use crate::{AgreementId, OrganisationId, common, refusal};

/// What a later agreement does to the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// 变更: changes its terms.
    Amendment,
    /// 终止: ends it.
    Termination,
    /// 不可抗力通知: one party notifies the others.
    ForceMajeure,
    /// 增资: a tranche on top.
    Expansion,
    /// 更换业主: another owner takes its place.
    OwnerChange,
}

/// Which agreement a later one follows, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Follows {
    /// The first.
    pub agreement: AgreementId,
    /// What it does to it.
    pub relation: Relation,
}

/// A later agreement that was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Later {
    /// Which.
    pub agreement: AgreementId,
    /// What it did.
    pub relation: Relation,
    /// When it was signed.
    pub signed_at: Timestamp,
}

/// Whether a signed agreement still holds as it was signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AgreementStanding)]
pub enum Holding {
    /// As it was signed.
    #[default]
    InForce,
    /// As a later agreement changed it.
    Amended,
    /// No longer.
    Terminated,
}

impl Relation {
    /// Returns whether one party alone signs it.
    pub fn is_notice(self) -> bool {
        self == Self::ForceMajeure
    }
}

impl AgreementDraft {
    fn is_notice(&self) -> bool {
        self.follows.is_some_and(|follows| follows.relation.is_notice())
    }

    /// Returns the parties that approve and sign: all, of a notice those with a place to sign.
    pub(super) fn signing_parties(&self) -> Vec<OrganisationId> {
        let signs = |party: &&OrganisationId| {
            let of_party = |place: &super::SignatoryPlace| place.organisation == **party && !place.role.is_witness();
            !self.is_notice() || self.signatories.iter().any(of_party)
        };
        self.parties.iter().filter(signs).copied().collect()
    }
}

impl Agreement {
    /// Returns whether it counts by its kind: what only changes, ends or carries on a first agreement does not.
    pub fn counts(&self) -> bool {
        self.follows
            .is_none_or(|follows| follows.relation == Relation::Expansion)
    }

    /// Returns the parties that approve and sign: all, of a notice those with a place to sign.
    pub fn signing_parties(&self) -> Vec<OrganisationId> {
        let is_notice = self.follows.is_some_and(|follows| follows.relation.is_notice());
        let signs = |party: &&OrganisationId| {
            let of_party = |one: &super::Signatory| one.place.organisation == **party && !one.place.role.is_witness();
            !is_notice || self.signatories.iter().any(of_party)
        };
        self.parties.iter().filter(signs).copied().collect()
    }
}

impl State {
    /// Iterates over the agreements that follow one, signed or not, in the order in which they were drafted.
    pub fn agreements_after(&self, first: &AgreementId) -> impl Iterator<Item = &Agreement> + use<'_> {
        self.links
            .agreements_after
            .of(first)
            .filter_map(|id| self.agreements.get(id))
            .map(AsRef::as_ref)
    }
}

/// Refuses a later agreement that does not fit the first one and its project.
pub(super) fn check_follows(
    decision: &Decision,
    draft: &AgreementDraft,
    follows: Follows,
    project: &Project,
) -> Result<(), refusal::Refusal> {
    let view = decision.view();
    let first = seen(&decision.state.agreements, &follows.agreement, |it| {
        view.sees_agreement(it)
    })?;
    if !matches!(first.state, AgreementState::Signed { .. }) {
        return Err(common::Refusal::WrongState { is: first.state.name() }.into());
    }
    if first.holding == Holding::Terminated {
        return Err(Refusal::FirstTerminated.into());
    }
    let same_project = draft.project == first.project && draft.kind == first.kind;
    let fits = match follows.relation {
        Relation::Amendment | Relation::Termination | Relation::ForceMajeure => same_project,
        Relation::Expansion => project.proposal.tranche_of == Some(first.project),
        Relation::OwnerChange => project.proposal.succeeds == Some(first.project),
    };
    let all_there =
        follows.relation == Relation::Expansion || first.parties.iter().all(|party| draft.parties.contains(party));
    let one_notifies = !follows.relation.is_notice() || draft.signing_parties().len() == 1;
    if !fits || !all_there || !one_notifies || draft.fair != first.fair {
        return Err(Refusal::FollowsInvalid.into());
    }
    let is_over = matches!(project.standing, Standing::Terminated { .. });
    let outlives = matches!(follows.relation, Relation::Termination | Relation::ForceMajeure);
    if is_over && !outlives {
        return Err(project::Refusal::NotActive.into());
    }
    Ok(())
}

/// Tells the first agreement that a later one was signed.
pub(super) fn tell_first(decision: &mut Decision, later: &Agreement) -> Result<(), refusal::Refusal> {
    let Some(follows) = later.follows else {
        return Ok(());
    };
    decision.emit(Event::Followed {
        id: follows.agreement,
        by: later.id,
        relation: follows.relation,
    })
}

impl Agreement {
    pub(super) fn follow(&mut self, by: AgreementId, relation: Relation, signed_at: Timestamp) {
        self.later.push(Later {
            agreement: by,
            relation,
            signed_at,
        });
        self.holding = match (self.holding, relation) {
            (Holding::Terminated, _) | (_, Relation::Termination) => Holding::Terminated,
            (_, Relation::Amendment) => Holding::Amended,
            (holding, _) => holding,
        };
    }
}
