//! What a client may say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    BoothId, ChannelId, ChatRules, CueKind, HandoverStep, Layout, Mode, ParticipantId, QuestionRules, QuestionState,
    RoomId, Shown, Source, Spotlight, UnixMillis, UploadOffer,
};

/// Asks to go on where another socket ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Resume {
    /// The token of the last `welcome`.
    pub token: String,
    /// The highest `seq` seen.
    pub last_seq: u64,
}

/// A message from a client. Answered with the reply named there, `done` otherwise, or `error`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientMessage {
    /// Enters the room. The first frame of a socket; answered by `welcome`.
    Hello {
        /// The protocol version spoken.
        version: u32,
        /// The room grant.
        grant: String,
        /// Where to go on.
        resume: Option<Resume>,
        /// What the client sends from the start.
        upload: Option<UploadOffer>,
    },
    /// Asks for a sign of life; answered by `pong`.
    Ping {},
    /// Leaves for good.
    Leave {},
    /// Offers what the client sends now; answered by `upload_answer`.
    UploadOffer {
        /// The offer.
        offer: UploadOffer,
    },
    /// Answers a download offer.
    DownloadAnswer {
        /// The connection of the offer.
        connection: u32,
        /// The generation of the offer.
        generation: u32,
        /// The answer.
        sdp: String,
    },
    /// Asks for a download on a new connection (after a change of network).
    DownloadRestart {},
    /// Says how large the sender shows tracks, so that no more is forwarded than is seen; replaces the last such list.
    /// Tracks that are not listed come whole.
    Show {
        /// At most 500.
        tracks: Vec<Shown>,
    },
    /// Says that the sender muted or unmuted one of its own sources.
    Mute {
        /// Which.
        source: Source,
        /// Whether it is muted.
        muted: bool,
    },
    /// Writes in the chat; the frame's id becomes the line's id.
    Chat {
        /// At most 2,000 characters.
        text: String,
    },
    /// Raises the own hand.
    RaiseHand {},
    /// Lowers the own hand, or another's (moderators).
    LowerHand {
        /// Whose; the sender's when absent.
        participant: Option<ParticipantId>,
    },
    /// Shows a reaction for a moment.
    React {
        /// At most 16 characters.
        emoji: String,
    },
    /// Asks for a page of the viewers; answered by `roster`.
    Roster {
        /// After whom the page starts; from the beginning when absent.
        after: Option<ParticipantId>,
        /// At most 200.
        limit: u32,
        /// Only names or organisations containing this.
        query: Option<String>,
    },
    /// Says that the sender is ready for an act, or no longer.
    Ready {
        /// The act.
        act: String,
        /// Whether it is ready.
        ready: bool,
    },
    /// Shows the sender's signature being drawn.
    Stroke {
        /// The act.
        act: String,
        /// Counts the strokes of one signature from 0.
        stroke: u32,
        /// At most 64 points `[x, y, t]`: x and y from 0 to 1 of the pad, t in milliseconds.
        points: Vec<[f64; 3]>,
        /// Whether the stroke ends here.
        end: bool,
    },
    /// Moderators: mutes another's source for all, or lifts that.
    MuteParticipant {
        /// Whose.
        participant: ParticipantId,
        /// Which.
        source: Source,
        /// Whether it is muted.
        muted: bool,
    },
    /// Moderators: removes a participant; its person may not come back.
    Remove {
        /// Whom.
        participant: ParticipantId,
    },
    /// Moderators: brings a viewer to the panel.
    Promote {
        /// Whom.
        participant: ParticipantId,
        /// Whether it may also share a screen.
        screen: bool,
    },
    /// Moderators: sends a panel member back among the viewers.
    Demote {
        /// Whom.
        participant: ParticipantId,
    },
    /// Moderators: lets nobody new in, or again.
    Lock {
        /// Whether the room is locked.
        locked: bool,
    },
    /// Moderators: sets whom the stage shows large.
    Spotlight {
        /// Whom; nobody when absent.
        spotlight: Option<Spotlight>,
    },
    /// Moderators: goes live, or back to rehearsal.
    SetMode {
        /// The new mode.
        mode: Mode,
    },
    /// Moderators: says what the room is about now.
    Focus {
        /// The id of a pitch or an act; at most 200 characters.
        focus: Option<String>,
    },
    /// Moderators: lets a waiting participant in, or all of them.
    Admit {
        /// Whom; everyone who waits when absent.
        participant: Option<ParticipantId>,
    },
    /// Moderators: sends a waiting participant away; its person may knock again after a minute.
    Deny {
        /// Whom.
        participant: ParticipantId,
    },
    /// Moderators: has newcomers wait to be let in, or no longer.
    SetLobby {
        /// Whether there is a lobby.
        on: bool,
    },
    /// Moderators: lets a removed person come again.
    Readmit {
        /// The person, by its id in the business record.
        person: String,
    },
    /// Hosts: makes a listed participant a moderator too, or no longer.
    Cohost {
        /// Whom.
        participant: ParticipantId,
        /// Whether it moderates.
        on: bool,
    },
    /// Moderators: puts a listed participant on the stage, or backstage.
    SetStage {
        /// Whom.
        participant: ParticipantId,
        /// Whether the audience receives what it sends.
        on_stage: bool,
    },
    /// Moderators: has those who come to publish arrive backstage, or on the stage.
    ArriveBackstage {
        /// Whether backstage.
        on: bool,
    },
    /// Moderators: names a machine's feed.
    NameFeed {
        /// The feed.
        participant: ParticipantId,
        /// At most 200 characters.
        name: String,
    },
    /// Moderators: arranges everybody's stage; those placed come on stage. None leaves it to the clients.
    SetLayout {
        /// The arrangement.
        layout: Option<Layout>,
    },
    /// Moderators: says whether the sender receives the pictures from off the stage, and whom of there it hears.
    Survey {
        /// Whether it receives the pictures.
        pictures: bool,
        /// Whose sound.
        listen_to: Option<ParticipantId>,
    },
    /// Moderators: gives the floor to a raised hand (the first in the queue when absent), who may send from then on.
    Call {
        /// Whose hand.
        participant: Option<ParticipantId>,
        /// How long the turn is, at most 3,600; without limit when absent.
        seconds: Option<u32>,
    },
    /// Moderators: ends the turn; who came from the audience for it goes back there.
    EndTurn {},
    /// Moderators and presenters: opens a document for everybody, turns its page, or closes it.
    ShareDocument {
        /// Its id or digest, at most 200 characters; none closes it.
        document: Option<String>,
        /// The page, from 1.
        page: u32,
    },
    /// Moderators: takes a line out of the chat.
    DeleteChat {
        /// The line.
        line: Uuid,
    },
    /// Moderators: sets the rules of the chat.
    SetChatRules {
        /// The rules.
        rules: ChatRules,
    },
    /// Moderators: keeps a person from writing, or no longer.
    MuteChat {
        /// One of its participants.
        participant: ParticipantId,
        /// Whether it is kept.
        muted: bool,
    },
    /// Asks the stage a question; the frame's id becomes the question's id.
    Ask {
        /// At most 500 characters.
        text: String,
    },
    /// Wants a question answered; once each person.
    UpvoteQuestion {
        /// The question.
        question: Uuid,
    },
    /// Asks for a page of the questions as the sender may see them, in the snapshot's order; answered by `question_page`.
    Questions {
        /// How many to pass over.
        skip: u32,
        /// At most 50.
        limit: u32,
    },
    /// Moderators: sets the rules of the questions.
    SetQuestionRules {
        /// The rules.
        rules: QuestionRules,
    },
    /// Moderators: says where a question stands (publishes it, takes it up aloud, closes it), with a written answer or
    /// without.
    AnswerQuestion {
        /// The question.
        question: Uuid,
        /// Where it stands now.
        state: QuestionState,
        /// At most 2,000 characters.
        text: Option<String>,
    },
    /// Moderators: puts a question before the others, or back.
    PinQuestion {
        /// The question.
        question: Uuid,
        /// Whether it is pinned.
        pinned: bool,
    },
    /// Moderators: takes a question away.
    DismissQuestion {
        /// The question.
        question: Uuid,
    },
    /// Moderators: opens a poll; the frame's id becomes the poll's id.
    OpenPoll {
        /// At most 300 characters.
        question: String,
        /// Two to ten, at most 200 characters each.
        options: Vec<String>,
        /// Whether one may choose several.
        multiple: bool,
    },
    /// Votes in a poll; once each person.
    Vote {
        /// The poll.
        poll: Uuid,
        /// The chosen options, counted from 0.
        options: Vec<u8>,
    },
    /// Moderators: shows everybody the results, or hides them.
    ShowPoll {
        /// The poll.
        poll: Uuid,
        /// Whether they are shown.
        shown: bool,
    },
    /// Moderators: takes no more votes.
    ClosePoll {
        /// The poll.
        poll: Uuid,
    },
    /// Moderators: takes a poll away.
    DropPoll {
        /// The poll.
        poll: Uuid,
    },
    /// Asks somebody for private messages.
    AskPrivate {
        /// Whom.
        participant: ParticipantId,
    },
    /// Accepts or declines to exchange private messages.
    AnswerPrivate {
        /// Who asked, by its id in the business record.
        person: String,
        /// Whether to.
        accept: bool,
    },
    /// Writes a private message to somebody who agreed.
    SayPrivate {
        /// To whom, by its id in the business record.
        person: String,
        /// At most 2,000 characters.
        text: String,
    },
    /// Ends the private messages with somebody.
    EndPrivate {
        /// With whom, by its id in the business record.
        person: String,
    },
    /// Captioners: writes along what is said.
    Caption {
        /// BCP 47.
        language: String,
        /// Counts the lines; the same number again replaces the line.
        line: u32,
        /// At most 500 characters.
        text: String,
        /// Whether the line is complete.
        is_final: bool,
    },
    /// Chooses the languages of captions to receive, instead of the last such choice; answered by `caption_tail`.
    FollowCaptions {
        /// At most 10.
        languages: Vec<String>,
    },
    /// Moderators: opens a language channel; the frame's id becomes the channel's id.
    OpenChannel {
        /// BCP 47; one channel for each language.
        language: String,
        /// The booth that serves it; a new one (with the channel's id) when absent.
        booth: Option<BoothId>,
    },
    /// Moderators: closes a language channel.
    CloseChannel {
        /// The channel.
        channel: ChannelId,
    },
    /// Interpreters: sits down in a booth; the first one there is active.
    JoinBooth {
        /// The booth.
        booth: BoothId,
    },
    /// Interpreters: leaves the booth.
    LeaveBooth {},
    /// Interpreters: a step of a handover to the partner.
    Handover {
        /// Which.
        step: HandoverStep,
    },
    /// Interpreters: takes over at once from a partner who is gone, away or muted.
    TakeOver {},
    /// The active interpreter: speaks into this channel of the booth.
    Direct {
        /// The channel.
        channel: ChannelId,
    },
    /// Interpreters: has the booth interpret from another booth's channel, or from the floor again.
    Relay {
        /// The channel; the floor when absent.
        channel: Option<ChannelId>,
    },
    /// Chooses the language channel to receive beside the floor.
    Listen {
        /// The channel; the floor alone when absent.
        channel: Option<ChannelId>,
    },
    /// Moderators: has all sites do something at the same moment; the frame's id becomes the cue's id.
    Cue {
        /// What.
        kind: CueKind,
        /// The act it belongs to; at most 200 characters.
        act: Option<String>,
        /// At most 200 characters.
        text: Option<String>,
        /// From now, at most 60,000.
        in_ms: u32,
    },
    /// Moderators: takes a cue back.
    CancelCue {
        /// The cue.
        cue: Uuid,
    },
    /// Says when the sender showed a cue.
    CueShown {
        /// The cue.
        cue: Uuid,
        /// When, on the server's clock as the client knows it.
        at: UnixMillis,
    },
    /// Calls others to a negotiation room: moderators, or one of those called; the frame's id becomes its id.
    CallBreakout {
        /// The other room.
        room: RoomId,
        /// Whom; two to eight, the sender among them unless it moderates.
        participants: Vec<ParticipantId>,
    },
    /// Goes to a breakout, or declines.
    AnswerBreakout {
        /// Which.
        breakout: Uuid,
        /// Whether to go.
        accept: bool,
    },
    /// Comes back from a breakout.
    LeaveBreakout {
        /// Which.
        breakout: Uuid,
    },
    /// Calls all back: moderators, who called it, or one of its parties.
    EndBreakout {
        /// Which.
        breakout: Uuid,
    },
}

impl ClientMessage {
    /// Tells whether it is worth nothing a moment later: never answered, never kept.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        matches!(
            self,
            Self::React { .. } | Self::Stroke { .. } | Self::Caption { is_final: false, .. }
        )
    }
}
