//! `ftyp` and `moov`.

use super::boxes::{full, plain, u16, u32, zeros};
use super::{entry, timescale};
use crate::record::depacketise::Picture;
use crate::tap::TapCodec;

/// The matrix that changes nothing.
const IDENTITY: [u32; 9] = [0x0001_0000, 0, 0, 0, 0x0001_0000, 0, 0, 0, 0x4000_0000];

pub(super) fn write(codec: TapCodec, picture: &Picture) -> Vec<u8> {
    let mut out = Vec::new();
    plain(&mut out, *b"ftyp", |out| {
        out.extend_from_slice(b"iso6");
        u32(out, 0);
        out.extend_from_slice(b"iso6cmfcmp41");
    });
    plain(&mut out, *b"moov", |out| {
        full(out, *b"mvhd", 0, 0, |out| {
            zeros(out, 8);
            u32(out, timescale(codec));
            u32(out, 0);
            u32(out, 0x0001_0000);
            u16(out, 0x0100);
            zeros(out, 10);
            IDENTITY.into_iter().for_each(|value| u32(out, value));
            zeros(out, 24);
            u32(out, 2);
        });
        plain(out, *b"trak", |out| track(out, codec, picture));
        plain(out, *b"mvex", |out| {
            full(out, *b"trex", 0, 0, |out| {
                u32(out, 1);
                u32(out, 1);
                zeros(out, 12);
            });
        });
    });
    out
}

fn track(out: &mut Vec<u8>, codec: TapCodec, picture: &Picture) {
    full(out, *b"tkhd", 0, 3, |out| {
        zeros(out, 8);
        u32(out, 1);
        zeros(out, 8 + 8);
        u16(out, 0);
        u16(out, 0);
        u16(out, if codec.is_video() { 0 } else { 0x0100 });
        u16(out, 0);
        IDENTITY.into_iter().for_each(|value| u32(out, value));
        u32(out, u32::from(picture.width) << 16);
        u32(out, u32::from(picture.height) << 16);
    });
    plain(out, *b"mdia", |out| {
        full(out, *b"mdhd", 0, 0, |out| {
            zeros(out, 8);
            u32(out, timescale(codec));
            u32(out, 0);
            // `und`, five bits a letter.
            u16(out, 0x55c4);
            u16(out, 0);
        });
        full(out, *b"hdlr", 0, 0, |out| {
            u32(out, 0);
            out.extend_from_slice(if codec.is_video() { b"vide" } else { b"soun" });
            zeros(out, 12);
            out.extend_from_slice(b"Yunqian\0");
        });
        plain(out, *b"minf", |out| {
            if codec.is_video() {
                full(out, *b"vmhd", 0, 1, |out| zeros(out, 8));
            } else {
                full(out, *b"smhd", 0, 0, |out| zeros(out, 4));
            }
            plain(out, *b"dinf", |out| {
                full(out, *b"dref", 0, 0, |out| {
                    u32(out, 1);
                    full(out, *b"url ", 0, 1, |_| {});
                });
            });
            samples(out, codec, picture);
        });
    });
}

/// The sample table: the entry alone, samples are in fragments.
fn samples(out: &mut Vec<u8>, codec: TapCodec, picture: &Picture) {
    plain(out, *b"stbl", |out| {
        full(out, *b"stsd", 0, 0, |out| {
            u32(out, 1);
            entry::write(out, codec, picture);
        });
        full(out, *b"stts", 0, 0, |out| u32(out, 0));
        full(out, *b"stsc", 0, 0, |out| u32(out, 0));
        full(out, *b"stsz", 0, 0, |out| zeros(out, 8));
        full(out, *b"stco", 0, 0, |out| u32(out, 0));
    });
}
