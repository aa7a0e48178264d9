//! Descriptions of media: what clients send, what the server forwards, and the words in which
//! a room and the forwarding unit speak to each other.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{ErrorCode, ParticipantId, TrackId};

/// Where a track comes from. A participant sends at most one track from each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A camera (video).
    Camera,
    /// A microphone (audio).
    Microphone,
    /// A shared screen (video).
    Screen,
    /// The sound of a shared screen (audio).
    ScreenAudio,
}

impl Source {
    /// Every source.
    pub const ALL: [Self; 4] = [Self::Camera, Self::Microphone, Self::Screen, Self::ScreenAudio];

    /// The name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Microphone => "microphone",
            Self::Screen => "screen",
            Self::ScreenAudio => "screen_audio",
        }
    }

    /// Tells whether the source gives pictures rather than sound.
    #[must_use]
    pub fn is_video(self) -> bool {
        matches!(self, Self::Camera | Self::Screen)
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One media section of an upload offer, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadTrack {
    /// The `mid` of the section in the SDP.
    pub mid: String,
    /// What it carries.
    pub source: Source,
}

/// What a client offers to send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadOffer {
    /// Counts the client's upload peer connections from 1; a higher one replaces the last.
    pub connection: u32,
    /// Counts the offers on this connection from 1.
    pub generation: u32,
    /// The offer, sections `sendonly` or `inactive`.
    pub sdp: String,
    /// The sections being sent now; a section not named here sends nothing.
    pub tracks: Vec<UploadTrack>,
}

/// The server's answer to an upload offer, complete with candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadAnswer {
    /// The connection of the offer.
    pub connection: u32,
    /// The generation of the offer.
    pub generation: u32,
    /// The answer.
    pub sdp: String,
}

/// One media section of a download offer, named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SentTrack {
    /// The `mid` of the section in the SDP.
    pub mid: String,
    /// The track it carries.
    pub track: TrackId,
    /// Who sends it.
    pub participant: ParticipantId,
    /// What it carries.
    pub source: Source,
}

/// What the server offers to forward, complete with candidates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DownloadOffer {
    /// Counts the server's download peer connections from 1; a higher one replaces the last.
    pub connection: u32,
    /// Counts the offers on this connection from 1.
    pub generation: u32,
    /// The offer, sections `sendonly` or `inactive`.
    pub sdp: String,
    /// The sections that carry something now.
    pub tracks: Vec<SentTrack>,
}

/// How large a receiver shows a track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The track.
    pub track: TrackId,
    /// The height of the picture on the receiver's screen, in physical pixels; 0 when it is out of sight (nothing is
    /// forwarded then, sound included).
    pub height: u16,
}

/// How well one peer connection of a participant works; of the last two seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    /// Whose.
    pub participant: ParticipantId,
    /// Which of its connections.
    pub direction: Direction,
    /// Kilobits a second of media.
    pub kbit_per_s: u32,
    /// Lost packets per mille, as the receiving end counts them.
    pub loss_per_mille: u16,
    /// Round trip in milliseconds, once known.
    pub rtt_ms: Option<u32>,
    /// What the connection is thought to bear, in kilobits a second, once known (downloads).
    pub estimate_kbit_per_s: Option<u32>,
}

/// Which of a participant's two peer connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the client to the server.
    Upload,
    /// From the server to the client.
    Download,
}

/// What a room asks of the forwarding unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MediaCommand {
    /// Answer what a participant offers to send; [`MediaEvent::UploadAnswered`] follows.
    Upload(ParticipantId, UploadOffer),
    /// Take a participant's answer to the last [`MediaEvent::DownloadOffered`].
    DownloadAnswer {
        /// Who answers.
        participant: ParticipantId,
        /// The connection of the offer.
        connection: u32,
        /// The generation of the offer.
        generation: u32,
        /// The answer.
        sdp: String,
    },
    /// Start the participant's download on a new connection.
    DownloadRestart(ParticipantId),
    /// Forward exactly these tracks to the participant.
    Subscribe(ParticipantId, Vec<TrackId>),
    /// Forward to the participant no more of these tracks than it shows; the list replaces the last one.
    Show(ParticipantId, Vec<Shown>),
    /// Forward a track to nobody, or again.
    Mute {
        /// The track.
        track: TrackId,
        /// Whether it is held back.
        muted: bool,
    },
    /// Let a channel's track (one that no participant sends) carry what another track carries, from here on, without
    /// its receivers negotiating anew; with none it is silent. The first such command makes the channel's track.
    Feed {
        /// The channel's track; its participant is the channel.
        channel: TrackId,
        /// Whose packets it carries.
        from: Option<TrackId>,
    },
    /// Take away a channel's track.
    EndFeed(TrackId),
    /// Answer an offer to receive exactly these tracks on sections that the receiver lists itself (WHEP);
    /// [`MediaEvent::WatchAnswered`] follows. Later [`MediaCommand::Subscribe`]s fill the same sections.
    Watch(ParticipantId, String, Vec<TrackId>),
    /// Hand every packet of a track to the recorder, or no longer.
    Record {
        /// The track.
        track: TrackId,
        /// Whether it is recorded.
        on: bool,
    },
    /// End the participant's upload.
    EndUpload(ParticipantId),
    /// End both connections of the participant.
    Remove(ParticipantId),
}

/// What the forwarding unit reports to a room.
#[derive(Debug, Clone, PartialEq)]
pub enum MediaEvent {
    /// An upload offer was answered or refused.
    UploadAnswered {
        /// Who offered.
        participant: ParticipantId,
        /// The connection of the offer.
        connection: u32,
        /// The generation of the offer.
        generation: u32,
        /// The answer's SDP, or why there is none.
        result: Result<String, ErrorCode>,
    },
    /// The server offers to forward.
    DownloadOffered(ParticipantId, DownloadOffer),
    /// An offer to receive was answered or refused.
    WatchAnswered {
        /// Who offered.
        participant: ParticipantId,
        /// The answer's SDP, or why there is none.
        result: Result<String, ErrorCode>,
    },
    /// How many layers of a participant's source somebody wants, from the smallest; the rest need not be sent.
    Demand(ParticipantId, Source, u8),
    /// How well the room's connections work, every two seconds.
    Statistics(Vec<Statistics>),
    /// A peer connection is up.
    Connected(ParticipantId, Direction),
    /// A peer connection is gone for good.
    Lost(ParticipantId, Direction),
    /// Who is heard now, loudest first.
    Speaking(Vec<ParticipantId>),
}
