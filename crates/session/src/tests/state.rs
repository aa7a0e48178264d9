use uuid::Uuid;

use super::Cast;
use crate::project::{Command, Event as ProjectEvent};
use crate::state::{ApplyError, ObjectRef};
use crate::{Actor, Event, PersonId, ProjectId, Record, State, person, region};

fn record(key: u128, events: Vec<Event>) -> Record {
    let at = "2020-04-15T09:00:00Z".parse().unwrap();
    Record::new(Uuid::from_u128(key), at, Actor::System, events)
}

fn registered(id: u128) -> Event {
    let id = PersonId(Uuid::from_u128(id));
    person::Event::Registered { id }.into()
}

#[test]
fn the_records_of_a_journal_replay_to_an_equal_state() {
    let mut cast = Cast::new();
    let project = cast.project_at_s6("steel");
    cast.signed(project, crate::agreement::AgreementKind::Contract);
    assert_eq!(cast.world.replay(), cast.world.state);
}

#[test]
fn a_key_is_remembered_with_what_it_led_to() {
    let mut state = State::default();
    state.apply(&record(7, vec![registered(1)])).unwrap();
    state.apply(&record(8, vec![registered(2)])).unwrap();
    let outcome = state.seen(&Uuid::from_u128(8)).unwrap();
    assert_eq!(outcome.seq, 1);
    assert_eq!(outcome.objects, [ObjectRef::Person(PersonId(Uuid::from_u128(2)))]);
    assert_eq!(state.seen(&Uuid::from_u128(9)), None);
    assert_eq!(state.head(), 2);
}

#[test]
fn a_record_is_not_applied_twice_nor_in_an_unknown_format() {
    let mut state = State::default();
    let first = record(7, vec![registered(1)]);
    state.apply(&first).unwrap();
    let before = state.clone();
    assert_eq!(
        state.apply(&first),
        Err(ApplyError::Repeated {
            key: Uuid::from_u128(7)
        })
    );
    let newer = Record {
        v: 2,
        ..record(8, vec![registered(2)])
    };
    assert_eq!(state.apply(&newer), Err(ApplyError::Format { v: 2 }));
    assert_eq!(state, before);
}

#[test]
fn a_record_that_does_not_fit_changes_nothing() {
    let mut state = State::default();
    let id = ProjectId(Uuid::from_u128(9));
    let lost = ProjectEvent::Resumed { id };
    let damaged = record(7, vec![registered(1), lost.into()]);
    assert_eq!(state.apply(&damaged), Err(ApplyError::Missing { object: id.into() }));
    assert_eq!(state, State::default());
}

#[test]
fn deciding_changes_nothing() {
    let mut cast = Cast::new();
    let before = cast.world.state.clone();
    let propose = Command::Propose {
        id: ProjectId(cast.world.id()),
        proposal: cast.offer(),
    };
    let decided = cast
        .world
        .state
        .decide(cast.world.now, &cast.principal.actor, propose.into());
    assert!(decided.is_ok());
    assert_eq!(cast.world.state, before);
}

#[test]
fn an_id_is_used_once() {
    let mut cast = Cast::new();
    let id = cast.propose(cast.offer());
    let again = Command::Propose {
        id,
        proposal: cast.offer(),
    };
    assert_eq!(super::code(&cast.world, cast.principal.actor, again), "id-taken");
}

#[test]
fn what_changed_names_every_object_that_a_page_may_show() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    let pitch = cast.publish(project);
    let last: Record = serde_json::from_str(cast.world.records.last().unwrap()).unwrap();
    let changed = cast.world.state.changed(&last);
    let expected = [
        ObjectRef::Item(cast.roadshow),
        ObjectRef::Project(project),
        ObjectRef::Pitch(pitch),
    ];
    assert_eq!(changed, expected);
    assert_eq!(
        serde_json::to_value(&changed[1]).unwrap(),
        serde_json::json!({"type": "project", "id": project})
    );
}

#[test]
fn a_project_s_history_tells_of_pitches_interests_agreements_and_acts() {
    let mut cast = Cast::new();
    let project = cast.propose(cast.offer());
    cast.publish(project);
    let interest = cast.send_interest(cast.park, project);
    cast.accept(interest);
    let agreement = cast.agreed(project, crate::agreement::AgreementKind::Contract);
    let act = cast.nominate(vec![agreement]);
    cast.announce(act);
    let view = cast.world.state.view(&cast.province.actor).unwrap();
    let history = view.history(&ObjectRef::Project(project));
    let told: Vec<&str> = history.iter().map(|entry| entry.what.as_str()).collect();
    assert_eq!(
        told,
        [
            "project-proposed",
            "pitch-drafted",
            "pitch-moved",
            "pitch-moved",
            "pitch-moved",
            "interest-sent",
            "interest-answered",
            "project-matched",
            "project-moved",
            "project-moved",
            "interest-linked",
            "agreement-drafted",
            "agreement-approved",
            "agreement-approved",
            "agreement-all-approved",
            "agreement-frozen",
            "ceremony-nominated",
            "ceremony-moved",
            "ceremony-moved",
            "ceremony-moved",
            "ceremony-moved",
        ]
    );
    assert!(history.windows(2).all(|pair| pair[0].seq <= pair[1].seq));
    assert_eq!(history[0].details["proposal"]["product"], "Carbon fibre");
}

#[test]
fn a_region_is_an_object_by_its_code() {
    let region = region::RegionCode("130100".to_owned());
    assert_eq!(
        serde_json::to_value(ObjectRef::Region(region)).unwrap(),
        serde_json::json!({"type": "region", "id": "130100"})
    );
}
