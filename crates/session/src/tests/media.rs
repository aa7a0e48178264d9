use jiff::{SignedDuration, Timestamp};

use super::Cast;
use super::cast::KEY_ALONE;
use crate::agreement::{AgreementKind, AuthorisationMethod};
use crate::ceremony::ActMove;
use crate::recording::{Command, Gap, GapCause, MediaManifest, Place, SigningStep, TrackPlace};
use crate::{Actor, AgreementId, RecordingId, SignatoryId, agreement};

/// A ceremony's room that is recorded, with an agreement on the stage.
struct Stage {
    cast: Cast,
    recording: RecordingId,
    agreement: AgreementId,
    began: Timestamp,
}

impl Stage {
    fn new() -> Self {
        let mut cast = Cast::new();
        let item = cast.world.state.ceremonies.get(&cast.ceremony).unwrap().item;
        let recording = RecordingId(cast.world.id());
        let room = Place::Item(item);
        let host = cast.host.actor;
        cast.world.must(host, Command::Start { id: recording, room });
        let project = cast.project_at_s6("steel");
        let agreement = cast.agreed(project, AgreementKind::Contract);
        let act = cast.nominate(vec![agreement]);
        cast.announce(act);
        cast.all_ready(act);
        cast.advance(act, ActMove::Signing { countdown_s: 0 });
        let began = cast.world.now;
        let track = cast.recorded_parts(recording).swap_remove(0);
        cast.world.must(Actor::System, track);
        Self {
            cast,
            recording,
            agreement,
            began,
        }
    }

    fn at(&self, ms: i64) -> Timestamp {
        self.began + SignedDuration::from_millis(ms)
    }

    /// Enters a segment of the only track, from and to milliseconds after the beginning.
    fn segment(&mut self, index: u32, from_ms: i64, to_ms: i64) {
        let Command::CloseSegment { id, mut segment } = self.cast.recorded_parts(self.recording).swap_remove(1) else {
            unreachable!("the second part is a segment")
        };
        segment.index = index;
        segment.starts_at = self.at(from_ms);
        segment.duration_ms = u32::try_from(to_ms - from_ms).unwrap();
        self.cast
            .world
            .must(Actor::System, Command::CloseSegment { id, segment });
    }

    fn note(&mut self, from_ms: i64, to_ms: i64, cause: GapCause) {
        let gap = Gap {
            track: 0,
            from: self.at(from_ms),
            to: self.at(to_ms),
            cause,
        };
        let id = self.recording;
        self.cast.world.must(Actor::System, Command::NoteGap { id, gap });
    }

    fn authorise(&mut self, ms: i64) -> SignatoryId {
        self.cast.world.now = self.at(ms);
        let (id, by) = (self.agreement, self.cast.principal.actor);
        let signatory = self.cast.signatories(id)[0];
        let authorisation = self.cast.authorisation(AuthorisationMethod::Passkey);
        let command = agreement::Command::Authorise {
            id,
            signatory,
            authorisation,
            signer: None,
            identity: KEY_ALONE,
        };
        self.cast.world.must(by, command);
        signatory
    }

    fn media(&self) -> MediaManifest {
        self.cast.world.state.media_of(&self.agreement).unwrap()
    }
}

#[test]
fn each_signature_is_found_in_the_segment_that_holds_it() {
    let mut stage = Stage::new();
    stage.segment(0, 0, 8_000);
    stage.segment(1, 8_000, 16_000);
    let signatory = stage.authorise(9_250);
    stage.cast.world.now = stage.at(10_000);
    let seal = stage.cast.seal(stage.agreement, signatory);
    stage.cast.world.must(Actor::System, seal);
    let media = stage.media();
    let recording = &media.recordings[0];
    let told: Vec<_> = recording
        .signatures
        .iter()
        .map(|moment| (moment.signatory, moment.step, moment.offset_ms, moment.places.clone()))
        .collect();
    let place = |offset_ms| {
        vec![TrackPlace {
            track: 0,
            segment: 1,
            offset_ms,
        }]
    };
    let expected = [
        (signatory, SigningStep::Authorised, 9_250, place(1_250)),
        (signatory, SigningStep::Sealed, 10_000, place(2_000)),
    ];
    assert_eq!(told, expected);
    assert_eq!(recording.tracks[0].segments.len(), 2);
}

#[test]
fn gaps_over_a_second_show_with_their_cause_and_shorter_ones_do_not() {
    let mut stage = Stage::new();
    stage.segment(0, 500, 8_000);
    stage.segment(1, 9_000, 12_000);
    stage.segment(2, 13_001, 14_000);
    stage.segment(3, 20_000, 60_000);
    stage.note(8_000, 9_000, GapCause::Silent);
    stage.note(12_000, 13_001, GapCause::Lost);
    stage.authorise(15_000);
    let media = stage.media();
    assert_eq!((media.from, media.to), (stage.at(-30_000), stage.at(45_000)));
    let track = &media.recordings[0].tracks[0];
    let gaps: Vec<_> = track.gaps.iter().map(|gap| (gap.from, gap.to, gap.cause)).collect();
    let expected = [
        (stage.at(12_000), stage.at(13_001), Some(GapCause::Lost)),
        (stage.at(14_000), stage.at(20_000), None),
    ];
    assert_eq!(gaps, expected);
    assert_eq!(
        media.recordings[0].signatures[0].places,
        [],
        "the signature fell into the gap"
    );
}

#[test]
fn a_track_that_came_late_and_left_early_says_so() {
    let mut stage = Stage::new();
    stage.segment(0, 5_000, 8_000);
    stage.authorise(6_000);
    stage.cast.world.now = stage.at(20_000);
    let (host, id) = (stage.cast.host.actor, stage.recording);
    stage.cast.world.must(host, Command::Stop { id });
    let media = stage.media();
    let track = &media.recordings[0].tracks[0];
    let gaps: Vec<_> = track.gaps.iter().map(|gap| (gap.from, gap.to, gap.cause)).collect();
    let expected = [
        (stage.at(0), stage.at(5_000), None),
        (stage.at(8_000), stage.at(20_000), None),
    ];
    assert_eq!(gaps, expected);
}

#[test]
fn segments_of_other_acts_and_other_times_are_left_out() {
    let mut stage = Stage::new();
    stage.segment(0, 0, 8_000);
    stage.segment(1, 300_000, 308_000);
    stage.authorise(1_000);
    let media = stage.media();
    assert_eq!(media.recordings[0].tracks[0].segments.len(), 1);
}

#[test]
fn a_recording_that_ended_before_the_act_is_none_of_it() {
    let mut stage = Stage::new();
    let (host, id) = (stage.cast.host.actor, stage.recording);
    stage.cast.world.must(host, Command::Stop { id });
    stage.authorise(3_600_000);
    let media = stage.media();
    assert_eq!(media.recordings.len(), 1, "it ended while the act was on the stage");
    let project = stage.cast.project_at_s6("glass");
    let outside = stage.cast.signed(project, AgreementKind::Contract);
    assert_eq!(stage.cast.world.state.media_of(&outside), None, "no act, no room");
}
