//! Moments as the record writes them.

use jiff::Timestamp;

/// Reads `YYYY-MM-DDTHH:MM:SSZ`, with up to nine digits of a second; `None` for anything else.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let (whole, rest) = text.split_at_checked(19)?;
    let fraction = rest.strip_suffix('Z')?;
    let is_fraction = match fraction.strip_prefix('.') {
        Some(digits) => (1..=9).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => fraction.is_empty(),
    };
    let is_form = whole.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    });
    // A leap second is no moment of its own.
    if !is_form || !is_fraction || &whole[17..] > "59" {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_their_one_form_alone() {
        let read = |text: &str| read(text).map(Timestamp::as_millisecond);
        assert_eq!(read("1970-01-01T00:00:01Z"), Some(1_000));
        assert_eq!(read("1970-01-01T00:00:01.002999999Z"), Some(1_002));
        assert_eq!(read("1970-01-01T00:00:01.5Z"), Some(1_500));
        for text in [
            "",
            "1970-01-01T00:00:01",
            "1970-01-01T00:00:01.Z",
            "1970-01-01 00:00:01Z",
            "1970-01-01t00:00:01Z",
            "1970-01-01T00:00:60Z",
            "1970-02-30T00:00:00Z",
            "1970-01-01T00:00:01+00:00Z",
            "1970-01-01T00:00:01.0000000001Z",
            "1970-01-01T00:00:01.5z",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
