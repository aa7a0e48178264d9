//! What a room looks like at one moment.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Ballot, Booth, Breakout, ChannelId, ChatRules, Conversation, Cue, Grants, Layout, ParticipantId, Poll, Question,
    QuestionRules, Role, RoomId, RoomKind, SharedDocument, Source, TrackId, Turn, UnixMillis,
};

/// Whether the audience is let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Those on stage are among themselves; viewers wait.
    Rehearsal,
    /// Everyone sees the stage.
    Live,
}

/// One thing a participant sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Track {
    /// Its name.
    pub id: TrackId,
    /// What it carries.
    pub source: Source,
    /// Muted by its sender.
    pub muted: bool,
    /// Muted by a moderator: forwarded to nobody.
    pub muted_by_host: bool,
}

/// A listed participant (anyone but viewers and hidden ones).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Participant {
    /// Its id in this room.
    pub id: ParticipantId,
    /// The person, by its id in the business record.
    pub person: String,
    /// Name.
    pub name: String,
    /// Organisation.
    pub organisation: Option<String>,
    /// Shown as.
    pub role: Role,
    /// What it may do.
    pub grants: Grants,
    /// Whether its socket is there now.
    pub online: bool,
    /// Whether the audience receives what it sends; otherwise it is backstage.
    pub on_stage: bool,
    /// Whether it is away in a breakout: nobody here receives what it sends.
    pub in_breakout: bool,
    /// Whether it is a camera or encoder, no person.
    pub machine: bool,
    /// What it sends.
    pub tracks: Vec<Track>,
}

/// A viewer in the paged roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RosterEntry {
    /// Its id in this room.
    pub id: ParticipantId,
    /// The person, by its id in the business record.
    pub person: String,
    /// Name.
    pub name: String,
    /// Organisation.
    pub organisation: Option<String>,
}

/// A raised hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hand {
    /// Who.
    pub participant: ParticipantId,
    /// Name.
    pub name: String,
    /// Organisation.
    pub organisation: Option<String>,
    /// Since when.
    pub at: UnixMillis,
}

/// A line of the chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChatLine {
    /// The id of the client message that brought it.
    pub id: Uuid,
    /// Who wrote it.
    pub participant: ParticipantId,
    /// Name of the writer then.
    pub name: String,
    /// Role of the writer then.
    pub role: Role,
    /// What was written.
    pub text: String,
    /// When.
    pub at: UnixMillis,
}

/// Whom everybody's stage shows large.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spotlight {
    /// Who.
    pub participant: ParticipantId,
    /// Which of its pictures.
    pub source: Source,
}

/// Somebody in the lobby.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiting {
    /// Its id in this room.
    pub participant: ParticipantId,
    /// The person, by its id in the business record.
    pub person: String,
    /// Name.
    pub name: String,
    /// Organisation.
    pub organisation: Option<String>,
    /// As what it would come in.
    pub role: Role,
    /// Since when.
    pub since: UnixMillis,
}

/// Somebody who was removed and may not come back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Banned {
    /// The person, by its id in the business record.
    pub person: String,
    /// Name.
    pub name: String,
}

/// Who said to be ready for which act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Readiness {
    /// Who.
    pub participant: ParticipantId,
    /// The person, by its id in the business record.
    pub person: String,
    /// The act.
    pub act: String,
}

/// The room's own state, sent whole whenever it changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoomState {
    /// Rehearsal or live.
    pub mode: Mode,
    /// Whether nobody new may enter.
    pub locked: bool,
    /// Whether the server records.
    pub recording: bool,
    /// Since when it does.
    pub recording_since: Option<UnixMillis>,
    /// Whom the stage shows large.
    pub spotlight: Option<Spotlight>,
    /// What the room is about now (a pitch, an act), as the host set it; opaque here.
    pub focus: Option<String>,
    /// Whether newcomers wait to be let in.
    pub lobby: bool,
    /// Whether those who come to publish arrive backstage.
    pub arrive_backstage: bool,
    /// How the stage is arranged; as each client likes when absent.
    pub layout: Option<Layout>,
    /// The document everybody has open.
    pub document: Option<SharedDocument>,
    /// Whose turn to speak it is.
    pub turn: Option<Turn>,
    /// The rules of the chat.
    pub chat: ChatRules,
    /// The rules of the questions.
    pub questions: QuestionRules,
    /// The languages that captions come in.
    pub caption_languages: Vec<String>,
}

/// What in a room is the receiver's alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Own {
    /// The questions it wants answered.
    pub upvoted: Vec<Uuid>,
    /// How it voted.
    pub ballots: Vec<Ballot>,
    /// The language channel it receives.
    pub listening: Option<ChannelId>,
    /// The languages of captions it receives.
    pub caption_languages: Vec<String>,
    /// Whether it may not write in the chat.
    pub chat_muted: bool,
    /// Its private messages.
    pub private: Vec<Conversation>,
}

/// Everything a client needs to draw the room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Snapshot {
    /// The room.
    pub room: RoomId,
    /// Its kind.
    pub kind: RoomKind,
    /// The last event the snapshot contains.
    pub seq: u64,
    /// Its state.
    pub state: RoomState,
    /// Those on stage, the receiver included when it is one of them.
    pub participants: Vec<Participant>,
    /// How many viewers there are.
    pub viewers: u32,
    /// The queue of raised hands, oldest first.
    pub hands: Vec<Hand>,
    /// The end of the chat, oldest first.
    pub chat: Vec<ChatLine>,
    /// Who is ready for which act.
    pub ready: Vec<Readiness>,
    /// Facts of the business record the server set for this room, by kind.
    pub bulletins: BTreeMap<String, serde_json::Value>,
    /// The first 50 questions: pinned ones first, then by votes, then by time.
    pub questions: Vec<Question>,
    /// The polls, oldest first.
    pub polls: Vec<Poll>,
    /// The booths with their language channels.
    pub booths: Vec<Booth>,
    /// The cues to come or just past.
    pub cues: Vec<Cue>,
    /// The breakouts the receiver has to do with; all of them for moderators.
    pub breakouts: Vec<Breakout>,
    /// Who waits in the lobby; for moderators.
    pub waiting: Vec<Waiting>,
    /// Who may not come back; for moderators.
    pub banned: Vec<Banned>,
    /// What is the receiver's alone.
    pub own: Own,
}
