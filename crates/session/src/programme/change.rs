use serde::{Deserialize, Serialize};

use super::{ItemPlan, ItemState};
use crate::{FairId, ItemId, PitchId};

/// What may be asked about programme items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Plans an item.
    Plan {
        /// Id.
        id: ItemId,
        /// Fair.
        fair: FairId,
        /// Plan.
        plan: ItemPlan,
    },
    /// Changes the plan of an item that is not live yet.
    Replan {
        /// Item.
        id: ItemId,
        /// New plan.
        plan: ItemPlan,
    },
    /// Moves an item on.
    Move {
        /// Item.
        id: ItemId,
        /// New state.
        to: ItemState,
    },
    /// Shows a pitch on a live roadshow's stage, or none; the pitch becomes presented.
    Present {
        /// Item.
        id: ItemId,
        /// Pitch.
        pitch: Option<PitchId>,
    },
}

/// What happened to programme items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An item was planned.
    Planned {
        /// Id.
        id: ItemId,
        /// Fair.
        fair: FairId,
        /// Plan.
        plan: ItemPlan,
    },
    /// An item's plan changed.
    Replanned {
        /// Item.
        id: ItemId,
        /// New plan.
        plan: ItemPlan,
    },
    /// An item moved on.
    Moved {
        /// Item.
        id: ItemId,
        /// New state.
        to: ItemState,
    },
    /// Another pitch is on the stage.
    Presented {
        /// Item.
        id: ItemId,
        /// Pitch.
        pitch: Option<PitchId>,
    },
}
