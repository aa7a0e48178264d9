//! Made-up pictures and sound for tests and bots: shaped as VP8 and Opus, showing and saying nothing.

use std::time::Duration;

use bytes::Bytes;

use super::Frame;
use crate::ClientError;

const PICTURE: Duration = Duration::from_nanos(33_333_333);
const SOUND: Duration = Duration::from_millis(20);
/// A keyframe every two seconds: who joins waits no longer.
const KEYFRAME_EVERY: u64 = 60;
/// A packet of silence: CELT, 20 ms, one frame.
const SILENCE: &[u8] = &[0xf8, 0xff, 0xfe];

/// Endless pictures.
#[derive(Debug)]
pub struct SyntheticPictures {
    count: u64,
    bytes: usize,
}

impl SyntheticPictures {
    /// Pictures that take about so many kilobits a second.
    #[must_use]
    pub fn new(kbit_per_s: u32) -> Self {
        let bytes = usize::try_from(kbit_per_s).unwrap_or(usize::MAX) * 1000 / 8 / 30;
        Self {
            count: 0,
            bytes: bytes.clamp(32, 256 * 1024),
        }
    }
}

impl Iterator for SyntheticPictures {
    type Item = Result<Frame, ClientError>;

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.count.is_multiple_of(KEYFRAME_EVERY);
        self.count += 1;
        // The frame tag of RFC 6386 section 9.1, for a keyframe of 640 × 360 with its start code.
        let mut data = vec![0xcd; self.bytes];
        data[..3].copy_from_slice(&[if key { 0x10 } else { 0x11 }, 0, 0]);
        if key {
            data[3..10].copy_from_slice(&[0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01]);
        }
        Some(Ok(Frame {
            data: data.into(),
            duration: PICTURE,
        }))
    }
}

/// Endless silence.
#[derive(Debug, Default)]
pub struct SyntheticSound;

impl Iterator for SyntheticSound {
    type Item = Result<Frame, ClientError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(Ok(Frame {
            data: Bytes::from_static(SILENCE),
            duration: SOUND,
        }))
    }
}
