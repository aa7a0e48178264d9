use jiff::SignedDuration;

use super::cast::Part;
use super::{Cast, code};
use crate::meeting::{Command, MeetingMove, MeetingRequest, MeetingState, Slot};
use crate::{InterestId, MeetingId, ProjectId};

fn slot(cast: &Cast, from_minutes: i64, minutes: i64) -> Slot {
    let at = |minutes| cast.world.now.checked_add(SignedDuration::from_mins(minutes)).unwrap();
    Slot {
        starts_at: at(from_minutes),
        ends_at: at(from_minutes + minutes),
    }
}

fn request(cast: &Cast, project: ProjectId, with: Part, interest: Option<InterestId>) -> MeetingRequest {
    MeetingRequest {
        fair: cast.fair,
        project,
        interest,
        topic: "Terms".to_owned(),
        with: with.organisation,
        participants: Vec::new(),
        slot: None,
    }
}

fn project(cast: &mut Cast) -> ProjectId {
    let project = cast.propose(cast.offer());
    cast.publish(project);
    project
}

/// Takes a meeting that a park asked the agent for to accepted.
fn accepted(cast: &mut Cast, project: ProjectId, side: fn(&Cast) -> Part) -> MeetingId {
    let park = side(cast);
    let id = MeetingId(cast.world.id());
    let request = request(cast, project, cast.agent, None);
    cast.world.must(park.actor, Command::Request { id, request });
    let to = MeetingMove::Accepted;
    cast.world.must(cast.agent.actor, Command::Move { id, to });
    id
}

fn set(id: MeetingId, slot: Slot) -> Command {
    Command::Move {
        id,
        to: MeetingMove::Scheduled { slot },
    }
}

#[test]
fn a_meeting_is_accepted_by_the_side_that_was_asked() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let id = MeetingId(cast.world.id());
    let request = request(&cast, project, cast.agent, None);
    cast.world.must(cast.park.actor, Command::Request { id, request });
    let accept = Command::Move {
        id,
        to: MeetingMove::Accepted,
    };
    assert_eq!(code(&cast.world, cast.park.actor, accept.clone()), "not-permitted");
    assert_eq!(code(&cast.world, cast.other_park.actor, accept.clone()), "not-found");
    cast.world.must(cast.agent.actor, accept);
    let meeting = cast.world.state.meetings.get(&id).unwrap();
    assert_eq!(meeting.participants, [cast.park.person, cast.agent.person]);
}

#[test]
fn nobody_is_booked_twice() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let first = accepted(&mut cast, project, |cast| cast.park);
    let second = accepted(&mut cast, project, |cast| cast.other_park);
    cast.world.must(cast.host.actor, set(first, slot(&cast, 60, 30)));
    let overlapping = set(second, slot(&cast, 75, 30));
    assert_eq!(code(&cast.world, cast.host.actor, overlapping), "person-booked");
    cast.world.must(cast.host.actor, set(second, slot(&cast, 90, 30)));
    let moved_over = set(first, slot(&cast, 100, 30));
    assert_eq!(code(&cast.world, cast.host.actor, moved_over), "person-booked");
}

#[test]
fn a_cancelled_meeting_frees_its_people() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let first = accepted(&mut cast, project, |cast| cast.park);
    let second = accepted(&mut cast, project, |cast| cast.other_park);
    cast.world.must(cast.host.actor, set(first, slot(&cast, 60, 30)));
    let reason = "The flight is late.".to_owned();
    let cancel = Command::Move {
        id: first,
        to: MeetingMove::Cancelled { reason },
    };
    cast.world.must(cast.park.actor, cancel);
    cast.world.must(cast.host.actor, set(second, slot(&cast, 60, 30)));
}

#[test]
fn an_invited_interpreter_is_not_booked_twice_either() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let first = accepted(&mut cast, project, |cast| cast.park);
    let second = accepted(&mut cast, project, |cast| cast.other_park);
    let person = cast.guest.person;
    cast.world.must(cast.park.actor, Command::Invite { id: first, person });
    cast.world.must(cast.host.actor, set(first, slot(&cast, 60, 30)));
    cast.world.must(cast.host.actor, set(second, slot(&cast, 90, 30)));
    cast.world
        .must(cast.agent.actor, Command::Invite { id: second, person });
    let same_time = set(second, slot(&cast, 60, 30));
    assert_eq!(code(&cast.world, cast.host.actor, same_time), "person-booked");
    let again = Command::Invite { id: second, person };
    assert_eq!(code(&cast.world, cast.agent.actor, again), "already-invited");
}

#[test]
fn a_reschedule_is_a_new_version() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let id = accepted(&mut cast, project, |cast| cast.park);
    cast.world.must(cast.host.actor, set(id, slot(&cast, 60, 30)));
    cast.world.must(cast.agent.actor, set(id, slot(&cast, 120, 30)));
    assert_eq!(cast.world.state.meetings.get(&id).unwrap().version, 2);
}

#[test]
fn a_meeting_is_held_or_missed_only_after_it_began() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let id = accepted(&mut cast, project, |cast| cast.park);
    cast.world.must(cast.host.actor, set(id, slot(&cast, 60, 30)));
    let held = Command::Move {
        id,
        to: MeetingMove::Held,
    };
    assert_eq!(code(&cast.world, cast.park.actor, held), "meeting-not-begun");
    cast.world.pass(2);
    let absent = cast.firm.organisation;
    let missed = Command::Move {
        id,
        to: MeetingMove::NoShow { absent },
    };
    assert_eq!(code(&cast.world, cast.park.actor, missed), "not-a-side");
    let absent = cast.agent.organisation;
    let missed = Command::Move {
        id,
        to: MeetingMove::NoShow { absent },
    };
    cast.world.must(cast.park.actor, missed);
    let meeting = cast.world.state.meetings.get(&id).unwrap();
    assert_eq!(meeting.state, MeetingState::NoShow { absent });
    let held = Command::Move {
        id,
        to: MeetingMove::Held,
    };
    assert_eq!(code(&cast.world, cast.park.actor, held), "wrong-state");
}

#[test]
fn a_time_in_the_past_or_backwards_is_refused() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let id = accepted(&mut cast, project, |cast| cast.park);
    assert_eq!(
        code(&cast.world, cast.host.actor, set(id, slot(&cast, -60, 30))),
        "slot-passed"
    );
    assert_eq!(
        code(&cast.world, cast.host.actor, set(id, slot(&cast, 60, -30))),
        "times-invalid"
    );
}

#[test]
fn one_side_of_a_meeting_is_the_project_s() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let id = MeetingId(cast.world.id());
    let with_itself = request(&cast, project, cast.park, None);
    let ask = Command::Request {
        id,
        request: with_itself,
    };
    assert_eq!(code(&cast.world, cast.park.actor, ask), "sides-invalid");
    let of_neither = request(&cast, project, cast.firm, None);
    let ask = Command::Request {
        id,
        request: of_neither,
    };
    assert_eq!(code(&cast.world, cast.park.actor, ask), "sides-invalid");
}

#[test]
fn a_meeting_that_follows_from_an_interest_needs_it_accepted_between_both_sides() {
    let mut cast = Cast::new();
    let project = project(&mut cast);
    let interest = cast.send_interest(cast.park, project);
    let id = MeetingId(cast.world.id());
    let ask = Command::Request {
        id,
        request: request(&cast, project, cast.agent, Some(interest)),
    };
    assert_eq!(code(&cast.world, cast.park.actor, ask.clone()), "interest-not-accepted");
    cast.accept(interest);
    cast.world.must(cast.park.actor, ask);
}
