//! What the server may say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Banned, Booth, BoothId, Breakout, Caption, ChatLine, Conversation, Cue, CueReport, Direction, DownloadOffer,
    ErrorCode, Grants, Hand, LeaveReason, Participant, ParticipantId, Poll, PrivateLine, Question, QuestionVotes, Role,
    RoomState, RosterEntry, Snapshot, Source, Statistics, UploadAnswer, Waiting,
};

/// A STUN or TURN server the client should use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IceServer {
    /// `turn:` or `stun:` addresses.
    pub urls: Vec<String>,
    /// For TURN.
    pub username: Option<String>,
    /// For TURN.
    pub credential: Option<String>,
}

/// A message from the server. Its class (reply, event, state, ephemeral) is in `PROTOCOL.md`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ServerMessage {
    /// Reply to `hello`.
    Welcome {
        /// The protocol version spoken.
        version: u32,
        /// Who the client is here.
        participant: ParticipantId,
        /// Shown as.
        role: Role,
        /// May do.
        grants: Grants,
        /// For the next `hello`, should this socket break. Each works once.
        resume_token: String,
        /// Whether the client goes on where it was: missed events follow, no snapshot is needed.
        resumed: bool,
        /// Whether the client waits in the lobby; `resync` or `denied` follows, until then nothing else does.
        waiting: bool,
        /// The room as it is now (bare while waiting); absent when resumed.
        snapshot: Option<Box<Snapshot>>,
        /// STUN and TURN servers to use.
        ice_servers: Vec<IceServer>,
        /// Answers the upload in `hello`.
        upload: Option<UploadAnswer>,
        /// Why the upload in `hello` was refused.
        upload_error: Option<ErrorCode>,
        /// What the server forwards from the start; later ones come as `download_offer`.
        download: Option<DownloadOffer>,
    },
    /// Reply: carried out.
    Done {},
    /// Reply, or on its own before the socket closes: refused.
    Error {
        /// Why.
        code: ErrorCode,
        /// When to try again.
        retry_after_ms: Option<u32>,
    },
    /// Reply to `ping`.
    Pong {},
    /// Reply to `upload_offer`.
    UploadAnswer {
        /// The answer.
        answer: UploadAnswer,
    },
    /// Reply to `roster`.
    Roster {
        /// The page.
        viewers: Vec<RosterEntry>,
        /// Whether more follow.
        more: bool,
        /// How many match in all.
        total: u32,
    },
    /// Offers what the server forwards; the client sends `download_answer`.
    DownloadOffer {
        /// The offer.
        offer: DownloadOffer,
    },
    /// How many layers of what the receiver sends somebody wants; the rest need not be sent.
    Demand {
        /// From which source.
        source: Source,
        /// How many, from the smallest; 0 when nobody looks.
        layers: u8,
    },
    /// A peer connection is gone: offer again (upload) or await a new offer (download).
    MediaLost {
        /// Which.
        direction: Direction,
    },
    /// A listed participant is new or changed.
    Participant {
        /// As it is now.
        participant: Participant,
    },
    /// A participant is no longer listed.
    ParticipantLeft {
        /// Who.
        participant: ParticipantId,
        /// Why.
        reason: LeaveReason,
    },
    /// How many viewers there are now.
    Viewers {
        /// Their number.
        count: u32,
    },
    /// The room's state changed.
    Room {
        /// As it is now.
        state: RoomState,
    },
    /// The queue of raised hands changed.
    Hands {
        /// As it is now, oldest first.
        hands: Vec<Hand>,
    },
    /// A line of the chat.
    Chat {
        /// The line.
        line: ChatLine,
    },
    /// Somebody's reaction.
    Reaction {
        /// Whose.
        participant: ParticipantId,
        /// Which.
        emoji: String,
    },
    /// Who is heard now, loudest first.
    Speaking {
        /// Who.
        participants: Vec<ParticipantId>,
    },
    /// The receiver's role or grants changed (promoted, demoted).
    Granted {
        /// Shown as.
        role: Role,
        /// May do.
        grants: Grants,
    },
    /// A moderator muted one of the receiver's sources, or lifted that.
    HostMuted {
        /// Which.
        source: Source,
        /// Whether it is muted.
        muted: bool,
        /// The moderator.
        by: ParticipantId,
    },
    /// Somebody is ready for an act, or no longer.
    Ready {
        /// Who.
        participant: ParticipantId,
        /// The person, by its id in the business record.
        person: String,
        /// The act.
        act: String,
        /// Whether it is ready.
        ready: bool,
    },
    /// Part of a signature being drawn.
    Stroke {
        /// Who signs.
        participant: ParticipantId,
        /// The person, by its id in the business record.
        person: String,
        /// The act.
        act: String,
        /// Counts the strokes of one signature from 0.
        stroke: u32,
        /// Points `[x, y, t]`.
        points: Vec<[f64; 3]>,
        /// Whether the stroke ends here.
        end: bool,
    },
    /// A fact of the business record changed (an act signed, a total risen).
    Bulletin {
        /// Which fact; the latest of a kind counts.
        kind: String,
        /// Its value.
        value: serde_json::Value,
    },
    /// The room as the receiver sees it from here on: it was let in from the lobby, or its rights changed.
    Resync {
        /// The room as it is now.
        snapshot: Box<Snapshot>,
    },
    /// The receiver was not let in; the socket closes.
    Denied {},
    /// Who waits in the lobby (to moderators).
    Waiting {
        /// In order of coming.
        waiting: Vec<Waiting>,
    },
    /// Who was removed and may not come back (to moderators).
    Banned {
        /// In order of removal.
        banned: Vec<Banned>,
    },
    /// A line of the chat was taken out.
    ChatDeleted {
        /// The line.
        line: Uuid,
    },
    /// The receiver may not write in the chat any more, or again.
    ChatMuted {
        /// Whether it is kept from it.
        muted: bool,
    },
    /// A question is new or changed.
    Question {
        /// As it is now.
        question: Question,
    },
    /// Questions rose.
    QuestionVotes {
        /// Those that did.
        votes: Vec<QuestionVotes>,
    },
    /// A question was taken away.
    QuestionGone {
        /// Which.
        question: Uuid,
    },
    /// Reply to `questions`.
    QuestionPage {
        /// The page.
        questions: Vec<Question>,
        /// How many there are in all.
        total: u32,
    },
    /// A poll is new or changed.
    Poll {
        /// As it is now.
        poll: Poll,
    },
    /// A poll was taken away.
    PollGone {
        /// Which.
        poll: Uuid,
    },
    /// Private messages with somebody: asked for, agreed, ended.
    Private {
        /// As it is now.
        conversation: Conversation,
    },
    /// A private message.
    PrivateLine {
        /// With whom, by its id in the business record.
        person: String,
        /// The message.
        line: PrivateLine,
    },
    /// What is said, written along.
    Caption {
        /// The line.
        caption: Caption,
    },
    /// Reply to `follow_captions`.
    CaptionTail {
        /// The last complete lines in the chosen languages, oldest first.
        captions: Vec<Caption>,
    },
    /// The booths and language channels changed.
    Interpretation {
        /// As they are now.
        booths: Vec<Booth>,
    },
    /// The receiver's partner in the booth fell silent (gone, away or muted); it may take over.
    PartnerSilent {
        /// The booth.
        booth: BoothId,
    },
    /// All sites are to do something at the same moment.
    Cue {
        /// What.
        cue: Cue,
    },
    /// A cue is over or taken back.
    CueOver {
        /// Which.
        cue: Uuid,
    },
    /// How well the sites kept a cue's time (to moderators).
    CueReport {
        /// As it is now.
        report: CueReport,
    },
    /// A breakout is new or changed (to its parties, who called it, and moderators).
    Breakout {
        /// As it is now.
        breakout: Breakout,
    },
    /// A breakout is over.
    BreakoutOver {
        /// Which.
        breakout: Uuid,
    },
    /// How well connections work (to moderators): all of listed participants, the worst of the others.
    Statistics {
        /// Of the last two seconds.
        statistics: Vec<Statistics>,
    },
    /// How well the receiver's own connections work.
    Quality {
        /// Of the last two seconds.
        statistics: Vec<Statistics>,
    },
    /// The receiver was removed; the socket closes.
    Removed {
        /// The moderator.
        by: ParticipantId,
    },
    /// The room or the server closes; the socket closes.
    Closing {
        /// When to try again; never when absent.
        retry_after_ms: Option<u32>,
    },
}
