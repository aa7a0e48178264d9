//! The packet path: from one upload to every download that carries the track.

use std::sync::Arc;
use std::time::Instant;

use str0m::Rtc;
use str0m::format::{Codec, CodecSpec};
use str0m::media::{KeyframeRequestKind, Mid, Rid};
use str0m::rtp::RtpPacket;
use yunqian_signaling::{ParticipantId, RoomId, Source};

use super::Sfu;
use super::track::{Feed, Layer, TrackKey};
use crate::demux::ConnectionId;
use crate::egress::{Kept, Origin, Place, SenderClock, Values};
use crate::keyframe;
use crate::outbox::Wire;
use crate::tap::{TapCodec, Tapped};

/// A packet on its way through.
#[derive(Clone)]
pub(super) struct Packet {
    track: TrackKey,
    layer: usize,
    spec: CodecSpec,
    place: Place,
    marker: bool,
    orientation: Option<u8>,
    /// The last sender report: NTP and RTP time.
    clock: Option<(u64, u32)>,
    payload: Arc<[u8]>,
}

/// The sender clocks of a track's layers.
type Clocks = Vec<(Origin, Option<SenderClock>)>;

impl Sfu {
    /// Takes a packet of one of `owner`'s tracks.
    pub(super) fn incoming(&mut self, now: Instant, owner: ParticipantId, id: ConnectionId, packet: RtpPacket) {
        let (Some(peer), Some(connection)) = (self.peers.get_mut(&owner), self.connections.get_mut(&id)) else {
            return;
        };
        let Some(upload) = peer.upload.as_mut().filter(|upload| upload.id == id) else {
            return;
        };
        let Some((source, rid)) = upload.source_of(connection, packet.header.ssrc) else {
            return;
        };
        let Some(spec) = upload.format_of(connection, packet.header.payload_type) else {
            return;
        };
        let key = TrackKey {
            participant: owner,
            source,
        };
        let Some(track) = self.tracks.get_mut(&key) else {
            return;
        };
        let Some(index) = track.layer_of(rid) else {
            return;
        };
        let layer = &mut track.layers[index];
        let begins = !layer.is_sent(now);
        layer.hear(now, packet.payload.len());
        if packet.payload.is_empty() || track.muted {
            return;
        }
        let values = &packet.header.ext_vals;
        // A shared screen's sound is nobody speaking.
        if let Some(level) = values.audio_level.filter(|_| source == Source::Microphone) {
            self.speakers.hear(now, &peer.room, owner, level);
        }
        let room = peer.room.clone();
        let packet = prepare(layer, (key, index), spec, packet);
        if begins && source.is_video() {
            self.choose_for_all(now, key);
        }
        self.fan_out(&room, key, packet);
    }

    /// Queues a packet for its track and for the channels that carry it.
    fn fan_out(&mut self, room: &RoomId, key: TrackKey, packet: Packet) {
        for at in 0..self.channels.get(&key).map_or(0, Vec::len) {
            let copy = Packet {
                track: self.channels[&key][at],
                ..packet.clone()
            };
            self.queue(room, copy);
        }
        self.queue(room, packet);
    }

    fn queue(&mut self, room: &RoomId, packet: Packet) {
        let place = packet.place;
        let track = self.tracks.get_mut(&packet.track);
        if let Some(track) = track.filter(|track| track.recorded)
            && track.records(packet.layer, place.may_start, place.at)
            && let Some(codec) = TapCodec::of(packet.spec.codec)
        {
            self.taps.push(Tapped {
                room: room.clone(),
                track: packet.track.id(),
                epoch: place.origin.0,
                codec,
                seq: place.seq,
                rtp_time: place.time,
                marker: packet.marker,
                arrived: place.at,
                sender_clock: packet.clock,
                payload: packet.payload.clone(),
            });
        }
        self.batch.push(packet);
    }

    /// Writes the turn's packets to their subscribers, one subscriber after the other.
    pub(super) fn forward(&mut self, now: Instant, wire: &mut dyn Wire) {
        let mut batch = std::mem::take(&mut self.batch);
        batch.sort_by_key(|packet| packet.track);
        let send_time = self.send_time(now);
        for packets in batch.chunk_by(|a, b| a.track == b.track) {
            let Some(track) = self.tracks.get_mut(&packets[0].track) else {
                continue;
            };
            let clocks = track.layers.iter().map(|layer| (layer.origin, layer.clock)).collect();
            let subscribers = std::mem::take(&mut track.subscribers);
            for (participant, index) in &subscribers {
                self.write(now, (*participant, *index), packets, &clocks, send_time);
                if self.outbox.is_full() {
                    self.outbox.flush(wire);
                }
            }
            if let Some(track) = self.tracks.get_mut(&packets[0].track) {
                track.subscribers = subscribers;
            }
        }
        batch.clear();
        self.batch = batch;
    }

    fn write(
        &mut self,
        now: Instant,
        (to, index): (ParticipantId, usize),
        packets: &[Packet],
        clocks: &Clocks,
        send_time: u32,
    ) {
        let Some(download) = self.peers.get_mut(&to).and_then(|p| p.download.as_mut()) else {
            return;
        };
        let (Some(slot), Some(connection)) = (download.slots.get_mut(index), self.connections.get_mut(&download.id))
        else {
            return;
        };
        if !connection.connected || !slot.open {
            return;
        }
        let mut sent = 0;
        for packet in packets {
            if slot.layer != Some(packet.layer) {
                if slot.target != Some(packet.layer) || !packet.place.may_start {
                    continue;
                }
                slot.layer = Some(packet.layer);
            }
            let Some(stream) = slot.stream_for(connection, packet.spec, now) else {
                continue;
            };
            let Some(mut line) = connection.line(&mut self.outbox) else {
                break;
            };
            let values = Values {
                send_time,
                orientation: packet.orientation,
            };
            let aligned = |last, shift| align(clocks, packet, last, shift);
            let content = (packet.marker, &*packet.payload);
            sent += stream.send(&mut line, &packet.place, content, values, aligned);
        }
        download.sent.add(now, sent);
    }

    /// Asks senders for the keyframes somebody needs, not more often than they can bear.
    pub(super) fn ask_for_keyframes(&mut self, now: Instant) {
        for track in self.tracks.values_mut() {
            let Feed::Upload(id, mid) = track.feed else {
                continue;
            };
            let mut due = track
                .layers
                .iter_mut()
                .filter(|layer| layer.keyframe_is_due(now))
                .peekable();
            if due.peek().is_none() {
                continue;
            }
            let Some(connection) = self.connections.get_mut(&id) else {
                continue;
            };
            for layer in due {
                layer.keyframe_asked(now);
                let rid = layer.rid;
                connection.with(|rtc| request_keyframe(rtc, mid, rid));
            }
            connection.next = now;
        }
    }

    /// Passes a receiver's wish for a keyframe on to the sender's layer.
    pub(super) fn keyframe_wanted(&mut self, receiver: ParticipantId, mid: Mid) {
        let slot = self
            .peers
            .get(&receiver)
            .and_then(|peer| peer.download.as_ref())
            .and_then(|download| download.slots.iter().find(|slot| slot.mid == mid));
        let Some((slot, carries)) = slot.and_then(|slot| Some((slot, slot.carries?))) else {
            return;
        };
        let Some(track) = self.tracks.get_mut(&carries.track) else {
            return;
        };
        // Both what it gets and what it waits for: the one may have ended, the other not begun.
        for layer in [slot.layer, slot.target].into_iter().flatten() {
            if let Some(layer) = track.layers.get_mut(layer) {
                layer.want_keyframe();
            }
        }
    }

    /// Wants keyframes of everything a participant is to receive.
    pub(super) fn want_keyframes_for(&mut self, receiver: ParticipantId) {
        let Some(download) = self.peers.get(&receiver).and_then(|p| p.download.as_ref()) else {
            return;
        };
        for slot in download.slots.iter().filter(|s| s.open) {
            let Some(carries) = slot.carries.filter(|c| c.track.source.is_video()) else {
                continue;
            };
            if let Some(track) = self.tracks.get_mut(&carries.track)
                && let Some(layer) = slot.target.and_then(|target| track.layers.get_mut(target))
            {
                layer.want_keyframe();
            }
        }
    }

    /// Now as absolute send time; only differences count.
    pub(super) fn send_time(&self, now: Instant) -> u32 {
        let micros = now.saturating_duration_since(self.started).as_micros();
        u32::try_from(((micros << 18) / 1_000_000) & 0x00ff_ffff).expect("24 bits")
    }
}

/// Reads what the path needs to know of a packet, and keeps a picture's for repairs.
fn prepare(layer: &mut Layer, (track, index): (TrackKey, usize), spec: CodecSpec, packet: RtpPacket) -> Packet {
    let video = track.source.is_video();
    if let Some(info) = packet.last_sender_info {
        layer.tell_clock(info, packet.timestamp);
    }
    let may_start = !video || keyframe::starts_keyframe(spec.codec, &packet.payload);
    if may_start {
        layer.keyframe_at = Some(packet.timestamp);
    }
    if may_start && let Some(height) = keyframe::height(spec.codec, &packet.payload) {
        layer.height = Some(height);
    }
    let packet = Packet {
        track,
        layer: index,
        spec,
        place: Place {
            origin: layer.origin,
            seq: *packet.seq_no,
            time: packet.header.timestamp,
            at: packet.timestamp,
            may_start,
        },
        marker: packet.header.marker,
        orientation: packet.header.ext_vals.video_orientation.map(|way| way as u8),
        clock: layer.clock.map(|clock| (clock.ntp, clock.rtp)),
        payload: packet.payload,
    };
    if video && spec.codec != Codec::Unknown {
        layer.history.keep(Kept {
            seq: packet.place.seq,
            time: packet.place.time,
            marker: packet.marker,
            payload: packet.payload.clone(),
        });
    }
    packet
}

/// The output time of `packet` on the clock of the layer sent before it, when both layers told their clocks.
fn align(clocks: &Clocks, packet: &Packet, last: Origin, shift: u32) -> Option<u32> {
    let clock = |origin: Origin| clocks.iter().find(|(o, _)| *o == origin)?.1;
    let hertz = packet.spec.clock_rate.get();
    let ntp = clock(packet.place.origin)?.ntp_at(packet.place.time, hertz);
    Some(clock(last)?.rtp_at(ntp, hertz).wrapping_add(shift))
}

fn request_keyframe(rtc: &mut Rtc, mid: Mid, rid: Option<Rid>) {
    let mut api = rtc.direct_api();
    if let Some(stream) = api.stream_rx_by_mid(mid, rid) {
        stream.request_keyframe(KeyframeRequestKind::Pli);
    }
}
