//! Captions as WebVTT (W3C), cut along the sound's segments.

use std::collections::VecDeque;
use std::fmt::Write as _;

/// Lines kept of one language.
const KEPT: usize = 200;
/// How long a line is shown: so long, and longer by each character, but not beyond the last. It must not depend on
/// what comes later, since segments that were fetched never change.
const SHORTEST_US: i64 = 1_500_000;
const CHARACTER_US: i64 = 80_000;
const LONGEST_US: i64 = 7_000_000;

/// A complete line of captions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// BCP 47.
    pub language: String,
    /// When it was complete, in microseconds on the server's wall clock.
    pub at_us: i64,
    /// The words.
    pub text: String,
}

/// The captions of one language.
#[derive(Debug, Default)]
pub(super) struct Captions {
    cues: VecDeque<Cue>,
}

impl Captions {
    pub(super) fn add(&mut self, cue: Cue) {
        self.cues.push_back(cue);
        if self.cues.len() > KEPT {
            self.cues.pop_front();
        }
    }

    /// The segment of `start_us` to `end_us` on the timeline of `origin_us`; a line in two segments is in both, as
    /// WebVTT in HLS asks (RFC 8216 section 3.5).
    pub(super) fn segment(&self, origin_us: i64, start_us: i64, end_us: i64) -> String {
        let mut text = "WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n".to_owned();
        for (from_us, to_us, words) in self.shown() {
            if from_us < end_us && to_us > start_us {
                let (from, to) = (time(from_us - origin_us), time(to_us - origin_us));
                let _ = write!(text, "\n{from} --> {to}\n{words}\n");
            }
        }
        text
    }

    /// Each line, from when it was said.
    fn shown(&self) -> impl Iterator<Item = (i64, i64, String)> {
        self.cues.iter().map(|cue| {
            let characters = i64::try_from(cue.text.chars().count()).unwrap_or(i64::MAX);
            let lasts = SHORTEST_US + (characters.min(100) * CHARACTER_US);
            (cue.at_us, cue.at_us + lasts.min(LONGEST_US), plain(&cue.text))
        })
    }
}

/// Words without what WebVTT would read as markup or as a cue's end; to it a lone CR ends a line, too.
fn plain(text: &str) -> String {
    let lines = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty());
    let lines: Vec<&str> = lines.collect();
    lines
        .join("\n")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn time(us: i64) -> String {
    let ms = us.max(0) / 1_000;
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1_000 % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}.{:03}", ms % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_in_every_segment_that_it_is_shown_in_and_carries_no_markup() {
        let mut captions = Captions::default();
        captions.add(Cue {
            language: "en".into(),
            at_us: 3_000_000,
            text: "5 < 6 --> good\n\nday, and many more of them to you all who came".into(),
        });
        let first = captions.segment(0, 2_000_000, 4_000_000);
        let second = captions.segment(0, 4_000_000, 6_000_000);
        let line =
            "\n00:00:03.000 --> 00:00:09.460\n5 &lt; 6 --&gt; good\nday, and many more of them to you all who came\n";
        assert!(first.ends_with(line), "{first}");
        assert!(second.ends_with(line));
        assert!(!captions.segment(0, 12_000_000, 14_000_000).contains("-->"));
    }

    #[test]
    fn no_line_end_of_webvtt_ends_a_cue_early() {
        let mut captions = Captions::default();
        captions.add(Cue {
            language: "en".into(),
            at_us: 0,
            text: "one\r\rtwo\r\n\n\rthree".into(),
        });
        let text = captions.segment(0, 0, 1_000_000);
        assert!(
            text.ends_with("\none\ntwo\nthree\n") && !text.contains('\r'),
            "{text:?}"
        );
    }
}
