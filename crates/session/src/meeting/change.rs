use serde::{Deserialize, Serialize};

use super::{MeetingMove, MeetingRequest};
use crate::{MeetingId, OrganisationId, PersonId};

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
    /// Invites another person, such as an interpreter or an official.
    Invite {
        /// Meeting.
        id: MeetingId,
        /// Person.
        person: PersonId,
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
    /// Another person was invited.
    Invited {
        /// Meeting.
        id: MeetingId,
        /// Person.
        person: PersonId,
    },
    /// A meeting moved on; who accepts it takes part.
    Moved {
        /// Meeting.
        id: MeetingId,
        /// Move.
        to: MeetingMove,
    },
}
