//! Sealing, and the attacks it has to withstand.

use std::sync::Mutex;

use crate::support::{NOW, agreement, authority, fixture, frozen, petersen, signed_by_both, wang};
use lopdf::ObjectId;
use yunqian_signing::{
    Authority, CmsError, Document, Problem, Refused, SignerSubject, SigningError, TimestampAuthority, TimestampError,
    Timestamping, Trust, UnixSeconds, Validity, inspect, prepare,
};

#[test]
fn two_signatories_give_a_complete_valid_document() {
    let (authority, frozen, _, pdf) = signed_by_both(NOW);
    let report = inspect(&pdf, &authority.trust(), NOW).unwrap();
    assert!(report.is_complete(), "{:?}", report.problems());
    assert_eq!(report.frozen.sha256, frozen.digest);
    let [first, second] = report.signatures.as_slice() else {
        panic!("{report:?}")
    };
    assert_eq!(first.signer.as_deref(), Some("王小明 Wang Xiaoming"));
    assert_eq!(second.signer.as_deref(), Some("Anna Petersen"));
    assert!(first.certifies && !second.certifies);
    assert_eq!(second.covers_bytes, pdf.len());
    assert_eq!(second.timestamped_at, Some(NOW));
    let evidence = wang().verified(&wang().binding(&frozen, NOW), NOW).evidence();
    assert_eq!(first.authorisation, Some(evidence));
}

#[test]
fn every_stage_begins_with_the_bytes_of_the_stage_before() {
    let (_, frozen, once, twice) = signed_by_both(NOW);
    assert!(frozen.pdf.starts_with(&agreement()));
    assert!(once.starts_with(&frozen.pdf));
    assert!(twice.starts_with(&once));
}

#[test]
fn sealing_the_same_again_gives_the_same_bytes() {
    let authority = authority(NOW);
    let frozen = frozen();
    let once = wang().seal(&authority, &frozen, &frozen.pdf, NOW).unwrap();
    assert_eq!(wang().seal(&authority, &frozen, &frozen.pdf, NOW).unwrap(), once);
}

#[test]
fn a_signed_field_is_not_signed_again() {
    let (authority, frozen, once, _) = signed_by_both(NOW);
    let again = wang().seal(&authority, &frozen, &once, NOW);
    assert!(matches!(again, Err(SigningError::FieldSigned(field)) if field == "party-a"));
}

#[test]
fn the_signatories_may_sign_in_any_order() {
    let authority = authority(NOW);
    let frozen = frozen();
    let once = petersen().seal(&authority, &frozen, &frozen.pdf, NOW).unwrap();
    let twice = wang().seal(&authority, &frozen, &once.pdf, NOW).unwrap();
    assert!(inspect(&twice.pdf, &authority.trust(), NOW).unwrap().is_complete());
}

#[test]
fn a_flipped_bit_anywhere_is_found() {
    let (authority, frozen, _, pdf) = signed_by_both(NOW);
    let trust = authority.trust();
    // Steps through text, fields, both signatures and cross-references.
    for at in (20..pdf.len()).step_by(frozen.pdf.len() / 16) {
        let mut changed = pdf.clone();
        changed[at] ^= 0x01;
        let valid = inspect(&changed, &trust, NOW).is_ok_and(|report| report.is_complete());
        assert!(!valid, "byte {at} of {}", pdf.len());
    }
}

#[test]
fn appended_content_is_found() {
    let (authority, _, _, pdf) = signed_by_both(NOW);
    let mut appended = pdf.clone();
    appended.extend_from_slice(b"\n% more\n");
    assert!(!inspect(&appended, &authority.trust(), NOW).unwrap().is_valid());
    let root = |document: &lopdf::Document| document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let forged = with_changed_object(&pdf, root, |catalog| {
        catalog.set("Lang", lopdf::Object::string_literal("xx"));
    });
    assert_found_changed(&authority, &forged);
}

#[test]
fn a_signatures_appearance_exchanged_later_is_found() {
    let (authority, _, once, twice) = signed_by_both(NOW);
    for pdf in [once, twice] {
        let forged = with_changed_object(&pdf, signed_widget, |widget| {
            widget.set("AP", lopdf::Dictionary::new());
        });
        assert_found_changed(&authority, &forged);
    }
}

#[test]
fn a_later_signature_cut_off_leaves_the_document_incomplete() {
    let (authority, frozen, once, mut twice) = signed_by_both(NOW);
    twice.truncate(once.len());
    let report = inspect(&twice, &authority.trust(), NOW).unwrap();
    assert!(report.is_valid() && !report.is_complete());
    assert_eq!(report.unsigned_fields, ["party-b", "yunqian-platform"]);
    assert!(!inspect(&frozen.pdf, &authority.trust(), NOW).unwrap().is_valid());
}

#[test]
fn an_object_put_where_the_document_named_none_is_found() {
    let mut document = lopdf::Document::load_mem(&fixture("agreement.pdf")).unwrap();
    let ghost = (document.max_id + 1_000, 0);
    let root = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
    let catalog = document.get_object_mut(root).unwrap().as_dict_mut().unwrap();
    catalog.set("Ghost", lopdf::Object::Reference(ghost));
    let mut pdf = Vec::new();
    document.save_to(&mut pdf).unwrap();
    let frozen = prepare(&pdf, &crate::support::fields()).unwrap();
    let authority = authority(NOW);
    let once = wang().seal(&authority, &frozen, &frozen.pdf, NOW).unwrap();
    assert!(inspect(&once.pdf, &authority.trust(), NOW).unwrap().is_valid());
    let signed = lopdf::Document::load_mem(&once.pdf).unwrap();
    let mut update = lopdf::IncrementalDocument::create_from(once.pdf, signed);
    update.new_document.objects.insert(ghost, lopdf::Object::Integer(1));
    update.new_document.max_id = ghost.0;
    let mut forged = Vec::new();
    update.save_to(&mut forged).unwrap();
    let problems = inspect(&forged, &authority.trust(), NOW).unwrap().problems();
    let appeared = problems
        .iter()
        .any(|problem| matches!(problem, Problem::Changed { object, .. } if *object == ghost.0));
    assert!(appeared, "{problems:?}");
}

fn assert_found_changed(authority: &Authority, forged: &[u8]) {
    let problems = inspect(forged, &authority.trust(), NOW).unwrap().problems();
    let changed = problems
        .iter()
        .any(|problem| matches!(problem, Problem::Changed { .. }));
    let unsigned = problems
        .iter()
        .any(|problem| matches!(problem, Problem::UnsignedRevision { .. }));
    assert!(changed && unsigned, "{problems:?}");
}

/// Finds the first signature's widget.
fn signed_widget(document: &lopdf::Document) -> ObjectId {
    let is_signed = |object: &lopdf::Object| object.as_dict().is_ok_and(|d| d.has(b"FT") && d.has(b"V"));
    *document.objects.iter().find(|(_, object)| is_signed(object)).unwrap().0
}

/// Appends a revision that replaces one object, as a shadow attack would.
fn with_changed_object(
    pdf: &[u8],
    which: impl FnOnce(&lopdf::Document) -> ObjectId,
    change: impl FnOnce(&mut lopdf::Dictionary),
) -> Vec<u8> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let id = which(&document);
    let mut incremental = lopdf::IncrementalDocument::create_from(pdf.to_vec(), document);
    incremental.opt_clone_object_to_new_document(id).unwrap();
    change(
        incremental
            .new_document
            .get_object_mut(id)
            .unwrap()
            .as_dict_mut()
            .unwrap(),
    );
    let mut out = Vec::new();
    incremental.save_to(&mut out).unwrap();
    out
}

#[test]
fn an_authorisation_for_another_document_seals_nothing() {
    let authority = authority(NOW);
    let frozen = frozen();
    let other = prepare(&fixture("mark.pdf"), &[]).unwrap();
    let sealed = wang().seal(&authority, &other, &frozen.pdf, NOW);
    assert!(matches!(sealed, Err(SigningError::AnotherDocument)), "{sealed:?}");
}

#[test]
fn another_signatorys_authorisation_releases_no_key() {
    let frozen = frozen();
    let authorisation = petersen().verified(&petersen().binding(&frozen, NOW), NOW);
    assert_eq!(
        wang().managed_key().release(authorisation).err(),
        Some(Refused::AnotherSigner)
    );
}

#[test]
fn a_certificate_of_another_key_is_refused() {
    let authority = authority(NOW);
    let frozen = frozen();
    let subject = SignerSubject {
        name: "x".to_owned(),
        organisation: "y".to_owned(),
        country: "CN".to_owned(),
    };
    let validity = Validity {
        from: NOW,
        until: NOW.plus_days(1),
    };
    let chain = authority
        .issue(&subject, &petersen().managed_key().public_key(), validity, [1; 16])
        .unwrap();
    let wang = wang();
    let key = wang.managed_key();
    let released = key.release(wang.verified(&wang.binding(&frozen, NOW), NOW)).unwrap();
    let mark = fixture("mark.pdf");
    let trust = authority.trust();
    let [first, _] = authority.tsas(NOW, [[9; 16], [10; 16]]);
    let timestamping = Timestamping {
        authorities: &[&first],
        trust: &trust,
        nonce: [5; 16],
    };
    let mut document = Document::open(frozen.pdf.clone(), &trust, NOW).unwrap();
    let sealed = document.seal(&released, &wang.particulars(&chain, &mark, NOW), &timestamping);
    assert!(matches!(sealed, Err(SigningError::AnotherKey)));
    assert_eq!(document.digest(), frozen.digest, "nothing was appended");
}

#[test]
fn a_signature_by_another_authority_is_not_trusted() {
    let (_, _, _, pdf) = signed_by_both(NOW);
    let report = inspect(&pdf, &Trust::default(), NOW).unwrap();
    assert!(!report.is_valid());
    assert_eq!(report.signatures.len(), 2);
}

#[test]
fn a_broken_earlier_signature_stops_the_next_one() {
    let authority = authority(NOW);
    let frozen = frozen();
    let mut once = wang().seal(&authority, &frozen, &frozen.pdf, NOW).unwrap().pdf;
    let at = once.windows(13).rposition(|w| w == b"/Name <FEFF73").unwrap() + 20;
    once[at] = if once[at] == b'0' { b'1' } else { b'0' };
    let report = inspect(&once, &authority.trust(), NOW).unwrap();
    let digest = Problem::Signature {
        field: "party-a".to_owned(),
        reason: CmsError::Digest,
    };
    assert!(report.problems().contains(&digest), "{:?}", report.problems());
    let next = petersen().seal(&authority, &frozen, &once, NOW);
    assert!(matches!(next, Err(SigningError::NotIntact(_))));
}

#[test]
fn the_authority_survives_storage() {
    let authority = authority(NOW);
    let frozen = frozen();
    let stored = Authority::from_pem(&authority.to_pem().unwrap(), "http://localhost:8080/pki").unwrap();
    let one = wang().seal(&authority, &frozen, &frozen.pdf, NOW).unwrap();
    assert_eq!(wang().seal(&stored, &frozen, &frozen.pdf, NOW).unwrap(), one);
    assert!(matches!(
        Authority::from_pem("nonsense", ""),
        Err(SigningError::KeyMaterial(_))
    ));
}

/// Records the first answer and gives it again.
struct Replaying<'a> {
    tsa: &'a dyn TimestampAuthority,
    answer: Mutex<Option<Vec<u8>>>,
}

impl TimestampAuthority for Replaying<'_> {
    fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        let mut answer = self.answer.lock().unwrap();
        if answer.is_none() {
            *answer = Some(self.tsa.respond(request)?);
        }
        Ok(answer.clone().unwrap())
    }
}

struct Dead;

impl TimestampAuthority for Dead {
    fn respond(&self, _request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        Err(TimestampError::Unreachable("connection refused".to_owned()))
    }
}

struct Garbage;

impl TimestampAuthority for Garbage {
    fn respond(&self, _request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        Ok(vec![0x30, 0x03, 0x02, 0x01, 0x00])
    }
}

#[test]
fn a_replayed_timestamp_seals_nothing() {
    let authority = authority(NOW);
    let frozen = frozen();
    let [tsa, _] = authority.tsas(NOW, [[9; 16], [10; 16]]);
    let replaying = Replaying {
        tsa: &tsa,
        answer: Mutex::new(None),
    };
    let once = wang()
        .seal_with(&authority, &frozen, &frozen.pdf, NOW, &[&replaying])
        .unwrap();
    let twice = petersen().seal_with(&authority, &frozen, &once.pdf, NOW, &[&replaying]);
    assert!(
        matches!(twice, Err(SigningError::Timestamp(TimestampError::Imprint))),
        "{twice:?}"
    );
}

#[test]
fn a_timestamp_of_another_time_seals_nothing() {
    let authority = authority(NOW);
    let frozen = frozen();
    let [late, _] = authority.tsas(UnixSeconds(NOW.0 + 3600), [[9; 16], [10; 16]]);
    let sealed = wang().seal_with(&authority, &frozen, &frozen.pdf, NOW, &[&late]);
    assert!(
        matches!(sealed, Err(SigningError::Timestamp(TimestampError::Time))),
        "{sealed:?}"
    );
}

#[test]
fn a_timestamp_authority_nobody_trusts_seals_nothing() {
    let authority = authority(NOW);
    let frozen = frozen();
    let seed = yunqian_signing::AuthoritySeed {
        keys: [11, 12, 13, 14, 15, 16].map(|byte| [byte; 32]),
        serials: [[4; 16]; 6],
    };
    let stranger = Authority::generate(&seed, "http://localhost/pki", NOW).unwrap();
    let [tsa, _] = stranger.tsas(NOW, [[9; 16], [10; 16]]);
    let sealed = wang().seal_with(&authority, &frozen, &frozen.pdf, NOW, &[&tsa]);
    assert!(
        matches!(sealed, Err(SigningError::Timestamp(TimestampError::Chain(_)))),
        "{sealed:?}"
    );
}

#[test]
fn a_dead_and_a_lying_timestamp_authority_are_passed_over() {
    let authority = authority(NOW);
    let frozen = frozen();
    let [tsa, _] = authority.tsas(NOW, [[9; 16], [10; 16]]);
    let sealed = wang()
        .seal_with(&authority, &frozen, &frozen.pdf, NOW, &[&Dead, &Garbage, &tsa])
        .unwrap();
    assert!(inspect(&sealed.pdf, &authority.trust(), NOW).unwrap().is_valid());
    let without = wang().seal_with(&authority, &frozen, &frozen.pdf, NOW, &[&Dead]);
    assert!(matches!(
        without,
        Err(SigningError::Timestamp(TimestampError::Unreachable(_)))
    ));
}
