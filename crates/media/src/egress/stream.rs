//! One stream towards one receiver: its identity there, its numbers, its repairs and its reports.

use std::time::{Duration, Instant};

use super::history::Kept;
use super::numbering::{Numbering, Origin, Place};
use super::report::{SenderClock, sender_report};
use super::sealer::Sealer;
use crate::outbox::{Outbox, Route};

const FIXED_HEADER: usize = 12;
const MARKER: u8 = 0x80;
/// How often a stream's clocks are told.
const REPORT: Duration = Duration::from_secs(1);
/// Repairs of one stream within [`REPAIR_WINDOW`]; beyond, the line is too bad for them to help.
const REPAIRS: u32 = 100;
const REPAIR_WINDOW: Duration = Duration::from_millis(200);

/// Where lost packets are sent again (RFC 4588).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Repair {
    pub(crate) ssrc: u32,
    pub(crate) payload_type: u8,
}

/// Ids of the header extensions a receiver takes (RFC 8285).
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Extensions {
    /// Absolute send time, by which receivers estimate their line.
    pub(crate) send_time: Option<u8>,
    /// How a phone is held.
    pub(crate) orientation: Option<u8>,
}

/// A stream as its receiver knows it.
pub(crate) struct Stream {
    pub(crate) ssrc: u32,
    pub(crate) payload_type: u8,
    pub(crate) repair: Option<Repair>,
    pub(crate) extensions: Extensions,
    pub(crate) numbering: Numbering,
    hertz: u32,
    packets: u32,
    octets: u32,
    repairs: u64,
    repair_budget: (Instant, u32),
    report_due: Instant,
    /// The last reports: the middle of their NTP time, by which receivers name them, and when they left.
    reported: [Option<(u32, Instant)>; 2],
    /// The last sequence number that its receiver reported on.
    heard_to: Option<u32>,
}

/// A report that covers more packets than a minute brings is nonsense.
const MOST_COVERED: u32 = 1 << 16;

/// What a packet carries besides its payload.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Values {
    /// Now, as absolute send time: seconds in 6.18 bits.
    pub(crate) send_time: u32,
    /// The orientation byte (3GPP TS 26.114), when the sender told one.
    pub(crate) orientation: Option<u8>,
}

/// Where a packet goes and with which keys.
pub(crate) struct Line<'a> {
    pub(crate) route: Route,
    pub(crate) sealer: &'a mut Sealer,
    pub(crate) out: &'a mut Outbox,
}

impl Stream {
    pub(crate) fn new(ssrc: u32, payload_type: u8, hertz: u32, now: Instant) -> Self {
        Self {
            ssrc,
            payload_type,
            repair: None,
            extensions: Extensions::default(),
            numbering: Numbering::new(hertz),
            hertz,
            packets: 0,
            octets: 0,
            repairs: 0,
            repair_budget: (now, 0),
            report_due: now,
            reported: [None; 2],
            heard_to: None,
        }
    }

    /// Sends a packet of the running flow, or starts one with it; gives its size on the line, 0 when it is held back.
    pub(crate) fn send(
        &mut self,
        line: &mut Line<'_>,
        place: &Place,
        (marker, payload): (bool, &[u8]),
        values: Values,
        aligned: impl FnOnce(Origin, u32) -> Option<u32>,
    ) -> usize {
        let Some((number, time)) = self.numbering.map(place, aligned) else {
            return 0;
        };
        self.packets = self.packets.wrapping_add(1);
        let octets = u32::try_from(payload.len()).unwrap_or(u32::MAX);
        self.octets = self.octets.wrapping_add(octets);
        let header = Header {
            ssrc: self.ssrc,
            payload_type: self.payload_type,
            marker,
            number,
            time,
            extensions: self.extensions,
            values,
        };
        header.seal(line, payload)
    }

    /// Sends again the packet that left as `number`, found in its origin's history; gives its size on the line.
    pub(crate) fn repair(
        &mut self,
        now: Instant,
        line: &mut Line<'_>,
        (number, shift): (u64, u32),
        kept: &Kept,
        send_time: u32,
    ) -> usize {
        let (since, spent) = &mut self.repair_budget;
        if now.saturating_duration_since(*since) > REPAIR_WINDOW {
            (*since, *spent) = (now, 0);
        }
        *spent += 1;
        if *spent > REPAIRS {
            return 0;
        }
        let mut header = Header {
            ssrc: self.ssrc,
            payload_type: self.payload_type,
            marker: kept.marker,
            number,
            time: kept.time.wrapping_add(shift),
            extensions: self.extensions,
            values: Values {
                send_time,
                orientation: None,
            },
        };
        let Some(repair) = self.repair else {
            return header.seal(line, &kept.payload);
        };
        self.repairs += 1;
        header.ssrc = repair.ssrc;
        header.payload_type = repair.payload_type;
        header.number = self.repairs;
        let [.., high, low] = number.to_be_bytes();
        let payload = [&[high, low], &*kept.payload].concat();
        header.seal(line, &payload)
    }

    /// Tells whether it is time to report.
    pub(crate) fn report_is_due(&self, now: Instant) -> bool {
        self.report_due <= now
    }

    /// Tells the receiver the sender's clocks.
    pub(crate) fn report(&mut self, now: Instant, line: &mut Line<'_>, clock: &SenderClock, cname: &str) {
        let Some((_, shift)) = self.numbering.running() else {
            return;
        };
        self.report_due = now + REPORT;
        let (ntp, rtp) = clock.at(now, self.hertz);
        let report = sender_report(
            self.ssrc,
            (ntp, rtp.wrapping_add(shift)),
            self.packets,
            self.octets,
            cname,
        );
        if let Some(sealed) = line.sealer.rtcp(&report) {
            line.out.push(line.route, &sealed);
            self.reported = [Some((middle(ntp), now)), self.reported[0]];
        }
    }

    /// How many packets a receiver's report covers that the last one did not, by the highest (extended) sequence number
    /// it saw; none for the first and for nonsense.
    pub(crate) fn covered(&mut self, highest: u32) -> u32 {
        let last = self.heard_to.replace(highest);
        let covered = last.map_or(0, |last| highest.wrapping_sub(last));
        if covered < MOST_COVERED { covered } else { 0 }
    }

    /// Gives the round trip that a receiver's report tells: it names the last sender report and how long ago it came,
    /// in 1/65536 s (RFC 3550 section 6.4.1).
    pub(crate) fn round_trip(&self, now: Instant, last_report: u32, delay: u32) -> Option<Duration> {
        let mut reports = self.reported.iter().flatten();
        let (_, left) = reports.find(|(name, _)| *name == last_report)?;
        let held = Duration::from_micros(u64::from(delay) * 1_000_000 / 65_536);
        now.saturating_duration_since(*left).checked_sub(held)
    }
}

fn middle(ntp: u64) -> u32 {
    let [_, _, a, b, c, d, _, _] = ntp.to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}

struct Header {
    ssrc: u32,
    payload_type: u8,
    marker: bool,
    number: u64,
    time: u32,
    extensions: Extensions,
    values: Values,
}

impl Header {
    fn seal(&self, line: &mut Line<'_>, payload: &[u8]) -> usize {
        let mut block = [0; 12];
        let block = self.extension_block(&mut block);
        let header = FIXED_HEADER + block.len();
        let length = header + payload.len() + line.sealer.overhead();
        let sealer = &mut *line.sealer;
        line.out.write(line.route, length, |out| {
            let [.., high, low] = self.number.to_be_bytes();
            out[0] = if block.is_empty() { 0x80 } else { 0x90 };
            out[1] = self.payload_type | if self.marker { MARKER } else { 0 };
            out[2..4].copy_from_slice(&[high, low]);
            out[4..8].copy_from_slice(&self.time.to_be_bytes());
            out[8..12].copy_from_slice(&self.ssrc.to_be_bytes());
            out[12..header].copy_from_slice(block);
            sealer.rtp(self.ssrc, self.number, header, payload, out)
        })
    }

    /// Writes the one-byte extension block (RFC 8285 section 4.2).
    fn extension_block<'a>(&self, block: &'a mut [u8; 12]) -> &'a [u8] {
        let mut end = 4;
        if let Some(id) = self.extensions.send_time {
            let [_, a, b, c] = self.values.send_time.to_be_bytes();
            block[end..end + 4].copy_from_slice(&[id << 4 | 2, a, b, c]);
            end += 4;
        }
        if let (Some(id), Some(orientation)) = (self.extensions.orientation, self.values.orientation) {
            block[end..end + 2].copy_from_slice(&[id << 4, orientation]);
            end += 2;
        }
        if end == 4 {
            return &[];
        }
        let words = end.div_ceil(4) - 1;
        block[..4].copy_from_slice(&[0xbe, 0xde, 0, u8::try_from(words).expect("two words at most")]);
        &block[..4 + 4 * words]
    }
}
