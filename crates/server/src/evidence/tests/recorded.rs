//! What was recorded of a signing: whole, with gaps, cut short, exchanged.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use yunqian_journal::Digest;
use yunqian_session::recording::{MediaManifest, RecordedSigning, Recording, SigningStep};

use super::maker::{AGREEMENT, HOST, Maker, NOW, PLACES};
use super::{failed, verify};
use crate::evidence::container::Files;
use crate::evidence::verdict::{Check, Result};
use crate::evidence::{MediaFiles, verify_with};

const ID: &str = "0199d2f0-0000-7000-8000-0000000000c1";
const OTHER: &str = "0199d2f0-0000-7000-8000-0000000000c2";
/// Seconds from the recording's start to the signing.
const LEAD: i64 = 85;
/// Segments of ten seconds of each of two tracks.
const SEGMENTS: u32 = 15;

fn starts() -> Timestamp {
    Timestamp::from_second(NOW.0.cast_signed()).unwrap() - SignedDuration::from_secs(LEAD)
}

/// The bytes of a segment's file.
fn content(track: u32, index: u32) -> Vec<u8> {
    format!("segment {index} of track {track}").into_bytes()
}

fn segment(track: u32, index: u32) -> Value {
    // Not on the second, so that fractions are written too.
    let begins = starts() + SignedDuration::from_millis(i64::from(index) * 10_000 + 250);
    json!({
        "track": track, "index": index, "digest": Digest::of(&content(track, index)), "starts_at": begins,
        "duration_ms": 10_000, "size_bytes": content(track, index).len(), "media_type": "video/webm", "codec": "vp8",
        "independent": true,
    })
}

/// A maker whose signing was recorded on two tracks, the second of which lacks `missing`.
struct Recorded {
    maker: Maker,
    recording: Recording,
}

impl Recorded {
    fn new(missing: &[u32]) -> Self {
        let mut events = vec![
            json!({ "started": { "id": ID, "room": { "type": "item", "id": AGREEMENT }, "rehearsal": false } }),
            json!({ "track_added": { "id": ID, "track": { "name": "camera-1", "person": HOST, "source": "camera" } } }),
            json!({ "track_added": { "id": ID, "track": { "name": "screen-1", "source": "screen" } } }),
        ];
        let mut segments = Vec::new();
        for index in 0..SEGMENTS {
            segments.push(segment(0, index));
            if !missing.contains(&index) {
                // The recorder counts what it wrote.
                let mut written = segment(1, index);
                written["index"] =
                    json!(index - u32::try_from(missing.iter().filter(|at| **at < index).count()).unwrap());
                segments.push(written);
            }
        }
        events.extend(
            segments
                .iter()
                .map(|segment| json!({ "segment_closed": { "id": ID, "segment": segment } })),
        );
        let gap = missing.first().map(|first| {
            let from = starts() + SignedDuration::from_millis(i64::from(*first) * 10_000 + 250);
            json!({ "track": 1, "from": from, "to": from + SignedDuration::from_secs(9), "cause": "lost" })
        });
        events.extend(gap.iter().map(|gap| json!({ "gap_noted": { "id": ID, "gap": gap } })));
        let mut maker = Maker::new();
        for event in events {
            tell(&mut maker, &starts().to_string(), &event);
        }
        tell(&mut maker, "2026-11-22T01:55:00Z", &json!({ "stopped": { "id": ID } }));
        let recording = json!({
            "id": ID, "room": { "type": "item", "id": AGREEMENT }, "rehearsal": false, "started_at": starts(),
            "started_by": null, "stopped_at": "2026-11-22T01:55:00Z", "segments": segments,
            "gaps": gap.into_iter().collect::<Vec<_>>(),
            "tracks": [{ "name": "camera-1", "person": HOST, "source": "camera" }, { "name": "screen-1", "source": "screen" }],
        });
        let recording = serde_json::from_value(recording).unwrap();
        Self { maker, recording }
    }

    fn manifest(&self, margin_s: i64) -> MediaManifest {
        let at = starts() + SignedDuration::from_secs(LEAD);
        let (from, to) = (
            at - SignedDuration::from_secs(margin_s),
            at + SignedDuration::from_secs(margin_s),
        );
        let steps: Vec<_> = PLACES
            .iter()
            .flat_map(|place| {
                [SigningStep::Authorised, SigningStep::Sealed].map(|step| (place.parse().unwrap(), step, at))
            })
            .collect();
        let recordings = vec![RecordedSigning::of(&self.recording, from, to, &steps)];
        MediaManifest { from, to, recordings }
    }

    fn bundle(&self, change: impl FnOnce(&mut Value)) -> Vec<u8> {
        let mut manifest = json!(self.manifest(40));
        change(&mut manifest);
        self.bundle_with(&manifest)
    }

    fn bundle_with(&self, manifest: &Value) -> Vec<u8> {
        let mut files: Files = crate::evidence::container::read(&self.maker.bundle()).unwrap();
        files.insert("media.json".to_owned(), manifest.to_string().into_bytes());
        self.maker.manifested(files)
    }
}

fn tell(maker: &mut Maker, at: &str, event: &Value) {
    let record = json!({ "v": 1, "key": AGREEMENT, "at": at, "by": "system", "events": [{ "recording": event }] });
    maker.entries.push(record.to_string().into_bytes());
}

/// A recorder that never wrote a segment down: the host hides it in the entries and in the manifest.
fn hidden() -> Vec<u8> {
    let mut recorded = Recorded::new(&[]);
    let digest = Digest::of(&content(0, 8)).to_string();
    recorded
        .maker
        .entries
        .retain(|entry| !String::from_utf8_lossy(entry).contains(&digest));
    recorded.recording.segments.retain(|segment| segment.digest != digest);
    recorded.bundle(|_| {})
}

/// A recording whose last segments were never told, as if it had ended at the signature.
fn cut_short(is_gap_told: bool) -> Vec<u8> {
    let mut recorded = Recorded::new(&[]);
    let whole = recorded.manifest(40);
    let late: Vec<String> = (8..SEGMENTS)
        .map(|index| Digest::of(&content(0, index)).to_string())
        .collect();
    recorded.maker.entries.retain(|entry| {
        !late
            .iter()
            .any(|digest| String::from_utf8_lossy(entry).contains(digest))
    });
    recorded
        .recording
        .segments
        .retain(|segment| !late.contains(&segment.digest));
    recorded.bundle(|manifest| {
        if !is_gap_told {
            manifest["recordings"][0]["tracks"][0]["gaps"] = json!(whole.recordings[0].tracks[0].gaps);
        }
    })
}

/// A recording whose second track has nothing for a while.
pub fn with_a_gap() -> Vec<u8> {
    Recorded::new(&[8, 9]).bundle(|_| {})
}

/// Returns bundles of recorded signings by name, each with whether the check holds.
pub fn cases() -> Vec<(&'static str, Vec<u8>, bool)> {
    let whole = Recorded::new(&[]);
    let gappy = Recorded::new(&[8, 9]);
    let first = |manifest: &mut Value| {
        manifest["recordings"][0]["tracks"][0]["segments"]
            .as_array_mut()
            .unwrap()
            .len()
    };
    assert_eq!(
        first(&mut json!(whole.manifest(40))),
        9,
        "the manifest is about a part of the recording"
    );
    let mut rehearsed = Recorded::new(&[]);
    for entry in &mut rehearsed.maker.entries {
        *entry = String::from_utf8_lossy(entry)
            .replace("\"rehearsal\":false", "\"rehearsal\":true")
            .into_bytes();
    }
    vec![
        ("recorded", whole.bundle(|_| {}), true),
        ("recorded-with-a-gap", with_a_gap(), true),
        ("recording-cut-short-and-told", cut_short(true), true),
        ("recording-cut-short", cut_short(false), false),
        ("recording-segment-hidden", hidden(), false),
        (
            "recording-segment-untold",
            whole.bundle(|manifest| {
                manifest["recordings"][0]["tracks"][0]["segments"]
                    .as_array_mut()
                    .unwrap()
                    .pop();
            }),
            false,
        ),
        (
            "recording-segment-exchanged",
            whole.bundle(|manifest| {
                manifest["recordings"][0]["tracks"][0]["segments"][3]["digest"] = json!(Digest::of(b"another"));
            }),
            false,
        ),
        (
            "recording-offset-changed",
            whole.bundle(|manifest| {
                manifest["recordings"][0]["signatures"][1]["offset_ms"] = json!(LEAD * 1_000 + 500);
            }),
            false,
        ),
        (
            "recording-place-changed",
            whole.bundle(|manifest| {
                manifest["recordings"][0]["signatures"][0]["places"][0]["offset_ms"] = json!(1);
            }),
            false,
        ),
        (
            "recording-gap-hidden",
            gappy.bundle(|manifest| {
                manifest["recordings"][0]["tracks"][1]["gaps"] = json!([]);
            }),
            false,
        ),
        (
            "recording-gap-explained-away",
            gappy.bundle(|manifest| {
                manifest["recordings"][0]["tracks"][1]["gaps"][0]["cause"] = json!("silent");
            }),
            false,
        ),
        (
            "recording-left-out",
            whole.bundle(|manifest| manifest["recordings"] = json!([])),
            false,
        ),
        (
            "recording-told-twice",
            whole.bundle(|manifest| {
                let one = manifest["recordings"][0].clone();
                manifest["recordings"].as_array_mut().unwrap().push(one);
            }),
            false,
        ),
        (
            "recording-unknown",
            whole.bundle(|manifest| manifest["recordings"][0]["recording"] = json!(OTHER)),
            false,
        ),
        ("recording-of-a-rehearsal", rehearsed.bundle(|_| {}), false),
        (
            "recording-ends-too-near",
            whole.bundle_with(&json!(whole.manifest(20))),
            false,
        ),
        (
            "recording-with-more",
            whole.bundle(|manifest| manifest["recordings"][0]["note"] = json!("all is well")),
            false,
        ),
        (
            "recording-unreadable",
            whole.bundle(|manifest| manifest["from"] = json!("yesterday")),
            false,
        ),
    ]
}

#[test]
fn a_recording_cut_short_exchanged_or_told_otherwise_is_found() {
    let anchors = Maker::new().anchors();
    for (name, bundle, holds) in cases() {
        let verdict = verify(&bundle, Some(&anchors), NOW);
        let expected = if holds { vec![] } else { vec![Check::Recording] };
        let details: Vec<_> = verdict.checks.iter().flat_map(|line| &line.details).collect();
        assert_eq!(failed(&verdict), expected, "{name}: {details:?}");
    }
}

#[test]
fn the_verdict_counts_what_was_recorded_and_what_is_missing_in_it() {
    let bundle = with_a_gap();
    let [told] = &verify(&bundle, None, NOW).facts.recordings[..] else {
        panic!("one recording")
    };
    assert_eq!((told.tracks, told.segments, told.gaps), (2, 16, 1));
}

#[test]
fn segments_kept_apart_are_checked_by_what_they_hold() {
    let recorded = Recorded::new(&[]);
    let bundle = recorded.bundle(|_| {});
    let anchors = recorded.maker.anchors();
    let folder = tempfile::tempdir().unwrap();
    let path = |track: u32, index: u32| folder.path().join(format!("{track}-{index}.webm"));
    let told: Vec<_> = recorded.manifest(40).recordings[0]
        .tracks
        .iter()
        .map(|track| track.segments.clone())
        .collect();
    for segment in told.iter().flatten() {
        std::fs::write(
            path(segment.track, segment.index),
            content(segment.track, segment.index),
        )
        .unwrap();
    }
    let judge = || {
        let media = MediaFiles::read(folder.path()).unwrap();
        let verdict = verify_with(&bundle, Some(&anchors), NOW, Some(&media));
        let line = verdict
            .checks
            .iter()
            .find(|line| line.check == Check::Recording)
            .unwrap();
        (verdict.result, line.details.len())
    };
    assert_eq!(judge(), (Result::Valid, 0));
    let some = told[0][4].index;
    std::fs::write(path(0, some), &content(0, some)[..4]).unwrap();
    assert_eq!(
        judge(),
        (Result::Invalid, 2),
        "one is missing, and a file is none of them"
    );
    std::fs::remove_file(path(0, some)).unwrap();
    assert_eq!(judge(), (Result::Invalid, 1), "one is missing");
    let media = MediaFiles::read(folder.path()).unwrap();
    let unrecorded = verify_with(&Maker::new().bundle(), Some(&anchors), NOW, Some(&media));
    assert_eq!(
        failed(&unrecorded),
        [Check::Recording],
        "there is nothing to check the files by"
    );
}
