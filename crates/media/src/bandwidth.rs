//! What a receiver's line bears, from what the receiver tells anyway: losses (RFC 3550 reports) and REMB.
//!
//! Feedback on every packet would tell more and cost nearly twice the processor; a hall of hundreds is better served
//! by this. A trial that fails (a larger layer, then losses) is not repeated before a pause that doubles each time.

use std::time::{Duration, Instant};

/// What a new line is taken to bear.
const FIRST_BITS_PER_S: u64 = 2_500_000;
const LEAST_BITS_PER_S: u64 = 60_000;
/// More than a wall of 200 small pictures takes.
const MOST_BITS_PER_S: u64 = 100_000_000;
/// Losses beyond this (of 256) mean that less is to be sent: about 10 %.
const LOSSY: u8 = 26;
/// Losses below this (of 256) allow trying for more: about 2 %.
const CLEAN: u8 = 5;
const FIRST_PAUSE: Duration = Duration::from_secs(4);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A line that went well for so long is given credit again.
const FORGIVEN: Duration = Duration::from_secs(90);

/// Fewer packets than these say nothing of a line.
const TELLING_PACKETS: u64 = 20;

/// The estimate of one receiver's line.
#[derive(Debug)]
pub(crate) struct Bandwidth {
    bits_per_s: u64,
    grown: Instant,
    held_until: Instant,
    pause: Duration,
    /// When it last bore less than was sent; never, while its bounds have not been met.
    failed: Option<Instant>,
}

impl Bandwidth {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            bits_per_s: FIRST_BITS_PER_S,
            grown: now,
            held_until: now,
            pause: FIRST_PAUSE,
            failed: None,
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
            let lately = |at| now.saturating_duration_since(at) <= FORGIVEN;
            self.pause = if self.failed.is_some_and(lately) {
                (self.pause * 2).min(LONGEST_PAUSE)
            } else {
                FIRST_PAUSE
            };
            self.failed = Some(now);
        }
        self.bits_per_s = self.bits_per_s.min(to);
        self.held_until = now + self.pause;
        self.grown = now;
    }

    /// Grows by 8 % a second, but not beyond half as much again as what was proven, or a large first guess. A line whose
    /// bounds were never met is tried faster: twice as much every second, up to twice what was proven, so that a wall of
    /// pictures is whole within seconds.
    fn grow(&mut self, now: Instant, sent: u64) {
        if now < self.held_until {
            return;
        }
        let passed = now.saturating_duration_since(self.grown).min(Duration::from_secs(5));
        self.grown = now;
        let millis = u64::try_from(passed.as_millis()).unwrap_or(0);
        let (percent, proven) = match self.failed {
            None => (100, 2 * sent),
            Some(_) => (8, sent + sent / 2),
        };
        let grown = self.bits_per_s + self.bits_per_s * percent * millis / 100_000;
        let proven = proven.max(FIRST_BITS_PER_S);
        self.bits_per_s = grown.min(proven.max(self.bits_per_s)).min(MOST_BITS_PER_S);
    }
}

/// What a receiver's reports on its streams say together: of 200 small streams one alone may lose a third of its packets
/// by losing two.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    expected: u64,
    /// In 256ths of a packet.
    lost: u64,
}

impl Losses {
    /// Adds a report: `lost` of 256 out of so many packets.
    pub(crate) fn add(&mut self, lost: u8, packets: u32) {
        self.expected += u64::from(packets);
        self.lost += u64::from(packets) * u64::from(lost);
    }

    /// The losses since the last time, of 256; none while too few packets were reported on to tell.
    pub(crate) fn take(&mut self) -> Option<u8> {
        if self.expected < TELLING_PACKETS {
            return None;
        }
        let Self { expected, lost } = std::mem::take(self);
        Some(u8::try_from(lost / expected).expect("a mean of bytes"))
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
    fn a_line_that_never_failed_bears_a_wall_within_seconds_and_no_more_than_is_used() {
        let start = Instant::now();
        let (mut wall, mut viewer) = (Bandwidth::new(start), Bandwidth::new(start));
        for second in 1..=5 {
            let now = start + Duration::from_secs(second);
            wall.report(now, 0, wall.bits_per_s().min(40_000_000));
            viewer.report(now, 0, 1_500_000);
        }
        assert!(wall.bits_per_s() >= 60_000_000, "{wall:?}");
        assert!(viewer.bits_per_s() <= 3_000_000, "{viewer:?}");
    }

    #[test]
    fn losses_of_all_streams_count_together() {
        let mut losses = Losses::default();
        losses.add(128, 6);
        assert_eq!(losses.take(), None, "too few to tell");
        for _ in 0..30 {
            losses.add(0, 6);
        }
        assert_eq!(losses.take(), Some(4));
        assert_eq!(losses.take(), None);
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
