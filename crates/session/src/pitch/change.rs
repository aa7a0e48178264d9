use serde::{Deserialize, Serialize};

use super::{PitchMove, PitchState};
use crate::{ItemId, OrganisationId, PitchId, ProjectId};

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
