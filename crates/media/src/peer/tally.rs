//! Counts media by what every header says in the clear.

/// What arrived since the last [`Tally::restart`].
#[derive(Debug, Default)]
pub struct Tally {
    streams: Vec<Stream>,
    repairs: [u64; 2],
    bytes: u64,
    total: u64,
    repeated: u64,
}

/// The sums over all streams.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Packets that arrived, repetitions excepted.
    pub received: u64,
    /// Packets that should have, by the sequence numbers seen.
    pub expected: u64,
    /// Packets sent once more on request.
    pub repeated: u64,
    /// Bytes of all of them, headers of RTP included.
    pub bytes: u64,
}

#[derive(Debug)]
struct Stream {
    ssrc: u32,
    last: u16,
    extended: i64,
    first: i64,
    highest: i64,
    received: u64,
}

impl Tally {
    /// Learns from a description which payload types repeat lost packets (RFC 4588): they number their own.
    pub(super) fn learn(&mut self, description: &str) {
        for line in description.lines() {
            let Some(format) = line.strip_prefix("a=rtpmap:") else {
                continue;
            };
            let repair = format.split_once(' ').filter(|(_, name)| name.starts_with("rtx/"));
            let Some(number) = repair.and_then(|(number, _)| number.parse::<u8>().ok()) else {
                continue;
            };
            self.repairs[usize::from(number & 0x7f) / 64] |= 1 << (number % 64);
        }
    }

    /// Counts a datagram if it is a media packet, and tells whether it is (RFC 5761 section 4).
    pub(super) fn count(&mut self, bytes: &[u8]) -> bool {
        let &[version, kind, s0, s1, _, _, _, _, c0, c1, c2, c3, ..] = bytes else {
            return false;
        };
        if version & 0xc0 != 0x80 || (192..=223).contains(&kind) {
            return false;
        }
        self.bytes += bytes.len() as u64;
        self.total += 1;
        let format = kind & 0x7f;
        if self.repairs[usize::from(format) / 64] & (1 << (format % 64)) != 0 {
            self.repeated += 1;
        } else {
            self.stream(u32::from_be_bytes([c0, c1, c2, c3]), u16::from_be_bytes([s0, s1]));
        }
        true
    }

    fn stream(&mut self, ssrc: u32, sequence: u16) {
        let Some(stream) = self.streams.iter_mut().find(|stream| stream.ssrc == ssrc) else {
            let at = i64::from(sequence);
            self.streams.push(Stream {
                ssrc,
                last: sequence,
                extended: at,
                first: at,
                highest: at,
                received: 1,
            });
            return;
        };
        let step = sequence.wrapping_sub(stream.last).cast_signed();
        stream.extended += i64::from(step);
        stream.last = sequence;
        if stream.received == 0 {
            stream.first = stream.extended;
            stream.highest = stream.extended;
        }
        stream.highest = stream.highest.max(stream.extended);
        stream.received += 1;
    }

    /// Begins to count anew; streams go on.
    pub fn restart(&mut self) {
        self.bytes = 0;
        self.repeated = 0;
        for stream in &mut self.streams {
            stream.received = 0;
        }
    }

    /// Packets of all kinds since the beginning, however often counting began anew.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The sums.
    #[must_use]
    pub fn sum(&self) -> Count {
        let mut sum = Count {
            repeated: self.repeated,
            bytes: self.bytes,
            ..Count::default()
        };
        for stream in self.streams.iter().filter(|stream| stream.received > 0) {
            sum.received += stream.received;
            sum.expected += (stream.highest - stream.first + 1).cast_unsigned();
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packet(format: u8, ssrc: u8, sequence: u16) -> Vec<u8> {
        let [s0, s1] = sequence.to_be_bytes();
        vec![0x80, format, s0, s1, 0, 0, 0, 0, 0, 0, 0, ssrc, 1, 2, 3, 4]
    }

    #[test]
    fn a_gap_is_expected_and_a_late_packet_fills_it() {
        let mut tally = Tally::default();
        for sequence in [65_534, 65_535, 1, 2] {
            assert!(tally.count(&packet(96, 1, sequence)));
        }
        assert_eq!((tally.sum().received, tally.sum().expected), (4, 5));
        tally.count(&packet(96, 1, 0));
        assert_eq!((tally.sum().received, tally.sum().expected), (5, 5));
    }

    #[test]
    fn repetitions_count_apart_and_control_not_at_all() {
        let mut tally = Tally::default();
        tally.learn("v=0\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\n");
        tally.count(&packet(96, 1, 1));
        tally.count(&packet(97, 2, 900));
        assert!(!tally.count(&packet(200, 1, 1)));
        assert!(!tally.count(&[0, 1, 0, 0]));
        let sum = tally.sum();
        assert_eq!((sum.received, sum.expected, sum.repeated, tally.total()), (1, 1, 1, 2));
    }

    #[test]
    fn counting_anew_forgets_what_was_lost_before() {
        let mut tally = Tally::default();
        tally.count(&packet(96, 1, 1));
        tally.restart();
        tally.count(&packet(96, 1, 50));
        assert_eq!((tally.sum().received, tally.sum().expected), (1, 1));
    }

    proptest! {
        #[test]
        fn any_datagram_is_counted_without_harm(datagrams in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..20)) {
            let mut tally = Tally::default();
            for datagram in &datagrams {
                tally.count(datagram);
            }
            let sum = tally.sum();
            prop_assert!(sum.expected > 0 || sum.received == 0);
        }
    }
}
