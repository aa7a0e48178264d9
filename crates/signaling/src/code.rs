//! Stable codes: errors, close codes, reasons.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Why a message was refused. The code is stable; texts for people are the client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorCode {
    /// The frame is not JSON of the protocol (unknown fields included).
    BadFrame,
    /// The frame exceeds 1 MiB.
    FrameTooLarge,
    /// The protocol version is not spoken here.
    UnsupportedVersion,
    /// The first frame is not `hello`, or none came in time.
    HelloExpected,
    /// `hello` came twice.
    AlreadyJoined,
    /// The grant is forged, malformed or for another audience.
    BadGrant,
    /// The grant is past its time.
    GrantExpired,
    /// The room holds as many as it may.
    RoomFull,
    /// The room is locked.
    RoomLocked,
    /// The room is closed.
    RoomClosed,
    /// The person was removed from this room.
    Removed,
    /// The grant does not allow it.
    NotAllowed,
    /// It waits for the room to be live.
    NotLive,
    /// It waits for a moderator to let the sender in.
    Waiting,
    /// A moderator did not let the person in; wait `retry_after_ms`.
    Denied,
    /// Only moderators write in the chat now.
    ChatOff,
    /// A moderator keeps the person from writing.
    ChatMuted,
    /// One line every so often; wait `retry_after_ms`.
    SlowMode,
    /// It is closed (a poll, the questions).
    Closed,
    /// The person did so already.
    AlreadyDone,
    /// There are as many as there may be.
    TooMany,
    /// The other did not agree to private messages.
    NotAgreed,
    /// The booth has two interpreters already.
    BoothFull,
    /// The sender sits in no booth.
    NotInBooth,
    /// The partner is interpreting; ask for a handover.
    PartnerActive,
    /// No such thing here (line, question, poll, channel, booth, cue, breakout, conversation).
    NoSuchThing,
    /// No such participant here.
    NoSuchParticipant,
    /// No such track here.
    NoSuchTrack,
    /// The host muted this source; only the host lifts that.
    MutedByHost,
    /// A field is longer, larger or stranger than allowed.
    BadValue,
    /// The SDP can't be used.
    BadSdp,
    /// No codec in common.
    NoCommonCodec,
    /// The SDP belongs to an earlier negotiation.
    BadGeneration,
    /// Another negotiation of this connection is under way.
    NegotiationPending,
    /// The forwarding unit does not answer.
    MediaUnavailable,
    /// Too many messages; wait `retry_after_ms`.
    RateLimited,
    /// Too many messages for too long; the socket closes.
    Flooding,
}

/// The WebSocket close codes of the protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloseCode {
    /// The participant left, or the room ended.
    Normal,
    /// The server stops; reconnect after a while.
    GoingAway,
    /// Malformed frame or protocol misuse.
    Protocol,
    /// The grant does not open the room.
    Grant,
    /// A moderator removed the participant.
    Removed,
    /// The room closed.
    RoomClosed,
    /// A moderator did not let the person in from the lobby.
    Denied,
    /// The client reads too slowly; resume.
    SlowConsumer,
    /// The same participant resumed on another socket.
    Replaced,
    /// No `hello` within five seconds.
    HelloTimeout,
    /// The client sends too much.
    Flooding,
}

impl CloseCode {
    /// The number on the wire.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Self::Normal => 1000,
            Self::GoingAway => 1001,
            Self::Protocol => 4000,
            Self::Grant => 4001,
            Self::Removed => 4003,
            Self::RoomClosed => 4004,
            Self::Denied => 4005,
            Self::SlowConsumer => 4008,
            Self::Replaced => 4009,
            Self::HelloTimeout => 4010,
            Self::Flooding => 4029,
        }
    }

    /// The reason on the wire.
    #[must_use]
    pub fn reason(self) -> &'static str {
        match self {
            Self::Normal => "left",
            Self::GoingAway => "going-away",
            Self::Protocol => "protocol",
            Self::Grant => "grant",
            Self::Removed => "removed",
            Self::RoomClosed => "room-closed",
            Self::Denied => "denied",
            Self::SlowConsumer => "slow-consumer",
            Self::Replaced => "replaced",
            Self::HelloTimeout => "hello-timeout",
            Self::Flooding => "flooding",
        }
    }
}

impl fmt::Display for CloseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.number(), self.reason())
    }
}

/// Why a participant is no longer listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeaveReason {
    /// It left.
    Left,
    /// Its connection stayed away too long.
    TimedOut,
    /// A moderator removed it.
    Removed,
    /// It is a viewer now.
    Demoted,
}
