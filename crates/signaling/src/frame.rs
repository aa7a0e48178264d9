//! The envelope around every message.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ClientMessage, ErrorCode, ServerMessage, UnixMillis};

/// The protocol version spoken here.
pub const VERSION: u32 = 1;

/// The most bytes a frame may have, in both directions.
pub const MAX_FRAME_BYTES: usize = 1024 * 1024;

/// A frame from a client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClientFrame {
    /// A UUIDv7 of the client's; the same id again within five minutes gets the same reply
    /// and has no further effect.
    pub id: Uuid,
    /// What the client says.
    pub body: ClientMessage,
}

/// A frame from the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServerFrame {
    /// Rises from frame to frame, with gaps; on events and state only.
    pub seq: Option<u64>,
    /// The id of the client frame this one answers; on replies only.
    pub ack: Option<Uuid>,
    /// When the server wrote it.
    pub at: UnixMillis,
    /// What the server says.
    pub body: ServerMessage,
}

/// Why a text is no frame.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// More than [`MAX_FRAME_BYTES`].
    #[error("frame of {0} bytes exceeds the limit")]
    TooLarge(usize),
    /// Not JSON, an unknown type or field, a missing field, or an id that is no UUIDv7.
    #[error("malformed frame: {0}")]
    Malformed(String),
}

impl FrameError {
    /// The code to tell the client.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::TooLarge(_) => ErrorCode::FrameTooLarge,
            Self::Malformed(_) => ErrorCode::BadFrame,
        }
    }
}

impl ClientFrame {
    /// Parses a text frame.
    ///
    /// # Errors
    /// When it is too large or not of the protocol.
    pub fn parse(text: &str) -> Result<Self, FrameError> {
        if text.len() > MAX_FRAME_BYTES {
            return Err(FrameError::TooLarge(text.len()));
        }
        let frame: Self = serde_json::from_str(text).map_err(|e| FrameError::Malformed(e.to_string()))?;
        if frame.id.get_version_num() != 7 {
            return Err(FrameError::Malformed("id is no UUIDv7".to_owned()));
        }
        Ok(frame)
    }
}

impl ServerFrame {
    /// Writes the frame as text.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("protocol types are JSON")
    }
}
