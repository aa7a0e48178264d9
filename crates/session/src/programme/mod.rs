//! Programme items, each with its room.

mod change;
mod decide;
mod fold;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::LocalizedText;
use crate::{FairId, ItemId, PitchId};

pub use change::{Command, Event};

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

crate::refusal::refusals! {
    "Why a command on programme items is refused.";
    /// Another item of the fair has this code.
    CodeTaken => Conflict, "code-taken", "another item of the programme has this code";
    /// The kind is fixed once pitches or a ceremony hang on the item.
    KindFixed => Conflict, "kind-fixed", "the kind is fixed once pitches or a ceremony belong to the item";
    /// The pitch is not published in this item.
    PitchElsewhere => Conflict, "pitch-not-published-here", "the pitch is not published in this item";
    /// An act is on the stage.
    ActOnStage => Conflict, "act-on-stage", "an act is on the stage";
}
