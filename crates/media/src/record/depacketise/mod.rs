//! Takes RTP payloads apart into frames.

mod h264;
mod opus;
mod vp8;
mod vp9;

use crate::tap::TapCodec;

pub(crate) use opus::duration_us as opus_duration_us;

/// What a decoder must know before the first frame, where it changes within a track.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u16,
    /// Height in pixels.
    pub height: u16,
    /// H.264: sequence and picture parameter set.
    pub parameter_sets: Option<(Vec<u8>, Vec<u8>)>,
}

/// One frame as the codec knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its RTP timestamp.
    pub rtp_time: u32,
    /// Whether decoding can begin with it.
    pub keyframe: bool,
    /// The picture it begins (keyframes of video).
    pub picture: Option<Picture>,
    /// The data as a container wants it (H.264: with lengths in front of the units).
    pub data: Vec<u8>,
}

/// A codec's own part: takes a payload, gives a frame when it is whole.
trait Format: Send + Sync {
    /// Takes the next payload; a frame once it is whole, `Err` when the payload makes no sense here.
    fn payload(&mut self, rtp_time: u32, marker: bool, payload: &[u8]) -> Result<Option<Frame>, Nonsense>;

    /// Forgets what was begun.
    fn reset(&mut self);
}

/// A frame larger than this is none: senders end frames, and a key frame of the largest picture fits.
const MOST_FRAME_BYTES: usize = 4 * 1024 * 1024;

/// A payload that is malformed or belongs to a frame whose start was missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Nonsense;

/// Takes a track's payloads, in order, and gives its frames. After a loss it is silent until the next keyframe.
pub struct Depacketiser {
    format: Box<dyn Format>,
    broken: bool,
}

impl Depacketiser {
    /// Begins a track.
    #[must_use]
    pub fn new(codec: TapCodec) -> Self {
        let format: Box<dyn Format> = match codec {
            TapCodec::Opus => Box::new(opus::Opus),
            TapCodec::Vp8 => Box::new(vp8::Vp8::default()),
            TapCodec::Vp9 => Box::new(vp9::Vp9::default()),
            TapCodec::H264 => Box::new(h264::H264::default()),
        };
        Self {
            format,
            // Nothing can be decoded before the first keyframe.
            broken: true,
        }
    }

    /// Takes the next packet's payload; an empty one is padding.
    pub fn payload(&mut self, rtp_time: u32, marker: bool, payload: &[u8]) -> Option<Frame> {
        if payload.is_empty() {
            return None;
        }
        let Ok(frame) = self.format.payload(rtp_time, marker, payload) else {
            self.lost();
            return None;
        };
        let frame = frame?;
        self.broken &= !frame.keyframe;
        (!self.broken).then_some(frame)
    }

    /// Notes that packets are missing here.
    pub fn lost(&mut self) {
        self.format.reset();
        self.broken = true;
    }

    /// Tells whether only a keyframe can go on.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        self.broken
    }
}

#[cfg(test)]
mod tests;
