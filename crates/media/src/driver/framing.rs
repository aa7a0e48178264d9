//! Datagrams on a byte stream, each behind its length (RFC 4571).

use std::io;

/// A frame's length, before its bytes.
pub(super) const LENGTH: usize = 2;
/// A frame longer than any packet of ours or theirs ends its connection.
pub(super) const MOST_FRAME_BYTES: usize = 8_192;

/// Hands over the whole frames at the start of `bytes`; gives how many bytes they were.
pub(super) fn frames(bytes: &[u8], mut take: impl FnMut(&[u8])) -> io::Result<usize> {
    let mut used = 0;
    while let [high, low, rest @ ..] = &bytes[used..] {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if length > MOST_FRAME_BYTES {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let Some(frame) = rest.get(..length) else {
            break;
        };
        take(frame);
        used += LENGTH + length;
    }
    Ok(used)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_frame_in_pieces_waits_for_its_rest_and_a_monstrous_one_is_refused() {
        let mut seen = Vec::new();
        let used = frames(&[0, 2, 7, 8, 0, 0, 0, 3, 9], |frame| seen.push(frame.to_vec())).unwrap();
        assert_eq!((used, seen), (6, vec![vec![7, 8], vec![]]));
        assert!(frames(&[0xff, 0xff, 0], |_| ()).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes_are_cut_without_harm(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut total = 0;
            if let Ok(used) = frames(&bytes, |frame| total += frame.len() + LENGTH) {
                prop_assert_eq!(used, total);
                prop_assert!(used <= bytes.len());
            }
        }
    }
}
