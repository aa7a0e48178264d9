//! Datagrams over TCP (RFC 4571).

#[path = "../../crates/media/src/driver/framing.rs"]
mod code;

use crate::draw::{Draw, put};
use code::{LENGTH, MOST_FRAME_BYTES, frames};

/// Bytes that come in pieces give the frames that they give at once.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let sizes: Vec<usize> = draw.bytes().iter().map(|size| usize::from(*size) * 16 + 1).collect();
    let stream = draw.rest();
    let mut whole = Vec::new();
    let used = frames(stream, |frame| whole.push(frame.to_vec()));
    if let Ok(used) = used {
        assert_eq!(used, whole.iter().map(|frame| frame.len() + LENGTH).sum::<usize>());
        assert!(stream.len() - used < LENGTH + MOST_FRAME_BYTES, "a whole frame waits");
    }
    let (mut waiting, mut pieces, mut rest, mut sizes) = (Vec::new(), Vec::new(), stream, sizes.iter().cycle());
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(sizes.next().map_or(rest.len(), |size| (*size).min(rest.len())));
        rest = after;
        waiting.extend_from_slice(piece);
        match frames(&waiting, |frame| pieces.push(frame.to_vec())) {
            Ok(read) => drop(waiting.drain(..read)),
            Err(_) => {
                assert!(used.is_err(), "refused in pieces alone");
                break;
            }
        }
    }
    assert_eq!(pieces, whole);
}

/// Streams of frames, one of them broken.
pub fn seeds() -> Vec<Vec<u8>> {
    let seed = |sizes: &[u8], frames: &[&[u8]]| {
        let mut out = Vec::new();
        put(&mut out, sizes);
        for frame in frames {
            put(&mut out, frame);
        }
        out
    };
    let mut broken = seed(&[1], &[b"\x80\x60"]);
    broken.extend([0xff, 0xff, 1, 2]);
    vec![
        seed(&[0, 3], &[b"\x00\x01", b"", &[7; 900]]),
        seed(&[], &[&[9; 40], &[22, 254, 253]]),
        broken,
    ]
}
