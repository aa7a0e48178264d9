//! Payloads on their way into recordings and broadcasts.

mod watch;

use std::time::Instant;

use yunqian_media::record::{Read, Reader, Segmenter, SenderClock};
use yunqian_media::{TapCodec, Tapped};
use yunqian_signaling::{RoomId, Source, TrackId};

use crate::draw::{Draw, put};
use crate::people::who;
use watch::Watch;

const CODECS: [TapCodec; 4] = [TapCodec::Opus, TapCodec::Vp8, TapCodec::Vp9, TapCodec::H264];
/// Packets of one input, repetitions included.
const MOST_PACKETS: usize = 10_000;
/// Bytes of one input, repetitions included.
const MOST_BYTES: usize = 8 << 20;
/// When recording began: some day of 2026, in microseconds.
const BEGAN_US: i64 = 1_790_000_000_000_000;

/// One track of two participants.
struct Track {
    id: TrackId,
    codec: TapCodec,
    epoch: u64,
    seq: u64,
    rtp_time: u32,
    report: Option<(u64, u32)>,
    reader: Option<Reader>,
    cutter: Segmenter,
}

/// A tapped room.
struct Tape {
    tracks: Vec<Track>,
    senders: [SenderClock; 2],
    watch: Watch,
    now_us: i64,
    origin: Instant,
    packets: usize,
    bytes: usize,
}

/// Records and broadcasts what four tracks bring.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let mut tape = Tape::new(&mut draw);
    while !draw.is_over() && tape.packets < MOST_PACKETS && tape.bytes < MOST_BYTES {
        tape.step(&mut draw);
    }
    tape.finish();
}

impl Tape {
    fn new(draw: &mut Draw<'_>) -> Self {
        let track = |at: u8, codec: TapCodec| {
            let source = match (codec.is_video(), at < 2) {
                (true, true) => Source::Camera,
                (true, false) => Source::Screen,
                (false, true) => Source::Microphone,
                (false, false) => Source::ScreenAudio,
            };
            Track {
                id: TrackId::new(who(1 + at % 2), source),
                codec,
                epoch: 1,
                seq: 1_000,
                rtp_time: 5_000,
                report: None,
                reader: None,
                cutter: Segmenter::new(6_000_000, 10_000_000),
            }
        };
        let tracks: Vec<Track> = (0..4).map(|at| track(at, CODECS[draw.below(CODECS.len())])).collect();
        let ids = tracks.iter().map(|track| track.id.clone()).collect();
        Self {
            watch: Watch::new(BEGAN_US, ids),
            tracks,
            senders: [SenderClock::default(), SenderClock::default()],
            now_us: BEGAN_US,
            origin: Instant::now(),
            packets: 0,
            bytes: 0,
        }
    }

    /// Draws a packet and how often it comes, or what else happens.
    fn step(&mut self, draw: &mut Draw<'_>) {
        let way = draw.byte();
        let at = usize::from(way & 3);
        let track = &mut self.tracks[at];
        if way & 0x04 != 0 {
            self.now_us += i64::from(draw.word()) * 1_000;
            self.tick();
            return;
        }
        let stride = if way & 0x08 != 0 { draw.long() } else { 960 };
        let skip = if way & 0x10 != 0 { u64::from(draw.word()) } else { 1 };
        if way & 0x20 != 0 {
            let (seconds, rtp) = (draw.long(), draw.long());
            track.report = Some((u64::from(seconds) << 32, rtp));
        }
        let times = if way & 0x40 != 0 { draw.word() & 0x1fff } else { 1 };
        if way & 0x80 != 0 {
            match draw.byte() {
                0 => track.epoch += 1,
                1 => track.codec = CODECS[draw.below(CODECS.len())],
                2 => return self.watch.caption(self.now_us, draw),
                _ => {}
            }
        }
        let marker = draw.flag();
        let payload = draw.bytes();
        for _ in 0..times {
            let track = &mut self.tracks[at];
            track.seq = track.seq.saturating_add(skip);
            track.rtp_time = track.rtp_time.wrapping_add(stride);
            self.now_us += 1_000;
            self.packet(at, marker, payload);
        }
    }

    fn packet(&mut self, at: usize, marker: bool, payload: &[u8]) {
        self.packets += 1;
        self.bytes += payload.len();
        let track = &mut self.tracks[at];
        let tapped = Tapped {
            room: RoomId("room".into()),
            track: track.id.clone(),
            epoch: track.epoch,
            codec: track.codec,
            seq: track.seq,
            rtp_time: track.rtp_time,
            marker,
            arrived: self.origin,
            sender_clock: track.report,
            payload: payload.into(),
        };
        let reader = track.reader.get_or_insert_with(|| Reader::new(&tapped));
        let reads = reader.packet(&mut self.senders[at % 2], tapped, self.now_us);
        self.take(at, reads);
    }

    fn take(&mut self, at: usize, reads: Vec<Read>) {
        let track = &mut self.tracks[at];
        for read in reads {
            if let Read::Frame(frame) = read {
                self.watch.frame(&track.id, &frame, self.now_us);
                self.watch.cuts(at, track.cutter.frame(frame));
            }
        }
    }

    fn tick(&mut self) {
        for at in 0..self.tracks.len() {
            let track = &mut self.tracks[at];
            let reads = track
                .reader
                .as_mut()
                .map(|reader| reader.tick(&self.senders[at % 2], self.now_us));
            self.take(at, reads.unwrap_or_default());
            let cuts = self.tracks[at].cutter.tick(self.now_us);
            self.watch.cuts(at, cuts);
        }
        self.watch.tick(self.now_us);
    }

    fn finish(&mut self) {
        for at in 0..self.tracks.len() {
            let track = &mut self.tracks[at];
            let reads = track.reader.as_mut().map(|reader| reader.finish(&self.senders[at % 2]));
            self.take(at, reads.unwrap_or_default());
            let cuts = self.tracks[at].cutter.finish();
            self.watch.cuts(at, cuts);
        }
        self.watch.finish();
    }
}

/// Payloads of every codec and packing.
pub fn seeds() -> Vec<Vec<u8>> {
    let vp8_key = [
        0x90, 0xe0, 0x81, 2, 3, 4, 0x10, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0x68, 1, 7, 7,
    ];
    let vp9_key = [0x8c, 0x81, 2, 0x82, 0x49, 0x83, 0x42, 0, 0x27, 0xf0, 0x16, 0x70, 0];
    let vp9_layers = [
        0xba, 0x01, 0x00, 0x38, 2, 0x80, 1, 0x68, 3, 0, 2, 0xd0, 1, 4, 1, 0x82, 0x49, 0x83, 0x42, 0, 9, 9,
    ];
    let sps = [
        0x67, 0x42, 0xc0, 0x1f, 0xda, 0x01, 0x40, 0x16, 0xe8, 0x06, 0xd0, 0xa1, 0x35,
    ];
    let mut stap = vec![0x78];
    for unit in [&sps[..], &[0x68, 0xce, 0x06, 0xe2], &[0x65, 0x88, 0x84, 0]] {
        stap.push(0);
        stap.push(u8::try_from(unit.len()).expect("short"));
        stap.extend(unit);
    }
    let packet = |way: u8, more: &[u8], marker: u8, payload: &[u8]| {
        let mut out = vec![way];
        out.extend(more);
        out.push(marker);
        put(&mut out, payload);
        out
    };
    let plain = |track: u8, marker: u8, payload: &[u8]| packet(track, &[], marker, payload);
    let codecs = [0, 1, 2, 3];
    let wait = [4, 0x20, 0];
    let once = [
        plain(0, 1, &[0x78, 1, 2, 3]),
        plain(1, 1, &vp8_key),
        plain(2, 1, &vp9_key),
        plain(3, 1, &stap),
    ];
    let parts = [
        plain(1, 0, &vp8_key),
        packet(1 | 8, &[0; 4], 1, &[0, 1, 2, 3]),
        plain(2, 0, &vp9_layers),
        packet(3, &[], 0, &[0x7c, 0x85, 1, 2]),
        packet(3 | 8, &[0; 4], 0, &[0x7c, 0x05, 1, 2]),
        packet(3 | 8, &[0; 4], 1, &[0x7c, 0x45, 1, 2]),
    ];
    let report = [0xee, 0, 0, 0, 0, 0, 3, 0xe8];
    let told = [
        packet(0x20, &report, 1, &[0x78, 1]),
        packet(0x21, &report, 1, &vp8_key),
        packet(0x62, &[&report[..], &[0, 90]].concat(), 1, &vp9_key),
        packet(0x48, &[0x7f, 0xff, 0xff, 0xff, 0x12, 0], 1, &[0x78, 1]),
    ];
    let caption = [vec![0x80, 2, 1], {
        let mut out = Vec::new();
        put(&mut out, b"a < b\r\n\r\n--> c");
        out
    }]
    .concat();
    let join = |steps: &[Vec<u8>]| {
        let mut out = codecs.to_vec();
        for step in steps {
            out.extend(step);
            out.extend(wait);
        }
        out.extend(&caption);
        out.extend(wait);
        out
    };
    vec![
        join(&once),
        join(&parts),
        join(&told),
        join(&[&once[..], &told, &parts, &once].concat()),
    ]
}
