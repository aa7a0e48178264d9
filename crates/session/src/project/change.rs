use serde::{Deserialize, Serialize};

use super::{Proposal, StageMove};
use crate::money::{Ledger, Money, MoneyEntry};
use crate::region::RegionCode;
use crate::{AgreementId, InterestId, OrganisationId, PersonId, ProjectId};

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
    /// Names the other side by hand, where no interest did; a project at S1 moves to S2.
    Match {
        /// Project.
        id: ProjectId,
        /// Counterpart.
        counterpart: OrganisationId,
        /// Region that it lands in; the counterpart's own when none is named.
        region: Option<RegionCode>,
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
    /// Enters money that arrived, or foreign capital that was used, after signing.
    EnterMoney {
        /// Project.
        id: ProjectId,
        /// Ledger: utilised foreign or paid in.
        ledger: Ledger,
        /// Amount.
        amount: Money,
        /// What it rests on: a registration, a bank receipt.
        source: String,
    },
    /// Suspends a project from S7 on.
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
