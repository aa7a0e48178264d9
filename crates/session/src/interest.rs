//! Expressions of interest, each with a clock.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::FileReference;
use crate::{InterestId, OrganisationId, PersonId, PitchId, ProjectId};

/// What the interested side wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum InterestKind {
    /// More information.
    Information,
    /// A meeting.
    Meeting,
    /// A visit to the site.
    SiteVisit,
    /// Cooperation.
    Cooperation,
}

/// What the other side answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// Yes; contacts are shared from now on.
    Accepted,
    /// No.
    Declined,
    /// Information given; the interest stays open for a decision.
    Information,
}

/// Where an interest stands: sent → answered → linked to a project; expired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum InterestState {
    /// Waits for an answer.
    Sent,
    /// Answered.
    Answered {
        /// Answer.
        answer: Answer,
        /// Words with it.
        answer_message: String,
        /// When.
        answered_at: Timestamp,
        /// By whom.
        answered_by: PersonId,
    },
    /// Led to a project that is followed.
    Linked {
        /// Project.
        linked_project: ProjectId,
    },
    /// Nobody answered in time.
    Expired,
}

/// An expression of interest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Interest)]
pub struct Interest {
    /// Id.
    pub id: InterestId,
    /// Project it is about.
    pub project: ProjectId,
    /// Pitch during which it arose.
    pub pitch: Option<PitchId>,
    /// Organisation that is interested.
    pub organisation: OrganisationId,
    /// Person who sent it.
    pub person: PersonId,
    /// Kind.
    pub kind: InterestKind,
    /// Message.
    pub message: String,
    /// Attachments.
    pub attachments: Vec<FileReference>,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// When an answer is due.
    pub due_at: Timestamp,
    /// State.
    #[serde(flatten)]
    pub state: InterestState,
}

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
