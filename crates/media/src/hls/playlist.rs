//! The lines of playlists (RFC 8216 section 4.3).

use std::fmt::Write as _;

/// What `EXT-X-TARGETDURATION` promises, in seconds.
const TARGET_S: u32 = 4;

/// The head of a media playlist.
pub(super) fn head(first: u64) -> String {
    format!("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:{TARGET_S}\n#EXT-X-MEDIA-SEQUENCE:{first}\n")
}

/// A segment with its moment and length.
pub(super) fn segment(text: &mut String, start_us: i64, duration_us: i64, uri: &str) {
    let _ = writeln!(text, "#EXT-X-PROGRAM-DATE-TIME:{}", date(start_us));
    let _ = writeln!(
        text,
        "#EXTINF:{}.{:06},\n{uri}",
        duration_us / 1_000_000,
        duration_us % 1_000_000
    );
}

/// ISO 8601 with milliseconds, UTC; days by the civil calendar (proleptic Gregorian, counted from 1970).
fn date(us: i64) -> String {
    let ms = us.div_euclid(1_000);
    let (days, of_day) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
    let (year, month, day) = civil(days);
    let (hours, minutes, seconds) = (of_day / 3_600_000, of_day / 60_000 % 60, of_day / 1_000 % 60);
    format!(
        "{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{:03}Z",
        of_day % 1_000
    )
}

/// The date of a day counted from 1970-01-01; eras of 400 years that begin in March make leap days come last.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc() {
        assert_eq!(date(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(date(1_582_934_400_123_456), "2020-02-29T00:00:00.123Z");
        assert_eq!(date(1_585_699_199_999_000), "2020-03-31T23:59:59.999Z");
        assert_eq!(date(4_102_444_800_000_000), "2100-01-01T00:00:00.000Z");
    }
}
