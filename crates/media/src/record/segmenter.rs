//! Cuts a track's frames into segments.

use super::depacketise::{Picture, opus_duration_us};
use super::reader::TimedFrame;
use super::{mp4, webm};
use crate::tap::TapCodec;

/// A pause longer than this is told as a gap, and no segment reaches over it.
const GAP_US: i64 = 1_000_000;
/// How long a frame is taken to last while nothing follows it.
const LAST_FRAME_US: i64 = 33_333;

/// The kind of file a segment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Container {
    /// WebM (Matroska).
    Webm,
    /// Fragmented MP4 with its initialisation in front.
    Mp4,
}

impl Container {
    /// The file's ending.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Webm => "webm",
            Self::Mp4 => "mp4",
        }
    }
}

/// A closed segment: a file that plays by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// When it starts, in microseconds on the server's wall clock since 1970.
    pub start_us: i64,
    /// How long it lasts.
    pub duration_us: i64,
    /// The codec.
    pub codec: TapCodec,
    /// The kind of file.
    pub container: Container,
    /// Whether decoding can begin with it; if not, it goes on where the one before ended.
    pub independent: bool,
    /// The picture (video).
    pub picture: Option<Picture>,
    /// The file.
    pub bytes: Vec<u8>,
}

/// What cutting gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// A segment is closed.
    Segment(Segment),
    /// Nothing of the track was there in between.
    Gap {
        /// Where it begins.
        from_us: i64,
        /// Where it ends.
        to_us: i64,
    },
}

/// Frames of one file.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) codec: TapCodec,
    pub(super) picture: Picture,
    pub(super) start_us: i64,
    pub(super) end_us: i64,
    pub(super) frames: Vec<TimedFrame>,
}

impl Piece {
    pub(super) fn duration_us(&self) -> i64 {
        self.end_us - self.start_us
    }

    fn begin(frame: TimedFrame, picture: Picture) -> Self {
        let mut piece = Self {
            codec: frame.codec,
            picture,
            start_us: frame.at_us,
            end_us: frame.at_us,
            frames: Vec::new(),
        };
        piece.add(frame);
        piece
    }

    fn add(&mut self, frame: TimedFrame) {
        let lasts = match frame.codec {
            TapCodec::Opus => opus_duration_us(&frame.data).unwrap_or(20_000),
            _ => self
                .frames
                .last()
                .map_or(LAST_FRAME_US, |before| (frame.at_us - before.at_us).clamp(1, GAP_US)),
        };
        self.end_us = self.end_us.max(frame.at_us + lasts);
        self.frames.push(frame);
    }

    fn close(self) -> Segment {
        let container = match self.codec {
            TapCodec::Opus | TapCodec::Vp8 => Container::Webm,
            TapCodec::Vp9 | TapCodec::H264 => Container::Mp4,
        };
        let bytes = match container {
            Container::Webm => webm::write(&self),
            Container::Mp4 => {
                let mut bytes = mp4::initialisation(self.codec, &self.picture);
                bytes.extend(mp4::media(1, self.start_us, self.end_us, &self.frames));
                bytes
            }
        };
        Segment {
            start_us: self.start_us,
            duration_us: self.duration_us(),
            codec: self.codec,
            container,
            independent: self.frames.first().is_some_and(|frame| frame.keyframe),
            picture: self.codec.is_video().then_some(self.picture),
            bytes,
        }
    }
}

/// Cuts one track.
#[derive(Debug)]
pub struct Segmenter {
    target_us: i64,
    limit_us: i64,
    open: Option<Piece>,
    picture: Picture,
    end_us: Option<i64>,
}

impl Segmenter {
    /// Segments end at the first keyframe after `target_us` and never last longer than `limit_us`.
    #[must_use]
    pub fn new(target_us: i64, limit_us: i64) -> Self {
        Self {
            target_us,
            limit_us,
            open: None,
            picture: Picture::default(),
            end_us: None,
        }
    }

    /// Takes the next frame.
    pub fn frame(&mut self, frame: TimedFrame) -> Vec<Cut> {
        let mut cuts = Vec::new();
        if self.ends_before(&frame) {
            let is_followed = self.end_us.is_some_and(|end| frame.at_us - end < GAP_US);
            self.close(is_followed.then_some(frame.at_us), &mut cuts);
        }
        if let Some(from_us) = self.end_us.filter(|end| frame.at_us - end > GAP_US) {
            cuts.push(Cut::Gap {
                from_us,
                to_us: frame.at_us,
            });
        }
        if let Some(picture) = &frame.picture {
            self.picture.clone_from(picture);
        }
        match &mut self.open {
            Some(piece) => piece.add(frame),
            None => self.open = Some(Piece::begin(frame, self.picture.clone())),
        }
        self.end_us = self.open.as_ref().map(|piece| piece.end_us);
        cuts
    }

    /// Closes what is open when nothing has come for long enough that nothing will.
    pub fn tick(&mut self, now_us: i64) -> Vec<Cut> {
        let mut cuts = Vec::new();
        if self
            .open
            .as_ref()
            .is_some_and(|piece| now_us - piece.start_us > self.limit_us + GAP_US)
        {
            self.close(None, &mut cuts);
        }
        cuts
    }

    /// Closes what is open.
    pub fn finish(&mut self) -> Vec<Cut> {
        let mut cuts = Vec::new();
        self.close(None, &mut cuts);
        cuts
    }

    fn ends_before(&self, frame: &TimedFrame) -> bool {
        let Some(piece) = &self.open else {
            return false;
        };
        let lasts = frame.at_us - piece.start_us;
        let is_other = frame.codec != piece.codec || frame.picture.as_ref().is_some_and(|new| *new != piece.picture);
        is_other
            || (frame.keyframe && lasts >= self.target_us)
            || lasts > self.limit_us - LAST_FRAME_US * 3
            || frame.at_us - piece.end_us > GAP_US
    }

    fn close(&mut self, next_us: Option<i64>, cuts: &mut Vec<Cut>) {
        if let Some(mut piece) = self.open.take() {
            if let Some(next_us) = next_us {
                piece.end_us = next_us.max(piece.start_us + 1);
            }
            self.end_us = Some(piece.end_us);
            cuts.push(Cut::Segment(piece.close()));
        }
    }
}
