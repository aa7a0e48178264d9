//! What a receiver's line bears, from what the receiver tells anyway: losses (RFC 3550 reports) and REMB.
//!
//! Feedback on every packet would tell more and cost nearly twice the processor; a hall of hundreds is better served
//! by this. A trial that fails (a larger layer, then losses) is not repeated before a pause that doubles each time.

use std::time::{Duration, Instant};

/// What a new line is taken to bear.
const FIRST_BITS_PER_S: u64 = 2_500_000;
const LEAST_BITS_PER_S: u64 = 60_000;
const MOST_BITS_PER_S: u64 = 20_000_000;
/// Losses beyond this (of 256) mean that less is to be sent: about 10 %.
const LOSSY: u8 = 26;
/// Losses below this (of 256) allow trying for more: about 2 %.
const CLEAN: u8 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(4);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A line that went well for so long is given credit again.
const FORGIVEN: Duration = Duration::from_secs(90);

/// The estimate of one receiver's line.
#[derive(Debug)]
pub(crate) struct Bandwidth {
    bits_per_s: u64,
    grown: Instant,
    held_until: Instant,
    pause: Duration,
    failed: Instant,
}

impl Bandwidth {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            bits_per_s: FIRST_BITS_PER_S,
            grown: now,
            held_until: now,
            pause: FIRST_PAUSE,
            failed: now,
        }
    }

    /// What may be sent, in bits a second.
    pub(crate) fn bits_per_s(&self) -> u64 {
        self.bits_per_s
    }

    /// Takes a receiver report: `lost` of 256 packets, while `sent` bits a second were sent.
    pub(crate) fn report(&mut self, now: Instant, lost: u8, sent: u64) {
        if lost > LOSSY {
            self.shrink(now, sent.saturating_mul(u64::from(512 - u32::from(lost))) / 512);
        } else if lost < CLEAN {
            self.grow(now, sent);
        } else {
            self.grown = now;
        }
    }

    /// Takes a receiver's own estimate. Receivers estimate little more than what they get, so only one below what is
    /// sent says something.
    pub(crate) fn estimate(&mut self, now: Instant, bits_per_s: u64, sent: u64) {
        if bits_per_s < sent - sent / 10 {
            self.shrink(now, bits_per_s);
        }
    }

    fn shrink(&mut self, now: Instant, to: u64) {
        let to = to.clamp(LEAST_BITS_PER_S, MOST_BITS_PER_S);
        // Reports of one failure come in a row; they count once.
        if now >= self.held_until {
            self.pause = if now.saturating_duration_since(self.failed) > FORGIVEN {
                FIRST_PAUSE
            } else {
                (self.pause * 2).min(LONGEST_PAUSE)
            };
            self.failed = now;
        }
        self.bits_per_s = self.bits_per_s.min(to);
        self.held_until = now + self.pause;
        self.grown = now;
    }

    /// Grows by 8 % a second, but not beyond half as much again as what was proven, or a large first guess.
    fn grow(&mut self, now: Instant, sent: u64) {
        if now < self.held_until {
            return;
        }
        let passed = now.saturating_duration_since(self.grown).min(Duration::from_secs(5));
        self.grown = now;
        let millis = u64::try_from(passed.as_millis()).unwrap_or(0);
        let grown = self.bits_per_s + self.bits_per_s * 8 * millis / 100_000;
        let proven = (sent + sent / 2).max(FIRST_BITS_PER_S);
        self.bits_per_s = grown.min(proven.max(self.bits_per_s)).min(MOST_BITS_PER_S);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_lower_it_and_a_clean_line_raises_it_again() {
        let start = Instant::now();
        let mut line = Bandwidth::new(start);
        line.report(start, 64, 1_000_000);
        assert_eq!(line.bits_per_s(), 875_000);
        for second in 1..60 {
            line.report(start + Duration::from_secs(second), 0, 800_000);
        }
        assert!(line.bits_per_s() > 1_000_000);
    }

    #[test]
    fn a_failed_trial_is_repeated_ever_more_rarely() {
        let mut now = Instant::now();
        let mut line = Bandwidth::new(now);
        let mut trials = 0;
        for _ in 0..300 {
            now += Duration::from_secs(1);
            let tried = line.bits_per_s() > 900_000;
            trials += u32::from(tried);
            line.report(now, if tried { 80 } else { 0 }, if tried { 1_000_000 } else { 700_000 });
        }
        assert!((3..=14).contains(&trials), "{trials} trials");
    }

    #[test]
    fn a_receiver_that_estimates_what_it_gets_lowers_nothing() {
        let now = Instant::now();
        let mut line = Bandwidth::new(now);
        line.estimate(now, 980_000, 1_000_000);
        assert_eq!(line.bits_per_s(), FIRST_BITS_PER_S);
        line.estimate(now, 300_000, 1_000_000);
        assert_eq!(line.bits_per_s(), 300_000);
    }
}
