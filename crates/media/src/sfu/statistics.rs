//! How well each participant's connections work, for the host and for whoever operates the server.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use str0m::stats::PeerStats;
use yunqian_signaling::{Direction, MediaEvent, ParticipantId, RoomId, Statistics};

use super::Sfu;

const INTERVAL: Duration = Duration::from_secs(2);

/// What was told of uploads since the last time.
#[derive(Debug)]
pub(super) struct Statistician {
    due: Instant,
    uploads: HashMap<ParticipantId, Upload>,
}

#[derive(Debug, Default)]
struct Upload {
    loss_per_mille: u16,
    rtt_ms: Option<u32>,
}

impl Statistician {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            due: now + INTERVAL,
            uploads: HashMap::new(),
        }
    }
}

impl Sfu {
    /// Notes how an upload fared.
    pub(super) fn upload_fared(&mut self, owner: ParticipantId, statistics: &PeerStats) {
        let loss = statistics.ingress_loss_fraction.unwrap_or_default().clamp(0.0, 1.0);
        let upload = Upload {
            loss_per_mille: (loss * 1000.0) as u16,
            rtt_ms: statistics.rtt.and_then(|rtt| u32::try_from(rtt.as_millis()).ok()),
        };
        self.statistics.uploads.insert(owner, upload);
    }

    /// Tells each room how its connections work, when it is time to.
    pub(super) fn tell_statistics(&mut self, now: Instant) {
        if self.statistics.due > now {
            return;
        }
        self.statistics.due = now + INTERVAL;
        let mut rooms: HashMap<RoomId, Vec<Statistics>> = HashMap::new();
        for (participant, peer) in &self.peers {
            let mut of = Vec::with_capacity(2);
            of.extend(peer.download.as_ref().map(|download| Statistics {
                participant: *participant,
                direction: Direction::Download,
                kbit_per_s: kilo(download.sent.bits_per_s(now)),
                loss_per_mille: u16::from(download.lost) * 125 / 32,
                rtt_ms: download.round_trip_ms,
                estimate_kbit_per_s: Some(kilo(download.bandwidth.bits_per_s())),
            }));
            of.extend(peer.upload.as_ref().map(|_| {
                let tracks = self.tracks.iter().filter(|(key, _)| key.participant == *participant);
                let layers = tracks.flat_map(|(_, track)| &track.layers);
                let bits = layers.map(|layer| layer.rate.bits_per_s(now)).sum();
                let fared = self.statistics.uploads.get(participant);
                Statistics {
                    participant: *participant,
                    direction: Direction::Upload,
                    kbit_per_s: kilo(bits),
                    loss_per_mille: fared.map_or(0, |upload| upload.loss_per_mille),
                    rtt_ms: fared.and_then(|upload| upload.rtt_ms),
                    estimate_kbit_per_s: None,
                }
            }));
            if !of.is_empty() {
                rooms.entry(peer.room.clone()).or_default().extend(of);
            }
        }
        let peers = &self.peers;
        self.statistics
            .uploads
            .retain(|participant, _| peers.contains_key(participant));
        for (room, statistics) in rooms {
            self.report(room, MediaEvent::Statistics(statistics));
        }
    }
}

fn kilo(bits: u64) -> u32 {
    u32::try_from(bits / 1000).unwrap_or(u32::MAX)
}
