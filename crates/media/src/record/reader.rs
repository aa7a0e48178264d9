//! One track from packets to frames on the wall clock.

use super::clock::{SenderClock, TrackClock};
use super::depacketise::{Depacketiser, Frame, Picture};
use super::reorder::{Reorder, Step};
use crate::tap::{TapCodec, Tapped};

/// How often a keyframe is asked for while there is none.
const ASK_EVERY_US: i64 = 1_000_000;

/// A frame and when it was shown or heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimedFrame {
    /// Microseconds on the server's wall clock since 1970.
    pub at_us: i64,
    /// The codec.
    pub codec: TapCodec,
    /// Whether decoding can begin with it.
    pub keyframe: bool,
    /// The picture it begins (keyframes of video).
    pub picture: Option<Picture>,
    /// The data as a container wants it.
    pub data: Vec<u8>,
}

/// What a reader has to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Read {
    /// The next frame.
    Frame(TimedFrame),
    /// So many packets never came.
    Lost(u64),
    /// Nothing can be read before the next keyframe: ask for one.
    KeyframeWanted,
}

/// Reads one track.
pub struct Reader {
    codec: TapCodec,
    epoch: u64,
    reorder: Reorder,
    depacketiser: Depacketiser,
    clock: TrackClock,
    asked_us: Option<i64>,
}

impl Reader {
    /// Begins with a track's first packet.
    #[must_use]
    pub fn new(first: &Tapped) -> Self {
        Self {
            codec: first.codec,
            epoch: first.epoch,
            reorder: Reorder::default(),
            depacketiser: Depacketiser::new(first.codec),
            clock: TrackClock::new(first.codec.clock_rate()),
            asked_us: None,
        }
    }

    /// Takes a packet that arrived at `arrived_us`.
    pub fn packet(&mut self, sender: &mut SenderClock, packet: Tapped, arrived_us: i64) -> Vec<Read> {
        let mut out = Vec::new();
        if packet.epoch != self.epoch || packet.codec != self.codec {
            out.extend(self.finish(sender));
            let clock = self.clock.renewed(packet.codec.clock_rate());
            *self = Self {
                clock,
                ..Self::new(&packet)
            };
        }
        self.clock
            .observe(sender, packet.rtp_time, arrived_us, packet.sender_clock);
        let mut steps = Vec::new();
        self.reorder.take(packet, arrived_us, &mut steps);
        self.walk(sender, steps, &mut out);
        self.ask(arrived_us, &mut out);
        out
    }

    /// Gives up on packets that are overdue by now.
    pub fn tick(&mut self, sender: &SenderClock, now_us: i64) -> Vec<Read> {
        let (mut steps, mut out) = (Vec::new(), Vec::new());
        self.reorder.release(now_us, &mut steps);
        self.walk(sender, steps, &mut out);
        out
    }

    /// Gives all that still waits.
    pub fn finish(&mut self, sender: &SenderClock) -> Vec<Read> {
        let (mut steps, mut out) = (Vec::new(), Vec::new());
        self.reorder.flush(&mut steps);
        self.walk(sender, steps, &mut out);
        out
    }

    fn walk(&mut self, sender: &SenderClock, steps: Vec<Step>, out: &mut Vec<Read>) {
        for step in steps {
            match step {
                Step::Lost(count) => {
                    // Sound goes on with the next packet; a picture needs a keyframe.
                    if self.codec.is_video() {
                        self.depacketiser.lost();
                    }
                    out.push(Read::Lost(count));
                }
                Step::Packet(packet) => {
                    let frame = self
                        .depacketiser
                        .payload(packet.rtp_time, packet.marker, &packet.payload);
                    if let Some(frame) = frame {
                        out.push(Read::Frame(self.place(sender, &packet, frame)));
                    }
                }
            }
        }
    }

    fn place(&mut self, sender: &SenderClock, packet: &Tapped, frame: Frame) -> TimedFrame {
        TimedFrame {
            at_us: self.clock.place(sender, frame.rtp_time, packet.sender_clock),
            codec: self.codec,
            keyframe: frame.keyframe,
            picture: frame.picture,
            data: frame.data,
        }
    }

    fn ask(&mut self, now_us: i64, out: &mut Vec<Read>) {
        let is_due = self.asked_us.is_none_or(|asked| now_us - asked >= ASK_EVERY_US);
        if self.codec.is_video() && self.depacketiser.is_broken() && is_due {
            self.asked_us = Some(now_us);
            out.push(Read::KeyframeWanted);
        }
    }
}
