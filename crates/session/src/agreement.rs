//! Agreements: text agreed version by version, frozen by digest, signed by each signatory.
//!
//! Draft (versions proposed, each party approves) → agreed (all approved one version; the system renders it and
//! freezes its digest) → signing (opened by an act or directly) → signed. An *authorisation* is the signatory's
//! own act; *sealing* writes the PAdES signature that the authorisation released.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::Money;
use crate::text::LocalizedText;
use crate::{ActId, AgreementId, FairId, OrganisationId, PersonId, ProjectId, SignatoryId};

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
}

/// A place to sign, for one person acting for one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatoryPlace {
    /// Id.
    pub id: SignatoryId,
    /// Person.
    pub person: PersonId,
    /// Party it signs for.
    pub organisation: OrganisationId,
    /// Capacity, such as "Director".
    #[serde(default)]
    pub capacity: LocalizedText,
}

/// How far a signatory is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SignatoryState {
    /// Has not acted.
    Waiting,
    /// Has authorised; the seal is being written.
    Authorised {
        /// Authorisation.
        authorisation: Authorisation,
        /// When.
        authorised_at: Timestamp,
    },
    /// The signature is in the document.
    Sealed {
        /// Authorisation.
        authorisation: Authorisation,
        /// When it was authorised.
        authorised_at: Timestamp,
        /// SHA-256 (hex) of the document revision that this signature made.
        revision: String,
        /// When it was sealed.
        sealed_at: Timestamp,
    },
    /// Refuses to sign.
    Declined {
        /// Why.
        reason: String,
    },
}

/// A signatory of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Signatory {
    /// Place.
    #[serde(flatten)]
    pub place: SignatoryPlace,
    /// State.
    #[serde(flatten)]
    pub state: SignatoryState,
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
    /// Clauses.
    pub clauses: Vec<Clause>,
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
    /// SHA-256 (hex) of each rendered page.
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
    /// Agreed investment (协议投资额).
    pub amount: Option<Money>,
    /// Contracted foreign capital (合同外资), where foreign-invested.
    #[serde(default)]
    pub foreign: Option<Money>,
    /// Clauses of the first version.
    pub clauses: Vec<Clause>,
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
    /// Agreed investment.
    pub amount: Option<Money>,
    /// Contracted foreign capital.
    pub foreign: Option<Money>,
    /// Versions of the text; the last is the current one.
    pub versions: Vec<TextVersion>,
    /// Frozen text, from agreed on.
    pub frozen: Option<FrozenText>,
    /// Act that it is signed in.
    pub act: Option<ActId>,
    /// When it was drafted.
    pub drafted_at: Timestamp,
    /// State.
    #[serde(flatten)]
    pub state: AgreementState,
}

/// What may be asked about agreements.
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
    },
    /// A signatory authorises; the proof was verified at the border.
    Authorise {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// Authorisation.
        authorisation: Authorisation,
    },
    /// System: the signature of a signatory is in the document. The last one makes the agreement signed.
    Seal {
        /// Agreement.
        id: AgreementId,
        /// Signatory.
        signatory: SignatoryId,
        /// SHA-256 (hex) of the revision.
        revision: String,
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
    },
    /// Signed by all.
    Signed {
        /// Agreement.
        id: AgreementId,
        /// SHA-256 (hex) of the final document.
        document: String,
    },
    /// A signatory refused.
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
