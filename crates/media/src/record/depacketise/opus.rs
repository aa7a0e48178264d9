//! Opus: every packet is a frame (RFC 7587).

use super::{Format, Frame, Nonsense};

pub(super) struct Opus;

impl Format for Opus {
    fn payload(&mut self, rtp_time: u32, _marker: bool, payload: &[u8]) -> Result<Option<Frame>, Nonsense> {
        duration_us(payload).ok_or(Nonsense)?;
        Ok(Some(Frame {
            rtp_time,
            keyframe: true,
            picture: None,
            data: payload.to_vec(),
        }))
    }

    fn reset(&mut self) {}
}

/// How long a packet sounds (RFC 6716 section 3.1), at most 120 ms.
pub(crate) fn duration_us(packet: &[u8]) -> Option<i64> {
    let toc = *packet.first()?;
    let frame_us = match toc >> 3 {
        silk @ 0..=11 => [10_000, 20_000, 40_000, 60_000][usize::from(silk % 4)],
        hybrid @ 12..=15 => [10_000, 20_000][usize::from(hybrid % 2)],
        celt => [2_500, 5_000, 10_000, 20_000][usize::from(celt % 4)],
    };
    let frames = match toc & 0x03 {
        0 => 1,
        1 | 2 => 2,
        _ => i64::from(*packet.get(1)? & 0x3f),
    };
    let all = frame_us * frames;
    (1..=120_000).contains(&all).then_some(all)
}
