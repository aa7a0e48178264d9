//! Records that tell a story out of order, against the draft, or in another form; and logs that nobody else saw.

use serde_json::{Value, json};

use super::maker::{AGREEMENT, Maker, NOW, PLACES, witness};
use super::{failed, verify};
use crate::evidence::Parts;
use crate::evidence::verdict::{Check, Result};

/// Positions of a maker's entries.
const DRAFTED: usize = 0;
const FROZEN: usize = 1;
const AUTHORISED: usize = 2;
const SEALED: usize = 3;
const SIGNED: usize = 5;
const ARCHIVED: usize = 6;
const THIRD: &str = "0199d2f0-0000-7000-8000-0000000000a3";

/// A bundle, and what of it fails.
pub struct Case {
    pub name: &'static str,
    pub bundle: Vec<u8>,
    failed: Vec<Check>,
    result: Result,
}

fn good(name: &'static str, maker: &Maker) -> Case {
    Case {
        name,
        bundle: maker.bundle(),
        failed: Vec::new(),
        result: Result::Valid,
    }
}

fn bad(name: &'static str, bundle: Vec<u8>, failed: impl Into<Vec<Check>>) -> Case {
    Case {
        name,
        bundle,
        failed: failed.into(),
        result: Result::Invalid,
    }
}

/// Tells of an event at another position.
fn told(at: usize, event: &Value) -> Maker {
    let mut maker = Maker::new();
    maker.tell(std::slice::from_ref(event));
    let entry = maker.entries.pop().unwrap();
    maker.entries.insert(at, entry);
    maker
}

fn event(name: &str, more: Value) -> Value {
    let mut data = json!({ "id": AGREEMENT });
    data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ name: data })
}

fn swapped(one: usize, other: usize) -> Vec<u8> {
    let mut maker = Maker::new();
    maker.entries.swap(one, other);
    maker.bundle()
}

/// Exchanges a text in entries from a position on.
fn exchanged(mut maker: Maker, entries: std::ops::RangeFrom<usize>, from: &str, to: &str) -> Maker {
    for entry in &mut maker.entries[entries] {
        *entry = String::from_utf8(entry.clone()).unwrap().replace(from, to).into_bytes();
    }
    maker
}

/// Sets the clock of entries from a position on, in a bundle without timestamps from outside.
fn at_another_time(entries: std::ops::RangeFrom<usize>, time: &str) -> Vec<u8> {
    let maker = exchanged(Maker::new(), entries, "01:52:25", time);
    let mut parts = maker.parts();
    parts.timestamps.clear();
    maker.bundle_of(parts)
}

/// A maker whose draft has a third place, of a group of which some are enough.
fn of_three(quorum: Option<u8>) -> Maker {
    let mut maker = Maker::new();
    let mut entry: Value = serde_json::from_slice(&maker.entries[DRAFTED]).unwrap();
    let draft = &mut entry["events"][0]["agreement"]["drafted"]["draft"];
    draft["signatories"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": THIRD }));
    if let Some(needed) = quorum {
        draft["quorums"] = json!([{ "group": 1, "needed": needed }]);
    }
    maker.entries[DRAFTED] = entry.to_string().into_bytes();
    maker
}

/// The same, in which the third place was released in the entry of the last signature, before the agreement was signed.
fn released(quorum: Option<u8>) -> Maker {
    let mut maker = of_three(quorum);
    let mut entry: Value = serde_json::from_slice(&maker.entries[SIGNED]).unwrap();
    let event = json!({ "agreement": event("released", json!({ "signatories": [THIRD] })) });
    entry["events"].as_array_mut().unwrap().insert(1, event);
    maker.entries[SIGNED] = entry.to_string().into_bytes();
    maker
}

fn refused(quorum: Option<u8>) -> Maker {
    let mut maker = of_three(quorum);
    maker.tell(&[event("declined", json!({ "signatory": THIRD, "reason": "no" }))]);
    let entry = maker.entries.pop().unwrap();
    maker.entries.insert(AUTHORISED, entry);
    maker
}

/// Puts another bundle's cosignature under the checkpoint.
fn cosigned_as(maker: &Maker, other: &Parts) -> Vec<u8> {
    let mut parts = maker.parts();
    let line = other.checkpoint.lines().last().unwrap();
    let own = parts.checkpoint.lines().last().unwrap().to_owned();
    parts.checkpoint = parts.checkpoint.replace(&own, line);
    maker.bundle_of(parts)
}

pub fn cases() -> Vec<Case> {
    let mut cases = orders();
    cases.extend(forms());
    cases.extend(witnesses());
    cases
}

fn orders() -> Vec<Case> {
    let draft = Maker::new().entries[DRAFTED].clone();
    let mut redrafted = Maker::new();
    redrafted.entries.insert(FROZEN, draft);
    let place = json!({ "signatory": PLACES[0] });
    let signed = json!({ "document": "0".repeat(64) });
    let revoked = json!({ "signatory": PLACES[0], "reason": "key_compromise" });
    let record = [Check::Record];
    let at_end = |name: &str, more: &Value| told(ARCHIVED + 1, &event(name, more.clone())).bundle();
    vec![
        bad("drafted-twice", redrafted.bundle(), record),
        bad("frozen-after-it-was-authorised", swapped(FROZEN, AUTHORISED), record),
        bad("sealed-before-it-was-authorised", swapped(AUTHORISED, SEALED), record),
        bad("archived-before-it-was-signed", swapped(SIGNED, ARCHIVED), record),
        bad(
            "signed-before-it-was-sealed",
            told(AUTHORISED, &event("signed", signed)).bundle(),
            record,
        ),
        bad(
            "authorisation-lapsed-after-the-signing",
            at_end("closed", &json!({})),
            record,
        ),
        bad(
            "delegated-after-the-signing",
            at_end("delegation_revoked", &place),
            record,
        ),
        bad("voided", at_end("voided", &json!({ "reason": "error" })), record),
        bad("expired", at_end("expired", &json!({})), record),
        bad(
            "declined",
            told(SEALED, &event("declined", place.clone())).bundle(),
            record,
        ),
        bad("clock-set-back", at_another_time(ARCHIVED.., "01:47:24"), record),
        bad(
            "sealed-at-another-time",
            at_another_time(SIGNED.., "01:57:26"),
            [Check::Revisions],
        ),
        bad(
            "authorised-at-another-time",
            at_another_time(SIGNED - 1.., "01:57:26"),
            [Check::Revisions, Check::Authorisations],
        ),
        bad("released-without-quorum", released(None).bundle(), record),
        bad("released-below-quorum", released(Some(3)).bundle(), record),
        bad("refused-without-quorum", refused(None).bundle(), record),
        good("released-by-quorum", &released(Some(2))),
        good("refused-by-quorum", &refused(Some(2))),
        good(
            "on-hold",
            &told(ARCHIVED + 1, &event("held", json!({ "reason": "a lawsuit" }))),
        ),
        good(
            "certificate-revoked",
            &told(ARCHIVED + 1, &event("certificate_revoked", revoked)),
        ),
    ]
}

fn forms() -> Vec<Case> {
    let retold = |from: &str, to: &str| exchanged(Maker::new(), AUTHORISED.., from, to).bundle();
    let french = exchanged(Maker::new(), DRAFTED.., "[\"zh\",\"en\"]", "[\"zh\",\"fr\"]");
    let deep = format!("\"v\":1,\"more\":{}{}", "[".repeat(70), "]".repeat(70));
    let record = [Check::Record];
    let mut marked = Maker::new();
    marked.entries[AUTHORISED].splice(0..0, "\u{feff}".bytes());
    vec![
        bad("consent-in-another-language", french.bundle(), [Check::Authorisations]),
        bad(
            "event-of-two-kinds",
            retold("{\"agreement\":", "{\"project\":{},\"agreement\":"),
            record,
        ),
        bad(
            "event-of-two-names",
            retold("{\"agreement\":{", "{\"agreement\":{\"told\":{},"),
            record,
        ),
        bad("event-of-none", retold("\"events\":[", "\"events\":[{},"), record),
        bad("key-twice", retold("\"v\":1", "\"v\":1,\"v\":1"), record),
        bad(
            "key-twice-by-escape",
            retold("\"v\":1", "\"v\":1,\"\\u0076\":1"),
            record,
        ),
        bad("whole-number-with-a-fraction", retold("\"v\":1", "\"v\":1.0"), record),
        bad("nested-too-deep", retold("\"v\":1", &deep), record),
        bad(
            "half-a-character",
            retold("\"v\":1", "\"v\":1,\"more\":\"\\ud800\""),
            record,
        ),
        bad("byte-order-mark", marked.bundle(), record),
        good(
            "number-of-another-kind",
            &exchanged(
                Maker::new(),
                AUTHORISED..,
                "\"v\":1",
                "\"v\":1,\"more\":[1e2,-0,9007199254740993]",
            ),
        ),
    ]
}

fn witnesses() -> Vec<Case> {
    let mut maker = Maker::new();
    let before = maker.parts();
    let unwitnessed = |name, bundle| Case {
        result: Result::ValidButUnwitnessed,
        ..bad(name, bundle, Vec::new())
    };
    let replayed = {
        let mut smaller = maker.parts();
        smaller.checkpoint = maker.checkpoint(maker.size() - 1);
        cosigned_as(&maker, &smaller)
    };
    // The host edits a row, builds the tree anew and signs it.
    let mut rewritten = exchanged(Maker::new(), DRAFTED.., "HB-2026-007", "HB-2026-008");
    let kept_cosignature = cosigned_as(&rewritten, &before);
    let kept_timestamps = {
        let mut parts = rewritten.parts();
        parts.timestamps = maker.parts().timestamps;
        rewritten.bundle_of(parts)
    };
    rewritten.cosigners.clear();
    let dropped = {
        let mut parts = rewritten.parts();
        parts.timestamps.clear();
        rewritten.bundle_of(parts)
    };
    maker.cosigners.clear();
    let without = maker.bundle();
    maker.cosigners.push(witness(99).into());
    let strangers = maker.bundle();
    maker.cosigners.push(witness(40).into());
    vec![
        unwitnessed("witness-away", without),
        unwitnessed("witness-unknown", strangers),
        good("witness-and-stranger", &maker),
        bad("cosignature-of-another-checkpoint", replayed, [Check::Witnesses]),
        bad(
            "log-rewritten-under-its-cosignature",
            kept_cosignature,
            [Check::Witnesses],
        ),
        bad(
            "log-rewritten-under-its-timestamps",
            kept_timestamps,
            [Check::OutsideTimestamps],
        ),
        unwitnessed("log-rewritten", dropped),
    ]
}

#[test]
fn every_story_is_judged_by_its_order_its_form_and_who_saw_it() {
    let anchors = Maker::new().anchors();
    for case in cases() {
        let verdict = verify(&case.bundle, Some(&anchors), NOW);
        assert_eq!(failed(&verdict), case.failed, "{}: {:#?}", case.name, verdict.checks);
        assert_eq!(verdict.result, case.result, "{}", case.name);
    }
}

#[test]
fn witnesses_and_revocations_are_told_with_their_times() {
    let facts = |name: &str| {
        let case = cases().into_iter().find(|case| case.name == name).unwrap();
        verify(&case.bundle, None, NOW).facts
    };
    let told = facts("certificate-revoked");
    assert_eq!(
        (told.witnesses[0].name.as_str(), told.witnesses[0].at.0),
        ("witness.example/w", NOW.0 + 1)
    );
    assert_eq!(told.revoked[0].signatory, PLACES[0]);
    assert_eq!(
        (told.revoked[0].at, told.revoked[0].reason.as_deref()),
        (NOW.0.cast_signed(), Some("key_compromise"))
    );
    assert!(facts("witness-away").witnesses.is_empty());
}
