//! How much one participant may say.

use std::time::Duration;

use crate::UnixMillis;

/// Refusals within [`FLOOD_WINDOW`] after which a participant counts as flooding.
const FLOOD_REFUSALS: u32 = 200;
const FLOOD_WINDOW: Duration = Duration::from_secs(10);

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It may be handled.
    Pass,
    /// Too many; try again later.
    Wait(Duration),
    /// Too many for too long.
    Flood,
}

/// A token bucket: so many at once, so many a second on.
#[derive(Debug, Clone)]
struct Bucket {
    most: f64,
    per_second: f64,
    tokens: f64,
    filled: UnixMillis,
}

impl Bucket {
    fn new(most: f64, per_second: f64, now: UnixMillis) -> Self {
        Self {
            most,
            per_second,
            tokens: most,
            filled: now,
        }
    }

    fn take(&mut self, now: UnixMillis) -> Result<(), Duration> {
        let passed = now.since(self.filled).as_secs_f64();
        self.filled = self.filled.max(now);
        self.tokens = (self.tokens + passed * self.per_second).min(self.most);
        if self.tokens >= 1.0 {
            self.tokens -= 1.0;
            return Ok(());
        }
        Err(Duration::from_secs_f64((1.0 - self.tokens) / self.per_second))
    }
}

/// The limits of one participant.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    messages: Bucket,
    ephemeral: Bucket,
    refusals: u32,
    window_start: UnixMillis,
}

impl Limits {
    pub(super) fn new(now: UnixMillis) -> Self {
        Self {
            messages: Bucket::new(60.0, 20.0, now),
            ephemeral: Bucket::new(120.0, 60.0, now),
            refusals: 0,
            window_start: now,
        }
    }

    /// Counts one message.
    pub(super) fn count(&mut self, now: UnixMillis, ephemeral: bool) -> Verdict {
        let bucket = if ephemeral {
            &mut self.ephemeral
        } else {
            &mut self.messages
        };
        let Err(wait) = bucket.take(now) else {
            return Verdict::Pass;
        };
        if now.since(self.window_start) > FLOOD_WINDOW {
            self.window_start = now;
            self.refusals = 0;
        }
        self.refusals += 1;
        if self.refusals > FLOOD_REFUSALS {
            Verdict::Flood
        } else {
            Verdict::Wait(wait)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_then_the_rate_holds_then_it_is_a_flood() {
        let mut limits = Limits::new(UnixMillis(0));
        for _ in 0..60 {
            assert_eq!(limits.count(UnixMillis(0), false), Verdict::Pass);
        }
        let wait = Verdict::Wait(Duration::from_millis(50));
        assert_eq!(limits.count(UnixMillis(0), false), wait);
        assert_eq!(limits.count(UnixMillis(0), true), Verdict::Pass);
        assert_eq!(limits.count(UnixMillis(50), false), Verdict::Pass);
        let last = (0..200).map(|_| limits.count(UnixMillis(51), false)).last();
        assert_eq!(last, Some(Verdict::Flood));
    }
}
