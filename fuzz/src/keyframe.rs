//! What the packet path reads of every payload.

#[path = "../../crates/media/src/keyframe.rs"]
mod code;

use str0m::format::Codec;

/// A picture's height is told by nothing but a keyframe's beginning.
pub fn run(bytes: &[u8]) {
    for codec in [Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Opus] {
        let begins = code::starts_keyframe(codec, bytes);
        let height = code::height(codec, bytes);
        assert!(begins || height.is_none(), "a height without a keyframe");
    }
}

/// A beginning in each codec and packing.
pub fn seeds() -> Vec<Vec<u8>> {
    vec![
        vec![0x10, 0x10, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0x68, 1, 7],
        vec![0x90, 0xe0, 0x81, 2, 3, 4, 0x10, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0x68, 1],
        vec![0x8c, 0x81, 2, 0x82, 0x49, 0x83, 0x42, 0],
        vec![0x78, 0, 9, 0x67, 0x42],
        vec![0x7c, 0x85, 1, 2],
    ]
}
