use super::{Cast, code};
use crate::pitch::{Command, PitchMove, PitchState};
use crate::programme::{self, ItemKind, ItemState};
use crate::tests::cast::plan;
use crate::{ItemId, PitchId};

fn drafted(cast: &mut Cast) -> PitchId {
    let project = cast.propose(cast.offer());
    let (id, item) = (PitchId(cast.world.id()), cast.roadshow);
    cast.world.must(cast.agent.actor, Command::Draft { id, project, item });
    id
}

fn state(cast: &Cast, id: PitchId) -> PitchState {
    cast.world.state.pitches.get(&id).unwrap().state.clone()
}

#[test]
fn a_pitch_is_submitted_returned_submitted_again_approved_and_published() {
    let mut cast = Cast::new();
    let id = drafted(&mut cast);
    let reason = "The figures are missing.".to_owned();
    for (by, to) in [
        (cast.agent, PitchMove::Submitted),
        (cast.host, PitchMove::Returned { reason }),
        (cast.agent, PitchMove::Submitted),
        (cast.host, PitchMove::Approved),
        (cast.host, PitchMove::Published),
    ] {
        cast.world.must(by.actor, Command::Move { id, to });
    }
    assert_eq!(state(&cast, id), PitchState::Published);
    assert_eq!(cast.world.state.items.get(&cast.roadshow).unwrap().pitches, [id]);
}

#[test]
fn a_pitch_does_not_skip_its_approval() {
    let mut cast = Cast::new();
    let id = drafted(&mut cast);
    for to in [PitchMove::Approved, PitchMove::Published] {
        assert_eq!(
            code(&cast.world, cast.host.actor, Command::Move { id, to }),
            "wrong-state"
        );
    }
}

#[test]
fn a_pitch_is_not_approved_by_its_own_side_nor_seen_by_others() {
    let mut cast = Cast::new();
    let id = drafted(&mut cast);
    cast.world.must(
        cast.agent.actor,
        Command::Move {
            id,
            to: PitchMove::Submitted,
        },
    );
    let approve = Command::Move {
        id,
        to: PitchMove::Approved,
    };
    assert_eq!(code(&cast.world, cast.agent.actor, approve.clone()), "not-permitted");
    assert_eq!(code(&cast.world, cast.park.actor, approve), "not-found");
}

#[test]
fn a_pitch_is_returned_with_a_reason() {
    let mut cast = Cast::new();
    let id = drafted(&mut cast);
    cast.world.must(
        cast.agent.actor,
        Command::Move {
            id,
            to: PitchMove::Submitted,
        },
    );
    let reason = " ".to_owned();
    let back = Command::Move {
        id,
        to: PitchMove::Returned { reason },
    };
    assert_eq!(code(&cast.world, cast.host.actor, back), "reason-required");
}

#[test]
fn a_project_is_pitched_by_its_agent_in_a_roadshow_once() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    let (id, item) = (PitchId(cast.world.id()), cast.ceremony_item);
    assert_eq!(
        code(&cast.world, cast.agent.actor, Command::Draft { id, project, item }),
        "not-a-roadshow"
    );
    let item = cast.roadshow;
    assert_eq!(
        code(&cast.world, cast.principal.actor, Command::Draft { id, project, item }),
        "not-permitted"
    );
    cast.world.must(cast.agent.actor, Command::Draft { id, project, item });
    let id = PitchId(cast.world.id());
    assert_eq!(
        code(&cast.world, cast.agent.actor, Command::Draft { id, project, item }),
        "already-pitched"
    );
}

#[test]
fn the_host_goes_from_pitch_to_pitch_and_each_becomes_presented() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    let first = cast.publish(project);
    let show = |pitch| programme::Command::Present {
        id: cast.roadshow,
        pitch,
    };
    cast.world.must(cast.host.actor, show(Some(first)));
    assert_eq!(state(&cast, first), PitchState::Presented);
    let withdraw = Command::Move {
        id: first,
        to: PitchMove::Withdrawn,
    };
    assert_eq!(code(&cast.world, cast.agent.actor, withdraw), "wrong-state");
    cast.world.must(cast.host.actor, show(None));
    assert_eq!(cast.world.state.items.get(&cast.roadshow).unwrap().current_pitch, None);
    let unknown = PitchId(cast.world.id());
    assert_eq!(
        code(&cast.world, cast.host.actor, show(Some(unknown))),
        "pitch-not-published-here"
    );
}

#[test]
fn pitches_that_were_not_given_expire_with_their_item() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    let id = cast.publish(project);
    let end = programme::Command::Move {
        id: cast.roadshow,
        to: ItemState::Ended,
    };
    cast.world.must(cast.host.actor, end);
    assert_eq!(state(&cast, id), PitchState::Expired);
    assert!(cast.world.state.items.get(&cast.roadshow).unwrap().pitches.is_empty());
}

#[test]
fn a_withdrawn_pitch_leaves_the_programme_and_may_be_drafted_anew() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    let id = cast.publish(project);
    cast.world.must(
        cast.agent.actor,
        Command::Move {
            id,
            to: PitchMove::Withdrawn,
        },
    );
    assert!(cast.world.state.items.get(&cast.roadshow).unwrap().pitches.is_empty());
    let (id, item) = (PitchId(cast.world.id()), cast.roadshow);
    cast.world.must(cast.agent.actor, Command::Draft { id, project, item });
}

#[test]
fn a_pitch_is_shown_only_while_its_roadshow_is_live() {
    let mut cast = Cast::new();
    let (id, fair) = (ItemId(cast.world.id()), cast.fair);
    let plan = plan(&cast.world, "R2", ItemKind::Roadshow);
    cast.world
        .must(cast.host.actor, programme::Command::Plan { id, fair, plan });
    let show = programme::Command::Present { id, pitch: None };
    assert_eq!(code(&cast.world, cast.host.actor, show), "wrong-state");
}
