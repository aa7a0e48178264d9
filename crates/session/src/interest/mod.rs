//! Expressions of interest, each with a clock.

mod change;
mod decide;
mod due;
mod fold;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::FileReference;
use crate::{InterestId, OrganisationId, PersonId, PitchId, ProjectId};

pub use change::{Command, Event};

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
        /// The answer: accepted.
        answer: Answer,
        /// Words with it.
        answer_message: String,
        /// When.
        answered_at: Timestamp,
        /// By whom.
        answered_by: PersonId,
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

crate::refusal::refusals! {
    "Why a command on interests is refused.";
    /// The project is the organisation's own.
    OwnProject => Invalid, "own-project", "this is your own project";
    /// An interest of the same kind waits for an answer.
    AlreadySent => Conflict, "interest-already-sent", "your interest waits for an answer";
    /// The pitch is not one of this project.
    PitchOfOther => Invalid, "pitch-of-other-project", "the pitch is not one of this project";
    /// The answer is not due yet.
    NotDue => Conflict, "not-due", "an answer is not due yet";
}
