//! What a client may say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Mode, ParticipantId, Shown, Source, Spotlight, UploadOffer};

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
    /// Moderators: starts a countdown, or calls it off.
    Countdown {
        /// The act it leads to; none calls it off.
        act: Option<String>,
        /// From now, at most 60,000.
        in_ms: u32,
    },
}

impl ClientMessage {
    /// Tells whether only moderators may say it.
    #[must_use]
    pub fn needs_moderator(&self) -> bool {
        matches!(
            self,
            Self::MuteParticipant { .. }
                | Self::Remove { .. }
                | Self::Promote { .. }
                | Self::Demote { .. }
                | Self::Lock { .. }
                | Self::Spotlight { .. }
                | Self::SetMode { .. }
                | Self::Focus { .. }
                | Self::Countdown { .. }
        )
    }

    /// Tells whether it is worth nothing a moment later: never answered, never kept.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        matches!(self, Self::React { .. } | Self::Stroke { .. })
    }
}
