//! Projects: one identity from the first pitch to production, with stages S1–S10 and money ledgers.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::{Money, MoneyEntry};
use crate::region::RegionCode;
use crate::text::{FileReference, LocalizedText};
use crate::{AgreementId, FairId, InterestId, OrganisationId, PersonId, ProjectId};

/// Whether a project looks for a home or a home looks for projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// An overseas technology or firm looking for a home.
    Offer,
    /// A place or firm looking for one.
    Demand,
}

/// The stages of a project, S1 to S10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// S1 寻求对接企业
    Seeking,
    /// S2 明确对接企业
    Matched,
    /// S3 达成初步合作意向
    InitialIntent,
    /// S4 继续对接推进
    Advancing,
    /// S5 达成意向
    Intent,
    /// S6 在谈
    Negotiating,
    /// S7 签约
    Signed,
    /// S8 履约
    Performing,
    /// S9 开工建设
    Construction,
    /// S10 投产运营
    Operating,
}

impl Stage {
    /// Returns 1 for S1 … 10 for S10.
    pub fn number(self) -> u8 {
        self as u8 + 1
    }
}

/// Whether a project goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Goes on.
    Active,
    /// 暂缓
    Suspended {
        /// Why.
        standing_reason: String,
    },
    /// 终止
    Terminated {
        /// Why.
        standing_reason: String,
    },
}

/// What a project is proposed with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// Fair that it comes from.
    pub fair: FairId,
    /// Side.
    pub side: Side,
    /// Title.
    pub title: LocalizedText,
    /// Summary.
    #[serde(default)]
    pub summary: LocalizedText,
    /// Industry, a code of the fair's list.
    pub industry: String,
    /// Product, as the duplicate check compares it (lower case, no spaces or punctuation are compared).
    pub product: String,
    /// ISO 3166-1 alpha-2 code of the country it comes from.
    pub country: String,
    /// Organisation whose project it is (the principal of an offer; the firm or place of a demand).
    pub owner: OrganisationId,
    /// Agent that brings it, where one does; attribution never changes afterwards.
    #[serde(default)]
    pub agent: Option<OrganisationId>,
    /// Region it lands in, once known.
    #[serde(default)]
    pub region: Option<RegionCode>,
    /// Amount that is sought or offered.
    #[serde(default)]
    pub amount: Option<Money>,
    /// Documents.
    #[serde(default)]
    pub documents: Vec<FileReference>,
    /// Project of which this one is a tranche (增资); it counts its increment only.
    #[serde(default)]
    pub tranche_of: Option<ProjectId>,
    /// Project that this one succeeds after a change of owner (更换业主).
    #[serde(default)]
    pub succeeds: Option<ProjectId>,
    /// Stage of entry: S1, S2, S3 (interest at a fair) or S6.
    #[serde(default = "seeking")]
    pub stage: Stage,
}

fn seeking() -> Stage {
    Stage::Seeking
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Project)]
pub struct Project {
    /// Id.
    pub id: ProjectId,
    /// What it was proposed with, as amended since.
    #[serde(flatten)]
    pub proposal: Proposal,
    /// Officer in charge.
    pub officer: Option<PersonId>,
    /// Organisation that receives it (park or firm on the other side), once known.
    pub counterpart: Option<OrganisationId>,
    /// When it entered its stage.
    pub stage_since: Timestamp,
    /// Next report is due on this day.
    #[schema(value_type = Option<String>, format = Date)]
    pub report_due_on: Option<Date>,
    /// Standing.
    #[serde(flatten)]
    pub standing: Standing,
    /// Money entries of all ledgers.
    pub money: Vec<MoneyEntry>,
    /// Contract that it signed by (honest counting rule 2: it signs once).
    pub signed_by: Option<AgreementId>,
    /// When it was proposed.
    pub proposed_at: Timestamp,
}

/// What a stage is reached on (honest counting rule 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum StageEvidence {
    /// Registration of the firm (S8).
    Registration {
        /// Number or file digest.
        reference: String,
    },
    /// First paid-in money (S8).
    PaidIn {
        /// Amount.
        amount: Money,
        /// Source.
        source: String,
    },
    /// Building permit or start of construction (S9).
    ConstructionStart {
        /// Number or file digest.
        reference: String,
    },
    /// Production (S10).
    Production {
        /// Number or file digest.
        reference: String,
    },
}

/// A move to another stage, as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StageMove {
    /// Stage to enter.
    pub to: Stage,
    /// Why; required backwards and for skips.
    #[serde(default)]
    pub reason: String,
    /// Evidence; required from S8 on.
    #[serde(default)]
    pub evidence: Option<StageEvidence>,
}

/// What may be asked about projects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Proposes a project.
    Propose {
        /// Id.
        id: ProjectId,
        /// Proposal.
        proposal: Proposal,
    },
    /// Assigns the officer in charge.
    Assign {
        /// Project.
        id: ProjectId,
        /// Officer.
        officer: PersonId,
    },
    /// Moves a project to another stage. S7 is never asked for: it follows from a signed contract.
    Move {
        /// Project.
        id: ProjectId,
        /// Move.
        to: StageMove,
    },
    /// Suspends a project beyond S7.
    Suspend {
        /// Project.
        id: ProjectId,
        /// Why.
        reason: String,
    },
    /// Resumes a suspended project.
    Resume {
        /// Project.
        id: ProjectId,
    },
    /// Terminates a project.
    Terminate {
        /// Project.
        id: ProjectId,
        /// Why.
        reason: String,
    },
}

/// What happened to projects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A project was proposed.
    Proposed {
        /// Id.
        id: ProjectId,
        /// Proposal.
        proposal: Proposal,
    },
    /// An officer is in charge.
    Assigned {
        /// Project.
        id: ProjectId,
        /// Officer.
        officer: PersonId,
    },
    /// A counterpart and, with it, the region were identified.
    Matched {
        /// Project.
        id: ProjectId,
        /// Counterpart.
        counterpart: OrganisationId,
        /// Region it lands in.
        region: Option<RegionCode>,
        /// Interest that it came from.
        interest: Option<InterestId>,
    },
    /// A project entered another stage.
    Moved {
        /// Project.
        id: ProjectId,
        /// Move.
        to: StageMove,
    },
    /// Money was entered into a ledger.
    MoneyEntered {
        /// Project.
        id: ProjectId,
        /// Entry.
        entry: MoneyEntry,
    },
    /// A contract on the project was signed by all; it is at S7 and counts.
    Signed {
        /// Project.
        id: ProjectId,
        /// Contract.
        agreement: AgreementId,
    },
    /// A project is suspended.
    Suspended {
        /// Project.
        id: ProjectId,
        /// Why.
        reason: String,
    },
    /// A project goes on.
    Resumed {
        /// Project.
        id: ProjectId,
    },
    /// A project ended.
    Terminated {
        /// Project.
        id: ProjectId,
        /// Why.
        reason: String,
    },
}
