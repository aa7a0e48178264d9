//! Legal hold: while it stands, nothing that was recorded of an agreement's signing and negotiation is deleted.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decide::seen_agreement;
use super::{Event, Refusal};
use crate::access::Right;
use crate::decision::Decision;
use crate::{AgreementId, PersonId, check, refusal};

/// Why everything about an agreement is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LegalHold {
    /// Why: a dispute, a court's or an auditor's request.
    pub reason: String,
    /// Who asked for it.
    pub by: PersonId,
    /// Since when.
    pub since: Timestamp,
}

pub(super) fn hold(decision: &mut Decision, id: AgreementId, reason: String) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    decision.require(Right::HoldEvidence)?;
    let by = decision.acting.require_member()?.person;
    check::reason(&reason)?;
    if agreement.legal_hold.is_some() {
        return Err(Refusal::OnHold.into());
    }
    decision.emit(Event::Held { id, by, reason })
}

pub(super) fn lift(decision: &mut Decision, id: AgreementId, reason: String) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    decision.require(Right::HoldEvidence)?;
    let by = decision.acting.require_member()?.person;
    check::reason(&reason)?;
    if agreement.legal_hold.is_none() {
        return Err(Refusal::NotOnHold.into());
    }
    decision.emit(Event::HoldLifted { id, by, reason })
}
