//! Agreements: text agreed version by version, frozen by digest, signed by each signatory.
//!
//! Draft (versions proposed, each party approves) → agreed (all approved one version; the system renders it and
//! freezes its digest) → signing (opened by an act or directly) → signed. An *authorisation* is the signatory's
//! own act; *sealing* writes the PAdES signature that the authorisation released.
//!
//! Places to sign stand in groups; a group opens when the one before is satisfied, and may need only some of its
//! signatories. A witness attests one named signatory's signature, after it is in the document. The agreement is
//! signed when every group is satisfied.

mod archive;
mod change;
mod deadline;
mod decide;
mod delegation;
mod drafting;
mod fold;
mod follows;
mod groups;
mod hold;
mod identity;
mod key;
mod place;
mod signing;
mod spoken;
mod upload;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::Money;
use crate::text::LocalizedText;
use crate::{ActId, AgreementId, FairId, OrganisationId, PersonId, ProjectId};

pub use archive::{Archive, IssuedCertificate, RevocationReason, SignatureLevel};
pub use change::{Command, Event};
pub use delegation::Delegation;
pub use follows::{Follows, Holding, Later, Relation};
pub use hold::LegalHold;
pub use identity::{ConfirmedFactor, IdentityFactor, IdentityRule, LapseReason};
pub use key::SigningKey;
pub use place::{PlaceRole, Quorum, Signatory, SignatoryPlace, SignatoryState};
pub(crate) use signing::{close, open};
pub use spoken::Spoken;
pub use upload::{FieldPlace, UploadedText};

/// What an agreement binds to; only contracts count as signed (honest counting rule 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AgreementKind {
    /// 意向
    Intent,
    /// 框架
    Framework,
    /// 合同
    Contract,
}

/// How a signatory authorises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuthorisationMethod {
    /// The signatory's own passkey (WebAuthn assertion over the binding).
    Passkey,
    /// A non-extractable device key (WebCrypto P-256), where the tenant's policy allows it.
    DeviceKey,
    /// A simulated signatory of a replay; never in production.
    Simulated,
}

/// A signatory's own act, and where its proof is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Authorisation {
    /// Method.
    pub method: AuthorisationMethod,
    /// SHA-256 (hex) of the canonical binding that was authorised; single-use.
    pub binding: String,
    /// SHA-256 (hex) of the stored proof (binding, assertion, public key) in the blobs.
    pub proof: String,
    /// The key that makes the signature.
    #[serde(default, skip_serializing_if = "SigningKey::is_managed")]
    pub key: SigningKey,
    /// The signatory's key that authorised; none where it was simulated, and in records from before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<Signer>,
}

/// The key by which a signatory authorised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// SHA-256 (hex) of its public key, SubjectPublicKeyInfo.
    pub key: String,
    /// Since when it was known as the person's.
    pub enrolled_at: Timestamp,
}

/// A clause in the agreement's two languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    /// Heading.
    pub heading: LocalizedText,
    /// Body.
    pub body: LocalizedText,
}

/// A version of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TextVersion {
    /// 1, 2, …
    pub version: u32,
    /// Party that proposed it.
    pub by: OrganisationId,
    /// Person who wrote it.
    pub person: PersonId,
    /// When.
    pub at: Timestamp,
    /// Clauses; none where the text is an uploaded document.
    pub clauses: Vec<Clause>,
    /// The uploaded document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<UploadedText>,
    /// Parties that approved it.
    pub approved_by: Vec<OrganisationId>,
}

/// The frozen text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FrozenText {
    /// Version that was frozen.
    pub version: u32,
    /// SHA-256 (hex) of the PDF with all signature fields and no signature.
    pub document: String,
    /// SHA-256 (hex) of each page's content stream, decompressed; the same for templates and uploaded documents. What
    /// a page draws with (fonts, pictures) is under the document's digest.
    pub pages: Vec<String>,
}

/// Where an agreement stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AgreementState {
    /// Text is being written.
    Draft,
    /// All parties approved one version; it is being rendered and frozen.
    Approved,
    /// 文本定稿: the text is frozen.
    Agreed,
    /// Open for signatures.
    Signing,
    /// Signed by all.
    Signed {
        /// SHA-256 (hex) of the final document.
        signed_document: String,
        /// When.
        signed_at: Timestamp,
    },
    /// A signatory refused.
    Declined {
        /// Why.
        reason: String,
    },
    /// Called off before it was signed.
    Voided {
        /// Why.
        reason: String,
    },
    /// Was not signed by its deadline.
    Expired {
        /// When that was noticed.
        expired_at: Timestamp,
    },
}

/// What an agreement is drafted with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AgreementDraft {
    /// Fair.
    pub fair: FairId,
    /// Project.
    pub project: ProjectId,
    /// Number, unique in the fair.
    pub number: String,
    /// Kind.
    pub kind: AgreementKind,
    /// Title.
    pub title: LocalizedText,
    /// The two languages of the text, in order (BCP 47 primary).
    pub languages: [String; 2],
    /// Parties.
    pub parties: Vec<OrganisationId>,
    /// Signatories.
    pub signatories: Vec<SignatoryPlace>,
    /// Groups that need only some of their signatories; the others need all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quorums: Vec<Quorum>,
    /// Until when it is to be signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_by: Option<Timestamp>,
    /// The signed agreement that it follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Follows>,
    /// Agreed investment (协议投资额).
    pub amount: Option<Money>,
    /// Contracted foreign capital (合同外资), where foreign-invested.
    #[serde(default)]
    pub foreign: Option<Money>,
    /// Clauses of the first version; none where a document was uploaded instead.
    pub clauses: Vec<Clause>,
    /// Uploaded document of the first version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<UploadedText>,
}

/// An agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Agreement)]
pub struct Agreement {
    /// Id.
    pub id: AgreementId,
    /// Fair.
    pub fair: FairId,
    /// Project.
    pub project: ProjectId,
    /// Number.
    pub number: String,
    /// Kind.
    pub kind: AgreementKind,
    /// Title.
    pub title: LocalizedText,
    /// Languages.
    pub languages: [String; 2],
    /// Parties.
    pub parties: Vec<OrganisationId>,
    /// Signatories in their order.
    pub signatories: Vec<Signatory>,
    /// Groups that need only some of their signatories.
    pub quorums: Vec<Quorum>,
    /// Until when it is to be signed.
    pub sign_by: Option<Timestamp>,
    /// Since when it is open for signatures.
    pub opened_at: Option<Timestamp>,
    /// The opening recital, as it was read last.
    pub recital: Option<Spoken>,
    /// The signed agreement that it follows.
    pub follows: Option<Follows>,
    /// Signed agreements that follow it, in their order.
    pub later: Vec<Later>,
    /// Whether it holds as it was signed.
    pub holding: Holding,
    /// Agreed investment.
    pub amount: Option<Money>,
    /// Contracted foreign capital.
    pub foreign: Option<Money>,
    /// Versions of the text; the last is the current one.
    pub versions: Vec<TextVersion>,
    /// Frozen text, from agreed on.
    pub frozen: Option<FrozenText>,
    /// SHA-256 (hex) of the document as it is: frozen, partly signed, signed or archived.
    pub document: Option<String>,
    /// The closed and timestamped document.
    pub archive: Option<Archive>,
    /// Act that it is signed in.
    pub act: Option<ActId>,
    /// Why nothing about it is deleted.
    pub legal_hold: Option<LegalHold>,
    /// When it was drafted.
    pub drafted_at: Timestamp,
    /// State.
    #[serde(flatten)]
    pub state: AgreementState,
}

crate::refusal::refusals! {
    "Why a command on agreements is refused.";
    /// The number is used in the fair.
    NumberTaken => Conflict, "number-taken", "another agreement of the fair has this number";
    /// Fewer than two parties, or the drafter is none of them.
    PartiesInvalid => Invalid, "parties-invalid", "an agreement has at least two parties";
    /// A party without signatory, or a signatory who does not act for a party.
    SignatoriesInvalid => Invalid, "signatories-invalid", "each party needs signatories who act for it";
    /// A witness attests nobody, itself, another witness, or somebody who signs later.
    WitnessInvalid => Invalid, "witness-invalid", "a witness attests another person's signature of the same or an earlier group";
    /// Groups are not numbered 1, 2, …, or one needs more signatories than it has, or a party could be left out.
    GroupsInvalid => Invalid, "groups-invalid", "groups are numbered from 1, need at most whom they have, and leave no party out";
    /// The languages are the same or empty.
    LanguagesInvalid => Invalid, "languages-invalid", "an agreement has two different languages";
    /// The title or a signatory's capacity misses a language.
    LanguageMissing => Invalid, "language-missing", "the title and every capacity need both languages";
    /// A clause misses a language.
    ClausesInvalid => Invalid, "clauses-invalid", "every clause needs both languages";
    /// A signatory without a place on the uploaded document, or a place without a signatory or off its pages.
    FieldsInvalid => Invalid, "fields-invalid", "each signatory has one place on the pages of the document";
    /// More clauses, characters or lines than a text may hold.
    TextTooLong => Invalid, "text-too-long", "an agreement has up to 200 clauses, 120,000 characters and 2,000 lines";
    /// The text was agreed by all.
    TextFrozen => Conflict, "text-frozen", "the text is agreed and can no longer change";
    /// Another version came first.
    StaleVersion {
        /// Version that is current.
        current: u32,
    } => Conflict, "stale-version", "version {current} came first";
    /// The party approved this version already.
    AlreadyApproved => Conflict, "already-approved", "your side has approved this version";
    /// The agreement is signed in an act.
    InAnAct => Conflict, "in-an-act", "the agreement is signed in an act of a ceremony";
    /// The countdown still runs.
    TooEarly => Conflict, "countdown-running", "the countdown still runs";
    /// No signatory of that id here.
    SignatoryUnknown => NotFound, "signatory-unknown", "there is no such signatory";
    /// Only the signatory itself acts at its place.
    NotYourPlace => Forbidden, "not-your-place", "only the signatory itself may sign here";
    /// The signatory has acted.
    HasActed => Conflict, "signatory-has-acted", "this signatory has acted already";
    /// Too few factors of identity stand.
    IdentityIncomplete => Forbidden, "identity-incomplete", "the signatory's identity is not confirmed, or no longer";
    /// The key was enrolled so lately that it proves nothing by itself.
    KeyTooYoung => Forbidden, "key-too-young", "a key that was enrolled lately signs once the host has seen the signatory on camera";
    /// Who confirms has a part in it.
    NotIndependent => Forbidden, "not-independent", "somebody of another side confirms a signatory's identity on camera";
    /// More places than a document has room for.
    TooManySignatories => Invalid, "signatories-too-many", "an agreement has up to 16 signatories and 48 places in all";
    /// Nobody confirms his own identity on camera.
    OwnIdentity => Forbidden, "own-identity", "somebody else confirms a signatory's identity on camera";
    /// Nothing was confirmed that could lapse.
    NothingToLapse => Conflict, "nothing-to-lapse", "nothing was confirmed of this signatory";
    /// The recital was not read.
    RecitalMissing => Conflict, "recital-missing", "the recital is read first";
    /// The signatory has not said that it signs of its own will.
    WillMissing => Forbidden, "will-missing", "the signatory first says on camera that it signs of its own will";
    /// Nobody hears his own word.
    OwnWill => Forbidden, "own-will", "somebody else hears that a signatory signs of its own will";
    /// It is on legal hold.
    OnHold => Conflict, "on-legal-hold", "the agreement is on legal hold";
    /// It is on no legal hold.
    NotOnHold => Conflict, "not-on-legal-hold", "the agreement is on no legal hold";
    /// The place has a delegate.
    HasDelegate => Conflict, "delegate-appointed", "the place has a delegate; revoke that first";
    /// The place has no delegate.
    NoDelegate => Conflict, "no-delegate", "the place has no delegate";
    /// The delegate does not act for the party, signs elsewhere, or appointed himself.
    DelegateInvalid => Invalid, "delegate-invalid", "a delegate is somebody else of the same party who may sign";
    /// The power of attorney is no PDF.
    PowerInvalid => Invalid, "power-invalid", "a power of attorney is a PDF";
    /// The act is on the stage.
    OnStage => Conflict, "act-on-stage", "the act is on the stage";
    /// The deadline is not in the future.
    DeadlinePassed => Conflict, "deadline-passed", "the deadline has passed";
    /// The deadline is not later than the one before.
    DeadlineEarlier => Invalid, "deadline-earlier", "a deadline is only ever moved later";
    /// The deadline has not passed.
    DeadlineAhead => Conflict, "deadline-ahead", "the deadline has not passed";
    /// A signature that was authorised in time is still to be sealed.
    SealPending => Conflict, "seal-pending", "a signature is still being written";
    /// The signatory was reminded within a day.
    RemindedToday => Conflict, "reminded-today", "the signatory was reminded within the last 24 hours";
    /// No reminder is due.
    ReminderNotDue => Conflict, "reminder-not-due", "no reminder is due";
    /// The first agreement is of another project, fair or kind, or its parties are not all there.
    FollowsInvalid => Invalid, "follows-invalid", "a later agreement is on the first one's project or its tranche or successor, with its parties";
    /// The first agreement was terminated.
    FirstTerminated => Conflict, "first-terminated", "the first agreement was terminated";
    /// A group before this one is not satisfied.
    GroupNotOpen => Conflict, "group-not-open", "others sign before this signatory";
    /// The signature that is to be attested is not in the document.
    NothingToAttest => Conflict, "nothing-to-attest", "a witness attests a signature once it is in the document";
    /// Enough others have signed.
    NotNeeded => Conflict, "signatory-not-needed", "enough others of the group have signed";
    /// The signatory has not authorised.
    NotAuthorised => Conflict, "not-authorised", "this signatory has not authorised";
    /// The signature was released by an authorisation that no longer stands.
    AnotherAuthorisation => Conflict, "another-authorisation", "the signatory has authorised anew since";
    /// The binding was used before.
    BindingUsed => Conflict, "binding-used", "this authorisation was used before";
    /// The method is not for this actor.
    MethodNotAllowed => Forbidden, "method-not-allowed", "simulated signatures belong to replays alone";
    /// The document has another signature since this one was begun.
    DocumentChanged => Conflict, "document-changed", "another signature came first";
    /// The revision is one that an earlier signature made.
    RevisionRepeated => Invalid, "revision-repeated", "each signature makes a revision of its own";
    /// An archive that proves less than the one before.
    ArchiveNotBetter => Conflict, "archive-not-better", "the document is archived with a proof that reaches further";
    /// No certificate of this instance, or it is revoked.
    NothingToRevoke => Conflict, "nothing-to-revoke", "there is no certificate of ours, or it is revoked already";
    /// Only contracts count as signed.
    NotAContract => Conflict, "not-a-contract", "only a contract signs a project";
}
