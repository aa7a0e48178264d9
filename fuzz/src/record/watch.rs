//! What must hold of recordings and broadcasts, whatever was sent.

use std::collections::BTreeMap;

use yunqian_media::hls::{Cue, File, Live};
use yunqian_media::record::{Cut, TimedFrame};
use yunqian_signaling::{OpenTrack, TrackId};

use crate::draw::Draw;

/// How far from now a frame may be placed: what a sender's clock is believed, after the longest wait.
const FAR_US: i64 = 80_000_000;
/// The longest segment of a recording: its limit, and a pause that ends it.
const LONGEST_US: i64 = 12_000_000;

/// A broadcast, and where each track's recording stands.
pub struct Watch {
    live: Live,
    ends: BTreeMap<usize, i64>,
    last: BTreeMap<TrackId, i64>,
}

impl Watch {
    /// Begins a broadcast of these tracks.
    pub fn new(origin_us: i64, tracks: Vec<TrackId>) -> Self {
        let mut live = Live::new(origin_us);
        let open = |track: TrackId| {
            let (participant, source) = track.parts().expect("a track's name");
            OpenTrack {
                track,
                participant,
                person: None,
                source,
                language: None,
            }
        };
        live.tracks(tracks.into_iter().map(open).collect());
        Self {
            live,
            ends: BTreeMap::new(),
            last: BTreeMap::new(),
        }
    }

    /// Looks at a frame and broadcasts it.
    pub fn frame(&mut self, track: &TrackId, frame: &TimedFrame, now_us: i64) {
        assert!(
            (now_us - frame.at_us).abs() < FAR_US,
            "a frame {} µs from now",
            frame.at_us - now_us
        );
        if let Some(last) = self.last.insert(track.clone(), frame.at_us) {
            assert!(frame.at_us > last, "time goes back");
        }
        self.live.frame(track, frame.clone());
    }

    /// Looks at what a recording gives.
    pub fn cuts(&mut self, track: usize, cuts: Vec<Cut>) {
        for cut in cuts {
            let (from_us, to_us) = match cut {
                Cut::Gap { from_us, to_us } => (from_us, to_us),
                Cut::Segment(segment) => {
                    assert!(!segment.bytes.is_empty());
                    assert!(
                        segment.duration_us <= LONGEST_US,
                        "a segment of {} µs",
                        segment.duration_us
                    );
                    (segment.start_us, segment.start_us + segment.duration_us)
                }
            };
            assert!(from_us < to_us, "nothing lasts {} µs", to_us - from_us);
            self.ends.insert(track, to_us);
        }
    }

    /// Says something in captions.
    pub fn caption(&mut self, at_us: i64, draw: &mut Draw<'_>) {
        let language = if draw.flag() { "en" } else { "zh" };
        self.live.caption(Cue {
            language: language.into(),
            at_us,
            text: draw.text(),
        });
    }

    /// Moves the broadcast's time on.
    pub fn tick(&mut self, now_us: i64) {
        self.live.tick(now_us);
    }

    /// Ends the broadcast; everything that is listed must be there.
    pub fn finish(&mut self) {
        self.live.finish();
        let Some(File::Playlist(index)) = self.live.file("index.m3u8") else {
            return;
        };
        for playlist in named(&index) {
            let Some(File::Playlist(text)) = self.live.file(playlist) else {
                panic!("{playlist} is listed and missing");
            };
            for part in named(&text) {
                match self.live.file(part) {
                    Some(File::Captions(text)) => read_captions(&text),
                    Some(File::Media(bytes)) => assert!(!bytes.is_empty()),
                    _ => panic!("{part} is listed and missing"),
                }
            }
        }
    }
}

/// The files that a playlist names.
fn named(playlist: &str) -> impl Iterator<Item = &str> {
    playlist.lines().filter_map(|line| match line.split_once("URI=\"") {
        Some((_, rest)) => rest.split('"').next(),
        None => (!line.is_empty() && !line.starts_with('#')).then_some(line),
    })
}

/// Reads WebVTT as players do: lines end with CR, LF or both, an empty one ends a block, and each block after the head
/// begins with its times.
fn read_captions(text: &str) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut blocks = text.split("\n\n").filter(|block| !block.trim_matches('\n').is_empty());
    assert!(blocks.next().is_some_and(|head| head.starts_with("WEBVTT")));
    for block in blocks {
        assert!(
            block
                .trim_matches('\n')
                .lines()
                .next()
                .is_some_and(|line| line.contains(" --> ")),
            "{block:?}"
        );
    }
}
