//! What to send: encoded pictures and sound with their durations, from files or made up.

mod ivf;
mod ogg;
mod synthetic;

use std::time::Duration;

use bytes::Bytes;

use crate::ClientError;

pub use ivf::Ivf;
pub use ogg::OggOpus;
pub use synthetic::{SyntheticPictures, SyntheticSound};

/// One encoded picture or packet of sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// As the encoder gave it.
    pub data: Bytes,
    /// How long until the next one.
    pub duration: Duration,
}

/// A source of frames; it ends when a file does.
pub type Frames = Box<dyn Iterator<Item = Result<Frame, ClientError>> + Send>;
