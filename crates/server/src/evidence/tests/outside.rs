//! Timestamps from outside: good ones, old ones, and what a dishonest host might try with them.

use super::maker::{Maker, NOW};
use super::{failed, verify};
use crate::evidence::Parts;
use crate::evidence::verdict::{Check, Outcome};

/// A bundle, and how the check goes.
pub struct Case {
    pub name: &'static str,
    pub parts: Parts,
    pub outcome: Outcome,
}

type Change = fn(&Maker, &mut Parts);

/// Returns bundles by a maker that differ in their timestamps alone.
pub fn cases(maker: &Maker) -> Vec<Case> {
    const FIRST: usize = 4;
    let good: [(&str, Change); 3] = [
        ("two-timestamps", |maker, parts| {
            put(parts, FIRST, maker.stamped(FIRST, NOW))
        }),
        ("timestamp-of-the-checkpoint", |maker, parts| {
            put(parts, maker.size(), maker.stamped(maker.size(), NOW));
        }),
        ("timestamp-of-a-larger-log", |maker, parts| {
            put(parts, maker.size() + 1, maker.stamped(maker.size() + 1, NOW));
        }),
    ];
    let bad: [(&str, Change); 7] = [
        ("timestamp-of-another-log", |_, parts| {
            put(
                parts,
                FIRST,
                Maker {
                    others: 2,
                    ..Maker::new()
                }
                .stamped(FIRST, NOW),
            );
        }),
        ("timestamp-replayed", |maker, parts| {
            let mut stamped = maker.stamped(FIRST, NOW);
            stamped.token = maker.stamped(FIRST + 1, NOW).token;
            put(parts, FIRST, stamped);
        }),
        ("timestamp-by-a-stranger", |maker, parts| {
            let mut stamped = maker.stamped(FIRST, NOW);
            stamped.token = Maker::seeded(50).token(&stamped.checkpoint, NOW);
            put(parts, FIRST, stamped);
        }),
        ("timestamp-under-another-size", |maker, parts| {
            put(parts, FIRST + 1, maker.stamped(FIRST, NOW));
        }),
        ("timestamp-without-proof", |maker, parts| {
            let mut stamped = maker.stamped(FIRST, NOW);
            stamped.consistency.pop();
            put(parts, FIRST, stamped);
        }),
        ("timestamp-of-tomorrow", |maker, parts| {
            put(parts, FIRST, maker.stamped(FIRST, NOW.plus_days(1)));
        }),
        ("timestamp-cut-off", |maker, parts| {
            let mut stamped = maker.stamped(FIRST, NOW);
            stamped.token.pop();
            put(parts, FIRST, stamped);
        }),
    ];
    let none: [(&str, Change); 1] = [("no-timestamps", |_, parts| parts.timestamps.clear())];
    let all = [
        (Outcome::Passed, &good[..]),
        (Outcome::Failed, &bad[..]),
        (Outcome::Absent, &none[..]),
    ];
    let cases = all.into_iter().flat_map(|(outcome, list)| {
        list.iter().map(move |(name, change)| {
            let mut parts = maker.parts();
            change(maker, &mut parts);
            Case { name, parts, outcome }
        })
    });
    cases.collect()
}

fn put(parts: &mut Parts, size: usize, stamped: crate::evidence::Stamped) {
    parts.timestamps.insert(size as u64, stamped);
}

#[test]
fn timestamps_over_other_logs_replayed_ones_and_strangers_are_found() {
    let maker = Maker::new();
    for Case { name, parts, outcome } in cases(&maker) {
        let verdict = verify(&maker.bundle_of(parts), Some(&maker.anchors()), NOW);
        let line = verdict
            .checks
            .iter()
            .find(|line| line.check == Check::OutsideTimestamps)
            .unwrap();
        assert_eq!(line.outcome, outcome, "{name}: {:?}", line.details);
        let expected = if outcome == Outcome::Failed {
            vec![Check::OutsideTimestamps]
        } else {
            vec![]
        };
        assert_eq!(failed(&verdict), expected, "{name}");
    }
}

#[test]
fn an_entry_that_says_it_is_younger_than_the_timestamp_over_it_is_found() {
    let maker = Maker::new();
    // Nor were the signatures timestamped then, nor the authorisations checked.
    let all = vec![Check::Revisions, Check::Authorisations, Check::OutsideTimestamps];
    for (later, expected) in [("01:57:25", vec![]), ("01:57:26", all)] {
        let mut maker = maker.clone();
        for entry in &mut maker.entries {
            *entry = String::from_utf8(entry.clone())
                .unwrap()
                .replace("01:52:25", later)
                .into_bytes();
        }
        let verdict = verify(&maker.bundle(), Some(&maker.anchors()), NOW);
        assert_eq!(failed(&verdict), expected, "{later}");
    }
}

#[test]
fn a_timestamp_says_when_how_much_there_was() {
    let maker = Maker::new();
    let facts = verify(&maker.bundle(), Some(&maker.anchors()), NOW).facts;
    let [stamped] = &facts.outside_timestamps[..] else {
        panic!("{facts:?}")
    };
    assert_eq!((stamped.at, stamped.log_size), (NOW, maker.size() as u64 - 1));
    assert!(stamped.authority.as_ref().unwrap().contains("DEMONSTRATION"));
}

#[test]
fn a_timestamp_whose_authority_has_run_out_takes_nothing_from_a_bundle() {
    let maker = Maker::new();
    let late = verify(&maker.bundle(), Some(&maker.anchors()), NOW.plus_days(11 * 365));
    let line = late
        .checks
        .iter()
        .find(|line| line.check == Check::OutsideTimestamps)
        .unwrap();
    assert_eq!(line.outcome, Outcome::Absent, "{:?}", line.details);
}
