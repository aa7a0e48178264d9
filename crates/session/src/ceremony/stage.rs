use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Act, ActState, Ceremony};
use crate::access::View;
use crate::agreement::{Agreement, AgreementKind, AgreementState, PlaceRole, Quorum, Signatory, SignatoryState};
use crate::figures::Columns;
use crate::money::Money;
use crate::programme::ItemState;
use crate::text::LocalizedText;
use crate::{ActId, AgreementId, CeremonyId, OrganisationId, PersonId, SignatoryId};

/// What a ceremony shows to everybody who attends, whatever else they may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CeremonyStage)]
pub struct Stage {
    /// Ceremony.
    pub id: CeremonyId,
    /// Acts that are, or were, on the stage, in their order.
    pub acts: Vec<StagedAct>,
    /// Acts that are to be signed or were, without those pulled.
    pub act_count: u32,
    /// Acts signed.
    pub signed_count: u32,
    /// Title of the act that comes next, while the ceremony is live.
    pub next: Option<LocalizedText>,
    /// What was signed here.
    pub totals: Columns,
}

/// An act on the stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StagedAct {
    /// Id.
    pub id: ActId,
    /// Its number in the run-of-show, from 1; pulled acts don't count.
    pub number: u32,
    /// Agreements.
    pub agreements: Vec<StagedAgreement>,
}

/// An agreement on the stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StagedAgreement {
    /// Id.
    pub id: AgreementId,
    /// Number.
    pub number: String,
    /// Kind.
    pub kind: AgreementKind,
    /// Title.
    pub title: LocalizedText,
    /// Parties.
    pub parties: Vec<OrganisationId>,
    /// Signatories.
    pub signatories: Vec<StagedPlace>,
    /// Groups that need only some of their signatories.
    pub quorums: Vec<Quorum>,
    /// Agreed investment: once it is signed, before that for those who see amounts anyway.
    pub amount: Option<Money>,
    /// Whether the viewer may see the pages.
    pub pages_shown: bool,
    /// SHA-256 (hex) of the signed document.
    pub signed_document: Option<String>,
}

/// A signatory on the stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StagedPlace {
    /// Id.
    pub id: SignatoryId,
    /// Person who acts.
    pub person: PersonId,
    /// Signatory in whose place that is, where the person is a delegate.
    pub in_place_of: Option<PersonId>,
    /// Party it signs for.
    pub organisation: OrganisationId,
    /// Capacity.
    pub capacity: LocalizedText,
    /// What the person does.
    pub role: PlaceRole,
    /// Group that it acts in.
    pub group: u8,
    /// How far it is.
    pub state: StagedState,
    /// When it authorised.
    pub authorised_at: Option<Timestamp>,
}

/// How far a signatory is; reasons and proofs are not for the audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StagedState {
    /// Has not acted.
    Waiting,
    /// Has authorised.
    Authorised,
    /// The signature is in the document.
    Sealed,
    /// Refuses to sign.
    Declined,
    /// Enough others have signed.
    NotNeeded,
}

impl View<'_> {
    /// Returns what a ceremony shows to the actor.
    pub fn stage(&self, ceremony: &Ceremony) -> Option<Stage> {
        if !self.sees_ceremony(ceremony) {
            return None;
        }
        let running: Vec<&Act> = ceremony
            .acts
            .iter()
            .filter(|act| !matches!(act.state, ActState::Pulled { .. }))
            .collect();
        let staged = |(index, act): (usize, &&Act)| StagedAct {
            id: act.id,
            number: count(index + 1),
            agreements: self.staged_agreements(act),
        };
        Some(Stage {
            id: ceremony.id,
            acts: running
                .iter()
                .enumerate()
                .filter(|(_, act)| act.is_shown())
                .map(staged)
                .collect(),
            act_count: count(running.len()),
            signed_count: count(running.iter().filter(|act| act.state.is_final()).count()),
            next: self.next_title(ceremony, &running),
            totals: self.state().ceremony_totals(ceremony),
        })
    }

    /// Returns whether the actor sees an agreement's pages: with the agreement, or on a stage that shows them.
    pub fn sees_pages(&self, agreement: &Agreement) -> bool {
        let act = agreement.act.and_then(|act| self.state().act(&act));
        self.sees_amounts(agreement)
            || act.is_some_and(|(ceremony, act)| act.pages_shown && act.is_shown() && self.sees_ceremony(ceremony))
    }

    fn next_title(&self, ceremony: &Ceremony, running: &[&Act]) -> Option<LocalizedText> {
        let item = self.state().items.get(&ceremony.item)?;
        let next = running.iter().find(|act| !act.is_shown())?;
        (item.state == ItemState::Live).then(|| next.title.clone())
    }

    fn staged_agreements(&self, act: &Act) -> Vec<StagedAgreement> {
        act.agreements
            .iter()
            .filter_map(|id| self.state().agreements.get(id))
            .map(|agreement| self.staged(agreement))
            .collect()
    }

    fn staged(&self, agreement: &Agreement) -> StagedAgreement {
        let signed_document = match &agreement.state {
            AgreementState::Signed { signed_document, .. } => Some(signed_document.clone()),
            _ => None,
        };
        let amount_is_public = signed_document.is_some() || self.sees_amounts(agreement);
        StagedAgreement {
            id: agreement.id,
            number: agreement.number.clone(),
            kind: agreement.kind,
            title: agreement.title.clone(),
            parties: agreement.parties.clone(),
            signatories: agreement.signatories.iter().map(place).collect(),
            quorums: agreement.quorums.clone(),
            amount: agreement.amount.filter(|_| amount_is_public),
            pages_shown: self.sees_pages(agreement),
            signed_document,
        }
    }
}

impl Act {
    /// Returns whether the act is on the stage or was signed there.
    pub fn is_shown(&self) -> bool {
        matches!(
            self.state,
            ActState::Announced | ActState::Signing { .. } | ActState::Signed { .. }
        )
    }
}

fn place(signatory: &Signatory) -> StagedPlace {
    let (state, authorised_at) = match &signatory.state {
        SignatoryState::Waiting => (StagedState::Waiting, None),
        // Nothing is signed until its own key has.
        SignatoryState::Authorised { .. } if signatory.awaits_own_key().is_some() => (StagedState::Waiting, None),
        SignatoryState::Authorised { authorised_at, .. } => (StagedState::Authorised, Some(*authorised_at)),
        SignatoryState::Sealed { authorised_at, .. } => (StagedState::Sealed, Some(*authorised_at)),
        SignatoryState::Declined { .. } => (StagedState::Declined, None),
        SignatoryState::NotNeeded => (StagedState::NotNeeded, None),
    };
    StagedPlace {
        id: signatory.place.id,
        person: signatory.acting_person(),
        in_place_of: signatory.delegation.is_some().then_some(signatory.place.person),
        organisation: signatory.place.organisation,
        capacity: signatory.place.capacity.clone(),
        role: signatory.place.role,
        group: signatory.place.group,
        state,
        authorised_at,
    }
}

fn count(acts: usize) -> u32 {
    u32::try_from(acts).expect("a ceremony has a few hundred acts")
}
