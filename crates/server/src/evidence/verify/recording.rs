//! What was recorded of the signing: the media manifest is what the journal's entries make it, and nothing is left out.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use yunqian_session::recording::{Event, RecordedSigning, Recording, SigningStep};
use yunqian_session::{RecordingId, SignatoryId};

use super::log::Entry;
use super::record::Told;
use super::{Findings, MEDIA, json, moment};
use crate::evidence::container::Files;
use crate::evidence::media::MediaFiles;
use crate::evidence::verdict::RecordedFact;

/// What belongs to the signing before its first step and after its last.
const MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// Checks the manifest, and the segments' files where there are some; `None` where nothing was recorded.
pub(super) fn check(
    files: &Files,
    entries: &[Entry<'_>],
    told: &Told,
    media: Option<&MediaFiles>,
) -> Option<(Vec<RecordedFact>, Findings)> {
    let Some(file) = files.get(MEDIA) else {
        let missing = || "there is no media manifest to check the files by".to_owned();
        return media.map(|_| (Vec::new(), vec![missing()]));
    };
    let (facts, mut findings) = match check_manifest(file, entries, told) {
        Ok(checked) => checked,
        Err(finding) => (Vec::new(), vec![finding]),
    };
    if let (Some(media), true) = (media, findings.is_empty()) {
        let manifest = serde_json::from_slice(file).expect("it was checked to be one");
        findings.extend(media.check(&manifest));
    }
    Some((facts, findings))
}

fn check_manifest(file: &[u8], entries: &[Entry<'_>], told: &Told) -> Result<(Vec<RecordedFact>, Findings), String> {
    let unreadable = || "the media manifest can't be read".to_owned();
    let manifest = json::read(file).ok_or_else(unreadable)?;
    let time = |key: &str| manifest.get(key).and_then(Value::as_str).and_then(moment::read);
    let (from, to) = time("from").zip(time("to")).ok_or_else(unreadable)?;
    let shares = manifest
        .get("recordings")
        .and_then(Value::as_array)
        .ok_or_else(unreadable)?;
    if manifest.as_object().is_none_or(|object| object.len() != 3) {
        return Err(unreadable());
    }
    let steps = steps(told)?;
    let mut findings = Findings::new();
    let is_inside = |at: &Timestamp| from <= *at - MARGIN && *at + MARGIN <= to;
    if !steps.iter().all(|(_, _, at)| is_inside(at)) {
        findings.push("the media manifest ends too near to a signature".to_owned());
    }
    let recordings = recordings(entries)?;
    let (mut facts, mut named) = (Vec::new(), BTreeSet::new());
    for share in shares {
        let id = share.get("recording").and_then(Value::as_str).ok_or_else(unreadable)?;
        let recording = id.parse().ok().and_then(|id: RecordingId| recordings.get(&id));
        let Some(recording) = recording.filter(|recording| recording.id.to_string() == id && !recording.rehearsal)
        else {
            findings.push(format!("recording {id} is not in the record"));
            continue;
        };
        if !named.insert(recording.id) {
            findings.push(format!("recording {id} is told twice"));
        }
        let expected = RecordedSigning::of(recording, from, to, &steps);
        findings.extend(
            differences(share, &expected)
                .into_iter()
                .map(|what| format!("recording {id}: {what}")),
        );
        facts.push(fact(&expected));
    }
    let is_left_out = |recording: &&Recording| {
        let share = RecordedSigning::of(recording, from, to, &[]);
        !recording.rehearsal && !named.contains(&recording.id) && share.tracks.iter().any(|it| !it.segments.is_empty())
    };
    for recording in recordings.values().filter(is_left_out) {
        findings.push(format!("recording {} is left out", recording.id));
    }
    Ok((facts, findings))
}

/// Names what a share tells otherwise than the record, and segments that are missing between others.
fn differences(told: &Value, expected: &RecordedSigning) -> Findings {
    let share = serde_json::to_value(expected).expect("plain data");
    let mut findings = Findings::new();
    for track in &expected.tracks {
        let consecutive = track
            .segments
            .windows(2)
            .all(|pair| pair[1].index == pair[0].index.wrapping_add(1));
        if !consecutive {
            findings.push(format!("a segment of track {} is missing", track.track.name));
        }
    }
    for key in ["started_at", "stopped_at", "tracks", "signatures"] {
        if told.get(key) != share.get(key) {
            findings.push(format!("{key} is told otherwise than in the record"));
        }
    }
    if findings.is_empty() && told != &share {
        findings.push("it tells more than the record".to_owned());
    }
    findings
}

fn fact(share: &RecordedSigning) -> RecordedFact {
    RecordedFact {
        recording: share.recording.to_string(),
        tracks: share.tracks.len(),
        segments: share.tracks.iter().map(|track| track.segments.len()).sum(),
        gaps: share.tracks.iter().map(|track| track.gaps.len()).sum(),
    }
}

/// Lists when each signatory authorised, and when its signature was written, in the draft's order.
fn steps(told: &Told) -> Result<Vec<(SignatoryId, SigningStep, Timestamp)>, String> {
    let mut steps = Vec::new();
    for place in &told.places {
        let Some(sealed) = told.sealed.iter().find(|sealed| sealed.signatory == place.id) else {
            continue;
        };
        let untimed = || format!("{}: the record doesn't say when it signed", place.id);
        let id: SignatoryId = place.id.parse().map_err(|_| untimed())?;
        let authorised = told.authorised.get(&place.id).and_then(|authorised| authorised.at);
        steps.push((id, SigningStep::Authorised, authorised.ok_or_else(untimed)?));
        steps.push((id, SigningStep::Sealed, sealed.at.ok_or_else(untimed)?));
    }
    Ok(steps)
}

/// Follows every recording of which the entries tell from its start.
fn recordings(entries: &[Entry<'_>]) -> Result<BTreeMap<RecordingId, Recording>, String> {
    let mut recordings = BTreeMap::new();
    for entry in entries {
        let unreadable = || format!("entry {} can't be read", entry.index);
        let record = json::read(entry.bytes).ok_or_else(unreadable)?;
        let at = record.get("at").and_then(Value::as_str).and_then(moment::read);
        let events = record.get("events").and_then(Value::as_array).ok_or_else(unreadable)?;
        for event in events.iter().filter_map(|event| event.get("recording")) {
            let event: Event = super::shape(event).ok_or_else(unreadable)?;
            take(&mut recordings, event, at.ok_or_else(unreadable)?);
        }
    }
    Ok(recordings)
}

fn take(recordings: &mut BTreeMap<RecordingId, Recording>, event: Event, at: Timestamp) {
    match event {
        Event::Started { id, room, rehearsal } => {
            let started = Recording {
                id,
                room,
                rehearsal,
                started_at: at,
                started_by: None,
                stopped_at: None,
                purged_at: None,
                tracks: [].into(),
                segments: [].into(),
                gaps: [].into(),
            };
            recordings.insert(id, started);
        }
        Event::Stopped { id } => {
            recordings
                .entry(id)
                .and_modify(|recording| recording.stopped_at = Some(at));
        }
        Event::TrackAdded { id, track } => {
            recordings
                .entry(id)
                .and_modify(|recording| recording.tracks.push_back(track));
        }
        Event::SegmentClosed { id, segment } => {
            recordings
                .entry(id)
                .and_modify(|recording| recording.segments.push_back(segment));
        }
        Event::GapNoted { id, gap } => {
            recordings
                .entry(id)
                .and_modify(|recording| recording.gaps.push_back(gap));
        }
        Event::Purged { .. } | Event::Consented { .. } | Event::Broadcast { .. } => {}
    }
}
