//! What a connected, authenticated participant sends: RTP and RTCP of any shape, under valid keys.

mod packets;
mod stage;

use crate::draw::{Draw, put};
use stage::Stage;

/// Steps of one input.
const MOST_STEPS: usize = 300;

/// One sends, one receives, the recorder runs.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let layers: &[&str] = if draw.flag() { &["q", "h", "f"] } else { &[] };
    let mut stage = Stage::new(layers);
    for _ in 0..MOST_STEPS {
        if draw.is_over() {
            break;
        }
        match draw.byte() % 10 {
            0..=3 => {
                let packet = stage.identity.rtp(&mut draw);
                stage.send_rtp(packet);
            }
            4 => {
                let packet = stage.identity.rtcp(&mut draw, true);
                stage.send_rtcp(true, &packet);
            }
            5 | 6 => {
                let packet = stage.identity.rtcp(&mut draw, false);
                stage.send_rtcp(false, &packet);
            }
            7 => stage.send_plain(draw.flag(), draw.bytes()),
            8 => stage.order(&mut draw),
            _ => stage.pass(u64::from(draw.word() & 0x07ff)),
        }
    }
    stage.pass(2_100);
}

/// Media of each codec, with what its receiver says of it.
pub fn seeds() -> Vec<Vec<u8>> {
    let rtp = |stream: u8, format: u8, extension: &[u8], payload: &[u8]| {
        let mut out = vec![0, stream, format, 0, 1, 0, 0, 11, 184, 1];
        out.extend(extension);
        put(&mut out, payload);
        out
    };
    let rtcp = |from: u8, kind: u8, more: &[u8]| {
        let mut out = vec![from, 1, kind, 0, 1];
        put(&mut out, more);
        out
    };
    let wait = vec![9, 0, 40];
    let vp8_key = [0x10, 0x10, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0x68, 1, 7, 7];
    let vp9_key = [0x8c, 0x81, 2, 0x82, 0x49, 0x83, 0x42, 0, 0x27, 0xf0, 0x16, 0x70, 0];
    let h264_key = [
        0x78, 0, 9, 0x67, 0x42, 0xc0, 0x1f, 0xda, 1, 0x40, 0x16, 0xe8, 0, 3, 0x68, 0xce, 6, 0, 2, 0x65, 0x88,
    ];
    let report: Vec<u8> = [&[0xee, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0xe8][..], &[0; 8]].concat();
    let feedback = [
        rtcp(5, 0, &[]),
        rtcp(5, 2, &[0, 1, 0xff, 0xff, 0, 2, 0, 3]),
        rtcp(5, 4, &[1, 0x12, 0x34, 0x56, 0, 0, 0, 9]),
        rtcp(6, 5, &[200, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]),
        rtcp(4, 6, &report),
        rtcp(4, 3, &[0, 1, 0, 2, 0, 0, 1, 0, 0x20, 2, 4, 8]),
        vec![8, 1, 1, 8, 0, 0, 8, 2, 0, 120],
    ];
    let all = |layered: u8, extension: &[u8]| {
        let mut out = vec![layered];
        let payloads: [&[u8]; 4] = [&[0x78, 1, 2], &vp8_key, &vp9_key, &h264_key];
        for (at, payload) in (0_u8..).zip(payloads) {
            for format in 0..8 {
                out.extend(rtp(u8::from(at > 0), format, extension, payload));
            }
            out.extend(&wait);
        }
        feedback.iter().for_each(|packet| out.extend(packet));
        out.extend(&wait);
        out
    };
    vec![
        all(0, &[0]),
        all(0, &[1]),
        all(1, &[2, 0]),
        all(1, &[2, 1]),
        all(0, &[3, 0, 4, 0x10, 1, 2, 3]),
    ]
}
