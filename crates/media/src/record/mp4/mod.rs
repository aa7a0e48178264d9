//! Fragmented MP4 in the manner of CMAF (ISO/IEC 14496-12, 23000-19): one track a file.

mod boxes;
mod entry;
mod fragment;
mod initialisation;

use super::depacketise::Picture;
use super::reader::TimedFrame;
use crate::tap::TapCodec;

/// Writes the initialisation segment (`ftyp`, `moov`) of a track.
#[must_use]
pub fn initialisation(codec: TapCodec, picture: &Picture) -> Vec<u8> {
    initialisation::write(codec, picture)
}

/// Writes a media segment (`moof`, `mdat`) whose timeline counts from `origin_us` and which ends at `end_us`.
#[must_use]
pub fn media(number: u32, origin_us: i64, end_us: i64, frames: &[TimedFrame]) -> Vec<u8> {
    fragment::write(number, origin_us, end_us, frames)
}

/// The `codecs` parameter (RFC 6381) of a track.
#[must_use]
pub fn codecs(codec: TapCodec, picture: &Picture) -> String {
    match codec {
        TapCodec::Opus => "opus".to_owned(),
        TapCodec::Vp8 => "vp08.00.41.08".to_owned(),
        TapCodec::Vp9 => format!("vp09.00.{:02}.08", entry::vp9_level(picture)),
        TapCodec::H264 => {
            let sps = picture.parameter_sets.as_ref().map(|(sps, _)| sps.as_slice());
            let byte = |at: usize| sps.and_then(|sps| sps.get(at)).copied().unwrap_or(0);
            format!("avc1.{:02x}{:02x}{:02x}", byte(1), byte(2), byte(3))
        }
    }
}

/// Ticks a second of a track's timeline.
fn timescale(codec: TapCodec) -> u32 {
    codec.clock_rate()
}
