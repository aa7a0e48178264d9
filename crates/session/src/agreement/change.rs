use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    AgreementDraft, Archive, Authorisation, Clause, FrozenText, IdentityFactor, IdentityRule, LapseReason, Relation,
    RevocationReason, UploadedText,
};
use crate::recording::Place;
use crate::text::FileReference;
use crate::{AgreementId, OrganisationId, PersonId, SignatoryId};

/// What may be asked about agreements.
#[expect(
    clippy::large_enum_variant,
    reason = "drafts are few, and gone as soon as they are decided"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Drafts an agreement with the first version of its text.
    Draft {
        /// Id.
        id: AgreementId,
        /// Draft.
        draft: AgreementDraft,
    },
    /// Proposes another version of the text; approvals of earlier versions lapse.
    Propose {
        /// Agreement.
        id: AgreementId,
        /// Version that it is based on; refused when another came first.
        based_on: u32,
        /// Clauses.
        clauses: Vec<Clause>,
    },
    /// Proposes an uploaded document as another version of the text.
    ProposeUpload {
        /// Agreement.
        id: AgreementId,
        /// Version that it is based on; refused when another came first.
        based_on: u32,
        /// Document.
        upload: UploadedText,
    },
    /// Approves a version for the actor's party.
    Approve {
        /// Agreement.
        id: AgreementId,
        /// Version.
        version: u32,
    },
    /// System: the approved version was rendered; freezes it.
    Freeze {
        /// Agreement.
        id: AgreementId,
        /// Frozen text.
        frozen: FrozenText,
    },
    /// Opens an agreed agreement for signatures outside a ceremony.
    Open {
        /// Agreement.
        id: AgreementId,
        /// Until when it is to be signed, where the draft did not say or more time is given.
        sign_by: Option<Timestamp>,
    },
    /// Gives more time to sign, or a deadline where there was none.
    Extend {
        /// Agreement.
        id: AgreementId,
        /// Until when.
        sign_by: Timestamp,
    },
    /// System: the deadline has passed.
    Expire {
        /// Agreement.
        id: AgreementId,
    },
    /// Reminds a signatory whose turn it is.
    Remind {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
    },
    /// Appoints somebody who acts in a signatory's place.
    Delegate {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Who acts.
        delegate: PersonId,
        /// Power of attorney.
        power_of_attorney: FileReference,
    },
    /// Takes a delegation back.
    RevokeDelegation {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
    },
    /// A signatory proved by a one-time code that it has its address; the code was checked at the border.
    ConfirmByCode {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
    },
    /// Whoever hosts a room says that it saw a signatory on camera there.
    ConfirmOnCamera {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Where.
        room: Place,
    },
    /// System: a signatory left before it signed; its identity is to be confirmed anew.
    LapseIdentity {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Why.
        reason: LapseReason,
    },
    /// Whoever hosts a room says that it read the opening recital there.
    ReadRecital {
        /// Agreement.
        id: AgreementId,
        /// Where.
        room: Place,
    },
    /// Whoever hosts a room says that it heard a signatory say there that it signs of its own will.
    HearWill {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Where.
        room: Place,
    },
    /// A signatory authorises; the proof was verified at the border.
    Authorise {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Authorisation.
        authorisation: Authorisation,
        /// SHA-256 (hex) of the public key that authorised; none where it is simulated.
        signer: Option<String>,
        /// What is asked of its identity; nothing of simulated signatories.
        identity: IdentityRule,
    },
    /// System: the signature of a signatory is in the document. The last one that is needed makes the agreement signed.
    Seal {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Binding of the authorisation that released the signature; another one may have taken its place.
        binding: String,
        /// SHA-256 (hex) of the document that the signature was appended to; it must still be the latest.
        base: String,
        /// SHA-256 (hex) of the revision.
        revision: String,
        /// Serial number (hex) of the certificate that the instance's authority issued for it; none for own keys.
        certificate: Option<String>,
    },
    /// System: the signed document was closed and timestamped, or its proof was renewed.
    Archive {
        /// Agreement.
        id: AgreementId,
        /// The document, and how far it can be proven.
        archive: Archive,
    },
    /// Revokes the certificate that a signatory signed with.
    RevokeCertificate {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Why.
        reason: RevocationReason,
    },
    /// Keeps everything about an agreement, for as long as it is not lifted.
    Hold {
        /// Agreement.
        id: AgreementId,
        /// Why.
        reason: String,
    },
    /// Lifts the hold.
    LiftHold {
        /// Agreement.
        id: AgreementId,
        /// Why.
        reason: String,
    },
    /// A signatory refuses.
    Decline {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Why.
        reason: String,
    },
    /// Calls an unsigned agreement off.
    Void {
        /// Agreement.
        id: AgreementId,
        /// Why.
        reason: String,
    },
}

/// What happened to agreements.
#[expect(
    clippy::large_enum_variant,
    reason = "drafts are few, and gone as soon as they are decided"
)]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An agreement was drafted.
    Drafted {
        /// Id.
        id: AgreementId,
        /// Draft.
        draft: AgreementDraft,
        /// Party that drafted it.
        by: OrganisationId,
        /// Person who drafted it.
        person: PersonId,
    },
    /// A version was proposed.
    Proposed {
        /// Agreement.
        id: AgreementId,
        /// Its number.
        version: u32,
        /// Party.
        by: OrganisationId,
        /// Person.
        person: PersonId,
        /// Clauses.
        clauses: Vec<Clause>,
        /// Uploaded document.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        upload: Option<UploadedText>,
    },
    /// A party approved a version.
    Approved {
        /// Agreement.
        id: AgreementId,
        /// Version.
        version: u32,
        /// Party.
        by: OrganisationId,
        /// Person.
        person: PersonId,
    },
    /// All parties approved the same version.
    AllApproved {
        /// Agreement.
        id: AgreementId,
        /// Version.
        version: u32,
    },
    /// The text is frozen.
    Frozen {
        /// Agreement.
        id: AgreementId,
        /// Frozen text.
        frozen: FrozenText,
    },
    /// Open for signatures.
    Opened {
        /// Agreement.
        id: AgreementId,
        /// Until when, where that was said at opening.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sign_by: Option<Timestamp>,
    },
    /// Another deadline.
    DeadlineSet {
        /// Agreement.
        id: AgreementId,
        /// Until when.
        sign_by: Timestamp,
    },
    /// Was not signed in time.
    Expired {
        /// Agreement.
        id: AgreementId,
    },
    /// A signatory was reminded.
    Reminded {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Whether somebody asked for it.
        by_hand: bool,
    },
    /// Somebody acts in a signatory's place.
    Delegated {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Who acts.
        delegate: PersonId,
        /// Power of attorney.
        power_of_attorney: FileReference,
        /// Who appointed.
        by: PersonId,
    },
    /// The signatory acts itself again.
    DelegationRevoked {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Who revoked.
        by: PersonId,
    },
    /// A signatory's identity was confirmed.
    IdentityConfirmed {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// By what.
        factor: IdentityFactor,
    },
    /// What confirmed a signatory's identity no longer stands, nor what it said.
    IdentityLapsed {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Why.
        reason: LapseReason,
    },
    /// The opening recital was read.
    RecitalRead {
        /// Agreement.
        id: AgreementId,
        /// Who read it.
        by: PersonId,
        /// Where.
        room: Place,
    },
    /// A signatory said that it signs of its own will.
    WillDeclared {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Who heard it.
        by: PersonId,
        /// Where.
        room: Place,
    },
    /// A later agreement was signed that follows this one.
    Followed {
        /// The first agreement.
        id: AgreementId,
        /// The later one.
        by: AgreementId,
        /// What it does.
        relation: Relation,
    },
    /// Closed again: its act was pulled before anything was sealed. Authorisations lapse; the text stays agreed.
    Closed {
        /// Agreement.
        id: AgreementId,
    },
    /// A signatory authorised.
    Authorised {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Authorisation.
        authorisation: Authorisation,
    },
    /// A signature is in the document.
    Sealed {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Revision.
        revision: String,
        /// Serial number (hex) of the certificate that the instance's authority issued for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        certificate: Option<String>,
    },
    /// The signed document was closed and timestamped, or its proof was renewed.
    Archived {
        /// Agreement.
        id: AgreementId,
        /// The document, and how far it can be proven.
        archive: Archive,
    },
    /// A signatory's certificate was revoked.
    CertificateRevoked {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Why.
        reason: RevocationReason,
    },
    /// On legal hold.
    Held {
        /// Agreement.
        id: AgreementId,
        /// Who asked for it.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// No longer on legal hold.
    HoldLifted {
        /// Agreement.
        id: AgreementId,
        /// Who lifted it.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// Enough others have signed, or whom they attest will not: these signatories are no longer needed.
    Released {
        /// Agreement.
        id: AgreementId,
        /// Signatories.
        signatories: Vec<SignatoryId>,
    },
    /// Signed by all who are needed.
    Signed {
        /// Agreement.
        id: AgreementId,
        /// SHA-256 (hex) of the final document.
        document: String,
    },
    /// A signatory refused; the agreement is declined by it unless enough others can still sign.
    Declined {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Why.
        reason: String,
    },
    /// Called off.
    Voided {
        /// Agreement.
        id: AgreementId,
        /// Why.
        reason: String,
    },
}
