//! Delegates: somebody of the same party signs in a signatory's place, under a power of attorney that is attached.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decide::{seen_agreement, wrong_state};
use super::signing::{place, refuse_acted, refuse_on_stage};
use super::{Agreement, Event, Refusal, Signatory, SignatoryState};
use crate::access::{self, Right};
use crate::decision::Decision;
use crate::state::State;
use crate::text::FileReference;
use crate::{AgreementId, PersonId, SignatoryId, check, refusal};

/// Who acts in a signatory's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// Who acts.
    pub delegate: PersonId,
    /// Power of attorney, a PDF.
    pub power_of_attorney: FileReference,
    /// Who appointed.
    pub appointed_by: PersonId,
    /// When.
    pub appointed_at: Timestamp,
}

impl Signatory {
    /// Lets somebody else act; what confirmed the identity of whoever acted before no longer stands, nor what it
    /// authorised and did not sign.
    pub(super) fn hand_over(&mut self, delegation: Option<Delegation>) {
        if self.awaits_own_key().is_some() {
            self.state = SignatoryState::Waiting;
        }
        self.delegation = delegation;
        self.lapse();
        self.reminded_at = None;
    }

    /// Returns who acts at the place: the delegate where there is one.
    pub fn acting_person(&self) -> PersonId {
        self.delegation
            .as_ref()
            .map_or(self.place.person, |delegation| delegation.delegate)
    }
}

/// Appoints a delegate: by the signatory itself, or by somebody of its party who may; nobody appoints himself.
pub(super) fn delegate(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
    delegate: PersonId,
    power_of_attorney: FileReference,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let found = place(&agreement, signatory)?;
    let by = appointer(decision, found)?;
    expect_unsigned(decision, &agreement, found)?;
    if found.delegation.is_some() {
        return Err(Refusal::HasDelegate.into());
    }
    check::digest(&power_of_attorney.digest)?;
    if power_of_attorney.media_type != "application/pdf" {
        return Err(Refusal::PowerInvalid.into());
    }
    if delegate == by || !is_fit(&decision.state, &agreement, found, delegate) {
        return Err(Refusal::DelegateInvalid.into());
    }
    decision.emit(Event::Delegated {
        id,
        signatory,
        delegate,
        power_of_attorney,
        by,
    })
}

/// Takes a delegation back before it was used; the delegate may give it back, too.
pub(super) fn revoke(decision: &mut Decision, id: AgreementId, signatory: SignatoryId) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let found = place(&agreement, signatory)?;
    let delegation = found.delegation.as_ref().ok_or(Refusal::NoDelegate)?;
    let by = if decision.acting.is(delegation.delegate) {
        delegation.delegate
    } else {
        appointer(decision, found)?
    };
    expect_unsigned(decision, &agreement, found)?;
    decision.emit(Event::DelegationRevoked { id, signatory, by })
}

fn appointer(decision: &Decision, signatory: &Signatory) -> Result<PersonId, refusal::Refusal> {
    let member = decision.acting.require_member()?;
    let may = decision.acting.is(signatory.place.person) || decision.acting.has(Right::AppointDelegate);
    if member.organisation == signatory.place.organisation && may {
        Ok(member.person)
    } else {
        Err(access::Refusal::NotPermitted.into())
    }
}

fn expect_unsigned(decision: &Decision, agreement: &Agreement, signatory: &Signatory) -> Result<(), refusal::Refusal> {
    if agreement.state.is_final() {
        return Err(wrong_state(agreement));
    }
    refuse_acted(signatory)?;
    Ok(refuse_on_stage(decision, agreement)?)
}

/// A delegate acts for the same party with the same right, and does not do the same thing at another place. Nobody
/// attests in a witness's place.
fn is_fit(state: &State, agreement: &Agreement, signatory: &Signatory, delegate: PersonId) -> bool {
    let place = &signatory.place;
    let acts = state
        .memberships_of(&delegate)
        .any(|membership| membership.organisation == place.organisation && membership.role.has(place.role.right()));
    let is_elsewhere = agreement.signatories.iter().any(|other| {
        let same = other.place.person == delegate || other.acting_person() == delegate;
        same && (other.place.role == place.role || other.place.role.is_witness())
    });
    acts && !is_elsewhere && !place.role.is_witness()
}
