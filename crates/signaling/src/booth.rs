//! Language channels and the booths that fill them.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ParticipantId, Source, TrackId};

/// Names a language channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ChannelId(pub Uuid);

impl ChannelId {
    /// The name of its track.
    #[must_use]
    pub fn track(self) -> TrackId {
        TrackId::new(ParticipantId(self.0), Source::Microphone)
    }
}

impl fmt::Display for ChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Names a booth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct BoothId(pub Uuid);

/// What listeners choose: the words of the floor in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// BCP 47.
    pub language: String,
    /// Its track.
    pub track: TrackId,
    /// Whether somebody interprets into it now; otherwise listeners hear the floor alone.
    pub live: bool,
}

/// Up to two interpreters who take turns, for one or two channels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Booth {
    /// Its id; that of its first channel.
    pub id: BoothId,
    /// Its channels: one, or the two of a language pair.
    pub channels: Vec<Channel>,
    /// Who sits in it, in order of coming.
    pub interpreters: Vec<ParticipantId>,
    /// Whose microphone counts.
    pub active: Option<ParticipantId>,
    /// The channel that the active one speaks into.
    pub direction: ChannelId,
    /// The channel that the booth interprets from (relay); the floor when absent.
    pub relay: Option<ChannelId>,
    /// Who asked to hand over or to take over; the other accepts.
    pub handover: Option<ParticipantId>,
}

/// A step of a handover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum HandoverStep {
    /// Asks the partner.
    Ask,
    /// Accepts what the partner asked: the other one of the two is active from here on.
    Accept,
    /// Declines, or takes back.
    Decline,
}
