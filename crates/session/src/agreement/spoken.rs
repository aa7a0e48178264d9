//! What is said on the record before a signature: the opening recital by whoever hosts the room, and each signatory's
//! word that it signs of its own will. Rules on remote notarisation ask for both, in the recording.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decide::seen_agreement;
use super::identity::{expect_open, expect_unsigned, host, independent_host};
use super::signing::place;
use super::{Agreement, Event, IdentityRule, Refusal, Signatory};
use crate::decision::Decision;
use crate::recording::Place;
use crate::{AgreementId, PersonId, SignatoryId, refusal};

/// Something that was said, and who answers for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Spoken {
    /// Who read it, or heard it.
    pub by: PersonId,
    /// Where.
    pub room: Place,
    /// When.
    pub at: Timestamp,
}

/// Takes the word of whoever hosts the room that it read the recital. It may be read again, to those who came late.
pub(super) fn read_recital(decision: &mut Decision, id: AgreementId, room: Place) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let by = host(decision, &agreement, room)?;
    expect_unsigned(&agreement)?;
    decision.emit(Event::RecitalRead { id, by, room })
}

/// Takes the word of whoever hosts the room that it heard the signatory say that it signs of its own will.
pub(super) fn hear_will(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
    room: Place,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    let found = place(&agreement, signatory)?;
    let by = independent_host(decision, &agreement, found, room, Refusal::OwnWill)?;
    expect_open(&agreement, found)?;
    if agreement.recital.is_none() {
        return Err(Refusal::RecitalMissing.into());
    }
    decision.emit(Event::WillDeclared {
        id,
        signatory,
        by,
        room,
    })
}

impl Agreement {
    /// Refuses a signatory before what the rule asks for was said. A witness declares no will: it is no party.
    pub(super) fn require_spoken(&self, signatory: &Signatory, rule: IdentityRule) -> Result<(), Refusal> {
        if !rule.spoken || signatory.place.role.is_witness() {
            return Ok(());
        }
        if self.recital.is_none() {
            return Err(Refusal::RecitalMissing);
        }
        match signatory.will {
            Some(_) => Ok(()),
            None => Err(Refusal::WillMissing),
        }
    }
}
