use jiff::{SignedDuration, Timestamp};

use super::{Cast, code};
use crate::agreement::{self, AgreementKind};
use crate::recording::{self, Place};
use crate::{Actor, AgreementId, RecordingId};

/// A ceremony that was recorded, and an agreement of it.
fn recorded() -> (Cast, AgreementId, RecordingId) {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    let agreement = cast.agreed(project, AgreementKind::Framework);
    cast.nominate(vec![agreement]);
    let id = RecordingId(cast.world.id());
    let (room, host) = (Place::Item(cast.ceremony_item), cast.host.actor);
    cast.world.must(host, recording::Command::Start { id, room });
    for command in cast.recorded_parts(id) {
        cast.world.must(Actor::System, command);
    }
    (cast, agreement, id)
}

fn purge(id: RecordingId, before: Timestamp) -> recording::Command {
    recording::Command::Purge { id, before }
}

fn hold(id: AgreementId) -> agreement::Command {
    let reason = "a dispute".to_owned();
    agreement::Command::Hold { id, reason }
}

#[test]
fn a_recording_is_deleted_by_the_system_when_its_time_is_over_and_what_proves_it_is_kept() {
    let (mut cast, _, id) = recorded();
    let host = cast.host.actor;
    let later = cast.world.now.checked_add(SignedDuration::from_hours(1)).unwrap();
    assert_eq!(
        code(&cast.world, Actor::System, purge(id, later)),
        "recording-still-kept"
    );
    cast.world.must(host, recording::Command::Stop { id });
    let stopped = cast.world.state.recordings.get(&id).unwrap().stopped_at.unwrap();
    assert_eq!(
        code(&cast.world, Actor::System, purge(id, stopped)),
        "recording-still-kept"
    );
    assert_eq!(code(&cast.world, host, purge(id, later)), "not-permitted");
    assert_eq!(cast.world.state.purgeable(later).count(), 1);
    cast.world.must(Actor::System, purge(id, later));
    let recording = cast.world.state.recordings.get(&id).unwrap();
    assert!(recording.purged_at.is_some() && recording.segments.len() == 1);
    assert_eq!(cast.world.state.purgeable(later).count(), 0);
    assert_eq!(
        code(&cast.world, Actor::System, purge(id, later)),
        "recording-still-kept"
    );
}

#[test]
fn nothing_is_deleted_that_an_agreement_on_hold_belongs_to() {
    let (mut cast, agreement, id) = recorded();
    cast.world.must(cast.host.actor, recording::Command::Stop { id });
    let later = cast.world.now.checked_add(SignedDuration::from_hours(1)).unwrap();
    let province = cast.province.actor;
    assert_eq!(code(&cast.world, cast.city.actor, hold(agreement)), "not-permitted");
    cast.world.must(province, hold(agreement));
    assert_eq!(code(&cast.world, province, hold(agreement)), "on-legal-hold");
    assert_eq!(code(&cast.world, Actor::System, purge(id, later)), "recording-on-hold");
    assert_eq!(cast.world.state.purgeable(later).count(), 0);
    let reason = "settled".to_owned();
    let lift = agreement::Command::LiftHold { id: agreement, reason };
    cast.world.must(province, lift.clone());
    assert_eq!(code(&cast.world, province, lift), "not-on-legal-hold");
    cast.world.must(Actor::System, purge(id, later));
}
