//! What a dishonest host, or somebody in between, might try; and changes that must not matter.

use serde_json::{Value, json};
use yunqian_signing::{Purpose, SoftwareKey};

use super::maker::{AGREEMENT, HOST, Maker, NOW, PLACES, bytes, field};
use super::{failed, verify};
use crate::evidence::Parts;
use crate::evidence::verdict::{Check, Result};

/// Makes a bundle with one thing changed by its own maker, who signs a fitting manifest over it.
fn tampered(change: impl FnOnce(&Maker, &mut Parts)) -> Vec<Check> {
    let maker = Maker::new();
    let mut parts = maker.parts();
    change(&maker, &mut parts);
    failed(&verify(&maker.bundle_of(parts), Some(&maker.anchors()), NOW))
}

/// Makes a bundle of a record in which one text stands for another; log and manifest fit.
fn retold(from: &str, to: &str) -> Vec<Check> {
    let mut maker = Maker::new();
    let mut count = 0;
    for entry in &mut maker.entries {
        let text = String::from_utf8(entry.clone()).unwrap();
        count += text.matches(from).count();
        *entry = text.replace(from, to).into_bytes();
    }
    assert!(count > 0, "nothing was changed");
    failed(&verify(&maker.bundle(), Some(&maker.anchors()), NOW))
}

#[test]
fn a_row_edited_after_the_checkpoint_is_found() {
    let failed = tampered(|_, parts| {
        let (entry, _) = parts.entries.get_mut(&4).unwrap();
        *entry = String::from_utf8(entry.clone())
            .unwrap()
            .replace("2026-11-22", "2026-11-21")
            .into_bytes();
    });
    assert_eq!(failed, [Check::Inclusion, Check::Record]);
}

#[test]
fn an_entry_left_out_is_found_where_the_story_needs_it() {
    let (draft, authorised, sealed) = (3, 5, 6);
    let both = vec![Check::Record, Check::Revisions, Check::Authorisations];
    for (index, expected) in [
        (draft, vec![Check::Record, Check::Authorisations]),
        (authorised, vec![Check::Record]),
        (sealed, both),
    ] {
        let failed = tampered(|_, parts| {
            parts.entries.remove(&index);
        });
        assert_eq!(failed, expected, "entry {index}");
    }
}

#[test]
fn another_document_is_found() {
    let other = Maker::seeded(50);
    let failed = tampered(|_, parts| parts.document = other.document.clone());
    assert!(
        failed.contains(&Check::Document) && failed.contains(&Check::Revisions),
        "{failed:?}"
    );
}

#[test]
fn an_earlier_revision_passed_off_as_the_last_is_found() {
    let failed = tampered(|maker, parts| parts.document.truncate(maker.frozen.pdf.len()));
    assert!(
        failed.contains(&Check::Document) && failed.contains(&Check::Revisions),
        "{failed:?}"
    );
}

#[test]
fn an_authorisation_of_another_signatory_is_found() {
    let failed = tampered(|maker, parts| {
        let others = bytes(&maker.proofs[PLACES[1]]);
        parts.authorisations.insert(PLACES[0].to_owned(), others);
    });
    assert_eq!(failed, [Check::Authorisations]);
}

#[test]
fn an_authorisation_by_another_key_is_found_even_if_the_record_agrees() {
    // The host makes a key of its own and lets the record name it; the signature in the document names the real one.
    let mut maker = Maker::new();
    let real = bytes(&maker.proofs[PLACES[0]]);
    let forged = maker.answered(
        maker.proofs[PLACES[0]].binding.clone(),
        &SoftwareKey::from_seed([66; 32]),
    );
    replace_proof(&mut maker, &real, &bytes(&forged));
    maker.proofs.insert(PLACES[0].to_owned(), forged);
    let verdict = verify(&maker.bundle(), Some(&maker.anchors()), NOW);
    assert_eq!(failed(&verdict), [Check::Authorisations]);
}

fn replace_proof(maker: &mut Maker, old: &[u8], new: &[u8]) {
    let (old, new) = (yunqian_journal::Digest::of(old), yunqian_journal::Digest::of(new));
    for entry in &mut maker.entries {
        let text = String::from_utf8(entry.clone()).unwrap();
        *entry = text.replace(&old.to_string(), &new.to_string()).into_bytes();
    }
}

#[test]
fn an_authorisation_used_twice_is_found() {
    let mut maker = Maker::new();
    let again = maker.entries[2].clone();
    maker.entries.insert(3, again);
    let verdict = verify(&maker.bundle(), Some(&maker.anchors()), NOW);
    assert_eq!(failed(&verdict), [Check::Record]);
}

#[test]
fn an_authorisation_for_another_purpose_document_or_agreement_is_found() {
    type Change = fn(&mut yunqian_signing::Binding);
    let changes: [Change; 6] = [
        |binding| binding.purpose = Purpose::AttestSignature,
        |binding| binding.document_sha256 = yunqian_signing::Digest::of(b"other"),
        |binding| binding.agreement_id = "other".to_owned(),
        |binding| binding.pages_sha256.clear(),
        |binding| binding.field = field(PLACES[1]),
        |binding| binding.certificate_sha256 = Some(yunqian_signing::Digest::of(b"other")),
    ];
    for change in changes {
        let mut maker = Maker::new();
        let real = maker.proofs[PLACES[0]].clone();
        let mut binding = real.binding.clone();
        change(&mut binding);
        let device = SoftwareKey::from_seed(*yunqian_signing::Digest::of(PLACES[0].as_bytes()).as_bytes());
        let forged = maker.answered(binding, &device);
        replace_proof(&mut maker, &bytes(&real), &bytes(&forged));
        replace_binding(&mut maker, &real, &forged);
        maker.proofs.insert(PLACES[0].to_owned(), forged);
        let verdict = verify(&maker.bundle(), Some(&maker.anchors()), NOW);
        assert_eq!(failed(&verdict), [Check::Authorisations]);
    }
}

fn replace_binding(maker: &mut Maker, old: &crate::signing::Proof, new: &crate::signing::Proof) {
    let (old, new) = (old.binding.challenge().to_string(), new.binding.challenge().to_string());
    for entry in &mut maker.entries {
        *entry = String::from_utf8(entry.clone())
            .unwrap()
            .replace(&old, &new)
            .into_bytes();
    }
}

#[test]
fn a_record_that_tells_another_story_is_found() {
    let all = [Check::Record, Check::Revisions, Check::Authorisations];
    assert_eq!(retold("\"sealed\"", "\"told\""), all);
    assert_eq!(
        retold("\"frozen\":{\"document\":\"", "\"frozen\":{\"document\":\"00"),
        [Check::Record]
    );
    let other = "0199d2f0-0000-7000-8000-0000000000ff";
    assert_eq!(retold(PLACES[1], other), [Check::Revisions, Check::Authorisations]);
    assert_eq!(retold(AGREEMENT, other), all);
}

#[test]
fn a_signatory_who_never_signed_is_missed() {
    let mut maker = Maker::new();
    let mut draft: Value = serde_json::from_slice(&maker.entries[0]).unwrap();
    let places = draft["events"][0]["agreement"]["drafted"]["draft"]["signatories"]
        .as_array_mut()
        .unwrap();
    places.push(json!({ "id": "0199d2f0-0000-7000-8000-0000000000a3" }));
    maker.entries[0] = draft.to_string().into_bytes();
    let verdict = verify(&maker.bundle(), Some(&maker.anchors()), NOW);
    assert_eq!(failed(&verdict), [Check::Record]);
}

#[test]
fn a_witness_attests_the_very_signature_that_the_draft_names() {
    let maker = Maker::witnessed();
    let verdict = verify(&maker.bundle(), Some(&maker.anchors()), NOW);
    assert_eq!(verdict.result, Result::Valid, "{:#?}", verdict.checks);
    // The record turns the witness into a signatory, or into another's witness; or a signatory into a witness.
    let role = format!("{{\"kind\":\"witness\",\"of\":\"{}\"}}", PLACES[0]);
    for other in ["{\"kind\":\"signatory\"}", "{\"kind\":\"witness\",\"of\":\"nobody\"}"] {
        let mut maker = maker.clone();
        exchange(&mut maker, &role, other);
        let verdict = verify(&maker.bundle(), Some(&maker.anchors()), NOW);
        assert_eq!(failed(&verdict), [Check::Authorisations], "{other}");
    }
}

#[test]
fn what_is_told_of_a_signatorys_identity_fits() {
    for (from, to) in [
        (HOST, PLACES[1]),
        ("{\"kind\":\"code\"}", "{\"kind\":\"word\"}"),
        ("\"method\":\"passkey\"", "\"method\":\"device_key\""),
    ] {
        assert_eq!(retold(from, to), [Check::Identity], "{to}");
    }
    let maker = Maker::new();
    let told = verify(&maker.bundle(), None, NOW).facts.identities;
    let kinds = told
        .iter()
        .map(|identity| (identity.method.as_deref(), identity.factors[0].kind.as_str()));
    let expected = [(Some("passkey"), "code"), (Some("passkey"), "on_camera")];
    assert!(kinds.eq(expected), "{told:?}");
}

#[test]
fn a_delegate_acts_under_the_power_of_attorney_that_stood() {
    let maker = Maker::new();
    let letter = b"power of attorney".to_vec();
    let digest = yunqian_journal::Digest::of(&letter);
    let power =
        json!({ "delegated": { "id": AGREEMENT, "signatory": PLACES[0], "power_of_attorney": { "digest": digest } } });
    let mut delegated = maker.clone();
    delegated.tell(&[power]);
    let entry = delegated.entries.pop().unwrap();
    delegated.entries.insert(2, entry);
    let mut parts = delegated.parts();
    parts.attachments.push(letter.clone());
    let verdict = verify(&delegated.bundle_of(parts), Some(&maker.anchors()), NOW);
    assert_eq!(failed(&verdict), [Check::Authorisations], "it signed as if for itself");
    // Taken back before it acted, it is none any more.
    let mut revoked = delegated;
    revoked.tell(&[json!({ "delegation_revoked": { "id": AGREEMENT, "signatory": PLACES[0] } })]);
    let entry = revoked.entries.pop().unwrap();
    revoked.entries.insert(3, entry);
    let mut parts = revoked.parts();
    parts.attachments.push(letter);
    let verdict = verify(&revoked.bundle_of(parts), Some(&maker.anchors()), NOW);
    assert_eq!(verdict.result, Result::Valid, "{:#?}", verdict.checks);
}

fn exchange(maker: &mut Maker, from: &str, to: &str) {
    for entry in &mut maker.entries {
        *entry = String::from_utf8(entry.clone()).unwrap().replace(from, to).into_bytes();
    }
}

#[test]
fn an_attachment_exchanged_or_missing_is_found() {
    let mut maker = Maker::new();
    let letter = b"power of attorney".to_vec();
    let digest = yunqian_journal::Digest::of(&letter);
    maker.tell(&[
        json!({ "delegated": { "id": AGREEMENT, "signatory": PLACES[0], "power_of_attorney": { "digest": digest } } }),
        json!({ "delegation_revoked": { "id": AGREEMENT, "signatory": PLACES[0] } }),
    ]);
    let entry = maker.entries.pop().unwrap();
    maker.entries.insert(2, entry);
    let mut parts = maker.parts();
    let missing = verify(&maker.bundle_of(maker.parts()), Some(&maker.anchors()), NOW);
    assert_eq!(failed(&missing), [Check::Attachments]);
    parts.attachments.push(letter);
    let whole = verify(&maker.bundle_of(parts), Some(&maker.anchors()), NOW);
    assert_eq!(whole.result, Result::Valid, "{:#?}", whole.checks);
}

#[test]
fn entries_about_other_things_and_further_files_do_no_harm() {
    let mut maker = Maker::new();
    maker.tell(&[json!({ "drafted": { "id": "another", "draft": {} } })]);
    maker
        .entries
        .push(br#"{"v":1,"key":"k","at":"t","by":"system","events":[{"project":{"signed":{}}}]}"#.to_vec());
    maker.others = 40;
    let mut parts = maker.parts();
    parts.certificate = Some(b"%PDF-1.7".to_vec());
    let verdict = verify(&maker.bundle_of(parts), Some(&maker.anchors()), NOW);
    assert_eq!(verdict.result, Result::Valid, "{:#?}", verdict.checks);
}
