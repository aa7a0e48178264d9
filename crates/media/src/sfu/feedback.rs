//! What receivers tell of what they receive: losses to repair, the state of their lines.

use std::time::{Duration, Instant};

use str0m::rtp::rtcp::{Nack, ReceptionReport, Rtcp};
use yunqian_signaling::ParticipantId;

use super::Sfu;
use super::slot::Slot;
use super::track::{Feed, Track};
use crate::egress::{Origin, SenderClock};

/// How often the clocks of streams are looked at; each stream reports once a second.
const REPORTS: Duration = Duration::from_millis(50);

impl Sfu {
    /// Takes a receiver's feedback.
    pub(super) fn feedback(&mut self, now: Instant, receiver: ParticipantId, feedback: Rtcp) {
        match feedback {
            Rtcp::Nack(nack) => self.repair(now, receiver, &nack),
            Rtcp::ReceiverReport(report) => {
                for block in report.reports.iter() {
                    self.reported(now, receiver, block);
                }
            }
            Rtcp::Remb(remb) => {
                if let Some(download) = self.peers.get_mut(&receiver).and_then(|p| p.download.as_mut()) {
                    let sent = download.sent.bits_per_s(now);
                    download.bandwidth.estimate(now, bits(remb.bitrate), sent);
                }
            }
            _ => {}
        }
    }

    /// Sends again what a receiver misses, as far as it is still kept.
    fn repair(&mut self, now: Instant, receiver: ParticipantId, nack: &Nack) {
        let send_time = self.send_time(now);
        let Some(download) = self.peers.get_mut(&receiver).and_then(|p| p.download.as_mut()) else {
            return;
        };
        let Some(connection) = self.connections.get_mut(&download.id) else {
            return;
        };
        let Some((slot, track)) = slot_of(&mut download.slots, *nack.ssrc) else {
            return;
        };
        let Some(track) = self.tracks.get(&track) else {
            return;
        };
        let Some(stream) = slot.stream.as_mut() else {
            return;
        };
        let mut sent = 0;
        for low in nack.reports.iter().flat_map(|entry| missing(entry.pid, entry.blp)) {
            let Some(number) = stream.numbering.recent(low) else {
                continue;
            };
            let Some((origin, seq, shift)) = stream.numbering.source_of(number) else {
                continue;
            };
            let layer = track.layers.iter().find(|layer| layer.origin == origin);
            let Some(kept) = layer.and_then(|layer| layer.history.find(seq)) else {
                continue;
            };
            if let Some(mut line) = connection.line(&mut self.outbox) {
                sent += stream.repair(now, &mut line, (number, shift), kept, send_time);
            }
        }
        download.sent.add(now, sent);
    }

    fn reported(&mut self, now: Instant, receiver: ParticipantId, block: &ReceptionReport) {
        let Some(download) = self.peers.get_mut(&receiver).and_then(|p| p.download.as_mut()) else {
            return;
        };
        let Some((slot, _)) = slot_of(&mut download.slots, *block.ssrc) else {
            return;
        };
        let Some(stream) = slot.stream.as_mut() else {
            return;
        };
        if let Some(round_trip) = stream.round_trip(now, block.last_sr_time, block.last_sr_delay) {
            download.round_trip_ms = u32::try_from(round_trip.as_millis()).ok();
        }
        let packets = stream.covered(block.max_seq);
        download.losses.add(block.fraction_lost, packets);
    }

    /// Tells receivers the clocks of what they get.
    pub(super) fn report_clocks(&mut self, now: Instant) {
        if self.reports_due > now {
            return;
        }
        self.reports_due = now + REPORTS;
        for peer in self.peers.values_mut() {
            let Some(download) = peer.download.as_mut() else {
                continue;
            };
            let Some(connection) = self.connections.get_mut(&download.id) else {
                continue;
            };
            for slot in &mut download.slots {
                let Some((stream, carries)) = slot.stream.as_mut().zip(slot.carries) else {
                    continue;
                };
                if !stream.report_is_due(now) {
                    continue;
                }
                let Some((origin, _)) = stream.numbering.running() else {
                    continue;
                };
                let Some(clock) = clock_of(&self.tracks, carries.track, origin) else {
                    continue;
                };
                if let Some(mut line) = connection.line(&mut self.outbox) {
                    stream.report(now, &mut line, &clock, CNAME);
                }
            }
        }
    }
}

/// One canonical name for everything: which streams belong together is told by their stream ids.
const CNAME: &str = "yunqian";

fn clock_of(
    tracks: &std::collections::HashMap<super::track::TrackKey, Track>,
    key: super::track::TrackKey,
    origin: Origin,
) -> Option<SenderClock> {
    let track = tracks.get(&key)?;
    let track = match track.feed {
        Feed::Track(from) => tracks.get(&from?)?,
        Feed::Upload(..) => track,
    };
    track.layers.iter().find(|layer| layer.origin == origin)?.clock
}

fn slot_of(slots: &mut [Slot], ssrc: u32) -> Option<(&mut Slot, super::track::TrackKey)> {
    let is = |slot: &&mut Slot| slot.stream.as_ref().is_some_and(|stream| stream.ssrc == ssrc);
    let slot = slots.iter_mut().find(is)?;
    let track = slot.carries?.track;
    Some((slot, track))
}

/// The numbers a generic NACK names: one, and 16 after it by bits (RFC 4585 section 6.2.1).
fn missing(first: u16, bits: u16) -> impl Iterator<Item = u16> {
    let rest = (0..16u16).filter(move |bit| bits & (1 << bit) != 0);
    std::iter::once(first).chain(rest.map(move |bit| first.wrapping_add(bit + 1)))
}

fn bits(bitrate: f32) -> u64 {
    // A float beyond the range becomes the nearest bound; NaN becomes 0.
    bitrate as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nack_names_up_to_seventeen_packets() {
        assert_eq!(missing(7, 0).collect::<Vec<_>>(), [7]);
        assert_eq!(missing(65_535, 0b101).collect::<Vec<_>>(), [65_535, 0, 2]);
        assert_eq!(missing(0, u16::MAX).count(), 17);
    }
}
