//! Real media, made by ffmpeg and cut into RTP packets here.

use std::process::Command;
use std::time::Instant;

use yunqian_media::{TapCodec, Tapped};
use yunqian_signaling::{RoomId, TrackId};

/// What fits into a packet.
const PAYLOAD: usize = 1100;
const PICTURES_PER_S: u32 = 25;

/// A packet as it arrives.
#[derive(Debug, Clone)]
pub struct Sent {
    pub packet: Tapped,
    pub arrived_us: i64,
    pub begins_keyframe: bool,
}

/// Runs ffmpeg on its own test source; returns what it writes.
fn encode(seconds: u32, source: &str, options: &[&str]) -> Vec<u8> {
    let made = Command::new("ffmpeg")
        .args(["-v", "error", "-f", "lavfi", "-i", source, "-t", &seconds.to_string()])
        .args(options)
        .arg("pipe:1")
        .output()
        .expect("ffmpeg is installed by tests/setup.sh");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}

fn pictures(seconds: u32, options: &[&str]) -> Vec<u8> {
    encode(
        seconds,
        "testsrc=size=320x180:rate=25",
        &[options, &["-g", "50", "-pix_fmt", "yuv420p"]].concat(),
    )
}

pub fn vp8(seconds: u32) -> Vec<Sent> {
    let file = pictures(
        seconds,
        &[
            "-c:v",
            "libvpx",
            "-deadline",
            "realtime",
            "-cpu-used",
            "8",
            "-b:v",
            "300k",
            "-f",
            "ivf",
        ],
    );
    let mut sender = Sender::new(TapCodec::Vp8);
    for (n, frame) in ivf(&file).into_iter().enumerate() {
        sender.picture(
            n,
            frame[0] & 1 == 0,
            parts(frame, |first, _| vec![if first { 0x10 } else { 0 }]),
        );
    }
    sender.sent
}

pub fn vp9(seconds: u32) -> Vec<Sent> {
    let file = pictures(
        seconds,
        &[
            "-c:v",
            "libvpx-vp9",
            "-deadline",
            "realtime",
            "-cpu-used",
            "8",
            "-b:v",
            "300k",
            "-auto-alt-ref",
            "0",
            "-f",
            "ivf",
        ],
    );
    let mut sender = Sender::new(TapCodec::Vp9);
    for (n, frame) in ivf(&file).into_iter().enumerate() {
        let is_key = frame[0] & 0x04 == 0;
        let head =
            |first, last| vec![if is_key { 0 } else { 0x40 } | if first { 8 } else { 0 } | if last { 4 } else { 0 }];
        sender.picture(n, is_key, parts(frame, head));
    }
    sender.sent
}

pub fn h264(seconds: u32) -> Vec<Sent> {
    let file = pictures(
        seconds,
        &[
            "-c:v",
            "libx264",
            "-preset",
            "ultrafast",
            "-tune",
            "zerolatency",
            "-x264-params",
            "sliced-threads=0:aud=1",
            "-f",
            "h264",
        ],
    );
    let mut sender = Sender::new(TapCodec::H264);
    for (n, units) in access_units(&file).into_iter().enumerate() {
        let is_key = units.iter().any(|unit| unit[0] & 0x1f == 5);
        let packets = units.iter().flat_map(|unit| h264_packets(unit)).collect();
        sender.picture(n, is_key, packets);
    }
    sender.sent
}

pub fn opus(seconds: u32) -> Vec<Sent> {
    let file = encode(
        seconds,
        "sine=frequency=440:sample_rate=48000",
        &["-c:a", "libopus", "-ac", "2", "-b:a", "32k", "-f", "ogg"],
    );
    let mut sender = Sender::new(TapCodec::Opus);
    // Two packets of headers come first.
    for (n, packet) in ogg(&file).into_iter().skip(2).enumerate() {
        let n = u32::try_from(n).unwrap();
        sender.send(n * 960, i64::from(n) * 20_000, true, false, packet);
    }
    sender.sent
}

/// Numbers and times packets.
struct Sender {
    codec: TapCodec,
    begun: Instant,
    sent: Vec<Sent>,
}

impl Sender {
    fn new(codec: TapCodec) -> Self {
        Self {
            codec,
            begun: Instant::now(),
            sent: Vec::new(),
        }
    }

    fn picture(&mut self, n: usize, is_key: bool, payloads: Vec<Vec<u8>>) {
        let n = u32::try_from(n).unwrap();
        let count = payloads.len();
        for (index, payload) in payloads.into_iter().enumerate() {
            let at_us = i64::from(n) * 1_000_000 / i64::from(PICTURES_PER_S);
            self.send(
                n * 90_000 / PICTURES_PER_S,
                at_us,
                index + 1 == count,
                is_key && index == 0,
                payload,
            );
        }
    }

    fn send(&mut self, ticks: u32, at_us: i64, marker: bool, begins_keyframe: bool, payload: Vec<u8>) {
        let seq = 65_000 + self.sent.len() as u64;
        self.sent.push(Sent {
            packet: Tapped {
                room: RoomId("room".into()),
                track: TrackId("participant/camera".into()),
                epoch: 1,
                codec: self.codec,
                seq,
                rtp_time: 4_294_000_000_u32.wrapping_add(ticks),
                marker,
                arrived: self.begun,
                sender_clock: None,
                payload: payload.into(),
            },
            // Some packets take 8 ms longer than others.
            arrived_us: 1_600_000_000_000_000 + at_us + if seq.is_multiple_of(3) { 8_000 } else { 0 },
            begins_keyframe,
        });
    }
}

/// Cuts a frame into packets with `head(is first, is last)` in front.
fn parts(frame: &[u8], head: impl Fn(bool, bool) -> Vec<u8>) -> Vec<Vec<u8>> {
    let count = frame.chunks(PAYLOAD).count();
    let parts = frame.chunks(PAYLOAD).enumerate();
    parts
        .map(|(n, part)| [head(n == 0, n + 1 == count).as_slice(), part].concat())
        .collect()
}

fn h264_packets(unit: &[u8]) -> Vec<Vec<u8>> {
    if unit.len() <= PAYLOAD {
        return vec![unit.to_vec()];
    }
    let (indicator, kind) = (unit[0] & 0xe0 | 28, unit[0] & 0x1f);
    parts(&unit[1..], |first, last| {
        vec![
            indicator,
            kind | if first { 0x80 } else { 0 } | if last { 0x40 } else { 0 },
        ]
    })
}

/// The frames of an IVF file.
fn ivf(file: &[u8]) -> Vec<&[u8]> {
    let (mut frames, mut rest) = (Vec::new(), &file[32..]);
    while let Some((head, after)) = rest.split_first_chunk::<12>() {
        let size = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
        frames.push(&after[..size]);
        rest = &after[size..];
    }
    frames
}

/// The units of a raw H.264 stream, by access unit; each begins with a delimiter.
fn access_units(file: &[u8]) -> Vec<Vec<&[u8]>> {
    let starts: Vec<usize> = (0..file.len() - 2)
        .filter(|at| file[*at..*at + 3] == [0, 0, 1])
        .collect();
    let mut groups: Vec<Vec<&[u8]>> = Vec::new();
    for (n, start) in starts.iter().enumerate() {
        let mut unit = &file[start + 3..starts.get(n + 1).copied().unwrap_or(file.len())];
        while let [before @ .., 0] = unit {
            unit = before;
        }
        if unit[0] & 0x1f == 9 {
            groups.push(Vec::new());
        }
        groups.last_mut().unwrap().push(unit);
    }
    groups
}

/// The packets of an Ogg file of one stream.
fn ogg(file: &[u8]) -> Vec<Vec<u8>> {
    let (mut packets, mut open, mut rest) = (Vec::new(), Vec::new(), file);
    while rest.len() > 27 {
        let count = usize::from(rest[26]);
        let (lacing, mut data) = rest[27..].split_at(count);
        for &size in lacing {
            let (part, after) = data.split_at(usize::from(size));
            open.extend_from_slice(part);
            data = after;
            if size < 255 {
                packets.push(std::mem::take(&mut open));
            }
        }
        rest = data;
    }
    packets
}
