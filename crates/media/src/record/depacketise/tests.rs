use proptest::prelude::*;

use super::{Depacketiser, Frame, MOST_FRAME_BYTES};
use crate::tap::TapCodec;

const CODECS: [TapCodec; 4] = [TapCodec::Opus, TapCodec::Vp8, TapCodec::Vp9, TapCodec::H264];

/// A VP8 keyframe of 640 × 360 whose data ends in `rest`.
fn vp8_keyframe(rest: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0x68, 0x01];
    frame.extend_from_slice(rest);
    frame
}

/// A VP9 keyframe's header, profile 0, of 640 × 360.
fn vp9_keyframe(rest: &[u8]) -> Vec<u8> {
    // 10 0 0 0 0 1 0 | 49 83 42 | 001 0 | 0000001001111111 | 0000000101100111
    let mut frame = vec![0x82, 0x49, 0x83, 0x42, 0x20, 0x27, 0xf0, 0x16, 0x70];
    frame.extend_from_slice(rest);
    frame
}

fn packets(first: u8, other: u8, last: u8, frame: &[u8], at_most: usize) -> Vec<(bool, Vec<u8>)> {
    let count = frame.chunks(at_most).count();
    let parts = frame.chunks(at_most).enumerate();
    parts
        .map(|(n, part)| {
            let is_last = n + 1 == count;
            let head = if n == 0 { first } else { other } | if is_last { last } else { 0 };
            (is_last, [&[head], part].concat())
        })
        .collect()
}

fn read(codec: TapCodec, packets: &[(bool, Vec<u8>)]) -> Vec<Frame> {
    let mut depacketiser = Depacketiser::new(codec);
    packets
        .iter()
        .filter_map(|(marker, payload)| depacketiser.payload(9, *marker, payload))
        .collect()
}

#[test]
fn a_frame_before_the_first_keyframe_is_left_out() {
    let mut depacketiser = Depacketiser::new(TapCodec::Vp8);
    assert_eq!(depacketiser.payload(1, true, &[0x10, 0x11, 7]), None);
    assert!(depacketiser.is_broken());
    let key = [&[0x10], vp8_keyframe(&[]).as_slice()].concat();
    assert!(depacketiser.payload(2, true, &key).is_some());
    assert!(depacketiser.payload(3, true, &[0x10, 0x11, 7]).is_some());
    depacketiser.lost();
    assert_eq!(depacketiser.payload(4, true, &[0x10, 0x11, 7]), None);
}

#[test]
fn padding_breaks_nothing() {
    let mut depacketiser = Depacketiser::new(TapCodec::Vp8);
    let key = [&[0x10], vp8_keyframe(&[]).as_slice()].concat();
    assert!(depacketiser.payload(2, true, &key).is_some());
    assert_eq!(depacketiser.payload(2, false, &[]), None);
    assert!(depacketiser.payload(3, true, &[0x10, 0x11, 7]).is_some());
}

#[test]
fn the_size_of_a_picture_is_read_from_its_keyframe() {
    let vp8 = read(TapCodec::Vp8, &packets(0x10, 0, 0, &vp8_keyframe(&[1; 30]), 20));
    let vp9 = read(TapCodec::Vp9, &packets(0x08, 0, 0x04, &vp9_keyframe(&[1; 30]), 20));
    for frames in [vp8, vp9] {
        let picture = frames[0].picture.as_ref().unwrap();
        assert_eq!((picture.width, picture.height), (640, 360));
    }
}

#[test]
fn the_layers_of_a_vp9_picture_leave_as_one_superframe() {
    let key = vp9_keyframe(&[]);
    let lower = (false, [&[0x08 | 0x04], key.as_slice()].concat());
    let upper = (true, vec![0x08 | 0x04, 0xaa, 0xbb]);
    let frames = read(TapCodec::Vp9, &[lower, upper]);
    let mut expected = [key.as_slice(), &[0xaa, 0xbb]].concat();
    expected.extend([0xd9, 9, 0, 0, 0, 2, 0, 0, 0, 0xd9]);
    assert_eq!(frames[0].data, expected);
}

proptest! {
    #[test]
    fn whatever_comes_nothing_panics(
        payloads in proptest::collection::vec((any::<u32>(), any::<bool>(), proptest::collection::vec(any::<u8>(), 0..64)), 0..32),
    ) {
        for codec in CODECS {
            let mut depacketiser = Depacketiser::new(codec);
            for (time, marker, payload) in &payloads {
                let _ = depacketiser.payload(time % 4, *marker, payload);
            }
        }
    }

    #[test]
    fn a_vp8_frame_comes_out_as_it_went_in(rest in proptest::collection::vec(any::<u8>(), 0..5000), at_most in 1_usize..1200) {
        let frame = vp8_keyframe(&rest);
        let read = read(TapCodec::Vp8, &packets(0x10, 0, 0, &frame, at_most));
        prop_assert_eq!(read.len(), 1);
        prop_assert_eq!(&read[0].data, &frame);
    }

    #[test]
    fn a_vp9_frame_comes_out_as_it_went_in(rest in proptest::collection::vec(any::<u8>(), 0..5000), at_most in 1_usize..1200) {
        let frame = vp9_keyframe(&rest);
        let read = read(TapCodec::Vp9, &packets(0x08, 0, 0x04, &frame, at_most));
        prop_assert_eq!(read.len(), 1);
        prop_assert_eq!(&read[0].data, &frame);
    }

    #[test]
    fn an_h264_unit_comes_out_as_it_went_in(rest in proptest::collection::vec(any::<u8>(), 2..5000), at_most in 2_usize..1200) {
        // Sets of a picture of 640 × 360, constrained baseline.
        let sps = [0x67, 0x42, 0xc0, 0x1e, 0xd9, 0x00, 0xa0, 0x2f, 0xf9, 0x70, 0x11, 0, 0, 3, 0, 1, 0, 0, 3, 0, 50, 0x0f, 0x16, 0x2e, 0x48];
        let stap = [&[0x78, 0, 25], sps.as_slice(), &[0, 2, 0x68, 0xce]].concat();
        let fragments = packets(0x80, 0, 0x40, &rest, at_most);
        let mut all = vec![(false, stap)];
        all.extend(fragments.into_iter().map(|(is_last, payload)| {
            let header = payload[0] | 5;
            (is_last, [&[0x7c, header], &payload[1..]].concat())
        }));
        let read = read(TapCodec::H264, &all);
        prop_assert_eq!(read.len(), 1);
        let length = u32::try_from(rest.len() + 1).unwrap().to_be_bytes();
        prop_assert_eq!(&read[0].data, &[&length, [0x65].as_slice(), &rest].concat());
        let picture = read[0].picture.as_ref().unwrap();
        prop_assert_eq!((picture.width, picture.height), (640, 360));
    }
}

#[test]
fn a_frame_without_an_end_is_given_up() {
    let starts: [(TapCodec, &[u8]); 3] = [
        (TapCodec::Vp8, &[0x10]),
        (TapCodec::Vp9, &[0x08]),
        (TapCodec::H264, &[0x7c, 0x85]),
    ];
    for (codec, start) in starts {
        let goes_on: &[u8] = match codec {
            TapCodec::H264 => &[0x7c, 0x05],
            _ => &[0x00],
        };
        let mut depacketiser = Depacketiser::new(codec);
        let part = |head: &[u8]| [head, &[7; 60_000]].concat();
        assert!(depacketiser.payload(1, false, &part(start)).is_none());
        for _ in 0..MOST_FRAME_BYTES / 60_000 + 1 {
            assert!(depacketiser.payload(1, false, &part(goes_on)).is_none());
        }
        // What was begun is gone: its end makes no frame.
        let end: &[u8] = if codec == TapCodec::H264 {
            &[0x7c, 0x45, 7]
        } else {
            &[0x04, 7]
        };
        assert!(depacketiser.payload(1, true, end).is_none(), "{codec:?}");
    }
}

#[test]
fn an_h264_picture_of_endless_units_is_given_up() {
    let mut depacketiser = Depacketiser::new(TapCodec::H264);
    let unit = [&[0x65], [7; 60_000].as_slice()].concat();
    for _ in 0..MOST_FRAME_BYTES / 60_000 + 1 {
        depacketiser.payload(1, false, &unit);
    }
    assert!(depacketiser.is_broken());
    let rest = depacketiser.payload(1, true, &unit);
    assert!(rest.is_none_or(|frame| frame.data.len() < 200_000));
}

#[test]
fn an_h264_parameter_set_too_long_for_its_container_is_none() {
    let mut depacketiser = Depacketiser::new(TapCodec::H264);
    let set = [&[0x67], [7; 66_000].as_slice()].concat();
    for unit in [&set, &vec![0x68, 0xce], &vec![0x65, 1]] {
        depacketiser.payload(1, false, unit);
    }
    assert!(depacketiser.payload(1, true, &[0x65, 1]).is_none());
}
