//! What a receiver's line bears, from what the receiver tells anyway: losses (RFC 3550 reports) and REMB.
//!
//! Feedback on every packet would tell more and cost nearly twice the processor; a hall of hundreds is better served
//! by this. A trial that fails (a larger layer, then losses) is not repeated before a pause that doubles each time.
//!
//! Some lines lose by themselves, however little is sent (a weak radio link). So each cut is also a question: losses
//! that go on just the same after it are the line's own, what was cut is given back, and only losses beyond those count
//! from then on.

use std::time::{Duration, Instant};

/// What a new line is taken to bear.
const FIRST_BITS_PER_S: u64 = 2_500_000;
/// A small picture and voices. Whether voices fare better without the picture is for the receiver to say.
const LEAST_BITS_PER_S: u64 = 300_000;
/// More than a wall of 200 small pictures takes.
const MOST_BITS_PER_S: u64 = 100_000_000;
/// Losses beyond this (of 256) mean that less is to be sent: about 10 %.
const LOSSY: f64 = 26.0;
/// Losses below this (of 256) allow trying for more: about 2 %.
const CLEAN: f64 = 5.0;
/// How much of what is known of the losses a report changes: each is of few packets. Very many lost say more.
const SMOOTHING: f64 = 0.3;
const SMOOTHING_MANY: f64 = 0.5;
/// The line's own losses are taken to waver by so much.
const WAVERING: f64 = 1.25;
/// Losses that are at least this part of what they were before a cut were not helped by it.
const UNHELPED: f64 = 0.6;
const FIRST_PAUSE: Duration = Duration::from_secs(4);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A line that went well for so long is given credit again.
const FORGIVEN: Duration = Duration::from_secs(90);

/// Fewer packets than these say nothing of a line.
const TELLING_PACKETS: u64 = 40;
/// Reports of what was sent before a cut still come for so long after it.
const LATE: Duration = Duration::from_millis(1_200);
/// After this, and so many reports, it shows whether a cut helped.
const SETTLED: Duration = Duration::from_secs(4);
const TELLING_REPORTS: f64 = 2.0;

/// The estimate of one receiver's line.
#[derive(Debug)]
pub(crate) struct Bandwidth {
    bits_per_s: u64,
    grown: Instant,
    held_until: Instant,
    pause: Duration,
    /// When it last bore less than was sent; never, while its bounds have not been met.
    failed: Option<Instant>,
    /// Smoothed losses, of 256.
    loss: f64,
    /// Those that are the line's own.
    own: f64,
    cut: Option<Cut>,
    /// The receiver's last own estimate.
    estimated: Option<u64>,
}

/// A cut whose effect is still to be seen.
#[derive(Debug)]
struct Cut {
    /// What was allowed and what was sent before.
    allowed: u64,
    sent: u64,
    /// When the line failed before this.
    failed: Option<Instant>,
    before: Mean,
    /// When what is sent had become clearly less.
    felt: Option<Instant>,
    after: Mean,
}

#[derive(Debug, Default)]
struct Mean {
    sum: f64,
    count: f64,
}

impl Mean {
    fn of(value: f64) -> Self {
        Self { sum: value, count: 1.0 }
    }

    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1.0;
    }

    fn value(&self) -> f64 {
        self.sum / self.count.max(1.0)
    }
}

impl Bandwidth {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            bits_per_s: FIRST_BITS_PER_S,
            grown: now,
            held_until: now,
            pause: FIRST_PAUSE,
            failed: None,
            loss: 0.0,
            own: 0.0,
            cut: None,
            estimated: None,
        }
    }

    /// What may be sent, in bits a second.
    pub(crate) fn bits_per_s(&self) -> u64 {
        self.bits_per_s
    }

    /// Takes a receiver report: `lost` of 256 packets, while `sent` bits a second were sent.
    pub(crate) fn report(&mut self, now: Instant, lost: u8, sent: u64) {
        let lost = f64::from(lost);
        let many = lost > self.own * WAVERING + 2.0 * LOSSY;
        self.loss += (lost - self.loss) * if many { SMOOTHING_MANY } else { SMOOTHING };
        self.own = self.own.min(self.loss);
        self.judge_cut(now, lost, sent);
        let excess = self.loss - self.own * WAVERING;
        if excess > LOSSY {
            self.cut(now, excess, lost, sent);
        } else if excess < CLEAN {
            self.grow(now, sent);
        } else {
            self.grown = now;
        }
    }

    /// Takes a receiver's own estimate. Receivers estimate little more than what they got lately, so only one that falls,
    /// below what is sent, says something.
    pub(crate) fn estimate(&mut self, now: Instant, bits_per_s: u64, sent: u64) {
        let falls = self.estimated.is_some_and(|before| bits_per_s < before);
        self.estimated = Some(bits_per_s);
        if falls && bits_per_s < sent - sent / 10 {
            self.shrink(now, bits_per_s);
        }
    }

    /// Allows less than is sent, unless it is still to be seen what the last cut brought.
    fn cut(&mut self, now: Instant, excess: f64, lost: f64, sent: u64) {
        let (allowed, failed) = (self.bits_per_s, self.failed);
        let cut = self.cut.get_or_insert_with(|| Cut {
            allowed,
            sent,
            failed,
            before: Mean::of(lost),
            felt: None,
            after: Mean::default(),
        });
        if cut.felt.is_none() {
            let kept = (512.0 - excess.max(lost - self.own)) / 512.0;
            self.shrink(now, (sent as f64 * kept) as u64);
        }
    }

    /// Looks whether sending less lost less.
    fn judge_cut(&mut self, now: Instant, lost: f64, sent: u64) {
        let Some(cut) = self.cut.as_mut() else {
            return;
        };
        let Some(felt) = cut.felt else {
            cut.before.add(lost);
            cut.felt = (sent <= cut.sent / 4 * 3).then_some(now);
            return;
        };
        let passed = now.saturating_duration_since(felt);
        if passed >= LATE {
            cut.after.add(lost);
        }
        if passed < SETTLED || cut.after.count < TELLING_REPORTS {
            return;
        }
        let (before, after) = (cut.before.value(), cut.after.value());
        let (allowed, failed) = (cut.allowed, cut.failed);
        self.cut = None;
        self.loss = after;
        if after >= before * UNHELPED {
            self.own = after;
            self.bits_per_s = self.bits_per_s.max(allowed);
            (self.held_until, self.failed) = (now, failed);
        } else if after < LOSSY {
            self.own = after;
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
        line.report(start, 128, 1_000_000);
        assert_eq!(line.bits_per_s(), 750_000);
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

    /// Sends what is allowed, or `most`, over a line that loses `own` of 256 and all beyond `bears` bits a second; gives
    /// what was sent in each second.
    fn live(line: &mut Bandwidth, seconds: u64, (most, own, bears): (u64, u64, u64)) -> Vec<u64> {
        let from = Instant::now();
        // The steps of a camera in three sizes, with a voice.
        const STEPS: [u64; 4] = [45_000, 200_000, 600_000, 1_900_000];
        let second = |second| {
            let allowed = line.bits_per_s().min(most);
            let sent = STEPS.into_iter().rfind(|step| *step <= allowed).unwrap_or(45_000);
            let over = sent.saturating_sub(bears) * 256 / sent;
            let lost = (own + over).min(255);
            line.report(from + Duration::from_secs(second), u8::try_from(lost).unwrap(), sent);
            sent
        };
        (0..seconds).map(second).collect()
    }

    #[test]
    fn a_line_that_loses_by_itself_keeps_its_pictures() {
        for own in [13, 26, 52, 64] {
            let sent = live(&mut Bandwidth::new(Instant::now()), 60, (u64::MAX, own, u64::MAX));
            let whole = sent.iter().filter(|sent| **sent == 1_900_000).count();
            assert!(whole >= 45 && sent.ends_with(&[1_900_000; 30]), "{own}: {sent:?}");
        }
    }

    #[test]
    fn a_narrow_line_gets_what_it_bears_whether_or_not_it_loses_by_itself() {
        for own in [0, 13, 26] {
            let sent = live(&mut Bandwidth::new(Instant::now()), 60, (u64::MAX, own, 700_000));
            let fitting = sent.iter().filter(|sent| **sent == 600_000).count();
            assert!(fitting >= 50, "{own}: {sent:?}");
        }
    }

    #[test]
    fn a_voice_alone_says_nothing_of_what_pictures_would_meet() {
        let mut line = Bandwidth::new(Instant::now());
        live(&mut line, 60, (45_000, 52, u64::MAX));
        assert_eq!(line.bits_per_s(), LEAST_BITS_PER_S);
    }

    #[test]
    fn a_receiver_that_estimates_what_it_gets_lowers_nothing() {
        let now = Instant::now();
        let mut line = Bandwidth::new(now);
        line.estimate(now, 980_000, 1_000_000);
        line.estimate(now, 980_000, 1_600_000);
        assert_eq!(line.bits_per_s(), FIRST_BITS_PER_S);
        line.estimate(now, 400_000, 1_000_000);
        assert_eq!(line.bits_per_s(), 400_000);
    }
}
