//! Projects: one identity from the first pitch to production, with stages S1–S10 and money ledgers.

mod change;
mod decide;
mod fold;
mod proposal;
mod stages;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::money::{Money, MoneyEntry};
use crate::region::RegionCode;
use crate::text::{FileReference, LocalizedText};
use crate::{AgreementId, FairId, OrganisationId, PersonId, ProjectId};

pub use change::{Command, Event};
pub(crate) use stages::{match_with, sign};

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

crate::refusal::refusals! {
    "Why a command on projects is refused.";
    /// The fair does not know the industry.
    IndustryUnknown => Invalid, "industry-unknown", "the fair has no such industry";
    /// Projects enter at S1, S2, S3 or S6.
    EntryStage => Invalid, "entry-stage-invalid", "a project enters at S1, S2, S3 or S6";
    /// A tranche belongs to a signed project of the same owner.
    TrancheInvalid => Invalid, "tranche-invalid", "a tranche belongs to a signed project of the same owner";
    /// A successor follows a project of another owner that nobody succeeded yet.
    SuccessionInvalid => Invalid, "succession-invalid", "a successor follows another owner's project, once";
    /// The agent is not one.
    AgentInvalid => Invalid, "agent-invalid", "only agents and chambers bring projects";
    /// The person is no officer of those who answer for the project.
    OfficerUnfit => Invalid, "officer-unfit", "the person is no officer";
    /// The project is suspended or terminated.
    NotActive => Conflict, "project-not-active", "the project is suspended or terminated";
    /// The move is neither the next step nor an allowed way back.
    StageOrder => Conflict, "stage-order", "stages go forward one at a time, back only from S4 to S6";
    /// Skips need the city.
    SkipNeedsCity => Forbidden, "skip-needs-city", "only the city or the province lets a project skip stages";
    /// S7 follows from a signed contract and from nothing else.
    SignedByContractOnly => Conflict, "signed-by-contract-only", "S7 needs a signed contract";
    /// The stage needs evidence of its own kind.
    EvidenceRequired => Invalid, "evidence-required", "this stage needs its evidence";
    /// The project is matched with another side.
    AlreadyMatched => Conflict, "project-already-matched", "the project has a counterpart";
    /// The project has signed.
    AlreadySigned => Conflict, "project-already-signed", "the project has signed; it signs once";
    /// The same project, or the one that it succeeds, has signed under another id.
    DuplicateSigned {
        /// Project that keeps the credit.
        project: ProjectId,
    } => Conflict, "duplicate-signed", "the same project has signed as {project}";
    /// Another contract on the same project is open for signature or approved in another act.
    BeingSigned => Conflict, "project-being-signed", "another contract on the same project is on its way to be signed";
    /// The project has not signed.
    NotSigned => Conflict, "project-not-signed", "the project has not signed a contract";
    /// A contract is signed from S3 on.
    StageTooEarly => Conflict, "stage-too-early", "a contract is signed from S3 on";
    /// Nobody knows yet where the project lands.
    RegionUnknown => Conflict, "project-region-unknown", "the project has no region yet";
    /// Agreed and contracted amounts come from contracts alone.
    LedgerOfContracts => Invalid, "ledger-of-contracts", "agreed and contracted amounts come from contracts alone";
}
