//! Programme items, each with its room.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::LocalizedText;
use crate::{FairId, ItemId, PitchId};

/// What a programme item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// 路演
    Roadshow,
    /// 云会见
    LeadersMeeting,
    /// 云讲堂
    Lecture,
    /// 培训
    Training,
    /// 洽谈
    Negotiation,
    /// 签约仪式
    SigningCeremony,
}

/// Where a programme item stands: planned → rehearsal ⇄ ready → live → ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// In the programme.
    Planned,
    /// Being rehearsed; the audience does not see it.
    Rehearsal,
    /// Rehearsed, waiting for its hour.
    Ready,
    /// On air.
    Live,
    /// Over.
    Ended,
}

/// What the programme says of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemPlan {
    /// Short code in the programme, unique in its fair.
    pub code: String,
    /// Kind.
    pub kind: ItemKind,
    /// Title.
    pub title: LocalizedText,
    /// Start.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// Sites that take part.
    #[serde(default)]
    pub sites: Vec<LocalizedText>,
}

/// A programme item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ProgrammeItem)]
pub struct Item {
    /// Id; the room of the item has the same.
    pub id: ItemId,
    /// Fair.
    pub fair: FairId,
    /// Plan.
    #[serde(flatten)]
    pub plan: ItemPlan,
    /// State.
    pub state: ItemState,
    /// Published pitches in their order.
    pub pitches: Vec<PitchId>,
    /// Pitch being given.
    pub current_pitch: Option<PitchId>,
}

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
