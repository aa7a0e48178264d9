use super::cast::{Part, plan};
use super::{Cast, code};
use crate::meeting::{self, MeetingMove, MeetingRequest};
use crate::programme::{self, ItemKind};
use crate::recording::{Audience, Command, Place};
use crate::{Actor, ItemId, MeetingId, RecordingId};

fn start(cast: &mut Cast, room: Place) -> (RecordingId, Command) {
    let id = RecordingId(cast.world.id());
    (id, Command::Start { id, room })
}

/// Returns a meeting between the park and the agent.
fn meeting(cast: &mut Cast) -> MeetingId {
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let id = MeetingId(cast.world.id());
    let request = MeetingRequest {
        fair: cast.fair,
        project,
        interest: None,
        topic: "Terms".to_owned(),
        with: cast.agent.organisation,
        participants: vec![cast.guest.person],
        slot: None,
    };
    cast.world
        .must(cast.park.actor, meeting::Command::Request { id, request });
    let to = MeetingMove::Accepted;
    cast.world.must(cast.agent.actor, meeting::Command::Move { id, to });
    id
}

fn consent(cast: &mut Cast, by: Part, meeting: MeetingId, given: bool) {
    cast.world.must(by.actor, Command::Consent { meeting, given });
}

#[test]
fn hosts_record_an_item_once_at_a_time() {
    let mut cast = Cast::new();
    let id = ItemId(cast.world.id());
    let (fair, later) = (cast.fair, plan(&cast.world, "L1", ItemKind::Lecture));
    let plan = programme::Command::Plan { id, fair, plan: later };
    cast.world.must(cast.host.actor, plan);
    let planned = Place::Item(id);
    let (_, early) = start(&mut cast, planned);
    assert_eq!(code(&cast.world, cast.host.actor, early), "wrong-state");
    let room = Place::Item(cast.roadshow);
    let (id, command) = start(&mut cast, room);
    for by in [cast.agent, cast.park, cast.firm] {
        assert_eq!(code(&cast.world, by.actor, command.clone()), "not-permitted");
    }
    cast.world.must(cast.host.actor, command);
    let (_, again) = start(&mut cast, room);
    assert_eq!(code(&cast.world, cast.host.actor, again), "already-recording");
    assert_eq!(
        code(&cast.world, cast.park.actor, Command::Stop { id }),
        "not-permitted"
    );
    cast.world.must(cast.host.actor, Command::Stop { id });
    assert!(cast.world.state.recording_now(&room).is_none());
    let (_, again) = start(&mut cast, room);
    cast.world.must(cast.host.actor, again);
    assert_eq!(cast.world.state.recordings_of(&room).count(), 2);
}

#[test]
fn a_negotiation_is_recorded_only_while_both_sides_agree() {
    let mut cast = Cast::new();
    let meeting = meeting(&mut cast);
    let room = Place::Meeting(meeting);
    let (id, command) = start(&mut cast, room);
    let (park, agent) = (cast.park, cast.agent);
    assert_eq!(
        code(&cast.world, park.actor, command.clone()),
        "recording-needs-consent"
    );
    consent(&mut cast, park, meeting, true);
    assert_eq!(
        code(&cast.world, park.actor, command.clone()),
        "recording-needs-consent"
    );
    consent(&mut cast, agent, meeting, true);
    cast.world.must(park.actor, command);
    assert_eq!(cast.world.state.recording_now(&room).unwrap().id, id);
    consent(&mut cast, agent, meeting, false);
    assert!(cast.world.state.recording_now(&room).is_none());
    let (_, again) = start(&mut cast, room);
    assert_eq!(code(&cast.world, park.actor, again), "recording-needs-consent");
}

#[test]
fn nobody_agrees_or_records_in_a_side_s_place() {
    let mut cast = Cast::new();
    let meeting = meeting(&mut cast);
    let given = true;
    for by in [cast.guest, cast.host] {
        let agree = Command::Consent { meeting, given };
        assert_eq!(code(&cast.world, by.actor, agree), "not-permitted");
    }
    let agree = Command::Consent { meeting, given };
    assert_eq!(code(&cast.world, cast.other_park.actor, agree), "not-found");
    let (park, agent) = (cast.park, cast.agent);
    consent(&mut cast, park, meeting, true);
    consent(&mut cast, agent, meeting, true);
    let (_, command) = start(&mut cast, Place::Meeting(meeting));
    assert_eq!(code(&cast.world, cast.host.actor, command), "not-permitted");
}

#[test]
fn the_recording_of_a_negotiation_is_seen_by_those_who_took_part_alone() {
    let mut cast = Cast::new();
    let meeting = meeting(&mut cast);
    let (park, agent) = (cast.park, cast.agent);
    consent(&mut cast, park, meeting, true);
    consent(&mut cast, agent, meeting, true);
    let (id, command) = start(&mut cast, Place::Meeting(meeting));
    cast.world.must(park.actor, command);
    let recording = cast.world.state.recordings.get(&id).unwrap();
    let sees = |by: Part| cast.world.state.view(&by.actor).unwrap().sees_recording(recording);
    assert!(sees(park) && sees(agent) && sees(cast.guest));
    assert!(!sees(cast.host) && !sees(cast.city) && !sees(cast.other_park) && !sees(cast.province));
}

#[test]
fn an_item_of_negotiation_names_no_sides_and_is_never_recorded_or_broadcast() {
    let mut cast = Cast::new();
    let id = ItemId(cast.world.id());
    let (fair, plan) = (cast.fair, plan(&cast.world, "N1", ItemKind::Negotiation));
    cast.world
        .must(cast.host.actor, programme::Command::Plan { id, fair, plan });
    cast.go_live(id);
    let (session, command) = start(&mut cast, Place::Item(id));
    assert_eq!(code(&cast.world, cast.host.actor, command), "recording-needs-consent");
    let broadcast = Command::Broadcast {
        item: id,
        session,
        audience: Some(Audience::Everyone),
    };
    assert_eq!(code(&cast.world, cast.host.actor, broadcast), "not-for-broadcast");
}

#[test]
fn only_the_system_enters_what_was_recorded() {
    let mut cast = Cast::new();
    let room = Place::Item(cast.roadshow);
    let (id, command) = start(&mut cast, room);
    cast.world.must(cast.host.actor, command);
    for command in cast.recorded_parts(id) {
        assert_eq!(code(&cast.world, cast.host.actor, command.clone()), "not-permitted");
        cast.world.must(Actor::System, command);
    }
    let mut later = cast.recorded_parts(id);
    assert_eq!(code(&cast.world, Actor::System, later.remove(1)), "repeated");
    cast.world.must(cast.host.actor, Command::Stop { id });
    assert_eq!(code(&cast.world, Actor::System, later.remove(0)), "wrong-state");
}

#[test]
fn what_closes_after_the_stop_still_counts() {
    let mut cast = Cast::new();
    let room = Place::Item(cast.roadshow);
    let (id, command) = start(&mut cast, room);
    cast.world.must(cast.host.actor, command);
    let mut parts = cast.recorded_parts(id).into_iter();
    let track = parts.next().unwrap();
    cast.world.must(Actor::System, track);
    cast.world.must(cast.host.actor, Command::Stop { id });
    for part in parts {
        cast.world.must(Actor::System, part);
    }
    assert_eq!(cast.world.state.recordings.get(&id).unwrap().segments.len(), 1);
}

#[test]
fn a_broadcast_keeps_its_name_while_its_audience_changes() {
    let mut cast = Cast::new();
    let item = cast.roadshow;
    let broadcast = |session, audience| Command::Broadcast {
        item,
        session,
        audience,
    };
    let (first, second) = (RecordingId(cast.world.id()), RecordingId(cast.world.id()));
    cast.world
        .must(cast.host.actor, broadcast(first, Some(Audience::SignedIn)));
    cast.world
        .must(cast.host.actor, broadcast(second, Some(Audience::Everyone)));
    let running = cast.world.state.broadcasts.get(&item).unwrap();
    assert_eq!((running.session, running.audience), (first, Audience::Everyone));
    cast.world.must(cast.host.actor, broadcast(second, None));
    assert!(cast.world.state.broadcasts.is_empty());
}
