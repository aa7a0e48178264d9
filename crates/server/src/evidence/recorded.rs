//! What was recorded of a signing, as it goes into a bundle.

use std::collections::BTreeSet;

use yunqian_session::recording::{self, MediaManifest, RecordedSigning, Recording};
use yunqian_session::{AgreementId, Event, ObjectRef, State};

/// The media manifest, and where in the journal its statements stand.
#[derive(Debug)]
pub struct Recorded {
    pub(super) manifest: MediaManifest,
    pub(super) positions: BTreeSet<u64>,
}

impl Recorded {
    /// Collects what was recorded in rooms whose recordings may go to whoever asks; `None` if nothing was.
    pub fn of(state: &State, id: AgreementId, may_see: impl Fn(&Recording) -> bool) -> Option<Self> {
        let mut manifest = state.media_of(&id)?;
        let is_seen = |share: &RecordedSigning| state.recordings.get(&share.recording).is_some_and(|it| may_see(it));
        manifest.recordings.retain(is_seen);
        if manifest.recordings.is_empty() {
            return None;
        }
        let positions = manifest
            .recordings
            .iter()
            .flat_map(|share| positions(state, &manifest, share))
            .collect();
        Some(Self { manifest, positions })
    }
}

/// Lists the entries of a recording that tell of what is in the manifest.
fn positions(state: &State, manifest: &MediaManifest, share: &RecordedSigning) -> Vec<u64> {
    let is_told = |segment: &recording::Segment| {
        let listed = share.tracks.get(segment.track as usize);
        listed.is_some_and(|track| track.segments.iter().any(|known| known.index == segment.index))
    };
    let history = state.history(&ObjectRef::Recording(share.recording));
    let told = history.filter(|happening| match &happening.event {
        Event::Recording(recording::Event::SegmentClosed { segment, .. }) => is_told(segment),
        Event::Recording(recording::Event::GapNoted { gap, .. }) => gap.from < manifest.to && gap.to > manifest.from,
        Event::Recording(_) => true,
        _ => false,
    });
    told.map(|happening| happening.seq).collect()
}
