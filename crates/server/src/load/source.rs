//! A synthetic camera and microphone: packets shaped like VP8 at 30 pictures a second and Opus at 50 packets a second,
//! each carrying the moment it was made. Keyframes come when they are asked for, as from a browser.

use std::time::{Duration, Instant};

use yunqian_media::peer::{Outgoing, Peer, PeerError, Section};

/// The layers of a simulcast camera, smallest first.
pub const LAYERS: [&str; 3] = ["q", "h", "f"];

const PICTURES_PER_SECOND: u32 = 30;
const PICTURE: Duration = Duration::from_nanos(1_000_000_000 / PICTURES_PER_SECOND as u64);
const SOUND: Duration = Duration::from_millis(20);
/// The height of the largest picture.
const HEIGHT: u16 = 720;
const PACKET_BYTES: usize = 1_200;
const SOUND_BYTES: usize = 80;
/// A keyframe is this many times as large as another picture.
const KEYFRAME_FACTOR: u64 = 5;
/// The shortest time between two keyframes, as a browser's encoder keeps it.
const KEYFRAME_APART: Duration = Duration::from_millis(900);
/// Where the mark lies in a payload: behind every codec header.
const MARK_AT: usize = 24;
/// The first byte behind the mark and the age: which source, which layer.
const ORIGIN_AT: usize = MARK_AT + 16;
const MARK: u64 = 0x5975_6e71_6961_6e31;

/// What a source sends.
#[derive(Debug, Clone, Copy)]
pub struct Camera {
    /// Tells one source from another.
    pub number: u16,
    /// Kilobits a second of pictures.
    pub kbit_per_s: u32,
    /// Whether in three layers.
    pub simulcast: bool,
    /// How much later than others it begins.
    pub stagger: Duration,
}

/// Reads the age of a payload made by a [`Source`] of this process; none for other payloads.
pub fn age(payload: &[u8], epoch: Instant, now: Instant) -> Option<Duration> {
    let mark = payload.get(MARK_AT..MARK_AT + 8)?;
    let made = payload.get(MARK_AT + 8..MARK_AT + 16)?;
    let made = u64::from_be_bytes(made.try_into().ok()?);
    let age = now.duration_since(epoch).saturating_sub(Duration::from_nanos(made));
    (mark == MARK.to_be_bytes()).then_some(age)
}

/// Which source made a payload, and as which layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The source's number.
    pub source: u16,
    /// The layer, from the smallest; 0 for sound.
    pub layer: u8,
}

/// Reads where a payload comes from; none for payloads that no [`Source`] made.
pub fn origin(payload: &[u8]) -> Option<Origin> {
    let mark = payload.get(MARK_AT..MARK_AT + 8)?;
    let [high, low, layer] = payload.get(ORIGIN_AT..ORIGIN_AT + 3)?.try_into().ok()?;
    let source = u16::from_be_bytes([high, low]);
    (mark == MARK.to_be_bytes()).then_some(Origin { source, layer })
}

/// What one participant sends.
pub struct Source {
    epoch: Instant,
    number: u16,
    sound: Section,
    pictures: Section,
    layers: Vec<Layer>,
    next_picture: Instant,
    next_sound: Instant,
    picture_count: u32,
    sound_count: u32,
    /// Packets made so far, all layers.
    pub sent: u64,
    /// Keyframes asked for so far.
    pub keyframes_wanted: u64,
}

struct Layer {
    name: Option<&'static str>,
    height: u16,
    packets_per_picture: u64,
    packet_bytes: usize,
    sequence: u64,
    paused: bool,
    wants_keyframe: bool,
    last_keyframe: Option<Instant>,
}

impl Layer {
    fn new(name: Option<&'static str>, height: u16, kbit_per_s: u32) -> Self {
        let picture_bytes = u64::from(kbit_per_s) * 1000 / 8 / u64::from(PICTURES_PER_SECOND);
        let packets = ((picture_bytes + PACKET_BYTES as u64 / 2) / PACKET_BYTES as u64).max(1);
        let bytes = usize::try_from(picture_bytes / packets).unwrap_or(PACKET_BYTES);
        Self {
            name,
            height,
            packets_per_picture: packets,
            packet_bytes: bytes.clamp(100, PACKET_BYTES),
            sequence: 1_000,
            paused: false,
            wants_keyframe: true,
            last_keyframe: None,
        }
    }
}

impl Source {
    /// Makes a source of what `camera` asks for: the two smaller layers have a third and a tenth of its bits.
    pub fn new(sections: &[Section; 2], camera: Camera, epoch: Instant) -> Self {
        let Camera {
            number,
            kbit_per_s,
            simulcast,
            stagger,
        } = camera;
        let layers = if simulcast {
            let parts = [
                (HEIGHT / 4, kbit_per_s / 10),
                (HEIGHT / 2, kbit_per_s / 3),
                (HEIGHT, kbit_per_s),
            ];
            let layers = LAYERS.into_iter().zip(parts);
            layers
                .map(|(name, (height, kbit))| Layer::new(Some(name), height, kbit))
                .collect()
        } else {
            vec![Layer::new(None, HEIGHT, kbit_per_s)]
        };
        let start = Instant::now() + stagger;
        Self {
            epoch,
            number,
            sound: sections[0],
            pictures: sections[1],
            layers,
            next_picture: start,
            next_sound: start + Duration::from_millis(7),
            picture_count: 0,
            sound_count: 0,
            sent: 0,
            keyframes_wanted: 0,
        }
    }

    /// When the next packet is due.
    pub fn due(&self) -> Instant {
        self.next_picture.min(self.next_sound)
    }

    /// Begins now; what was due before the connection was up is not made up for.
    pub fn start(&mut self, now: Instant) {
        self.next_picture = self.next_picture.max(now);
        self.next_sound = self.next_sound.max(now + Duration::from_millis(7));
    }

    /// Sends only so many layers, from the smallest; one that begins again does so with a keyframe.
    pub fn send_layers(&mut self, wanted: usize) {
        for (index, layer) in self.layers.iter_mut().enumerate() {
            let paused = index >= wanted;
            if layer.paused && !paused {
                (layer.wants_keyframe, layer.last_keyframe) = (true, None);
            }
            layer.paused = paused;
        }
    }

    /// Notes that a receiver wants a keyframe of a layer; of all without a name.
    pub fn want_keyframe(&mut self, layer: Option<&str>) {
        self.keyframes_wanted += 1;
        for found in &mut self.layers {
            found.wants_keyframe |= layer.is_none() || layer == found.name;
        }
    }

    /// Hands `peer` what is due.
    ///
    /// # Errors
    /// When the connection does not take it.
    pub fn send_due(&mut self, now: Instant, peer: &mut Peer) -> Result<(), PeerError> {
        if self.next_sound <= now {
            self.next_sound += SOUND;
            self.send_sound(now, peer)?;
        }
        if self.next_picture <= now {
            self.next_picture += PICTURE;
            self.send_picture(now, peer)?;
        }
        Ok(())
    }

    fn send_sound(&mut self, now: Instant, peer: &mut Peer) -> Result<(), PeerError> {
        let mut payload = vec![0xab; SOUND_BYTES];
        payload[0] = 0x78;
        self.mark(&mut payload, 0);
        self.sound_count = self.sound_count.wrapping_add(1);
        self.sent += 1;
        peer.send(
            now,
            Outgoing {
                section: self.sound,
                layer: None,
                sequence: 1_000 + u64::from(self.sound_count),
                timestamp: self.sound_count.wrapping_mul(960),
                marker: false,
                repairable: false,
                payload: payload.into(),
            },
        )
    }

    fn send_picture(&mut self, now: Instant, peer: &mut Peer) -> Result<(), PeerError> {
        self.picture_count = self.picture_count.wrapping_add(1);
        let mut layers = std::mem::take(&mut self.layers);
        let sent = (0..)
            .zip(&mut layers)
            .filter(|(_, layer)| !layer.paused)
            .try_for_each(|(index, layer)| self.send_layer(now, peer, index, layer));
        self.layers = layers;
        sent
    }

    fn send_layer(&mut self, now: Instant, peer: &mut Peer, index: u8, layer: &mut Layer) -> Result<(), PeerError> {
        let apart = layer
            .last_keyframe
            .is_none_or(|last| now.duration_since(last) >= KEYFRAME_APART);
        let key = layer.wants_keyframe && apart;
        if key {
            layer.wants_keyframe = false;
            layer.last_keyframe = Some(now);
        }
        let count = layer.packets_per_picture * if key { KEYFRAME_FACTOR } else { 1 };
        for packet in 0..count {
            let mut payload = vec![0xcd; layer.packet_bytes];
            describe(
                &mut payload,
                self.picture_count,
                packet == 0,
                key.then_some(layer.height),
            );
            self.mark(&mut payload, index);
            let packet = Outgoing {
                section: self.pictures,
                layer: layer.name,
                sequence: layer.sequence,
                timestamp: self.picture_count.wrapping_mul(90_000 / PICTURES_PER_SECOND),
                marker: packet == count - 1,
                repairable: true,
                payload: payload.into(),
            };
            layer.sequence += 1;
            self.sent += 1;
            peer.send(now, packet)?;
        }
        Ok(())
    }

    fn mark(&self, payload: &mut [u8], layer: u8) {
        let made = u64::try_from(self.epoch.elapsed().as_nanos()).unwrap_or(u64::MAX);
        payload[MARK_AT..MARK_AT + 8].copy_from_slice(&MARK.to_be_bytes());
        payload[MARK_AT + 8..ORIGIN_AT].copy_from_slice(&made.to_be_bytes());
        let [high, low] = self.number.to_be_bytes();
        payload[ORIGIN_AT..ORIGIN_AT + 3].copy_from_slice(&[high, low, layer]);
    }
}

/// Writes a VP8 payload descriptor with a 15-bit picture id (RFC 7741 section 4.2) and, on a picture's first packet,
/// the start of the frame header (RFC 6386 section 9.1).
fn describe(payload: &mut [u8], picture: u32, first: bool, key: Option<u16>) {
    let [.., high, low] = picture.to_be_bytes();
    payload[..4].copy_from_slice(&[if first { 0x90 } else { 0x80 }, 0x80, high | 0x80, low]);
    if first {
        payload[4..7].copy_from_slice(&[if key.is_some() { 0x10 } else { 0x11 }, 0, 0]);
    }
    if let Some(height) = key.filter(|_| first) {
        let [low, high] = height.to_le_bytes();
        let [wide_low, wide_high] = (height / 9 * 16).to_le_bytes();
        payload[7..14].copy_from_slice(&[0x9d, 0x01, 0x2a, wide_low, wide_high, low, high]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_tells_its_age_and_foreign_ones_have_none() {
        let epoch = Instant::now();
        let mut payload = vec![0; 64];
        assert_eq!(age(&payload, epoch, epoch), None);
        payload[MARK_AT..MARK_AT + 8].copy_from_slice(&MARK.to_be_bytes());
        payload[MARK_AT + 8..MARK_AT + 16].copy_from_slice(&1_000_000_u64.to_be_bytes());
        let now = epoch + Duration::from_millis(6);
        assert_eq!(age(&payload, epoch, now), Some(Duration::from_millis(5)));
        assert_eq!(age(&payload[..30], epoch, now), None);
    }

    #[test]
    fn fifteen_hundred_kilobits_are_five_packets_a_picture() {
        let layer = Layer::new(None, HEIGHT, 1_500);
        assert_eq!((layer.packets_per_picture, layer.packet_bytes), (5, 1_200));
        assert_eq!(Layer::new(None, HEIGHT, 150).packets_per_picture, 1);
        assert_eq!(Layer::new(None, HEIGHT, 500).packets_per_picture, 2);
    }
}
