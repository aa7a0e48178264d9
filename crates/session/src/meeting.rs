//! Meetings between sides, each with its negotiation room.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FairId, InterestId, MeetingId, OrganisationId, PersonId, ProjectId};

/// Where a meeting stands: requested → accepted → scheduled → held / no-show / cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MeetingState {
    /// One side asked.
    Requested,
    /// The other side agreed to meet.
    Accepted,
    /// A time is set.
    Scheduled,
    /// Took place.
    Held,
    /// A side did not come.
    NoShow {
        /// Which.
        absent: OrganisationId,
    },
    /// Called off.
    Cancelled {
        /// Why.
        reason: String,
    },
}

/// When a meeting takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Start.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
}

/// A move of a meeting, as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "to", rename_all = "snake_case", deny_unknown_fields)]
pub enum MeetingMove {
    /// The other side agrees to meet.
    Accepted,
    /// A time is set, or set anew (a new version).
    Scheduled {
        /// When.
        slot: Slot,
    },
    /// Took place.
    Held,
    /// A side did not come.
    NoShow {
        /// Which.
        absent: OrganisationId,
    },
    /// Called off.
    Cancelled {
        /// Why.
        reason: String,
    },
}

/// What a request for a meeting says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeetingRequest {
    /// Fair.
    pub fair: FairId,
    /// Project it is about.
    pub project: ProjectId,
    /// Accepted interest it follows from.
    #[serde(default)]
    pub interest: Option<InterestId>,
    /// What it is about.
    pub topic: String,
    /// The other side.
    pub with: OrganisationId,
    /// People invited besides the one who asks.
    #[serde(default)]
    pub participants: Vec<PersonId>,
    /// Proposed time.
    #[serde(default)]
    pub slot: Option<Slot>,
}

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Meeting)]
pub struct Meeting {
    /// Id; its room has the same.
    pub id: MeetingId,
    /// Fair.
    pub fair: FairId,
    /// Project.
    pub project: ProjectId,
    /// Interest.
    pub interest: Option<InterestId>,
    /// Topic.
    pub topic: String,
    /// Sides; the one that asked comes first.
    pub sides: Vec<OrganisationId>,
    /// People who take part.
    pub participants: Vec<PersonId>,
    /// When.
    pub slot: Option<Slot>,
    /// Version of the time: 0 until scheduled, then one more at each reschedule.
    pub version: u32,
    /// State.
    #[serde(flatten)]
    pub state: MeetingState,
}

/// What may be asked about meetings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Asks for a meeting.
    Request {
        /// Id.
        id: MeetingId,
        /// Request.
        request: MeetingRequest,
    },
    /// Moves a meeting on.
    Move {
        /// Meeting.
        id: MeetingId,
        /// Move.
        to: MeetingMove,
    },
}

/// What happened to meetings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A meeting was asked for.
    Requested {
        /// Id.
        id: MeetingId,
        /// Request.
        request: MeetingRequest,
        /// Side that asked.
        by: OrganisationId,
        /// Person who asked.
        person: PersonId,
    },
    /// A meeting moved on.
    Moved {
        /// Meeting.
        id: MeetingId,
        /// Move.
        to: MeetingMove,
    },
}
