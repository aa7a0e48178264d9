//! Numbers and times of one forwarded stream.
//!
//! A receiver must see a stream without the holes that holding back and changing layers make, or it asks for packets
//! nobody has. Each flow (the first, after a mute, after a pause, another layer) therefore begins where the last output
//! ended, in number and in time; video starts at a keyframe only.

use std::collections::VecDeque;
use std::time::Instant;

/// Flows of which numbers are still asked for again.
const PAST_FLOWS: usize = 8;

/// Names one sender's stream of packets (one SSRC of one connection); never used twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Origin(pub(crate) u64);

/// A packet's place in its origin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) origin: Origin,
    /// Extended sequence number.
    pub(crate) seq: u64,
    /// RTP timestamp.
    pub(crate) time: u32,
    pub(crate) at: Instant,
    /// Whether a receiver can begin here.
    pub(crate) may_start: bool,
}

/// Maps origins' numbers and times to a receiver's.
#[derive(Debug)]
pub(crate) struct Numbering {
    hertz: u32,
    next: u64,
    last: Option<Last>,
    flow: Option<Flow>,
    past: VecDeque<Flow>,
}

#[derive(Debug)]
struct Last {
    origin: Origin,
    shift: u32,
    time: u32,
    at: Instant,
}

#[derive(Debug)]
struct Flow {
    origin: Origin,
    source_start: u64,
    output_start: u64,
    shift: u32,
}

impl Numbering {
    /// Starts at rollover counter 0, as a fresh SRTP receiver does.
    pub(crate) fn new(hertz: u32) -> Self {
        Self {
            hertz,
            next: 1,
            last: None,
            flow: None,
            past: VecDeque::new(),
        }
    }

    /// Holds the stream until it may start again.
    pub(crate) fn stop(&mut self) {
        if let Some(flow) = self.flow.take() {
            self.past.push_front(flow);
            self.past.truncate(PAST_FLOWS);
        }
    }

    /// Gives the output number and time of a packet, or none when it is not to be sent. `aligned` tells the output time
    /// of a new origin's packet, given the last origin and what was added to its times, where both clocks are comparable.
    pub(crate) fn map(
        &mut self,
        packet: &Place,
        aligned: impl FnOnce(Origin, u32) -> Option<u32>,
    ) -> Option<(u64, u32)> {
        let goes_on = self.flow.as_ref().is_some_and(|flow| flow.origin == packet.origin);
        if !goes_on {
            if !packet.may_start {
                return None;
            }
            self.stop();
            let shift = self.shift(packet, aligned);
            self.flow = Some(Flow {
                origin: packet.origin,
                source_start: packet.seq,
                output_start: self.next,
                shift,
            });
        }
        let flow = self.flow.as_ref()?;
        let output = flow.output_start + packet.seq.checked_sub(flow.source_start)?;
        let time = packet.time.wrapping_add(flow.shift);
        if output >= self.next {
            self.next = output + 1;
            self.last = Some(Last {
                origin: packet.origin,
                shift: flow.shift,
                time,
                at: packet.at,
            });
        }
        Some((output, time))
    }

    /// Gives the origin and number there of a packet that was sent as `output`.
    pub(crate) fn source_of(&self, output: u64) -> Option<(Origin, u64, u32)> {
        let flows = self.flow.iter().chain(&self.past);
        let flow = flows.into_iter().find(|flow| flow.output_start <= output)?;
        let seq = flow.source_start + (output - flow.output_start);
        Some((flow.origin, seq, flow.shift))
    }

    /// Gives the full number of the last sent packet whose low 16 bits are `low`.
    pub(crate) fn recent(&self, low: u16) -> Option<u64> {
        let last = self.next.checked_sub(1)?;
        let [.., high, low_byte] = last.to_be_bytes();
        let back = u16::from_be_bytes([high, low_byte]).wrapping_sub(low);
        last.checked_sub(back.into()).filter(|number| *number > 0)
    }

    /// How much is added to the running flow's timestamps.
    pub(crate) fn running(&self) -> Option<(Origin, u32)> {
        self.flow.as_ref().map(|flow| (flow.origin, flow.shift))
    }

    fn shift(&self, packet: &Place, aligned: impl FnOnce(Origin, u32) -> Option<u32>) -> u32 {
        let Some(last) = &self.last else {
            return 0;
        };
        if last.origin == packet.origin {
            return last.shift;
        }
        let passed = packet.at.saturating_duration_since(last.at).as_micros();
        let ticks = u32::try_from(passed * u128::from(self.hertz) / 1_000_000).unwrap_or(u32::MAX);
        let expected = last.time.wrapping_add(ticks.max(1));
        // Clocks that disagree with what was seen to arrive by more than a second are not believed.
        let believable = |time: &u32| time.wrapping_sub(expected).cast_signed().unsigned_abs() < self.hertz;
        let time = aligned(last.origin, last.shift).filter(believable).unwrap_or(expected);
        let forward = time.wrapping_sub(last.time).cast_signed() > 0;
        let time = if forward { time } else { last.time.wrapping_add(1) };
        time.wrapping_sub(packet.time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Duration;

    fn place(origin: u64, seq: u64, may_start: bool) -> Place {
        Place {
            origin: Origin(origin),
            seq,
            time: u32::try_from(seq * 3000 % (1 << 32)).unwrap(),
            at: Instant::now(),
            may_start,
        }
    }

    fn number(numbering: &mut Numbering, packet: Place) -> Option<u64> {
        numbering.map(&packet, |_, _| None).map(|(seq, _)| seq)
    }

    #[test]
    fn a_start_waits_for_what_may_start() {
        let mut numbering = Numbering::new(90_000);
        assert_eq!(number(&mut numbering, place(1, 500, false)), None);
        assert_eq!(number(&mut numbering, place(1, 501, true)), Some(1));
        assert_eq!(number(&mut numbering, place(1, 502, false)), Some(2));
        assert_eq!(number(&mut numbering, place(1, 499, false)), None);
    }

    #[test]
    fn a_pause_leaves_no_hole_and_the_clock_runs_on() {
        let mut numbering = Numbering::new(90_000);
        numbering.map(&place(1, 10, true), |_, _| None);
        numbering.stop();
        assert_eq!(numbering.map(&place(1, 11, false), |_, _| None), None);
        assert_eq!(numbering.map(&place(1, 90, true), |_, _| None), Some((2, 270_000)));
    }

    #[test]
    fn another_layer_goes_on_in_number_and_time() {
        let mut numbering = Numbering::new(90_000);
        let first = place(1, 10, true);
        let (_, before) = numbering.map(&first, |_, _| None).unwrap();
        let second = Place {
            at: first.at + Duration::from_millis(100),
            time: 4_000_000_000,
            ..place(2, 7_000, true)
        };
        assert_eq!(numbering.map(&second, |_, _| None), Some((2, before + 9_000)));
        let aligned = Place {
            at: second.at + Duration::from_millis(100),
            ..place(3, 1, true)
        };
        let wanted = before + 17_500;
        assert_eq!(numbering.map(&aligned, |_, _| Some(wanted)), Some((3, wanted)));
        assert_eq!(
            numbering.source_of(2).map(|(o, seq, _)| (o, seq)),
            Some((Origin(2), 7_000))
        );
        assert_eq!(
            numbering.source_of(1).map(|(o, seq, _)| (o, seq)),
            Some((Origin(1), 10))
        );
    }

    #[test]
    fn a_short_number_means_the_last_one_sent_under_it() {
        let mut numbering = Numbering::new(90_000);
        for seq in 0..70_000 {
            numbering.map(&place(1, seq, true), |_, _| None);
        }
        assert_eq!(numbering.recent(u16::try_from(70_000 % 65_536).unwrap()), Some(70_000));
        assert_eq!(numbering.recent(65_535), Some(65_535));
    }

    proptest! {
        #[test]
        fn outputs_keep_order_and_never_repeat(
            steps in proptest::collection::vec((0u64..40, any::<bool>(), any::<bool>(), 0u64..3), 1..200)
        ) {
            let mut numbering = Numbering::new(90_000);
            let mut last = 0;
            let mut source = 70_000u64;
            for (step, key, stop, origin) in steps {
                source += step + 1;
                if stop { numbering.stop(); }
                if let Some(output) = number(&mut numbering, place(origin, source, key)) {
                    prop_assert!(output > last);
                    last = output;
                    let (from, seq, _) = numbering.source_of(output).unwrap();
                    prop_assert_eq!((from, seq), (Origin(origin), source));
                }
            }
        }
    }
}
