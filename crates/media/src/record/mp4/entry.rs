//! Sample entries: what a decoder is set up with.

use super::boxes::{full, plain, u16, u32, zeros};
use crate::record::depacketise::Picture;
use crate::tap::TapCodec;

pub(super) fn write(out: &mut Vec<u8>, codec: TapCodec, picture: &Picture) {
    match codec {
        TapCodec::Opus => audio(out),
        TapCodec::Vp8 => video(out, *b"vp08", picture, |out| vpx(out, 41)),
        TapCodec::Vp9 => video(out, *b"vp09", picture, |out| vpx(out, vp9_level(picture))),
        TapCodec::H264 => video(out, *b"avc1", picture, |out| avc(out, picture)),
    }
}

/// Opus in ISOBMFF, section 4.3.
fn audio(out: &mut Vec<u8>) {
    plain(out, *b"Opus", |out| {
        zeros(out, 6);
        u16(out, 1);
        zeros(out, 8);
        u16(out, 2);
        u16(out, 16);
        zeros(out, 4);
        u32(out, 48_000 << 16);
        plain(out, *b"dOps", |out| {
            out.extend_from_slice(&[0, 2]);
            u16(out, 0);
            u32(out, 48_000);
            u16(out, 0);
            out.push(0);
        });
    });
}

fn video(out: &mut Vec<u8>, kind: [u8; 4], picture: &Picture, configuration: impl FnOnce(&mut Vec<u8>)) {
    plain(out, kind, |out| {
        zeros(out, 6);
        u16(out, 1);
        zeros(out, 16);
        u16(out, picture.width);
        u16(out, picture.height);
        u32(out, 0x0048_0000);
        u32(out, 0x0048_0000);
        u32(out, 0);
        u16(out, 1);
        zeros(out, 32);
        u16(out, 24);
        u16(out, 0xffff);
        configuration(out);
    });
}

/// VP codec configuration: profile 0, eight bits, 4:2:0, BT.709 of limited range.
fn vpx(out: &mut Vec<u8>, level: u8) {
    full(out, *b"vpcC", 1, 0, |out| {
        out.extend_from_slice(&[0, level, 8 << 4 | 1 << 1, 1, 1, 1]);
        u16(out, 0);
    });
}

/// AVC decoder configuration (ISO/IEC 14496-15, 5.3.3).
fn avc(out: &mut Vec<u8>, picture: &Picture) {
    let Some((sps, pps)) = &picture.parameter_sets else {
        return;
    };
    let byte = |at: usize| sps.get(at).copied().unwrap_or(0);
    plain(out, *b"avcC", |out| {
        out.extend_from_slice(&[1, byte(1), byte(2), byte(3), 0xff, 0xe1]);
        u16(out, u16::try_from(sps.len()).unwrap_or(u16::MAX));
        out.extend_from_slice(sps);
        out.push(1);
        u16(out, u16::try_from(pps.len()).unwrap_or(u16::MAX));
        out.extend_from_slice(pps);
    });
}

/// The lowest level whose picture size suffices (VP9 levels), at up to 60 pictures a second.
pub(super) fn vp9_level(picture: &Picture) -> u8 {
    match u32::from(picture.width) * u32::from(picture.height) {
        0..=245_760 => 21,
        245_761..=552_960 => 30,
        552_961..=983_040 => 31,
        983_041..=2_228_224 => 41,
        _ => 51,
    }
}
