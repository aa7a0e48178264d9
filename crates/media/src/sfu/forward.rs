//! The packet path: from one upload to every download that carries the track.

use std::sync::Arc;
use std::time::Instant;

use str0m::Rtc;
use str0m::format::CodecSpec;
use str0m::media::{KeyframeRequestKind, Mid};
use str0m::rtp::{ExtensionValues, RtpPacket, RtpWrite};
use yunqian_signaling::{ParticipantId, Source};

use super::Sfu;
use super::connection::Connection;
use super::download::Slot;
use super::track::TrackKey;
use crate::demux::ConnectionId;
use crate::keyframe::starts_keyframe;

/// A packet on its way through.
pub(super) struct Packet {
    track: TrackKey,
    spec: CodecSpec,
    seq: u64,
    time: u32,
    marker: bool,
    at: Instant,
    payload: Arc<[u8]>,
    extensions: ExtensionValues,
    may_start: bool,
}

impl Sfu {
    /// Takes a packet of an upload into the turn's batch.
    pub(super) fn incoming(&mut self, now: Instant, owner: ParticipantId, id: ConnectionId, packet: RtpPacket) {
        let (Some(peer), Some(connection)) = (self.peers.get_mut(&owner), self.connections.get_mut(&id)) else {
            return;
        };
        let Some(upload) = peer.upload.as_mut().filter(|upload| upload.id == id) else {
            return;
        };
        let Some((_, source)) = upload.source_of(connection, packet.header.ssrc) else {
            return;
        };
        let Some(spec) = upload.format_of(connection, packet.header.payload_type) else {
            return;
        };
        let track = TrackKey {
            participant: owner,
            source,
        };
        if self.tracks.get(&track).is_none_or(|track| track.muted) {
            return;
        }
        let values = &packet.header.ext_vals;
        // A shared screen's sound is nobody speaking.
        if let Some(level) = values.audio_level.filter(|_| source == Source::Microphone) {
            self.speakers.hear(now, &peer.room, owner, level);
        }
        self.batch.push(Packet {
            track,
            spec,
            seq: *packet.seq_no,
            time: packet.header.timestamp,
            marker: packet.header.marker,
            at: packet.timestamp,
            may_start: !source.is_video() || starts_keyframe(spec.codec, &packet.payload),
            extensions: ExtensionValues {
                audio_level: values.audio_level,
                voice_activity: values.voice_activity,
                video_orientation: values.video_orientation,
                ..ExtensionValues::default()
            },
            payload: packet.payload,
        });
    }

    /// Writes the turn's packets to their subscribers, one subscriber after the other.
    pub(super) fn forward(&mut self, now: Instant) {
        let mut batch = std::mem::take(&mut self.batch);
        batch.sort_by_key(|packet| packet.track);
        for packets in batch.chunk_by(|a, b| a.track == b.track) {
            let Some(track) = self.tracks.get_mut(&packets[0].track) else {
                continue;
            };
            let subscribers = std::mem::take(&mut track.subscribers);
            for (participant, index) in &subscribers {
                self.write(now, *participant, *index, packets);
            }
            if let Some(track) = self.tracks.get_mut(&packets[0].track) {
                track.subscribers = subscribers;
            }
        }
        batch.clear();
        self.batch = batch;
    }

    fn write(&mut self, now: Instant, to: ParticipantId, index: usize, packets: &[Packet]) {
        let Some(download) = self.peers.get_mut(&to).and_then(|p| p.download.as_mut()) else {
            return;
        };
        let id = download.id;
        let (Some(slot), Some(connection)) = (download.slots.get_mut(index), self.connections.get_mut(&id)) else {
            return;
        };
        if connection.connected && slot.open && !slot.paused {
            let writes = prepare(connection, slot, packets);
            if !writes.is_empty() {
                connection.write(now, slot.mid, writes);
                self.drain(now, id);
            }
        }
    }

    /// Asks senders for the keyframes somebody needs, not more often than they can bear.
    pub(super) fn ask_for_keyframes(&mut self, now: Instant) {
        for track in self.tracks.values_mut() {
            if !track.take_keyframe_request(now) {
                continue;
            }
            let mid = track.mid;
            if let Some(connection) = self.connections.get_mut(&track.connection) {
                connection.with(|rtc| request_keyframe(rtc, mid));
                connection.next = now;
            }
        }
    }

    /// Passes a receiver's wish for a keyframe on to the sender's track.
    pub(super) fn keyframe_wanted(&mut self, receiver: ParticipantId, mid: Mid) {
        let slot = self
            .peers
            .get(&receiver)
            .and_then(|peer| peer.download.as_ref())
            .and_then(|download| download.slots.iter().find(|slot| slot.mid == mid));
        let Some(carries) = slot.and_then(|slot| slot.carries) else {
            return;
        };
        if let Some(track) = self.tracks.get_mut(&carries.track) {
            track.want_keyframe();
        }
    }

    /// Wants keyframes of everything a participant receives.
    pub(super) fn want_keyframes_for(&mut self, receiver: ParticipantId) {
        let Some(download) = self.peers.get(&receiver).and_then(|p| p.download.as_ref()) else {
            return;
        };
        for slot in download.slots.iter().filter(|s| s.open && !s.paused) {
            let Some(carries) = slot.carries.filter(|c| c.track.source.is_video()) else {
                continue;
            };
            if let Some(track) = self.tracks.get_mut(&carries.track) {
                track.want_keyframe();
            }
        }
    }
}

fn request_keyframe(rtc: &mut Rtc, mid: Mid) {
    if let Some(stream) = rtc.direct_api().stream_rx_by_mid(mid, None) {
        stream.request_keyframe(KeyframeRequestKind::Pli);
    }
}

/// Prepares the packets a slot lets through.
fn prepare(connection: &mut Connection, slot: &mut Slot, packets: &[Packet]) -> Vec<RtpWrite> {
    let mut writes = Vec::with_capacity(packets.len());
    for packet in packets {
        let Some(pt) = slot.payload_type(connection, packet.spec) else {
            continue;
        };
        let Some(seq) = slot.rewriter.map(packet.seq, packet.may_start) else {
            continue;
        };
        let payload = packet.payload.clone();
        writes.push(
            RtpWrite::new(pt, seq.into(), packet.time, packet.at, payload)
                .marker(packet.marker)
                .nackable(packet.track.source.is_video())
                .ext_vals(packet.extensions.clone()),
        );
    }
    writes
}
