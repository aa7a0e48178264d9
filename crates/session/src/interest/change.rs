use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Answer, InterestKind};
use crate::text::FileReference;
use crate::{InterestId, OrganisationId, PersonId, PitchId, ProjectId};

/// What may be asked about interests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Sends an interest from the actor's organisation.
    Send {
        /// Id.
        id: InterestId,
        /// Project.
        project: ProjectId,
        /// Pitch.
        pitch: Option<PitchId>,
        /// Kind.
        kind: InterestKind,
        /// Message.
        message: String,
        /// Attachments.
        attachments: Vec<FileReference>,
    },
    /// Answers an interest; `Information` may be followed by another answer.
    Answer {
        /// Interest.
        id: InterestId,
        /// Answer.
        answer: Answer,
        /// Words with it.
        message: String,
    },
    /// System: marks an interest as expired once it is due.
    Expire {
        /// Interest.
        id: InterestId,
    },
}

/// What happened to interests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An interest was sent.
    Sent {
        /// Id.
        id: InterestId,
        /// Project.
        project: ProjectId,
        /// Pitch.
        pitch: Option<PitchId>,
        /// Organisation.
        organisation: OrganisationId,
        /// Person.
        person: PersonId,
        /// Kind.
        kind: InterestKind,
        /// Message.
        message: String,
        /// Attachments.
        attachments: Vec<FileReference>,
        /// When an answer is due.
        due_at: Timestamp,
    },
    /// An interest was answered.
    Answered {
        /// Interest.
        id: InterestId,
        /// Answer.
        answer: Answer,
        /// Words with it.
        message: String,
        /// By whom.
        by: PersonId,
    },
    /// An interest led to a project.
    Linked {
        /// Interest.
        id: InterestId,
        /// Project.
        project: ProjectId,
    },
    /// An interest expired.
    Expired {
        /// Interest.
        id: InterestId,
    },
}
