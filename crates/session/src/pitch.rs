//! Pitches: projects presented in a programme item by an agent for its principal.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ItemId, OrganisationId, PitchId, ProjectId};

/// Where a pitch stands: draft → submitted → (returned → submitted) → approved → published → presented;
/// expired, withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PitchState {
    /// Being written.
    Draft,
    /// Waits for approval.
    Submitted,
    /// Sent back.
    Returned {
        /// Why.
        reason: String,
    },
    /// Approved, not yet visible.
    Approved,
    /// Visible in the programme.
    Published,
    /// Was given.
    Presented,
    /// Its item ended without it.
    Expired,
    /// Taken back by its agent.
    Withdrawn,
}

/// A move of a pitch, as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "to", rename_all = "snake_case", deny_unknown_fields)]
pub enum PitchMove {
    /// Agent: to submitted.
    Submitted,
    /// Host or officer: to returned.
    Returned {
        /// Why.
        reason: String,
    },
    /// Host or officer: to approved.
    Approved,
    /// Host or officer: to published.
    Published,
    /// Agent: to withdrawn.
    Withdrawn,
}

/// A pitch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Pitch)]
pub struct Pitch {
    /// Id.
    pub id: PitchId,
    /// Project.
    pub project: ProjectId,
    /// Programme item that it is given in.
    pub item: ItemId,
    /// Agent that gives it.
    pub agent: OrganisationId,
    /// Principal that it is given for, where known.
    pub principal: Option<OrganisationId>,
    /// State.
    #[serde(flatten)]
    pub state: PitchState,
}

/// What may be asked about pitches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Drafts a pitch of a project in a programme item.
    Draft {
        /// Id.
        id: PitchId,
        /// Project.
        project: ProjectId,
        /// Item.
        item: ItemId,
    },
    /// Moves a pitch on.
    Move {
        /// Pitch.
        id: PitchId,
        /// Move.
        to: PitchMove,
    },
}

/// What happened to pitches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A pitch was drafted.
    Drafted {
        /// Id.
        id: PitchId,
        /// Project.
        project: ProjectId,
        /// Item.
        item: ItemId,
        /// Agent.
        agent: OrganisationId,
        /// Principal.
        principal: Option<OrganisationId>,
    },
    /// A pitch moved on.
    Moved {
        /// Pitch.
        id: PitchId,
        /// New state.
        to: PitchState,
    },
}
