//! Points in time, always passed in by the caller.

use core::time::Duration;

use der::DateTime;
use serde::{Deserialize, Serialize};

/// Counts seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnixSeconds(pub u64);

impl UnixSeconds {
    /// Adds days of 86 400 seconds.
    pub const fn plus_days(self, days: u64) -> Self {
        Self(self.0 + days * 86_400)
    }

    pub(crate) fn to_date_time(self) -> Result<DateTime, der::Error> {
        DateTime::from_unix_duration(Duration::from_secs(self.0))
    }

    /// Formats as a PDF date, `D:YYYYMMDDHHMMSSZ`.
    pub(crate) fn to_pdf_date(self) -> Result<String, der::Error> {
        Ok(format!("D:{}Z", self.compact()?))
    }

    /// Formats as ASN.1 GeneralizedTime without fractions.
    pub(crate) fn to_generalized(self) -> Result<String, der::Error> {
        Ok(format!("{}Z", self.compact()?))
    }

    fn compact(self) -> Result<String, der::Error> {
        let t = self.to_date_time()?;
        Ok(format!(
            "{:04}{:02}{:02}{:02}{:02}{:02}",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minutes(),
            t.seconds()
        ))
    }

    /// Parses `YYYYMMDDHHMMSS[.f]Z` (RFC 3161 genTime), dropping the fraction.
    pub(crate) fn from_generalized(text: &[u8]) -> Option<Self> {
        let text = core::str::from_utf8(text).ok()?.strip_suffix('Z')?;
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
        if whole.len() != 14 || !digits(whole) || !digits(fraction) {
            return None;
        }
        let part = |from: usize, to: usize| whole[from..to].parse::<u16>().ok();
        let small = |from: usize| u8::try_from(part(from, from + 2)?).ok();
        let t = DateTime::new(part(0, 4)?, small(4)?, small(6)?, small(8)?, small(10)?, small(12)?);
        Some(Self(t.ok()?.unix_duration().as_secs()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generalized_times_survive_the_round_trip_and_fractions_are_dropped() {
        let t = UnixSeconds(1_795_312_345);
        assert_eq!(
            UnixSeconds::from_generalized(t.to_generalized().unwrap().as_bytes()),
            Some(t)
        );
        assert_eq!(
            UnixSeconds::from_generalized(b"20261122020914.25Z"),
            UnixSeconds::from_generalized(b"20261122020914Z")
        );
        assert_eq!(UnixSeconds::from_generalized(b"20261322020914Z"), None);
        assert_eq!(UnixSeconds::from_generalized("2026112202091\u{e9}Z".as_bytes()), None);
    }
}
