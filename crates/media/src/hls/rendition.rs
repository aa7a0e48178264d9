//! One rendition: frames in, segments and a sliding playlist out.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::sync::Arc;

use super::playlist;
use crate::record::{Picture, TimedFrame, mp4};
use crate::tap::TapCodec;

/// Segments end at the first keyframe after this.
const TARGET_US: i64 = 2_000_000;
/// And never last longer than this, which playlists promise.
const LIMIT_US: i64 = 4_000_000;
/// Segments in the playlist.
const LISTED: usize = 10;
/// Segments kept, for players that are behind.
const KEPT: usize = 30;
/// How far behind the present a rendition that is filled stays.
const HOLD_US: i64 = 1_200_000;
/// How often a missing picture or sound is filled.
const SILENCE_US: i64 = 20_000;
const REPEAT_US: i64 = 500_000;
/// 20 ms of silence in Opus, as encoders send it.
const SILENCE: [u8; 3] = [0xf8, 0xff, 0xfe];
/// A VP9 frame that shows the picture in the first slot again (bitstream 6.2, `show_existing_frame`).
const REPEAT: [u8; 1] = [0x88];

struct Part {
    number: u64,
    initialisation: u64,
    start_us: i64,
    duration_us: i64,
    bytes: Arc<[u8]>,
}

/// A rendition.
pub(super) struct Rendition {
    name: String,
    origin_us: i64,
    codec: TapCodec,
    picture: Picture,
    /// Those that kept segments need, and the number of the first.
    initialisations: VecDeque<Arc<[u8]>>,
    first_initialisation: u64,
    parts: VecDeque<Part>,
    open: Vec<TimedFrame>,
    end_us: i64,
    next: u64,
}

impl Rendition {
    /// Begins with a frame that decoding can begin with.
    pub(super) fn new(name: &str, origin_us: i64, first: &TimedFrame) -> Self {
        let picture = first.picture.clone().unwrap_or_default();
        Self {
            name: name.to_owned(),
            origin_us,
            codec: first.codec,
            initialisations: [mp4::initialisation(first.codec, &picture).into()].into(),
            first_initialisation: 0,
            picture,
            parts: VecDeque::new(),
            open: Vec::new(),
            end_us: first.at_us,
            next: 0,
        }
    }

    pub(super) fn codec(&self) -> TapCodec {
        self.codec
    }

    pub(super) fn picture(&self) -> &Picture {
        &self.picture
    }

    pub(super) fn codecs(&self) -> String {
        mp4::codecs(self.codec, &self.picture)
    }

    /// Whether there is enough to begin playing.
    pub(super) fn is_ready(&self) -> bool {
        self.parts.len() >= 2
    }

    /// Takes the next frame; one that is older than what is there already is left out.
    pub(super) fn frame(&mut self, frame: TimedFrame) {
        if frame.codec != self.codec || self.open.last().is_some_and(|last| frame.at_us <= last.at_us) {
            return;
        }
        let began_us = self.open.first().map(|first| first.at_us);
        let is_new_picture = frame.picture.as_ref().is_some_and(|picture| *picture != self.picture);
        let is_due = began_us.is_some_and(|began| {
            let lasts = frame.at_us - began;
            is_new_picture || (frame.keyframe && lasts >= TARGET_US) || lasts > LIMIT_US - REPEAT_US
        });
        if is_due {
            self.close(frame.at_us);
        }
        if let Some(picture) = frame.picture.as_ref().filter(|_| is_new_picture) {
            self.picture.clone_from(picture);
            self.initialisations
                .push_back(mp4::initialisation(self.codec, picture).into());
        }
        self.end_us = frame.at_us + self.usual_us();
        self.open.push(frame);
    }

    /// Fills what nobody sends.
    pub(super) fn fill(&mut self, now_us: i64) {
        let filler: &[u8] = match self.codec {
            TapCodec::Opus => &SILENCE,
            TapCodec::Vp9 => &REPEAT,
            TapCodec::Vp8 | TapCodec::H264 => return,
        };
        let step_us = if self.codec == TapCodec::Opus {
            SILENCE_US
        } else {
            REPEAT_US
        };
        while self.end_us < now_us - HOLD_US {
            self.frame(TimedFrame {
                at_us: self.end_us,
                codec: self.codec,
                keyframe: self.codec == TapCodec::Opus,
                picture: None,
                data: filler.to_vec(),
            });
            self.end_us = self.open.last().map_or(self.end_us, |last| last.at_us) + step_us;
        }
    }

    fn usual_us(&self) -> i64 {
        if self.codec == TapCodec::Opus {
            SILENCE_US
        } else {
            40_000
        }
    }

    fn close(&mut self, end_us: i64) {
        let frames = std::mem::take(&mut self.open);
        let Some(first) = frames.first() else {
            return;
        };
        let number = self.next;
        self.next += 1;
        let sequence = u32::try_from(number + 1).unwrap_or(u32::MAX);
        self.parts.push_back(Part {
            number,
            initialisation: self.first_initialisation + self.initialisations.len() as u64 - 1,
            start_us: first.at_us,
            duration_us: end_us - first.at_us,
            bytes: mp4::media(sequence, self.origin_us, end_us, &frames).into(),
        });
        if self.parts.len() > KEPT {
            self.parts.pop_front();
            let needed = self.parts.front().map_or(0, |part| part.initialisation);
            while self.first_initialisation < needed {
                self.initialisations.pop_front();
                self.first_initialisation += 1;
            }
        }
    }

    /// The first moment that a player finds, for captions to agree with.
    pub(super) fn listed(&self) -> impl Iterator<Item = (u64, i64, i64)> {
        let from = self.parts.len().saturating_sub(LISTED);
        self.parts
            .iter()
            .skip(from)
            .map(|part| (part.number, part.start_us, part.duration_us))
    }

    /// Bits a second, measured over what is listed: the highest of a segment, and on the average.
    pub(super) fn bandwidth(&self) -> (u64, u64) {
        let rate = |bytes: u64, us: i64| bytes * 8_000_000 / u64::try_from(us.max(1)).unwrap_or(1);
        let each = self
            .parts
            .iter()
            .map(|part| rate(part.bytes.len() as u64, part.duration_us));
        let bytes = self.parts.iter().map(|part| part.bytes.len() as u64).sum();
        let us = self.parts.iter().map(|part| part.duration_us).sum();
        (each.max().unwrap_or(0), rate(bytes, us))
    }

    /// The media playlist. A new picture size brings a new initialisation but no discontinuity: the timeline goes on,
    /// and a discontinuity would have to stand in every other rendition too.
    pub(super) fn playlist(&self, is_over: bool) -> String {
        let from = self.parts.len().saturating_sub(LISTED);
        let first = self.parts.get(from).map_or(0, |part| part.number);
        let mut text = playlist::head(first);
        let mut initialisation = None;
        for part in self.parts.iter().skip(from) {
            if initialisation != Some(part.initialisation) {
                initialisation = Some(part.initialisation);
                let _ = writeln!(text, "#EXT-X-MAP:URI=\"{}-init{}.mp4\"", self.name, part.initialisation);
            }
            playlist::segment(
                &mut text,
                part.start_us,
                part.duration_us,
                &format!("{}-{}.m4s", self.name, part.number),
            );
        }
        if is_over {
            text.push_str("#EXT-X-ENDLIST\n");
        }
        text
    }

    pub(super) fn initialisation(&self, number: u64) -> Option<Arc<[u8]>> {
        let at = number.checked_sub(self.first_initialisation)?;
        self.initialisations.get(usize::try_from(at).ok()?).cloned()
    }

    pub(super) fn segment(&self, number: u64) -> Option<Arc<[u8]>> {
        self.parts
            .iter()
            .find(|part| part.number == number)
            .map(|part| part.bytes.clone())
    }

    /// Closes what is open.
    pub(super) fn finish(&mut self) {
        let end_us = self.end_us;
        self.close(end_us);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_changes_its_size_for_ever_keeps_what_its_segments_need() {
        let frame = |number: u16| TimedFrame {
            at_us: i64::from(number) * 33_000,
            codec: TapCodec::Vp9,
            keyframe: true,
            picture: Some(Picture {
                width: 320 + number,
                height: 240,
                parameter_sets: None,
            }),
            data: vec![0x82],
        };
        let mut rendition = Rendition::new("video", 0, &frame(0));
        (0..500).for_each(|number| rendition.frame(frame(number)));
        rendition.finish();
        assert!(rendition.initialisations.len() <= KEPT + 1);
        let needed = rendition.parts.iter().map(|part| part.initialisation);
        assert!(needed.clone().all(|number| rendition.initialisation(number).is_some()));
        assert_eq!(needed.max(), Some(499));
        assert!(rendition.initialisation(0).is_none() && rendition.initialisation(500).is_none());
    }
}
