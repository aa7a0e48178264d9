//! What was recorded while an agreement was signed, and where in it each signature falls.
//!
//! Media and record are told by the same clock, the server's: a segment by the earliest arrival that its sender's
//! packets ever had, a signature by the moment at which it was decided. Both come from the same page over the same
//! line, so that their distance in the recording is that of life, up to the line's delay; a timeline of media that is
//! 300 ms off is put right at once.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Gap, GapCause, Place, Recording, Segment, Track};
use crate::agreement::{Agreement, SignatoryState};
use crate::ceremony::{self, ActState};
use crate::state::{ObjectRef, State};
use crate::{AgreementId, Event, RecordingId, SignatoryId};

/// Gaps as long as this and shorter are not told.
const TOLD_GAP: SignedDuration = SignedDuration::from_secs(1);
/// What belongs to an act before it came on the stage and after its last signature.
const MARGIN: SignedDuration = SignedDuration::from_secs(30);

/// The recordings of an agreement's act, from shortly before it came on the stage until shortly after its last
/// signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MediaManifest {
    /// From.
    pub from: Timestamp,
    /// To.
    pub to: Timestamp,
    /// The recordings that overlap with it, oldest first; rehearsals are none.
    pub recordings: Vec<RecordedSigning>,
}

/// A recording's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordedSigning {
    /// Recording.
    pub recording: RecordingId,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was stopped; none while it runs.
    pub stopped_at: Option<Timestamp>,
    /// Its tracks, by position, each with what falls into the time.
    pub tracks: Vec<TrackManifest>,
    /// Where each signature falls.
    pub signatures: Vec<SignatureMoment>,
}

impl RecordedSigning {
    /// Finds what of a recording falls into a time, and where in it each step does.
    pub fn of(
        recording: &Recording,
        from: Timestamp,
        to: Timestamp,
        steps: &[(SignatoryId, SigningStep, Timestamp)],
    ) -> Self {
        let from = from.max(recording.started_at);
        let to = recording.stopped_at.map_or(to, |stopped| to.min(stopped));
        let tracks: Vec<TrackManifest> = (0..)
            .zip(&recording.tracks)
            .map(|(position, track)| {
                let mut segments: Vec<Segment> = recording
                    .segments
                    .iter()
                    .filter(|segment| segment.track == position && segment.starts_at < to && end(segment) > from)
                    .cloned()
                    .collect();
                segments.sort_by_key(|segment| (segment.starts_at, segment.index));
                let noted = recording.gaps.iter().filter(|gap| gap.track == position);
                TrackManifest {
                    track: track.clone(),
                    gaps: gaps(&segments, &noted.copied().collect::<Vec<_>>(), from, to),
                    segments,
                }
            })
            .collect();
        let signatures = steps.iter().map(|step| moment(recording, &tracks, *step)).collect();
        Self {
            recording: recording.id,
            started_at: recording.started_at,
            stopped_at: recording.stopped_at,
            tracks,
            signatures,
        }
    }
}

/// A track's share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackManifest {
    /// The track.
    pub track: Track,
    /// Its segments, oldest first.
    pub segments: Vec<Segment>,
    /// The times over a second in which it has nothing.
    pub gaps: Vec<ToldGap>,
}

/// A time in which a track has nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToldGap {
    /// From.
    pub from: Timestamp,
    /// To.
    pub to: Timestamp,
    /// Why, where the recorder noted it; none where the track had not begun or had ended, or nobody knows.
    pub cause: Option<GapCause>,
}

/// What a signatory did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SigningStep {
    /// Authorised the signature.
    Authorised,
    /// The signature was written into the document.
    Sealed,
}

/// Where a signature falls in a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatureMoment {
    /// Whose.
    pub signatory: SignatoryId,
    /// What was done.
    pub step: SigningStep,
    /// When.
    pub at: Timestamp,
    /// Milliseconds after the recording's start; negative before it.
    pub offset_ms: i64,
    /// Where it falls in each track that was recorded at that moment.
    pub places: Vec<TrackPlace>,
}

/// A moment in a track.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrackPlace {
    /// Position of the track.
    pub track: u32,
    /// Index of the segment.
    pub segment: u32,
    /// Milliseconds after the segment's start.
    pub offset_ms: i64,
}

impl State {
    /// Returns what was recorded of an agreement's signing; `None` for one that is not signed in an act, or not yet on
    /// the stage.
    pub fn media_of(&self, id: &AgreementId) -> Option<MediaManifest> {
        let agreement = self.agreements.get(id)?;
        let (ceremony, _) = self.act(&agreement.act?)?;
        let steps = steps(agreement);
        let announced = self.announced_at(agreement);
        let first = steps.iter().map(|step| step.2).chain(announced).min()?;
        let last = steps.iter().map(|step| step.2).chain(announced).max()?;
        let (from, to) = (first - MARGIN, last + MARGIN);
        let overlaps = |recording: &&Recording| {
            !recording.rehearsal
                && recording.started_at < to
                && recording.stopped_at.is_none_or(|stopped| stopped > from)
        };
        let recordings = self.recordings_of(&Place::Item(ceremony.item)).filter(overlaps);
        Some(MediaManifest {
            from,
            to,
            recordings: recordings
                .map(|recording| RecordedSigning::of(recording, from, to, &steps))
                .collect(),
        })
    }

    /// Returns when the agreement's act came on the stage last.
    fn announced_at(&self, agreement: &Agreement) -> Option<Timestamp> {
        let (ceremony, _) = self.act(&agreement.act?)?;
        let announced = self.history(&ObjectRef::Ceremony(ceremony.id)).filter(|happening| {
            matches!(&happening.event, Event::Ceremony(ceremony::Event::Moved { act, to: ActState::Announced })
                if Some(*act) == agreement.act)
        });
        announced.map(|happening| happening.at).max()
    }
}

type Step = (SignatoryId, SigningStep, Timestamp);

fn steps(agreement: &Agreement) -> Vec<Step> {
    let of = |signatory: &crate::agreement::Signatory| {
        let id = signatory.place.id;
        let (authorised, sealed) = match &signatory.state {
            SignatoryState::Authorised { authorised_at, .. } => (Some(*authorised_at), None),
            SignatoryState::Sealed {
                authorised_at,
                sealed_at,
                ..
            } => (Some(*authorised_at), Some(*sealed_at)),
            _ => (None, None),
        };
        let authorised = authorised.map(|at| (id, SigningStep::Authorised, at));
        authorised
            .into_iter()
            .chain(sealed.map(|at| (id, SigningStep::Sealed, at)))
    };
    agreement.signatories.iter().flat_map(of).collect()
}

/// Finds the times that no segment covers, from the segments themselves: what the recorder noted only explains them.
fn gaps(segments: &[Segment], noted: &[Gap], from: Timestamp, to: Timestamp) -> Vec<ToldGap> {
    let (mut covered, mut found) = (from, Vec::new());
    for (starts_at, ends_at) in segments
        .iter()
        .map(|segment| (segment.starts_at, end(segment)))
        .chain([(to, to)])
    {
        if starts_at.duration_since(covered) > TOLD_GAP {
            found.push(ToldGap {
                from: covered,
                to: starts_at,
                cause: cause(noted, covered, starts_at),
            });
        }
        covered = covered.max(ends_at);
    }
    found
}

/// Returns why the recorder said there was nothing, for the longest part of a time.
fn cause(noted: &[Gap], from: Timestamp, to: Timestamp) -> Option<GapCause> {
    let overlap = |gap: &Gap| gap.to.min(to).duration_since(gap.from.max(from));
    let longest = noted.iter().max_by_key(|gap| overlap(gap))?;
    overlap(longest).is_positive().then_some(longest.cause)
}

fn moment(recording: &Recording, tracks: &[TrackManifest], (signatory, step, at): Step) -> SignatureMoment {
    let places = (0..).zip(tracks).filter_map(|(track, manifest)| {
        let holds = |segment: &&Segment| segment.starts_at <= at && at < end(segment);
        let segment = manifest.segments.iter().rev().find(holds)?;
        Some(TrackPlace {
            track,
            segment: segment.index,
            offset_ms: milliseconds(segment.starts_at, at),
        })
    });
    SignatureMoment {
        signatory,
        step,
        at,
        offset_ms: milliseconds(recording.started_at, at),
        places: places.collect(),
    }
}

fn end(segment: &Segment) -> Timestamp {
    segment.starts_at + SignedDuration::from_millis(i64::from(segment.duration_ms))
}

fn milliseconds(from: Timestamp, to: Timestamp) -> i64 {
    i64::try_from(to.duration_since(from).as_millis()).unwrap_or(i64::MAX)
}
