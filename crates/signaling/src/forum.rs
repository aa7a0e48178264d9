//! What the hall says: chat rules, questions, polls, captions, private messages.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ParticipantId, UnixMillis};

/// What holds for the chat.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatRules {
    /// Whether only moderators may write.
    pub off: bool,
    /// Seconds between two lines of one person; 0 for no such rule, at most 300. Moderators are free.
    pub slow_s: u16,
}

/// What holds for questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionRules {
    /// Whether questions may be asked.
    pub open: bool,
    /// Whether a moderator publishes each before the others see it.
    pub reviewed: bool,
}

/// Where a question stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuestionState {
    /// Only moderators and who asked see it.
    Pending,
    /// It waits for an answer.
    Open,
    /// It is being answered aloud.
    Live,
    /// It was answered.
    Answered,
}

/// A written answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The words.
    pub text: String,
    /// Name of who wrote it.
    pub name: String,
    /// When.
    pub at: UnixMillis,
}

/// A question to the stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The id of the message that asked it.
    pub id: Uuid,
    /// Who asked.
    pub participant: ParticipantId,
    /// Name.
    pub name: String,
    /// Organisation.
    pub organisation: Option<String>,
    /// The words.
    pub text: String,
    /// When.
    pub at: UnixMillis,
    /// How many people want it answered.
    pub votes: u32,
    /// Where it stands.
    pub state: QuestionState,
    /// Whether it stands before the others.
    pub pinned: bool,
    /// Its written answer.
    pub answer: Option<Answer>,
}

/// How many want a question answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuestionVotes {
    /// The question.
    pub question: Uuid,
    /// How many.
    pub votes: u32,
}

/// One answer of a poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PollOption {
    /// The words.
    pub text: String,
    /// How many chose it; absent until the results are shown (moderators see them at once).
    pub votes: Option<u32>,
}

/// A poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    /// The id of the message that opened it.
    pub id: Uuid,
    /// What is asked.
    pub question: String,
    /// The answers to choose from.
    pub options: Vec<PollOption>,
    /// Whether one may choose several.
    pub multiple: bool,
    /// Whether votes are taken.
    pub open: bool,
    /// Whether everybody sees the results.
    pub shown: bool,
    /// How many people voted.
    pub voters: u32,
}

/// The receiver's vote in a poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ballot {
    /// The poll.
    pub poll: Uuid,
    /// The chosen options, counted from 0.
    pub options: Vec<u8>,
}

/// A line of what is said, written along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Caption {
    /// Who writes.
    pub participant: ParticipantId,
    /// BCP 47.
    pub language: String,
    /// Counts the writer's lines in this language; a line replaces an earlier one of the same number.
    pub line: u32,
    /// The words.
    pub text: String,
    /// Whether the line is complete; an incomplete one may be lost.
    pub is_final: bool,
    /// When.
    pub at: UnixMillis,
}

/// Where two people stand with their private messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    /// The receiver asked and waits.
    Asked,
    /// The other asked; the receiver may accept or decline.
    Invited,
    /// Both agreed.
    Open,
    /// One declined, or ended it.
    Closed,
}

/// A private message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrivateLine {
    /// The id of the message that brought it.
    pub id: Uuid,
    /// Who wrote it, by its id in the business record.
    pub person: String,
    /// The words.
    pub text: String,
    /// When.
    pub at: UnixMillis,
}

/// Private messages with one other person. Nobody else sees them, moderators included; they end with the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// The other person, by its id in the business record.
    pub person: String,
    /// Its name.
    pub name: String,
    /// Its organisation.
    pub organisation: Option<String>,
    /// Where it stands.
    pub state: ConversationState,
    /// The last messages, oldest first.
    pub lines: Vec<PrivateLine>,
}
