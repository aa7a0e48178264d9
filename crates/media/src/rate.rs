//! How much flows, in bits a second.

use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_millis(500);

/// The rate of the last whole window, so that it neither lags nor trembles.
#[derive(Debug)]
pub(crate) struct Rate {
    since: Instant,
    bytes: usize,
    bits_per_s: u64,
}

impl Rate {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            since: now,
            bytes: 0,
            bits_per_s: 0,
        }
    }

    /// Counts what passed.
    pub(crate) fn add(&mut self, now: Instant, bytes: usize) {
        self.bytes += bytes;
        let passed = now.saturating_duration_since(self.since);
        if passed >= WINDOW {
            self.bits_per_s = per_second(self.bytes, passed);
            (self.since, self.bytes) = (now, 0);
        }
    }

    /// Bits a second; 0 once nothing passed for two windows.
    pub(crate) fn bits_per_s(&self, now: Instant) -> u64 {
        let passed = now.saturating_duration_since(self.since);
        if passed < 2 * WINDOW {
            self.bits_per_s
        } else {
            per_second(self.bytes, passed)
        }
    }
}

fn per_second(bytes: usize, passed: Duration) -> u64 {
    let micros = passed.as_micros().max(1);
    u64::try_from(bytes as u128 * 8_000_000 / micros).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_flow_is_measured_and_an_ended_one_forgotten() {
        let start = Instant::now();
        let mut rate = Rate::new(start);
        for ms in 1..=1000 {
            rate.add(start + Duration::from_millis(ms), 125);
        }
        let now = start + Duration::from_secs(1);
        assert!((990_000..=1_010_000).contains(&rate.bits_per_s(now)));
        assert_eq!(rate.bits_per_s(now + Duration::from_secs(10)), 0);
    }
}
