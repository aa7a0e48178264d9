//! `moof` and `mdat`.

use super::boxes::{full, plain, u32, u64};
use super::timescale;
use crate::record::reader::TimedFrame;

/// Depends on nothing.
const SYNC: u32 = 0x0200_0000;
/// Depends on others.
const NOT_SYNC: u32 = 0x0101_0000;
/// `tfhd`: offsets count from the `moof`.
const BASE_IS_MOOF: u32 = 0x02_0000;
/// `trun`: data offset, and of each sample duration, size and flags.
const RUN: u32 = 0x01 | 0x0100 | 0x0200 | 0x0400;

pub(super) fn write(number: u32, origin_us: i64, end_us: i64, frames: &[TimedFrame]) -> Vec<u8> {
    let Some(first) = frames.first() else {
        return Vec::new();
    };
    let scale = i64::from(timescale(first.codec));
    let ticks = |at_us: i64| u64::try_from((at_us - origin_us).max(0) * scale / 1_000_000).unwrap_or(0);
    let ends = frames.iter().skip(1).map(|frame| frame.at_us).chain([end_us]);
    let durations = frames
        .iter()
        .zip(ends)
        .map(|(frame, end)| u32::try_from(ticks(end).saturating_sub(ticks(frame.at_us))).unwrap_or(u32::MAX));
    let mut out = Vec::new();
    plain(&mut out, *b"moof", |out| {
        full(out, *b"mfhd", 0, 0, |out| u32(out, number));
        plain(out, *b"traf", |out| {
            full(out, *b"tfhd", 0, BASE_IS_MOOF, |out| u32(out, 1));
            full(out, *b"tfdt", 1, 0, |out| u64(out, ticks(first.at_us)));
            full(out, *b"trun", 0, RUN, |out| {
                u32(out, count(frames.len()));
                u32(out, 0);
                for (frame, duration) in frames.iter().zip(durations) {
                    u32(out, duration);
                    u32(out, count(frame.data.len()));
                    u32(out, if frame.keyframe { SYNC } else { NOT_SYNC });
                }
            });
        });
    });
    // The run's last 12 bytes a sample and the offset before them end the `moof`.
    let offset_at = out.len() - frames.len() * 12 - 4;
    let offset = count(out.len() + 8);
    out[offset_at..offset_at + 4].copy_from_slice(&offset.to_be_bytes());
    plain(&mut out, *b"mdat", |out| {
        for frame in frames {
            out.extend_from_slice(&frame.data);
        }
    });
    out
}

fn count(length: usize) -> u32 {
    u32::try_from(length).expect("a segment is far below 4 GiB")
}
