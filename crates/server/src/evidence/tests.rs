//! Bundles made here, whole and tampered with.

mod attacks;
mod corpus;
mod flips;
#[path = "../../../signing/tests/all/forging.rs"]
mod forging;
mod maker;
mod outside;
mod recorded;
mod story;

use maker::{Maker, NOW};
use yunqian_signing::{Level, UnixSeconds};

use super::verdict::{Check, Result};
use super::{Outcome, Verdict, verify};

/// Names the checks that failed.
fn failed(verdict: &Verdict) -> Vec<Check> {
    let failed = verdict.checks.iter().filter(|line| line.outcome == Outcome::Failed);
    failed.map(|line| line.check).collect()
}

#[test]
fn a_bundle_is_valid_by_anchors_that_came_another_way() {
    let maker = Maker::new();
    let verdict = verify(&maker.bundle(), Some(&maker.anchors()), NOW);
    assert_eq!(verdict.result, Result::Valid, "{:#?}", verdict.checks);
    assert_eq!(verdict.facts.level, Some(Level::Lta));
    assert_eq!(verdict.facts.number.as_deref(), Some("HB-2026-007"));
    assert_eq!(
        verdict.facts.signatures.len(),
        4,
        "two signatories, the platform, the timestamp"
    );
}

#[test]
fn by_its_own_anchors_a_bundle_is_told_apart_from_one_that_is_trusted() {
    let maker = Maker::new();
    let verdict = verify(&maker.bundle(), None, NOW);
    assert_eq!(verdict.result, Result::ValidByItsOwnAnchors, "{:#?}", verdict.checks);
    let stranger = Maker::seeded(100);
    let verdict = verify(&maker.bundle(), Some(&stranger.anchors()), NOW);
    assert_eq!(verdict.result, Result::Invalid);
    assert_eq!(failed(&verdict), [Check::Manifest, Check::Checkpoint, Check::Document]);
}

#[test]
fn ten_thousand_flipped_bits_are_all_found() {
    let maker = Maker::new();
    let (bundle, anchors) = (maker.bundle(), maker.anchors());
    let bits = bundle.len() * 8;
    // A step that shares no factor with the length walks over the whole file.
    let mut bit = 0;
    for _ in 0..10_000 {
        bit = (bit + 7_919 * 8 + 3) % bits;
        let mut flipped = bundle.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let verdict = verify(&flipped, Some(&anchors), NOW);
        assert_eq!(verdict.result, Result::Invalid, "bit {bit}");
    }
}

#[test]
fn a_bundle_says_when_its_proof_has_run_out() {
    let maker = Maker::new();
    let until = verify(&maker.bundle(), None, NOW).facts.provable_until.unwrap();
    let late = verify(&maker.bundle(), Some(&maker.anchors()), UnixSeconds(until.0 + 1));
    assert_eq!(failed(&late), [Check::Document]);
}

#[test]
fn noise_and_cut_off_bundles_get_a_verdict() {
    let maker = Maker::new();
    let bundle = maker.bundle();
    for length in [0, 1, 30, bundle.len() / 2, bundle.len() - 1] {
        let verdict = verify(&bundle[..length], Some(&maker.anchors()), NOW);
        assert_eq!(failed(&verdict), [Check::Container], "{length}");
        assert_eq!(verdict.checks.len(), Check::ALL.len());
    }
}

#[test]
fn who_may_sign_may_not_therefore_date_nor_the_other_way_round() {
    let maker = Maker::new();
    let bundle = maker.bundle();
    let mut anchors = maker.anchors();
    anchors.timestamp_roots.clear();
    let undated = verify(&bundle, Some(&anchors), NOW);
    assert_eq!(failed(&undated), [Check::Document, Check::OutsideTimestamps]);
    let mut anchors = maker.anchors();
    anchors.roots.clear();
    let unsigned = verify(&bundle, Some(&anchors), NOW);
    assert_eq!(failed(&unsigned), [Check::Document]);
}
