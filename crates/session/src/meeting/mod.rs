//! Meetings between sides, each with its negotiation room.

mod change;
mod decide;
mod fold;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{FairId, InterestId, MeetingId, OrganisationId, PersonId, ProjectId};

pub use change::{Command, Event};

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

crate::refusal::refusals! {
    "Why a command on meetings is refused.";
    /// A side meets itself, or neither side has to do with the project.
    SidesInvalid => Invalid, "sides-invalid", "one of two different sides must be the project's";
    /// The interest was not accepted between these sides.
    InterestInvalid => Conflict, "interest-not-accepted", "no accepted interest is between these sides";
    /// The time has passed.
    SlotPassed => Invalid, "slot-passed", "the time has passed";
    /// A participant is booked at that time.
    Booked {
        /// Who.
        person: PersonId,
        /// In which meeting.
        meeting: MeetingId,
    } => Conflict, "person-booked", "{person} is booked at that time in {meeting}";
    /// The meeting has not begun.
    NotBegun => Conflict, "meeting-not-begun", "the meeting has not begun";
    /// The organisation is no side of the meeting.
    NotASide => Invalid, "not-a-side", "the organisation is no side of the meeting";
    /// The person takes part already.
    AlreadyInvited => Conflict, "already-invited", "the person takes part already";
}
