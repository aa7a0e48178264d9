//! Long-term proof: validation material, document timestamps, renewal, revocation.

use yunqian_signing::{
    Document, Kind, Level, Problem, Revocation, RevocationReason, SigningError, Timestamping, UnixSeconds, inspect,
};

use crate::support::{NOW, archived, authority, closed_and_archived, frozen, material, petersen, signed_by_both, wang};

fn years(count: u64) -> UnixSeconds {
    NOW.plus_days(count * 365)
}

#[test]
fn a_closed_and_archived_document_is_b_lta_throughout() {
    let (authority, _, _, signed) = signed_by_both(NOW);
    let before = inspect(&signed, &authority.trust(), NOW).unwrap();
    assert_eq!(before.level(), Some(Level::T));
    assert!(!before.is_closed());
    let pdf = closed_and_archived(&authority, &signed, NOW);
    assert!(pdf.starts_with(&signed));
    let report = inspect(&pdf, &authority.trust(), NOW).unwrap();
    assert!(report.is_complete() && report.is_closed(), "{:?}", report.problems());
    assert_eq!(report.level(), Some(Level::Lta));
    let kinds: Vec<_> = report.signatures.iter().map(|signature| signature.kind).collect();
    assert_eq!(
        kinds,
        [
            Kind::Signature,
            Kind::Signature,
            Kind::PlatformSeal,
            Kind::DocumentTimestamp
        ]
    );
    assert_eq!(report.signatures[3].covers_bytes, pdf.len());
    assert_eq!(report.signatures[0].purpose.as_deref(), Some("sign-agreement"));
}

#[test]
fn without_material_a_document_timestamp_alone_gives_no_more_than_b_t() {
    let (authority, _, _, signed) = signed_by_both(NOW);
    let trust = authority.trust();
    let [first, second] = authority.tsas(NOW, [[13; 16], [14; 16]]);
    let timestamping = Timestamping {
        authorities: &[&first, &second],
        trust: &trust,
        nonce: [7; 16],
    };
    let mut document = Document::open(signed, &trust, NOW).unwrap();
    document.archive(&Default::default(), NOW, &timestamping).unwrap();
    let report = inspect(document.bytes(), &trust, NOW).unwrap();
    assert!(report.is_valid(), "{:?}", report.problems());
    assert_eq!(report.level(), Some(Level::T));
}

#[test]
fn nothing_is_signed_after_the_document_was_closed() {
    let authority = authority(NOW);
    let frozen = frozen();
    let once = wang().seal(&authority, &frozen, &frozen.pdf, NOW).unwrap();
    let closed = closed_and_archived(&authority, &once.pdf, NOW);
    let late = petersen().seal(&authority, &frozen, &closed, NOW);
    assert!(matches!(late, Err(SigningError::Closed)), "{late:?}");
}

#[test]
fn a_renewed_proof_outlives_its_timestamp_authorities_and_an_unrenewed_one_does_not() {
    let (authority, _, _, signed) = signed_by_both(NOW);
    let trust = authority.trust();
    let once = closed_and_archived(&authority, &signed, NOW);
    let report = inspect(&once, &trust, years(9)).unwrap();
    assert_eq!(report.level(), Some(Level::Lta), "{:?}", report.problems());
    let end = report.provable_until().unwrap();
    assert_eq!(end, years(10));
    // Ten years on, nothing proves the times any more.
    let late = inspect(&once, &trust, UnixSeconds(end.0 + 1)).unwrap();
    assert!(
        late.problems()
            .iter()
            .any(|problem| matches!(problem, Problem::Timestamp { .. }))
    );
    assert_ne!(late.level(), Some(Level::Lta));
    // Renewed in the ninth year by authorities that are good until the nineteenth.
    let successor = authority
        .with_new_tsas([[21; 32], [22; 32]], [[21; 16], [22; 16]], years(9))
        .unwrap();
    let renewed = archived(&successor, &once, years(9));
    assert!(renewed.starts_with(&once));
    for year in [9, 12, 15, 18] {
        let report = inspect(&renewed, &trust, years(year)).unwrap();
        assert!(report.is_complete(), "year {year}: {:?}", report.problems());
        assert_eq!(report.level(), Some(Level::Lta), "year {year}");
    }
    assert!(!inspect(&renewed, &trust, years(20)).unwrap().is_valid());
}

#[test]
fn a_certificate_revoked_before_it_signed_is_found_and_one_revoked_later_still_counts() {
    let (authority, _, _, signed) = signed_by_both(NOW);
    let trust = authority.trust();
    let report = inspect(&signed, &trust, NOW).unwrap();
    let serial = hex::decode(report.signatures[1].serial.as_ref().unwrap()).unwrap();
    let later = UnixSeconds(NOW.0 + 100);
    for (at, counts) in [(UnixSeconds(NOW.0 - 100), false), (UnixSeconds(NOW.0 + 50), true)] {
        let reason = RevocationReason::KeyCompromise;
        let revoked = [(serial.clone(), Revocation { at, reason })];
        let material = material(&authority, &signed, later, &revoked);
        let [first, second] = authority.tsas(later, [[13; 16], [14; 16]]);
        let timestamping = Timestamping {
            authorities: &[&first, &second],
            trust: &trust,
            nonce: [7; 16],
        };
        let mut document = Document::open(signed.clone(), &trust, later).unwrap();
        document.archive(&material, later, &timestamping).unwrap();
        let report = inspect(document.bytes(), &trust, later).unwrap();
        assert_eq!(report.is_valid(), counts, "{:?}", report.problems());
        let found = report
            .problems()
            .iter()
            .any(|problem| matches!(problem, Problem::Certificate { field, .. } if field == "party-b"));
        assert_eq!(found, !counts);
    }
}

#[test]
fn a_signature_begun_on_an_earlier_revision_is_refused() {
    let authority = authority(NOW);
    let frozen = frozen();
    let trust = authority.trust();
    let mut document = Document::open(frozen.pdf.clone(), &trust, NOW).unwrap();
    let wang = wang();
    let chain = wang.chain(&authority, NOW).unwrap();
    let authorisation = wang.verified(&wang.binding(&frozen, NOW), NOW);
    let particulars = wang.particulars(&chain, &[], NOW);
    let particulars = yunqian_signing::Particulars {
        appearance: None,
        ..particulars
    };
    let mandate = yunqian_signing::Mandate::Authorised(&authorisation);
    let pending = document.begin(mandate, &particulars, 0).unwrap();
    let again = document.begin(mandate, &particulars, 0).unwrap();
    let key = yunqian_signing::SoftwareKey::from_seed(*yunqian_signing::Digest::of(wang.id.as_bytes()).as_bytes());
    let sign = |message: &[u8]| yunqian_signing::PrivateKey::sign(&key, message).unwrap();
    let signature = sign(pending.to_be_signed());
    assert_eq!(document.finish(pending, &signature, None).unwrap(), Level::B);
    let signature = sign(again.to_be_signed());
    let refused = document.finish(again, &signature, None);
    assert!(matches!(refused, Err(SigningError::AnotherRevision)), "{refused:?}");
    let report = inspect(document.bytes(), &trust, NOW).unwrap();
    assert_eq!(report.signatures[0].level, Some(Level::B));
}

/// What the signatures of a document lock, in their order: the method, and the action with its fields or the level.
fn locked(pdf: &[u8]) -> Vec<Vec<(String, String)>> {
    let document = lopdf::Document::load_mem(pdf).unwrap();
    let signatures = document.objects.values().filter_map(|object| object.as_dict().ok());
    let mut signatures: Vec<_> = signatures.filter(|entries| entries.has(b"Reference")).collect();
    let covered = |entries: &&lopdf::Dictionary| {
        entries.get(b"ByteRange").unwrap().as_array().unwrap()[2]
            .as_i64()
            .unwrap()
    };
    signatures.sort_by_key(covered);
    let text = |object: &lopdf::Object| match object {
        lopdf::Object::Integer(level) => level.to_string(),
        lopdf::Object::String(field, _) => String::from_utf8_lossy(field).into_owned(),
        other => String::from_utf8_lossy(other.as_name().unwrap()).into_owned(),
    };
    let one = |reference: &lopdf::Object| {
        let reference = reference.as_dict().unwrap();
        let parameters = reference.get(b"TransformParams").unwrap().as_dict().unwrap();
        let fields = parameters
            .get(b"Fields")
            .and_then(lopdf::Object::as_array)
            .into_iter()
            .flatten();
        let told: Vec<String> = ["P", "Action"]
            .into_iter()
            .filter_map(|key| parameters.get(key.as_bytes()).ok())
            .chain(fields)
            .map(text)
            .collect();
        (text(reference.get(b"TransformMethod").unwrap()), told.join(" "))
    };
    let references = signatures
        .into_iter()
        .map(|entries| entries.get(b"Reference").unwrap().as_array().unwrap());
    references
        .map(|references| references.iter().map(one).collect())
        .collect()
}

#[test]
fn the_first_signature_certifies_each_locks_its_field_and_the_seal_locks_all() {
    let (authority, _, _, signed) = signed_by_both(NOW);
    let pdf = closed_and_archived(&authority, &signed, NOW);
    let of = |method: &str, told: &str| (method.to_owned(), told.to_owned());
    assert_eq!(
        locked(&pdf),
        [
            vec![of("DocMDP", "2"), of("FieldMDP", "Include party-a")],
            vec![of("FieldMDP", "Include party-b")],
            vec![of("FieldMDP", "All")],
        ]
    );
}
