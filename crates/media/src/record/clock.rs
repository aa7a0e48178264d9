//! From RTP timestamps to the server's wall clock.
//!
//! A packet's earliest possible arrival ties its sender's clock to ours: the smallest difference
//! ever seen between arrival and sender's time is the path's own delay. With sender reports all
//! tracks of one sender share that tie, so that sound and picture stay together as they were
//! recorded; without, each track has its own. Clocks that would place a packet after its arrival or long before it are
//! not believed: what they say is the sender's to choose.

/// The tie between one sender's NTP clock and the server's, shared by its tracks.
#[derive(Debug, Clone, Default)]
pub struct SenderClock {
    offset_us: Option<i64>,
}

/// The timeline of one track and epoch.
#[derive(Debug)]
pub(super) struct TrackClock {
    rate: i64,
    last_rtp: Option<(u32, i64)>,
    own_offset_us: Option<i64>,
    offset_us: Option<i64>,
    last_at_us: Option<i64>,
    /// When the last packet arrived.
    arrived_us: i64,
}

/// How long before its arrival a packet may have been sent; a line that lags more has been given up.
const LATE_US: i64 = 10_000_000;
/// Ticks that a timeline can count; more than a year, and no product of them overflows.
const MOST_TICKS: i64 = 1 << 42;
/// How fast the timeline may be corrected: half a per cent, which nobody hears or sees.
const SLEW: i64 = 200;
/// From here on it jumps instead.
const JUMP_US: i64 = 300_000;
/// Seconds from 1900 (NTP) to 1970.
const NTP_TO_UNIX_S: i64 = 2_208_988_800;

impl TrackClock {
    pub(super) fn new(rate: u32) -> Self {
        Self {
            rate: i64::from(rate),
            last_rtp: None,
            own_offset_us: None,
            offset_us: None,
            last_at_us: None,
            arrived_us: 0,
        }
    }

    /// The timeline of the epoch after this one: the sender's clock begins anew, what it places still comes later.
    pub(super) fn renewed(&self, rate: u32) -> Self {
        Self {
            last_at_us: self.last_at_us,
            ..Self::new(rate)
        }
    }

    /// Learns from a packet's arrival.
    pub(super) fn observe(
        &mut self,
        sender: &mut SenderClock,
        rtp_time: u32,
        arrived_us: i64,
        report: Option<(u64, u32)>,
    ) {
        self.arrived_us = arrived_us;
        let extended = self.extend(rtp_time);
        let own = arrived_us - self.to_us(extended);
        lower(&mut self.own_offset_us, own);
        if let Some(report) = report {
            let sent_us = self.sent_us(rtp_time, report);
            lower(&mut sender.offset_us, arrived_us - sent_us);
        }
    }

    /// Places a frame on the wall clock; never before the last one.
    pub(super) fn place(&mut self, sender: &SenderClock, rtp_time: u32, report: Option<(u64, u32)>) -> i64 {
        let extended = self.extend(rtp_time);
        let own_us = self.to_us(extended);
        let told = report.zip(sender.offset_us);
        let told = told.map(|(report, offset)| self.sent_us(rtp_time, report) + offset);
        let own = self.own_offset_us.map(|offset| own_us + offset);
        let believable = |at: &i64| (self.arrived_us - LATE_US..=self.arrived_us).contains(at);
        let sent = told.filter(believable).or(own.filter(believable));
        let target = sent.unwrap_or(self.arrived_us) - own_us;
        let passed = self
            .last_at_us
            .zip(self.offset_us)
            .map(|(last, offset)| own_us + offset - last);
        let offset = match self.offset_us {
            Some(now) if (target - now).abs() <= JUMP_US => {
                let step = (passed.unwrap_or(0) / SLEW).clamp(0, 50_000);
                now + (target - now).clamp(-step, step)
            }
            _ => target,
        };
        self.offset_us = Some(offset);
        let at = self
            .last_at_us
            .map_or(own_us + offset, |last| (own_us + offset).max(last + 1));
        self.last_at_us = Some(at);
        at
    }

    /// The sender's own time of an RTP timestamp, by its last report.
    fn sent_us(&self, rtp_time: u32, (ntp, rtp): (u64, u32)) -> i64 {
        let ahead = i64::from(rtp_time.wrapping_sub(rtp).cast_signed());
        ntp_us(ntp) + self.to_us(ahead)
    }

    fn to_us(&self, ticks: i64) -> i64 {
        ticks * 1_000_000 / self.rate
    }

    /// Counts on where the 32 bits wrap; the nearest reading to the last one counts.
    fn extend(&mut self, rtp_time: u32) -> i64 {
        let extended = match self.last_rtp {
            None => i64::from(rtp_time),
            Some((last, extended)) => extended + i64::from(rtp_time.wrapping_sub(last).cast_signed()),
        };
        let extended = extended.clamp(-MOST_TICKS, MOST_TICKS);
        self.last_rtp = Some((rtp_time, extended));
        extended
    }
}

fn lower(known: &mut Option<i64>, seen: i64) {
    *known = Some(known.map_or(seen, |known| known.min(seen)));
}

fn ntp_us(ntp: u64) -> i64 {
    let seconds = i64::try_from(ntp >> 32).expect("32 bits fit") - NTP_TO_UNIX_S;
    let fraction = i64::try_from(((ntp & 0xffff_ffff) * 1_000_000) >> 32).expect("below a million");
    seconds * 1_000_000 + fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ntp(us: i64) -> u64 {
        let seconds = u64::try_from(us / 1_000_000 + NTP_TO_UNIX_S).unwrap();
        let fraction = (u64::try_from(us % 1_000_000).unwrap() << 32) / 1_000_000;
        seconds << 32 | fraction
    }

    #[test]
    fn a_timeline_follows_the_rtp_clock_over_its_wrap() {
        let mut sender = SenderClock::default();
        let mut clock = TrackClock::new(48_000);
        let start = u32::MAX - 4_800;
        let mut placed = Vec::new();
        for n in 0..20_u32 {
            let rtp = start.wrapping_add(n * 960);
            clock.observe(&mut sender, rtp, 5_000_000 + i64::from(n) * 20_000, None);
            placed.push(clock.place(&sender, rtp, None));
        }
        let steps: Vec<i64> = placed.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(steps.iter().all(|step| (step - 20_000).abs() < 200), "{steps:?}");
    }

    #[test]
    fn sound_and_picture_of_one_sender_line_up_by_its_reports_however_late_one_arrives() {
        let mut sender = SenderClock::default();
        let (mut audio, mut video) = (TrackClock::new(48_000), TrackClock::new(90_000));
        let sent = 1_600_000_000_000_000;
        let reports = ((ntp(sent), 1_000_u32), (ntp(sent), 77_000_u32));
        // The picture takes 150 ms longer on its way than the sound.
        audio.observe(&mut sender, 1_000, sent + 40_000, Some(reports.0));
        video.observe(&mut sender, 77_000, sent + 190_000, Some(reports.1));
        let heard = audio.place(&sender, 1_000, Some(reports.0));
        let shown = video.place(&sender, 77_000, Some(reports.1));
        assert!((heard - shown).abs() < 5, "{heard} {shown}");
        assert!((heard - sent - 40_000).abs() < 5);
    }

    #[test]
    fn a_sender_that_comes_back_goes_on_after_what_it_sent_before() {
        let now = 1_600_000_000_000_000;
        let mut sender = SenderClock::default();
        let mut clock = TrackClock::new(48_000);
        clock.observe(&mut sender, 0, now, Some((ntp(now - 50_000), 0)));
        let before = clock.place(&sender, 0, Some((ntp(now - 50_000), 0)));
        // Its wall clock was set back meanwhile.
        let mut clock = clock.renewed(48_000);
        let report = Some((ntp(now - 5_000_000), 0));
        clock.observe(&mut sender, 0, now + 1_000, report);
        assert!(clock.place(&sender, 0, report) > before);
    }

    #[test]
    fn a_sender_that_lies_about_its_clock_is_placed_when_it_arrives() {
        let now = 1_600_000_000_000_000;
        let mut sender = SenderClock::default();
        let (mut audio, mut video) = (TrackClock::new(48_000), TrackClock::new(90_000));
        let (late, early) = ((ntp(now + 2_000_000_000_000_000), 0), (ntp(0), 0));
        audio.observe(&mut sender, 0, now, Some(late));
        assert_eq!(audio.place(&sender, 0, Some(late)), now);
        video.observe(&mut sender, 0, now, Some(early));
        assert_eq!(video.place(&sender, 0, Some(early)), now);
        // A clock that is set back while it runs.
        video.observe(&mut sender, 0x9000_0000, now + 40_000, Some(early));
        assert_eq!(video.place(&sender, 0x9000_0000, Some(early)), now + 40_000);
    }

    #[test]
    fn a_timeline_that_leaps_for_ever_stays_near_the_arrival_of_its_packets() {
        let mut sender = SenderClock::default();
        let mut clock = TrackClock::new(48_000);
        let mut rtp = 0_u32;
        for n in 0..10_000 {
            rtp = rtp.wrapping_add(0x7fff_ffff);
            let arrived = 1_600_000_000_000_000 + n * 1_000;
            clock.observe(&mut sender, rtp, arrived, None);
            let placed = clock.place(&sender, rtp, None);
            assert!(
                (arrived - LATE_US..=arrived + JUMP_US).contains(&placed),
                "{n}: {placed}"
            );
        }
    }
}
