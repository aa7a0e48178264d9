//! Identifiers of a room's inhabitants.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Source;

/// Names one room, as the room grant does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RoomId(pub String);

impl fmt::Display for RoomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names one presence in a room; a person with two windows open has two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ParticipantId(pub Uuid);

impl fmt::Display for ParticipantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Names what one participant sends from one source: `<participant id>/<source>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct TrackId(pub String);

impl TrackId {
    /// Builds the name of `participant`'s track from `source`.
    #[must_use]
    pub fn new(participant: ParticipantId, source: Source) -> Self {
        Self(format!("{participant}/{source}"))
    }

    /// Takes the name apart, if it is one.
    #[must_use]
    pub fn parts(&self) -> Option<(ParticipantId, Source)> {
        let (participant, source) = self.0.split_once('/')?;
        let participant = ParticipantId(Uuid::parse_str(participant).ok()?);
        let source = Source::ALL.into_iter().find(|s| s.name() == source)?;
        Some((participant, source))
    }
}

impl fmt::Display for TrackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
