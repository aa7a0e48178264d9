use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::decide::{seen_agreement, wrong_state};
use super::signing::require_affair;
use super::{AgreementState, Event, Refusal, SignatoryState};
use crate::access::{self, Right};
use crate::decision::Decision;
use crate::{AgreementId, SignatoryId, check, refusal};

/// How far the signatures of a document can be proven (PAdES baseline, EN 319 142-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[schema(as = SignatureLevel)]
pub enum SignatureLevel {
    /// The signatures alone.
    #[serde(rename = "B-B")]
    B,
    /// With trusted timestamps.
    #[serde(rename = "B-T")]
    T,
    /// With all that is needed to check their certificates.
    #[serde(rename = "B-LT")]
    Lt,
    /// With document timestamps over all of that.
    #[serde(rename = "B-LTA")]
    Lta,
}

/// The closed document, and how far it can be proven.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// SHA-256 (hex) of the document.
    pub document: String,
    /// The level that was verified.
    pub level: SignatureLevel,
    /// When it was timestamped last.
    pub timestamped_at: Timestamp,
    /// Until when the proof holds without another timestamp.
    pub provable_until: Timestamp,
}

/// Why a certificate is revoked (CRLReason, RFC 5280).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RevocationReason {
    /// None is given.
    Unspecified,
    /// The key is or may be in other hands.
    KeyCompromise,
    /// The subject has left its organisation.
    AffiliationChanged,
    /// Another certificate took its place.
    Superseded,
    /// It is no longer needed.
    CessationOfOperation,
}

/// The certificate that the instance's authority issued for a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = IssuedCertificate)]
pub struct IssuedCertificate {
    /// Serial number (hex).
    pub serial: String,
    /// Since when and why it is revoked.
    pub revoked: Option<(Timestamp, RevocationReason)>,
}

/// Takes what the archiving made of a signed document; the proof never gets shorter.
pub(super) fn archive(decision: &mut Decision, id: AgreementId, archive: Archive) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    if !decision.acting.is_system() {
        return Err(access::Refusal::NotPermitted.into());
    }
    if !agreement.is_signed() {
        return Err(wrong_state(&agreement));
    }
    check::digest(&archive.document)?;
    let is_shorter = |before: &Archive| {
        before.document == archive.document
            || before.provable_until > archive.provable_until
            || before.level > archive.level
    };
    if agreement.archive.as_ref().is_some_and(is_shorter) {
        return Err(Refusal::ArchiveNotBetter.into());
    }
    decision.emit(Event::Archived { id, archive })
}

/// Revokes the certificate of a signature; what was signed before stays signed, as its timestamp proves.
pub(super) fn revoke(
    decision: &mut Decision,
    id: AgreementId,
    signatory: SignatoryId,
    reason: RevocationReason,
) -> Result<(), refusal::Refusal> {
    let agreement = seen_agreement(decision, id)?;
    decision.require(Right::Void)?;
    require_affair(decision, &agreement)?;
    let place = agreement.signatory(signatory).ok_or(Refusal::SignatoryUnknown)?;
    match &place.state {
        SignatoryState::Sealed {
            certificate: Some(certificate),
            ..
        } if certificate.revoked.is_none() => decision.emit(Event::CertificateRevoked { id, signatory, reason }),
        SignatoryState::Sealed { .. } => Err(Refusal::NothingToRevoke.into()),
        _ => Err(wrong_state(&agreement)),
    }
}

impl super::Agreement {
    /// Returns whether it was signed, whatever became of it later.
    pub fn is_signed(&self) -> bool {
        matches!(self.state, AgreementState::Signed { .. })
    }
}
