use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Query;
use crate::agreement::{Agreement, AgreementKind, AgreementState};
use crate::money::Money;
use crate::project::{Project, Stage};
use crate::region::RegionCode;
use crate::state::State;
use crate::text::LocalizedText;
use crate::{AgreementId, FairId, OrganisationId, ProjectId, text};

/// A signed agreement that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = FigureRow)]
pub struct Row {
    /// Agreement.
    pub agreement: AgreementId,
    /// Number.
    pub number: String,
    /// Kind.
    pub kind: AgreementKind,
    /// Title of the agreement.
    pub title: LocalizedText,
    /// Project.
    pub project: ProjectId,
    /// Title of the project.
    pub project_title: LocalizedText,
    /// City that it lands in: the city above its region, or the region itself.
    pub city: Option<RegionCode>,
    /// Industry.
    pub industry: String,
    /// Stage of the project now.
    pub stage: Stage,
    /// Agreed investment.
    pub amount: Option<Money>,
    /// Contracted foreign capital.
    pub foreign: Option<Money>,
    /// When all had signed.
    pub signed_at: Timestamp,
}

/// What makes two projects the same.
type Identity<'a> = (OrganisationId, Option<&'a RegionCode>, String);

pub(super) fn rows(state: &State, fair: FairId, query: &Query, own: impl Fn(&Project) -> bool) -> Vec<Row> {
    let mut signed: Vec<(Timestamp, &Agreement, &Project)> = state
        .agreements_at(&fair)
        .filter(|agreement| agreement.counts())
        .filter(|agreement| query.kinds.is_empty() || query.kinds.contains(&agreement.kind))
        .filter_map(|agreement| match agreement.state {
            AgreementState::Signed { signed_at, .. } => {
                Some((signed_at, agreement, state.projects.get(&agreement.project)?.as_ref()))
            }
            _ => None,
        })
        .filter(|(_, _, project)| own(project))
        .collect();
    // The first signing keeps the credit.
    signed.sort_by_key(|(signed_at, agreement, _)| (*signed_at, agreement.id));
    let mut met = BTreeSet::new();
    signed
        .into_iter()
        .filter(|(_, agreement, project)| match agreement.kind {
            AgreementKind::Contract => true,
            kind => project.signed_by.is_none() && met.insert((kind, identity(state, project))),
        })
        .map(|(signed_at, agreement, project)| row(state, agreement, project, signed_at))
        .collect()
}

fn identity<'a>(state: &'a State, project: &'a Project) -> Identity<'a> {
    (
        project.proposal.owner,
        project.proposal.region.as_ref().map(|region| state.city_of(region)),
        text::normalised(&project.proposal.product),
    )
}

fn row(state: &State, agreement: &Agreement, project: &Project, signed_at: Timestamp) -> Row {
    Row {
        agreement: agreement.id,
        number: agreement.number.clone(),
        kind: agreement.kind,
        title: agreement.title.clone(),
        project: project.id,
        project_title: project.proposal.title.clone(),
        city: project
            .proposal
            .region
            .as_ref()
            .map(|region| state.city_of(region).clone()),
        industry: project.proposal.industry.clone(),
        stage: project.proposal.stage,
        amount: agreement.amount,
        foreign: agreement.foreign,
        signed_at,
    }
}
