use super::{Cast, code, kind};
use crate::fair::{Command, FairState};
use crate::programme::{self, ItemKind, ItemState};
use crate::tests::cast::{announcement, plan};
use crate::{Actor, FairId, ItemId, RefusalKind, common};

fn draft_fair(cast: &mut Cast) -> FairId {
    let id = FairId(cast.world.id());
    let announcement = announcement(cast.province.organisation);
    cast.world
        .must(cast.province.actor, Command::Create { id, announcement });
    id
}

#[test]
fn a_fair_goes_forward_one_state_at_a_time() {
    let mut cast = Cast::new();
    let id = draft_fair(&mut cast);
    let by = cast.province.actor;
    assert_eq!(
        code(
            &cast.world,
            by,
            Command::Move {
                id,
                to: FairState::Live
            }
        ),
        "wrong-state"
    );
    cast.world.must(
        by,
        Command::Move {
            id,
            to: FairState::Registration,
        },
    );
    assert_eq!(
        code(
            &cast.world,
            by,
            Command::Move {
                id,
                to: FairState::Draft
            }
        ),
        "wrong-state"
    );
}

#[test]
fn a_fair_is_cancelled_from_anywhere_but_the_end() {
    let mut cast = Cast::new();
    let id = draft_fair(&mut cast);
    let cancel = Command::Move {
        id,
        to: FairState::Cancelled,
    };
    cast.world.must(cast.province.actor, cancel.clone());
    assert_eq!(code(&cast.world, cast.province.actor, cancel), "wrong-state");
}

#[test]
fn a_fair_in_draft_is_not_found_by_those_who_do_not_prepare_it() {
    let mut cast = Cast::new();
    let id = draft_fair(&mut cast);
    let to = FairState::Registration;
    assert_eq!(
        code(&cast.world, cast.park.actor, Command::Move { id, to }),
        "not-found"
    );
    assert_eq!(
        kind(&cast.world, cast.host.actor, Command::Move { id, to }),
        RefusalKind::Forbidden
    );
}

#[test]
fn a_fair_ends_after_it_starts_and_names_each_industry_once() {
    let mut cast = Cast::new();
    let id = FairId(cast.world.id());
    let mut backwards = announcement(cast.province.organisation);
    backwards.ends_on = jiff::civil::date(2020, 4, 1);
    let create = Command::Create {
        id,
        announcement: backwards,
    };
    assert_eq!(code(&cast.world, Actor::System, create), "days-invalid");
    let mut twice = announcement(cast.province.organisation);
    twice.industries[1].code = twice.industries[0].code.clone();
    let create = Command::Create {
        id,
        announcement: twice,
    };
    assert_eq!(code(&cast.world, Actor::System, create), "industries-invalid");
}

#[test]
fn nothing_is_planned_for_a_fair_that_is_over() {
    let mut cast = Cast::new();
    let fair = draft_fair(&mut cast);
    let cancel = Command::Move {
        id: fair,
        to: FairState::Cancelled,
    };
    cast.world.must(cast.province.actor, cancel);
    let plan = plan(&cast.world, "X", ItemKind::Lecture);
    let command = programme::Command::Plan {
        id: ItemId(cast.world.id()),
        fair,
        plan,
    };
    assert_eq!(code(&cast.world, cast.province.actor, command), "fair-over");
}

#[test]
fn an_item_goes_between_rehearsal_and_ready_then_live_then_ended() {
    let mut cast = Cast::new();
    let id = ItemId(cast.world.id());
    let (fair, plan) = (cast.fair, plan(&cast.world, "L1", ItemKind::Lecture));
    let by = cast.host.actor;
    cast.world.must(by, programme::Command::Plan { id, fair, plan });
    let go = |to| programme::Command::Move { id, to };
    assert_eq!(code(&cast.world, by, go(ItemState::Live)), "wrong-state");
    for to in [
        ItemState::Rehearsal,
        ItemState::Ready,
        ItemState::Rehearsal,
        ItemState::Ready,
        ItemState::Live,
    ] {
        cast.world.must(by, go(to));
    }
    assert_eq!(code(&cast.world, by, go(ItemState::Rehearsal)), "wrong-state");
    cast.world.must(by, go(ItemState::Ended));
    assert_eq!(code(&cast.world, by, go(ItemState::Live)), "wrong-state");
}

#[test]
fn an_item_code_is_unique_in_its_fair_and_its_times_run_forward() {
    let mut cast = Cast::new();
    let (id, fair) = (ItemId(cast.world.id()), cast.fair);
    let taken = plan(&cast.world, "R1", ItemKind::Lecture);
    let command = programme::Command::Plan { id, fair, plan: taken };
    assert_eq!(code(&cast.world, cast.host.actor, command), "code-taken");
    let mut backwards = plan(&cast.world, "R2", ItemKind::Lecture);
    backwards.ends_at = backwards.starts_at;
    let command = programme::Command::Plan {
        id,
        fair,
        plan: backwards,
    };
    assert_eq!(code(&cast.world, cast.host.actor, command), "times-invalid");
}

#[test]
fn a_live_item_is_not_planned_anew() {
    let cast = Cast::new();
    let plan = plan(&cast.world, "R1", ItemKind::Roadshow);
    let replan = programme::Command::Replan {
        id: cast.roadshow,
        plan,
    };
    assert_eq!(code(&cast.world, cast.host.actor, replan), "wrong-state");
}

#[test]
fn a_ceremony_s_item_keeps_its_kind() {
    let mut cast = Cast::new();
    let (id, fair) = (ItemId(cast.world.id()), cast.fair);
    let first = plan(&cast.world, "C2", ItemKind::SigningCeremony);
    cast.world
        .must(cast.host.actor, programme::Command::Plan { id, fair, plan: first });
    let create = crate::ceremony::Command::Create {
        id: crate::CeremonyId(cast.world.id()),
        item: id,
        title: crate::tests::cast::text("Second"),
        officiant: cast.host.person,
    };
    cast.world.must(cast.host.actor, create);
    let plan = plan(&cast.world, "C2", ItemKind::Lecture);
    assert_eq!(
        code(&cast.world, cast.host.actor, programme::Command::Replan { id, plan }),
        "kind-fixed"
    );
}

#[test]
fn only_those_who_run_fairs_run_the_programme() {
    let mut cast = Cast::new();
    let id = cast.roadshow;
    for part in [cast.city, cast.park, cast.agent, cast.guest, cast.statistician] {
        let end = programme::Command::Move {
            id,
            to: ItemState::Ended,
        };
        assert_eq!(code(&cast.world, part.actor, end), "not-permitted");
    }
    let unknown = programme::Command::Move {
        id: ItemId(cast.world.id()),
        to: ItemState::Ended,
    };
    let refusal = cast
        .world
        .state
        .decide(cast.world.now, &cast.host.actor, unknown.into());
    assert_eq!(refusal, Err(common::Refusal::NotFound.into()));
}
