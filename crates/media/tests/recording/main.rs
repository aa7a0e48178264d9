//! What is recorded plays: segments made from packets are judged by ffprobe and ffmpeg.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod broadcast;
mod media;

use std::path::Path;
use std::process::Command;

use media::{Sent, h264, opus, vp8, vp9};
use yunqian_media::TapCodec;
use yunqian_media::record::{Cut, Read, Reader, Segment, Segmenter, SenderClock, TimedFrame, mp4};

/// Reads packets as a recorder does; packet `n` arrives unless `lost(n)`.
pub fn read(sent: &[Sent], lost: impl Fn(usize) -> bool) -> (Vec<TimedFrame>, u64) {
    let (mut sender, mut frames, mut missing) = (SenderClock::default(), Vec::new(), 0);
    let mut reader = Reader::new(&sent[0].packet);
    let mut take = |reads: Vec<Read>| {
        for read in reads {
            match read {
                Read::Frame(frame) => frames.push(frame),
                Read::Lost(count) => missing += count,
                Read::KeyframeWanted => {}
            }
        }
    };
    for (n, sent) in sent.iter().enumerate() {
        if !lost(n) {
            take(reader.packet(&mut sender, sent.packet.clone(), sent.arrived_us));
        }
    }
    take(reader.finish(&sender));
    (frames, missing)
}

fn cut(frames: Vec<TimedFrame>) -> (Vec<Segment>, usize) {
    let mut segmenter = Segmenter::new(6_000_000, 10_000_000);
    let mut cuts: Vec<Cut> = frames.into_iter().flat_map(|frame| segmenter.frame(frame)).collect();
    cuts.extend(segmenter.finish());
    let (mut segments, mut gaps) = (Vec::new(), 0);
    for cut in cuts {
        match cut {
            Cut::Segment(segment) => segments.push(segment),
            Cut::Gap { .. } => gaps += 1,
        }
    }
    (segments, gaps)
}

/// Decodes a file with ffmpeg, which must find nothing to complain of; returns how many frames there are.
#[track_caller]
fn judge(dir: &Path, name: &str, bytes: &[u8]) -> usize {
    let path = dir.join(name);
    std::fs::write(&path, bytes).unwrap();
    let decoded = Command::new("ffmpeg")
        .args(["-v", "error", "-xerror", "-i"])
        .arg(&path)
        .args([
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
    let said = String::from_utf8_lossy(&decoded.stderr);
    assert!(decoded.status.success() && said.is_empty(), "{name}: {said}");
    let counted = Command::new("ffprobe")
        .args([
            "-v",
            "error",
            "-count_frames",
            "-show_entries",
            "stream=nb_read_frames",
            "-of",
            "csv=p=0",
        ])
        .arg(&path)
        .output()
        .unwrap();
    let counted = String::from_utf8(counted.stdout).unwrap();
    counted.trim().trim_end_matches(',').parse().unwrap()
}

/// Records `sent` whole and has every segment judged.
#[track_caller]
fn plays(sent: &[Sent], frames: usize) {
    let dir = tempfile::tempdir().unwrap();
    let (read, missing) = read(sent, |_| false);
    assert_eq!((read.len(), missing), (frames, 0));
    let (segments, gaps) = cut(read);
    assert_eq!(gaps, 0);
    assert!(segments.len() >= 2, "{} segments", segments.len());
    let mut judged = 0;
    for (n, segment) in segments.iter().enumerate() {
        assert!(segment.duration_us <= 10_000_000, "{} µs", segment.duration_us);
        assert!(segment.independent);
        judged += judge(
            dir.path(),
            &format!("{n}.{}", segment.container.extension()),
            &segment.bytes,
        );
    }
    assert_eq!(judged, frames);
    for pair in segments.windows(2) {
        let between = pair[1].start_us - pair[0].start_us - pair[0].duration_us;
        assert!(between.abs() < 50_000, "{between} µs between two segments");
    }
}

#[test]
fn vp8_becomes_webm_that_plays() {
    plays(&vp8(16), 16 * 25);
}

#[test]
fn vp9_becomes_fragmented_mp4_that_plays() {
    plays(&vp9(16), 16 * 25);
}

#[test]
fn h264_becomes_fragmented_mp4_that_plays() {
    plays(&h264(16), 16 * 25);
}

#[test]
fn opus_becomes_webm_that_plays() {
    let sent = opus(16);
    plays(&sent, sent.len());
}

#[test]
fn what_follows_a_lost_packet_is_left_out_up_to_the_next_keyframe_and_the_rest_plays() {
    let sent = vp8(16);
    let keys: Vec<usize> = (0..sent.len()).filter(|n| sent[*n].begins_keyframe).collect();
    let lost = keys[2] + 3;
    let (frames, missing) = read(&sent, |n| n == lost);
    assert_eq!(missing, 1);
    assert!(
        frames.len() < 16 * 25 && frames.len() > 16 * 25 - 60,
        "{} frames",
        frames.len()
    );
    let (segments, gaps) = cut(frames);
    assert_eq!(gaps, 1, "two seconds without a picture are told");
    let dir = tempfile::tempdir().unwrap();
    for (n, segment) in segments.iter().enumerate() {
        judge(dir.path(), &format!("{n}.webm"), &segment.bytes);
    }
}

#[test]
fn packets_out_of_order_and_repeated_make_the_same_file() {
    let sent = vp8(4);
    let (in_order, _) = read(&sent, |_| false);
    let mut mixed = sent.clone();
    for n in (0..mixed.len() - 3).step_by(4) {
        mixed.swap(n + 1, n + 2);
    }
    let doubled: Vec<Sent> = mixed.iter().flat_map(|sent| [sent.clone(), sent.clone()]).collect();
    let (out_of_order, missing) = read(&doubled, |_| false);
    assert_eq!(missing, 0);
    let data = |frames: &[TimedFrame]| frames.iter().map(|frame| frame.data.clone()).collect::<Vec<_>>();
    assert_eq!(data(&out_of_order), data(&in_order));
}

#[test]
fn the_fragments_of_one_timeline_play_behind_one_initialisation() {
    let dir = tempfile::tempdir().unwrap();
    for (codec, sent) in [
        (TapCodec::Vp8, vp8(6)),
        (TapCodec::Vp9, vp9(6)),
        (TapCodec::H264, h264(6)),
        (TapCodec::Opus, opus(6)),
    ] {
        let (frames, _) = read(&sent, |_| false);
        let picture = frames[0].picture.clone().unwrap_or_default();
        let mut bytes = mp4::initialisation(codec, &picture);
        let origin = frames[0].at_us;
        for (n, part) in frames.chunks(50).enumerate() {
            let end = frames
                .get((n + 1) * 50)
                .map_or(part[part.len() - 1].at_us + 20_000, |next| next.at_us);
            bytes.extend(mp4::media(u32::try_from(n + 1).unwrap(), origin, end, part));
        }
        assert_eq!(
            judge(dir.path(), &format!("{}.mp4", codec.name()), &bytes),
            frames.len()
        );
    }
}
