use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::Config;

use super::Cast;
use super::invariants;
use super::steps::{Step, take};

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<u8>(), any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(kind, by, one, other)| Step {
        kind,
        by,
        one,
        other,
    });
    // Steps towards signatures come often, so that walks get there.
    let onward = (any::<u8>(), any::<u8>()).prop_map(|(one, other)| Step {
        kind: Step::ONWARD,
        by: Step::SYSTEM,
        one,
        other,
    });
    let pass = Just(Step {
        kind: Step::PASS,
        by: Step::SYSTEM,
        one: 0,
        other: 0,
    });
    proptest::collection::vec(prop_oneof![6 => step, 5 => onward, 1 => pass], 1..160)
}

fn peopled() -> Cast {
    let mut cast = Cast::new();
    for product in ["steel", "Steel", "glass"] {
        cast.project_at_s6(product);
    }
    let project = cast.propose(cast.offer());
    cast.publish(project);
    cast
}

proptest::proptest! {
    #![proptest_config(Config { cases: 96, failure_persistence: None, ..Config::default() })]

    #[test]
    fn no_sequence_of_commands_reaches_an_illegal_state(steps in steps()) {
        let mut cast = peopled();
        for step in steps {
            let before = cast.world.records.len();
            take(&mut cast, step);
            if cast.world.records.len() > before {
                invariants::check(&cast.world.state, cast.fair);
            }
        }
        invariants::check_sight(&cast);
        proptest::prop_assert_eq!(cast.world.replay(), cast.world.state);
    }
}

#[test]
fn random_walks_do_reach_signatures() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let reached = (0..24).any(|_| {
        let mut cast = peopled();
        for step in steps().new_tree(&mut runner).unwrap().current() {
            take(&mut cast, step);
        }
        cast.world
            .state
            .projects
            .iter()
            .any(|project| project.signed_by.is_some())
    });
    assert!(reached);
}
