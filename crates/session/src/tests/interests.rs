use super::{Cast, code};
use crate::interest::{Answer, Command, InterestKind, InterestState};
use crate::project::{Event as ProjectEvent, Stage};
use crate::region::RegionCode;
use crate::tests::cast::PARK;
use crate::{Actor, Event, InterestId};

fn answer(id: InterestId, answer: Answer) -> Command {
    Command::Answer {
        id,
        answer,
        message: "Thank you.".to_owned(),
    }
}

#[test]
fn an_interest_is_due_after_five_working_days() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let id = cast.send_interest(cast.park, project);
    let interest = cast.world.state.interests.get(&id).unwrap();
    assert_eq!(interest.due_at, "2020-04-22T09:00:00+08:00".parse().unwrap());
}

#[test]
fn an_accepted_interest_matches_the_project_and_brings_it_to_s3_step_by_step() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let id = cast.send_interest(cast.park, project);
    let events = cast.world.must(cast.agent.actor, answer(id, Answer::Accepted));
    let stages: Vec<Stage> = events
        .iter()
        .filter_map(|event| match event {
            Event::Project(ProjectEvent::Moved { to, .. }) => Some(to.to),
            _ => None,
        })
        .collect();
    assert_eq!(stages, [Stage::Matched, Stage::InitialIntent]);
    let project = cast.world.state.projects.get(&project).unwrap();
    assert_eq!(project.counterpart, Some(cast.park.organisation));
    assert_eq!(project.proposal.region, Some(RegionCode(PARK.to_owned())));
    assert_eq!(project.proposal.stage, Stage::InitialIntent);
    let interest = cast.world.state.interests.get(&id).unwrap();
    assert!(matches!(interest.state, InterestState::Linked { linked_project, .. } if linked_project == project.id));
}

#[test]
fn a_second_accepted_interest_does_not_take_the_project_from_the_first() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let first = cast.send_interest(cast.park, project);
    let second = cast.send_interest(cast.other_park, project);
    cast.accept(first);
    cast.accept(second);
    let project = cast.world.state.projects.get(&project).unwrap();
    assert_eq!(project.counterpart, Some(cast.park.organisation));
    assert!(cast.world.state.interests.get(&second).unwrap().is_accepted());
}

#[test]
fn only_the_project_s_own_side_answers() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let id = cast.send_interest(cast.park, project);
    let accept = answer(id, Answer::Accepted);
    assert_eq!(code(&cast.world, cast.park.actor, accept.clone()), "not-permitted");
    assert_eq!(code(&cast.world, cast.other_park.actor, accept.clone()), "not-found");
    assert_eq!(code(&cast.world, cast.guest.actor, accept.clone()), "not-found");
    cast.world.must(cast.principal.actor, accept);
}

#[test]
fn information_leaves_an_interest_open_and_a_decision_closes_it() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let id = cast.send_interest(cast.park, project);
    cast.world.must(cast.agent.actor, answer(id, Answer::Information));
    cast.world.must(cast.agent.actor, answer(id, Answer::Declined));
    assert_eq!(
        code(&cast.world, cast.agent.actor, answer(id, Answer::Accepted)),
        "wrong-state"
    );
    let project = cast.world.state.projects.get(&project).unwrap();
    assert_eq!(project.proposal.stage, Stage::Seeking);
}

#[test]
fn an_interest_expires_once_it_is_due_and_not_before() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let id = cast.send_interest(cast.park, project);
    let expire = Command::Expire { id };
    assert_eq!(code(&cast.world, Actor::System, expire.clone()), "not-due");
    cast.world.pass(24 * 7);
    assert_eq!(code(&cast.world, cast.province.actor, expire.clone()), "not-found");
    cast.world.must(Actor::System, expire);
    assert_eq!(
        code(&cast.world, cast.agent.actor, answer(id, Answer::Accepted)),
        "wrong-state"
    );
}

#[test]
fn one_interest_of_a_kind_waits_at_a_time() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    cast.send_interest(cast.park, project);
    let id = InterestId(cast.world.id());
    let again = cast.interest(id, project);
    assert_eq!(code(&cast.world, cast.park.actor, again), "interest-already-sent");
    let other = Command::Send {
        id: InterestId(cast.world.id()),
        project,
        pitch: None,
        kind: InterestKind::Information,
        message: String::new(),
        attachments: Vec::new(),
    };
    cast.world.must(cast.park.actor, other);
}

#[test]
fn nobody_is_interested_in_its_own_project_or_in_one_it_can_not_see() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    let id = InterestId(cast.world.id());
    let send = cast.interest(id, project);
    assert_eq!(code(&cast.world, cast.agent.actor, send.clone()), "own-project");
    assert_eq!(code(&cast.world, cast.park.actor, send.clone()), "not-found");
    cast.publish(project);
    assert_eq!(code(&cast.world, cast.guest.actor, send), "not-permitted");
}

#[test]
fn an_interest_names_a_pitch_of_the_same_project() {
    let mut cast = Cast::new();
    let one = cast.propose(cast.offer());
    let other = cast.propose(cast.offer());
    cast.publish(one);
    let pitch = cast.publish(other);
    let send = Command::Send {
        id: InterestId(cast.world.id()),
        project: one,
        pitch: Some(pitch),
        kind: InterestKind::Meeting,
        message: String::new(),
        attachments: Vec::new(),
    };
    assert_eq!(code(&cast.world, cast.park.actor, send), "pitch-of-other-project");
}
