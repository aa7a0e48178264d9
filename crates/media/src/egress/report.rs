//! Sender reports (RFC 3550 section 6.4.1), by which receivers keep sound and picture together.

use std::time::Instant;

/// One instant on a sender's two clocks, and when that was known here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SenderClock {
    /// The sender's wall clock as NTP timestamp, 32.32 bits.
    pub(crate) ntp: u64,
    /// The same instant on its RTP clock.
    pub(crate) rtp: u32,
    /// When it was reported.
    pub(crate) at: Instant,
}

impl SenderClock {
    /// Moves both clocks on to `now`.
    pub(crate) fn at(&self, now: Instant, hertz: u32) -> (u64, u32) {
        let passed = now.saturating_duration_since(self.at);
        let nanos = passed.as_nanos();
        let ntp = self.ntp.wrapping_add(truncate((nanos << 32) / 1_000_000_000));
        let ticks = truncate(nanos * u128::from(hertz) / 1_000_000_000);
        (ntp, self.rtp.wrapping_add(low(ticks)))
    }

    /// Gives the RTP time at which this clock shows the NTP time `ntp`.
    pub(crate) fn rtp_at(&self, ntp: u64, hertz: u32) -> u32 {
        let difference = i128::from(ntp) - i128::from(self.ntp);
        let ticks = (difference * i128::from(hertz)) >> 32;
        self.rtp
            .wrapping_add(low((ticks & i128::from(u32::MAX)).unsigned_abs() as u64))
    }

    /// Gives the NTP time of an RTP time near this clock's.
    pub(crate) fn ntp_at(&self, rtp: u32, hertz: u32) -> u64 {
        let ticks = i128::from(rtp.wrapping_sub(self.rtp).cast_signed());
        let difference = (ticks << 32) / i128::from(hertz);
        self.ntp.wrapping_add(difference as u64)
    }
}

fn truncate(value: u128) -> u64 {
    (value & u128::from(u64::MAX)) as u64
}

fn low(value: u64) -> u32 {
    (value & u64::from(u32::MAX)) as u32
}

/// Writes a sender report with the canonical name, as a compound packet.
pub(crate) fn sender_report(ssrc: u32, (ntp, rtp): (u64, u32), packets: u32, octets: u32, cname: &str) -> Vec<u8> {
    const SENDER_REPORT: u8 = 200;
    const SOURCE_DESCRIPTION: u8 = 202;
    const CNAME: u8 = 1;
    let mut out = Vec::with_capacity(64 + cname.len());
    out.extend([0x80, SENDER_REPORT, 0, 6]);
    out.extend(ssrc.to_be_bytes());
    out.extend(ntp.to_be_bytes());
    for word in [rtp, packets, octets] {
        out.extend(word.to_be_bytes());
    }
    let start = out.len();
    let name = &cname.as_bytes()[..cname.len().min(255)];
    out.extend([0x81, SOURCE_DESCRIPTION, 0, 0]);
    out.extend(ssrc.to_be_bytes());
    out.extend([CNAME, u8::try_from(name.len()).expect("cut to 255")]);
    out.extend(name);
    // At least one zero ends the list of items, up to the next word.
    out.resize((out.len() + 1).next_multiple_of(4), 0);
    let words = u16::try_from((out.len() - start) / 4 - 1).expect("a name is short");
    out[start + 2..start + 4].copy_from_slice(&words.to_be_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn both_clocks_move_on_together() {
        let at = Instant::now();
        let clock = SenderClock {
            ntp: 5 << 32,
            rtp: u32::MAX,
            at,
        };
        let (ntp, rtp) = clock.at(at + Duration::from_millis(500), 90_000);
        assert_eq!(ntp, (5 << 32) + (1 << 31));
        assert_eq!(rtp, 44_999);
        assert_eq!(clock.rtp_at(ntp, 90_000), rtp);
        assert_eq!(clock.ntp_at(rtp, 90_000), ntp);
        assert_eq!(clock.rtp_at(4 << 32, 90_000), u32::MAX - 90_000);
    }

    #[test]
    fn a_report_is_whole_words_and_says_its_lengths() {
        for cname in ["", "a", "abc", "yunqian"] {
            let report = sender_report(7, (1, 2), 3, 4, cname);
            assert_eq!(report.len() % 4, 0);
            let words = usize::from(u16::from_be_bytes([report[30], report[31]]));
            assert_eq!(28 + 4 * (words + 1), report.len());
        }
    }
}
