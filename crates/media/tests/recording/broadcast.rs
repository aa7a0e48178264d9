//! A broadcast plays by its playlists, as ffmpeg reads them.

use std::path::Path;
use std::process::Command;

use uuid::Uuid;
use yunqian_media::hls::{Cue, File, Live, Status};
use yunqian_media::record::TimedFrame;
use yunqian_signaling::{OpenTrack, ParticipantId, Source, TrackId};

use super::media::{Sent, opus, vp8, vp9};
use super::read;

fn open(source: Source, language: Option<&str>) -> OpenTrack {
    let owner = if language.is_some() { 2 } else { 1 };
    let participant = ParticipantId(Uuid::from_u128(owner));
    OpenTrack {
        track: TrackId::new(participant, source),
        participant,
        person: None,
        source,
        language: language.map(str::to_owned),
    }
}

/// Broadcasts these tracks, each frame at its time.
fn broadcast(sent: &[(OpenTrack, Vec<Sent>)]) -> Live {
    let mut frames: Vec<(TrackId, TimedFrame)> = Vec::new();
    for (track, sent) in sent {
        let read = read(sent, |_| false).0;
        frames.extend(read.into_iter().map(|frame| (track.track.clone(), frame)));
    }
    frames.sort_by_key(|(_, frame)| frame.at_us);
    let origin_us = frames[0].1.at_us;
    let mut live = Live::new(origin_us);
    live.tracks(sent.iter().map(|(track, _)| track.clone()).collect());
    for (track, frame) in frames {
        live.tick(frame.at_us);
        live.frame(&track, frame);
    }
    live.caption(Cue {
        language: "en".into(),
        at_us: origin_us + 3_000_000,
        text: "Good morning.".into(),
    });
    live.finish();
    live
}

/// Writes a playlist and all that it names into `dir`.
fn save(live: &Live, name: &str, dir: &Path) {
    let text = match live.file(name).unwrap_or_else(|| panic!("{name} is missing")) {
        File::Media(bytes) => return std::fs::write(dir.join(name), bytes).unwrap(),
        File::Captions(text) => return std::fs::write(dir.join(name), text).unwrap(),
        File::Playlist(text) => text,
    };
    for line in text.lines() {
        let quoted = line.split("URI=\"").nth(1).and_then(|rest| rest.split('"').next());
        if let Some(uri) = quoted.or_else(|| (!line.starts_with('#') && !line.is_empty()).then_some(line)) {
            save(live, uri, dir);
        }
    }
    std::fs::write(dir.join(name), text).unwrap();
}

#[test]
fn a_broadcast_plays_with_its_languages_and_captions() {
    let live = broadcast(&[
        (open(Source::Camera, None), vp9(12)),
        (open(Source::Microphone, None), opus(12)),
        (open(Source::Microphone, Some("fr")), opus(12)),
    ]);
    assert_eq!(live.status(), Status::Live);
    assert_eq!(live.languages(), (vec!["fr".to_owned()], vec!["en".to_owned()]));
    let dir = tempfile::tempdir().unwrap();
    save(&live, "index.m3u8", dir.path());
    let played = Command::new("ffmpeg")
        .args(["-v", "error", "-allowed_extensions", "ALL", "-i"])
        .arg(dir.path().join("index.m3u8"))
        .args([
            "-map",
            "0:v",
            "-map",
            "0:a",
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            "1:90000",
            "-f",
            "null",
            "-",
        ])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&played.stderr);
    assert!(played.status.success() && said.is_empty(), "{said}");
    let captions = std::fs::read_dir(dir.path()).unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        (path.extension()? == "vtt").then(|| std::fs::read_to_string(path).unwrap())
    });
    assert!(captions.into_iter().any(|text| text.contains("Good morning.")));
}

#[test]
fn a_room_that_sends_vp8_alone_is_heard_and_said_to_need_vp9() {
    let live = broadcast(&[
        (open(Source::Camera, None), vp8(6)),
        (open(Source::Microphone, None), opus(6)),
    ]);
    assert_eq!(live.status(), Status::NeedsVp9);
    assert!(live.file("video.m3u8").is_none());
    assert!(live.file("floor.m3u8").is_some() && live.file("index.m3u8").is_some());
}

#[test]
fn whoever_falls_silent_stops_no_player() {
    let mut sound = opus(6);
    sound.truncate(100);
    let live = broadcast(&[
        (open(Source::Camera, None), vp9(6)),
        (open(Source::Microphone, None), sound),
    ]);
    let Some(File::Playlist(text)) = live.file("floor.m3u8") else {
        panic!("no sound");
    };
    let lengths = text
        .lines()
        .filter_map(|line| line.strip_prefix("#EXTINF:")?.trim_end_matches(',').parse::<f64>().ok());
    assert!(lengths.sum::<f64>() > 4.0, "{text}");
}

#[test]
fn names_that_are_no_files_of_the_broadcast_give_nothing() {
    let live = broadcast(&[(open(Source::Microphone, None), opus(6))]);
    for name in [
        "",
        ".m3u8",
        "floor-.m4s",
        "floor-99.m4s",
        "floor-init9.mp4",
        "captions--.vtt",
        "../index.m3u8",
        "captions-xx.m3u8",
    ] {
        assert!(live.file(name).is_none(), "{name}");
    }
}
