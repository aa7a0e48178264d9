//! Signing with a key and a certificate that a firm has from its own authority.

use yunqian_signing::{
    Authority, AuthoritySeed, Binding, CertificateRefused, Digest, Document, Mandate, OwnCertificate, PrivateKey,
    SignerSubject, SigningError, SoftwareKey, Trust, UnixSeconds, Validity, certificate_der, inspect, timestamp,
};

use crate::support::{NOW, Signatory, authority, frozen, petersen, wang};

/// The authority that the firm has its certificates from; the demonstration knows nothing of it.
fn firms_authority() -> Authority {
    let seed = AuthoritySeed {
        keys: [21, 22, 23, 24, 25, 26].map(|byte| [byte; 32]),
        serials: [21, 22, 23, 24, 25, 26].map(|byte| [byte; 16]),
    };
    Authority::generate(&seed, "http://ca.example", UnixSeconds(NOW.0 - 1_000)).unwrap()
}

fn own_key() -> SoftwareKey {
    SoftwareKey::from_seed([77; 32])
}

fn own_chain(firms: &Authority) -> Vec<Vec<u8>> {
    let subject = SignerSubject {
        name: "王小明".to_owned(),
        organisation: "北方膜材料".to_owned(),
        country: "CN".to_owned(),
    };
    let validity = Validity {
        from: UnixSeconds(NOW.0 - 100),
        until: NOW.plus_days(365),
    };
    let chain = firms
        .issue(&subject, &own_key().public_key(), validity, [8; 16])
        .unwrap();
    chain.iter().map(|it| certificate_der(it).unwrap()).collect()
}

fn both(ours: &Authority, firms: &Authority) -> Trust {
    let signers = [ours.trust().signers(), firms.trust().signers()].concat();
    Trust::new(signers, ours.trust().timestamps().to_vec())
}

fn binding(signatory: &Signatory, certificate: Option<Digest>) -> Binding {
    Binding {
        certificate_sha256: certificate,
        ..signatory.binding(&frozen(), NOW)
    }
}

#[test]
fn a_firms_own_key_signs_beside_a_managed_one() {
    let (ours, firms, frozen) = (authority(NOW), firms_authority(), frozen());
    let trust = both(&ours, &firms);
    let own = OwnCertificate::read(&own_chain(&firms), &trust, NOW).unwrap();
    assert_eq!(own.chain().len(), 2, "the root is not carried along");
    assert_eq!(
        (own.subject(), own.not_after()),
        ("王小明, 北方膜材料".to_owned(), NOW.plus_days(365))
    );

    let authorised = wang().verified(&binding(&wang(), Some(own.sha256())), NOW);
    let mut document = Document::open(frozen.pdf.clone(), &trust, NOW).unwrap();
    let (wang, mark) = (wang(), crate::support::fixture("mark.pdf"));
    let particulars = wang.particulars(own.chain(), &mark, NOW);
    let pending = document
        .begin(Mandate::Authorised(&authorised), &particulars, 6_000)
        .unwrap();
    let covered = pending.covered(&document).unwrap().concat();
    assert!(covered.starts_with(&frozen.pdf));
    let digest = Digest::of(&covered);
    let attributes = pending.to_be_signed().to_vec();
    assert!(
        attributes.windows(32).any(|window| window == digest.as_bytes()),
        "the messageDigest"
    );
    let signature = own_key().sign(&attributes).unwrap();
    let [first, second] = ours.tsas(NOW, [[9; 16], [10; 16]]);
    let token = timestamp(Digest::of(&signature), [3; 16], NOW, &[&first, &second], &trust).unwrap();
    document.finish(pending, &signature, Some(&token)).unwrap();

    let twice = petersen().seal(&ours, &frozen, document.bytes(), NOW);
    assert!(
        matches!(twice, Err(SigningError::NotIntact(_))),
        "who does not trust the firm's authority signs nothing"
    );
    let report = inspect(document.bytes(), &trust, NOW).unwrap();
    assert!(report.is_valid(), "{:?}", report.problems());
    assert_eq!(report.signatures[0].signer.as_deref(), Some("王小明"));
    assert_eq!(report.signatures[0].certificate_sha256, Some(own.sha256()));
}

#[test]
fn an_authorisation_that_names_a_certificate_releases_no_other() {
    let (ours, firms, frozen) = (authority(NOW), firms_authority(), frozen());
    let trust = both(&ours, &firms);
    let own = OwnCertificate::read(&own_chain(&firms), &trust, NOW).unwrap();
    let authorised = wang().verified(&binding(&wang(), Some(own.sha256())), NOW);
    let mut document = Document::open(frozen.pdf, &trust, NOW).unwrap();
    let managed = wang().chain(&ours, NOW).unwrap();
    let (wang, mark) = (wang(), crate::support::fixture("mark.pdf"));
    let begun = document.begin(
        Mandate::Authorised(&authorised),
        &wang.particulars(&managed, &mark, NOW),
        6_000,
    );
    assert!(matches!(begun, Err(SigningError::AnotherKey)));

    let pending = document
        .begin(
            Mandate::Authorised(&authorised),
            &wang.particulars(own.chain(), &mark, NOW),
            6_000,
        )
        .unwrap();
    let anothers = SoftwareKey::from_seed([78; 32]).sign(pending.to_be_signed()).unwrap();
    assert!(matches!(
        document.finish(pending, &anothers, None),
        Err(SigningError::AnotherKey)
    ));
}

#[test]
fn what_was_begun_on_an_earlier_revision_is_not_finished_on_a_later_one() {
    let (ours, firms, frozen) = (authority(NOW), firms_authority(), frozen());
    let trust = both(&ours, &firms);
    let own = OwnCertificate::read(&own_chain(&firms), &trust, NOW).unwrap();
    let authorised = wang().verified(&binding(&wang(), Some(own.sha256())), NOW);
    let document = Document::open(frozen.pdf.clone(), &trust, NOW).unwrap();
    let (wang, mark) = (wang(), crate::support::fixture("mark.pdf"));
    let pending = document
        .begin(
            Mandate::Authorised(&authorised),
            &wang.particulars(own.chain(), &mark, NOW),
            6_000,
        )
        .unwrap();
    let signature = own_key().sign(pending.to_be_signed()).unwrap();
    let later = petersen().seal(&ours, &frozen, &frozen.pdf, NOW).unwrap().pdf;
    let mut later = Document::open(later, &trust, NOW).unwrap();
    assert!(matches!(pending.covered(&later), Err(SigningError::AnotherRevision)));
    assert!(matches!(
        later.finish(pending, &signature, None),
        Err(SigningError::AnotherRevision)
    ));
}

#[test]
fn a_certificate_is_refused_for_what_is_wrong_with_it() {
    let (ours, firms) = (authority(NOW), firms_authority());
    let trust = both(&ours, &firms);
    let chain = own_chain(&firms);
    let refused = |chain: &[Vec<u8>], trust: &Trust, now| OwnCertificate::read(chain, trust, now).err();
    assert_eq!(refused(&chain, &ours.trust(), NOW), Some(CertificateRefused::Untrusted));
    assert_eq!(
        refused(&chain[..1], &trust, NOW),
        Some(CertificateRefused::Untrusted),
        "its issuer is missing"
    );
    assert_eq!(
        refused(&chain, &trust, NOW.plus_days(366)),
        Some(CertificateRefused::NotValidNow)
    );
    assert_eq!(refused(&[], &trust, NOW), Some(CertificateRefused::Unreadable));
    assert_eq!(
        refused(&[b"no certificate".to_vec()], &trust, NOW),
        Some(CertificateRefused::Unreadable)
    );
    assert_eq!(
        refused(&[chain[0].clone(), chain[1][..90].to_vec()], &trust, NOW),
        Some(CertificateRefused::Unreadable)
    );
    let authority_itself = [chain[1].clone()];
    assert_eq!(refused(&authority_itself, &trust, NOW), Some(CertificateRefused::Usage));
    let mut forged = chain.clone();
    let last = forged[0].len() - 1;
    forged[0][last] ^= 1;
    assert_eq!(refused(&forged, &trust, NOW), Some(CertificateRefused::Untrusted));
    let mut reversed = chain;
    reversed.insert(1, certificate_der(firms.certificates()[0]).unwrap());
    assert!(
        OwnCertificate::read(&reversed, &trust, NOW).is_ok(),
        "in any order, with or without the root"
    );
}
