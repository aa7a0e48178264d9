//! A segment as a WebM file of its own: one track, one cluster.

use super::ebml::{element, float, master, unsigned};
use super::segmenter::Piece;
use crate::tap::TapCodec;

/// Opus needs 80 ms to settle after a seek (RFC 7845, section 4.6).
const SEEK_PRE_ROLL_NS: u64 = 80_000_000;

/// Writes the file; times count from the piece's start.
pub(super) fn write(piece: &Piece) -> Vec<u8> {
    let mut out = Vec::with_capacity(piece.frames.iter().map(|frame| frame.data.len() + 16).sum::<usize>() + 512);
    master(&mut out, 0x1A45_DFA3, |head| {
        unsigned(head, 0x4286, 1);
        unsigned(head, 0x42F7, 1);
        unsigned(head, 0x42F2, 4);
        unsigned(head, 0x42F3, 8);
        element(head, 0x4282, b"webm");
        unsigned(head, 0x4287, 4);
        unsigned(head, 0x4285, 2);
    });
    master(&mut out, 0x1853_8067, |segment| {
        master(segment, 0x1549_A966, |info| {
            unsigned(info, 0x2A_D7B1, 1_000_000);
            float(info, 0x4489, piece.duration_us() as f64 / 1_000.0);
            element(info, 0x4D80, b"Yunqian");
            element(info, 0x5741, b"Yunqian");
        });
        master(segment, 0x1654_AE6B, |tracks| {
            master(tracks, 0xAE, |entry| track(entry, piece))
        });
        master(segment, 0x1F43_B675, |cluster| blocks(cluster, piece));
    });
    out
}

fn track(entry: &mut Vec<u8>, piece: &Piece) {
    unsigned(entry, 0xD7, 1);
    unsigned(entry, 0x73C5, 1);
    unsigned(entry, 0x9C, 0);
    match piece.codec {
        TapCodec::Opus => {
            unsigned(entry, 0x83, 2);
            element(entry, 0x86, b"A_OPUS");
            element(entry, 0x63A2, &opus_head());
            unsigned(entry, 0x56BB, SEEK_PRE_ROLL_NS);
            master(entry, 0xE1, |audio| {
                float(audio, 0xB5, 48_000.0);
                unsigned(audio, 0x9F, 2);
            });
        }
        codec => {
            unsigned(entry, 0x83, 1);
            element(entry, 0x86, if codec == TapCodec::Vp8 { b"V_VP8" } else { b"V_VP9" });
            master(entry, 0xE0, |video| {
                unsigned(video, 0xB0, u64::from(piece.picture.width));
                unsigned(video, 0xBA, u64::from(piece.picture.height));
            });
        }
    }
}

/// The identification header of RFC 7845 section 5.1: two channels, nothing skipped, as WebRTC sends it.
fn opus_head() -> Vec<u8> {
    let mut head = b"OpusHead\x01\x02".to_vec();
    head.extend_from_slice(&0_u16.to_le_bytes());
    head.extend_from_slice(&48_000_u32.to_le_bytes());
    head.extend_from_slice(&[0, 0, 0]);
    head
}

fn blocks(cluster: &mut Vec<u8>, piece: &Piece) {
    unsigned(cluster, 0xE7, 0);
    let mut last_ms = -1;
    for frame in &piece.frames {
        // Frames that came in a burst still have a time each.
        let ms = ((frame.at_us - piece.start_us + 500) / 1_000).max(last_ms + 1);
        last_ms = ms;
        // A segment is far shorter than the 32 s that a block's time can count.
        let ms = i16::try_from(ms).unwrap_or(i16::MAX);
        let mut block = vec![0x81];
        block.extend_from_slice(&ms.to_be_bytes());
        block.push(if frame.keyframe { 0x80 } else { 0 });
        block.extend_from_slice(&frame.data);
        element(cluster, 0xA3, &block);
    }
}
