//! Whether a video payload starts a keyframe, read from the codec's payload descriptor.

use str0m::format::Codec;

/// Tells whether `payload` is the first packet of a keyframe. Codecs not read here are taken to
/// start anywhere: the receiver asks for what it misses.
pub(crate) fn starts_keyframe(codec: Codec, payload: &[u8]) -> bool {
    match codec {
        Codec::Vp8 => vp8(payload).unwrap_or(false),
        Codec::Vp9 => vp9(payload).unwrap_or(false),
        Codec::H264 => h264(payload).unwrap_or(false),
        _ => true,
    }
}

/// The height of the picture that `payload` begins, where the codec tells it in a keyframe's first packet (VP8).
pub(crate) fn height(codec: Codec, payload: &[u8]) -> Option<u16> {
    if codec != Codec::Vp8 {
        return None;
    }
    // RFC 6386 section 9.1: frame tag, start code, width, height with two bits of scaling each.
    let frame = vp8_frame(payload)?;
    let [tag, _, _, 0x9d, 0x01, 0x2a, _, _, low, high, ..] = frame else {
        return None;
    };
    (tag & 0x01 == 0).then(|| u16::from_le_bytes([*low, *high]) & 0x3fff)
}

fn vp8(payload: &[u8]) -> Option<bool> {
    match vp8_frame(payload) {
        Some(frame) => Some(frame.first()? & 0x01 == 0),
        None => Some(false),
    }
}

/// Gives a frame's first bytes, when the packet holds them: RFC 7741 section 4.2 (descriptor) and 4.3 (payload header).
fn vp8_frame(payload: &[u8]) -> Option<&[u8]> {
    let first = *payload.first()?;
    let starts_partition_0 = first & 0x10 != 0 && first & 0x07 == 0;
    if !starts_partition_0 {
        return None;
    }
    let mut at = 1;
    if first & 0x80 != 0 {
        let extensions = *payload.get(1)?;
        at += 1;
        if extensions & 0x80 != 0 {
            at += if *payload.get(at)? & 0x80 != 0 { 2 } else { 1 };
        }
        if extensions & 0x40 != 0 {
            at += 1;
        }
        if extensions & 0x30 != 0 {
            at += 1;
        }
    }
    payload.get(at..)
}

/// RFC 9628 section 4.2: not inter-picture predicted, beginning of a frame.
fn vp9(payload: &[u8]) -> Option<bool> {
    let first = *payload.first()?;
    Some(first & 0x40 == 0 && first & 0x08 != 0)
}

/// RFC 6184: an SPS or IDR, alone, first in a STAP-A, or starting a FU-A.
fn h264(payload: &[u8]) -> Option<bool> {
    const IDR: u8 = 5;
    const SPS: u8 = 7;
    const STAP_A: u8 = 24;
    const FU_A: u8 = 28;
    let kind = |byte: u8| byte & 0x1f;
    Some(match kind(*payload.first()?) {
        IDR | SPS => true,
        STAP_A => matches!(kind(*payload.get(3)?), IDR | SPS),
        FU_A => {
            let header = *payload.get(1)?;
            header & 0x80 != 0 && kind(header) == IDR
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_vp8_keyframe_is_known_with_and_without_extensions() {
        assert!(starts_keyframe(Codec::Vp8, &[0x10, 0x10]));
        assert!(!starts_keyframe(Codec::Vp8, &[0x10, 0x11]));
        assert!(starts_keyframe(Codec::Vp8, &[0x90, 0xe0, 0x81, 0x02, 0x03, 0x04, 0x10]));
        assert!(!starts_keyframe(Codec::Vp8, &[0x00, 0x10]));
    }

    #[test]
    fn a_vp8_keyframe_tells_its_height() {
        let key = [0x10, 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x00, 0x05, 0xd0, 0x42, 0];
        assert_eq!(height(Codec::Vp8, &key), Some(720));
        assert_eq!(height(Codec::Vp8, &key[..9]), None);
        assert_eq!(
            height(Codec::Vp8, &[0x10, 0x11, 0, 0, 0x9d, 0x01, 0x2a, 0, 5, 0xd0, 2]),
            None
        );
    }

    #[test]
    fn an_h264_idr_is_known_in_every_packing() {
        assert!(starts_keyframe(Codec::H264, &[0x65]));
        assert!(starts_keyframe(Codec::H264, &[0x78, 0, 9, 0x67]));
        assert!(starts_keyframe(Codec::H264, &[0x7c, 0x85]));
        assert!(!starts_keyframe(Codec::H264, &[0x7c, 0x05]));
        assert!(!starts_keyframe(Codec::H264, &[0x61]));
    }

    proptest! {
        #[test]
        fn any_payload_is_read_without_harm(payload in proptest::collection::vec(any::<u8>(), 0..24)) {
            for codec in [Codec::Vp8, Codec::Vp9, Codec::H264, Codec::Opus] {
                let _ = height(Codec::Vp8, &payload);
            let _ = starts_keyframe(codec, &payload);
            }
        }
    }
}
