//! Pitches: projects presented in a programme item by an agent for its principal.

mod change;
mod decide;
mod fold;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ItemId, OrganisationId, PitchId, ProjectId};

pub use change::{Command, Event};

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

crate::refusal::refusals! {
    "Why a command on pitches is refused.";
    /// Pitches are given in roadshows.
    NotARoadshow => Invalid, "not-a-roadshow", "pitches are given in roadshows";
    /// The project and the item belong to different fairs.
    OtherFair => Invalid, "other-fair", "the project and the item belong to different fairs";
    /// The project is pitched in this item already.
    AlreadyPitched => Conflict, "already-pitched", "the project is pitched in this item already";
    /// The pitch is on the stage.
    OnStage => Conflict, "pitch-on-stage", "the pitch is on the stage";
}
