//! Moments as the record writes them.

use jiff::Timestamp;

/// Milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(pub(super) i64);

impl Moment {
    /// Reads `YYYY-MM-DDTHH:MM:SSZ`, with up to nine digits of a second; `None` for anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (whole, rest) = text.split_at_checked(19)?;
        let fraction = rest.strip_suffix('Z')?;
        let digits = fraction.strip_prefix('.').unwrap_or("0");
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = |at: usize, byte: u8| {
            matches!(at, 4 | 7) == (byte == b'-')
                && (at == 10) == (byte == b'T')
                && matches!(at, 13 | 16) == (byte == b':')
                && (byte.is_ascii_digit() || b"-T:".contains(&byte))
        };
        let is_form = whole.bytes().enumerate().all(|(at, byte)| fits(at, byte)) && &whole[17..] < "60";
        let has_fraction = fraction.is_empty() || fraction.starts_with('.');
        if !is_form || !has_fraction || !is_plain(digits) || !(1..=9).contains(&digits.len()) {
            return None;
        }
        text.parse::<Timestamp>().ok().map(|at| Self(at.as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_in_their_one_form_alone() {
        let read = |text: &str| Moment::read(text).map(|moment| moment.0);
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
