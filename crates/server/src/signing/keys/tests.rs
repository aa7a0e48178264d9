//! An operator's authority: made by OpenSSL, opened from files and a token, judged by OpenSSL and pyHanko.

mod pki;

use clap::Parser;
use pki::{ADDRESS, Pki, now, sealed_with};
use yunqian_signing::{
    Certificate, IssuingAuthority, PrivateKey as _, SignerSubject, SoftwareKey, Validity, certificate_request,
};

use super::{AuthoritySettings, Gathered, KeySettings};
use crate::signing::rotate::{Rotation, rotate};
use crate::token::tests::{LABEL, SoftHsm, with_token};

/// A signatory's certificate of this authority, and its issuers.
fn signatory(authority: &IssuingAuthority, serial: u8) -> Vec<Certificate> {
    let subject = SignerSubject {
        name: "王小明".to_owned(),
        organisation: "绿能公司".to_owned(),
        country: "CN".to_owned(),
    };
    let validity = Validity {
        from: now(),
        until: now().plus_days(1),
    };
    let key = SoftwareKey::from_seed([serial; 32]).public_key();
    authority.issue(&subject, &key, validity, [serial; 16]).unwrap()
}

fn opened(pki: &Pki, settings: &AuthoritySettings) -> anyhow::Result<IssuingAuthority> {
    Gathered::open(&pki.data(), settings)?.into_authority(ADDRESS, now())
}

/// Puts the issuing key into a token, certified by the root.
fn in_token(hsm: &SoftHsm, pki: &Pki, kind: &str) -> KeySettings {
    hsm.make_key(kind, "issuing", "01");
    let key = hsm.open(None).unwrap();
    let like = pki.certificate("issuing");
    std::fs::write(pki.file("token.csr"), certificate_request(&like, &key).unwrap()).unwrap();
    pki.certify("token", "root", "ca");
    hsm.put(&pki.certificate("token"), "01");
    KeySettings {
        module: Some(SoftHsm::module()),
        token: Some(LABEL.to_owned()),
        key_label: Some("issuing".to_owned()),
        pin_file: Some(hsm.pin_file()),
        ..KeySettings::default()
    }
}

/// Signs with an issuing key in a token and a seal in a PKCS #12 file; the responder is the issuing key itself.
fn judged(hsm: &SoftHsm, kind: &str) {
    let pki = Pki::new("rsa:2048");
    let mut settings = pki.settings();
    settings.issuing = in_token(hsm, &pki, kind);
    pki.make("seal", "rsa:2048", "root", "seal");
    settings.seal = Some(pki.pkcs12("seal"));
    settings.ocsp = None;
    let authority = opened(&pki, &settings).unwrap();
    let chain = signatory(&authority, 7);
    assert!(pki.accepts(&chain), "openssl verify");
    assert!(pki.finds_good(&authority, &chain), "openssl ocsp");
    let (verdicts, report) = sealed_with(&pki, &authority);
    assert!(report.is_valid(), "{:?}", report.problems());
    assert_eq!(verdicts[0]["bottom_line"], true, "{verdicts:?}");
    assert_eq!(verdicts[0]["ades"], "AdESPassed.OK", "{verdicts:?}");
}

#[test]
fn an_elliptic_authority_in_a_token_issues_what_openssl_and_pyhanko_accept() {
    let name = "signing::keys::tests::an_elliptic_authority_in_a_token_issues_what_openssl_and_pyhanko_accept";
    with_token(name, |hsm| judged(hsm, "EC:prime256v1"));
}

#[test]
fn an_rsa_authority_in_a_token_issues_what_openssl_and_pyhanko_accept() {
    let name = "signing::keys::tests::an_rsa_authority_in_a_token_issues_what_openssl_and_pyhanko_accept";
    with_token(name, |hsm| judged(hsm, "rsa:2048"));
}

#[test]
fn what_does_not_serve_is_refused_by_its_role_and_reason() {
    let pki = Pki::new("ec");
    pki.make("other", "ec", "root", "ca");
    pki.make("leaf", "ec", "root", "seal");
    pki.make("foreign-ocsp", "ec", "other", "ocsp");
    pki.make("expired", "ec", "root", "expired");
    pki.make("constrained", "ec", "root", "constrained");
    pki.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out wrong-curve.key");
    pki.run("pkcs8 -topk8 -in seal.key -out encrypted.key -passout pass:secret-1 -v2 aes-256-cbc");
    let files = |key: &str, certificate: &str| KeySettings {
        key: Some(pki.file(&format!("{key}.key"))),
        certificate: Some(pki.file(&format!("{certificate}.pem"))),
        ..KeySettings::default()
    };
    type Change<'a> = Box<dyn Fn(&mut AuthoritySettings) + 'a>;
    let cases: Vec<(&str, Change<'_>)> = vec![
        (
            "issuing: the certificate does not belong to the key",
            Box::new(|it| it.issuing = files("seal", "issuing")),
        ),
        (
            "issuing: the certificate has expired",
            Box::new(|it| it.issuing = files("expired", "expired")),
        ),
        (
            "issuing: a certificate has a critical extension",
            Box::new(|it| it.issuing = files("constrained", "constrained")),
        ),
        (
            "issuing: the certificate is not an authority's",
            Box::new(|it| it.issuing = files("leaf", "leaf")),
        ),
        ("issuing: ", Box::new(|it| it.issuing = files("wrong-curve", "issuing"))),
        (
            "wrong-curve.key",
            Box::new(|it| it.issuing = files("wrong-curve", "issuing")),
        ),
        ("can't read", Box::new(|it| it.issuing = files("absent", "issuing"))),
        (
            "ocsp: the certificate was not issued",
            Box::new(|it| it.ocsp = Some(files("foreign-ocsp", "foreign-ocsp"))),
        ),
        (
            "ocsp: the certificate may not be used",
            Box::new(|it| it.ocsp = Some(files("seal", "seal"))),
        ),
        (
            "seal: the certificate may not be used",
            Box::new(|it| it.seal = Some(files("ocsp", "ocsp"))),
        ),
        ("seal is missing", Box::new(|it| it.seal = None)),
        ("seal: ", Box::new(|it| it.seal = Some(files("encrypted", "seal")))),
        (
            "openssl pkcs8",
            Box::new(|it| it.seal = Some(files("encrypted", "seal"))),
        ),
        (
            "no chain of authorities",
            Box::new(|it| it.roots = pki.file("other.pem")),
        ),
        (
            "name one of key, pkcs12 and module",
            Box::new(|it| it.seal = Some(KeySettings::default())),
        ),
    ];
    assert!(opened(&pki, &pki.settings()).is_ok(), "unchanged, it is refused");
    for (reason, change) in cases {
        let mut settings = pki.settings();
        change(&mut settings);
        // A responder is told to be another's before anything else.
        if !reason.starts_with("ocsp") {
            settings.ocsp = None;
        }
        let refused = opened(&pki, &settings)
            .err()
            .map(|error| format!("{error:#}"))
            .unwrap_or_default();
        assert!(refused.contains(reason), "{reason:?} is not in {refused:?}");
        assert!(refused.contains("signing.authority"), "{refused}");
    }
}

#[test]
fn a_wrong_password_is_told_by_the_file_and_not_by_the_password() {
    let pki = Pki::new("ec");
    let right = pki.pkcs12("seal");
    let mut settings = pki.settings();
    settings.seal = Some(right.clone());
    assert!(opened(&pki, &settings).is_ok(), "OpenSSL's file is read");
    std::fs::write(pki.file("wrong"), "s3cret-and-wrong\n").unwrap();
    settings.seal = Some(KeySettings {
        password_file: Some(pki.file("wrong")),
        ..right
    });
    let refused = format!("{:#}", opened(&pki, &settings).err().unwrap());
    assert!(
        refused.contains("signing.authority.seal") && refused.contains("seal.p12"),
        "{refused}"
    );
    assert!(!refused.contains("s3cret"), "{refused}");
}

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    rotation: Rotation,
}

/// Runs `yunqian rotate-key`.
fn rotated(pki: &Pki, more: &[&str]) -> anyhow::Result<()> {
    let config = pki.file("config.toml");
    let given = ["rotate-key", "--config", config.to_str().unwrap()];
    rotate(&Command::parse_from(given.iter().chain(more)).rotation)
}

#[test]
fn keys_of_a_real_authority_are_rotated_and_what_they_signed_still_verifies() {
    let pki = Pki::new("ec");
    let settings = pki.settings();
    pki.write_config(&settings);
    let before = opened(&pki, &settings).unwrap();
    let (_, old_seal) = before.seal();
    let first = signatory(&before, 1);

    rotated(&pki, &["issuing"]).unwrap();
    assert_eq!(
        signatory(&opened(&pki, &settings).unwrap(), 2)[1],
        first[1],
        "nothing is in use yet"
    );
    let request = pki.data().join("keys/authority/issuing-request.csr");
    std::fs::copy(request, pki.file("next.csr")).unwrap();
    let wrong = pki.file("seal.pem");
    assert!(rotated(&pki, &["issuing", "--certificate", wrong.to_str().unwrap()]).is_err());
    pki.certify("next", "root", "seal");
    let next = pki.file("next.pem");
    let refused = rotated(&pki, &["issuing", "--certificate", next.to_str().unwrap()]);
    let refused = format!("{:#}", refused.unwrap_err());
    assert!(
        refused.contains("issuing: the certificate is not an authority's"),
        "{refused}"
    );
    pki.certify("next", "root", "ca");
    rotated(&pki, &["issuing", "--certificate", next.to_str().unwrap()]).unwrap();
    for role in ["seal", "ocsp"] {
        rotated(&pki, &[role]).unwrap();
    }

    let after = opened(&pki, &settings).unwrap();
    let second = signatory(&after, 2);
    let (_, new_seal) = after.seal();
    assert_ne!(first[1], second[1]);
    assert_ne!(old_seal[0], new_seal[0]);
    for chain in [&first, &second, &old_seal, &new_seal] {
        assert!(pki.accepts(chain), "openssl verify");
        assert!(pki.finds_good(&after, chain), "openssl ocsp");
    }
    assert!(
        after.keys().all(|key| key.responder.is_some()),
        "each has a responder of its own"
    );
    let (verdicts, _) = sealed_with(&pki, &after);
    assert_eq!(verdicts[0]["ades"], "AdESPassed.OK", "{verdicts:?}");
}

#[test]
fn timestamp_authorities_are_not_rotated_where_they_are_other_peoples() {
    let pki = Pki::new("ec");
    pki.write_config(&pki.settings());
    let refused = rotated(&pki, &["tsa-1"]).unwrap_err().to_string();
    assert!(refused.contains("configured"), "{refused}");
}

#[test]
fn keys_that_follow_one_in_a_token_are_made_in_that_token() {
    let name = "signing::keys::tests::keys_that_follow_one_in_a_token_are_made_in_that_token";
    with_token(name, |hsm| {
        let pki = Pki::new("ec");
        let mut settings = pki.settings();
        settings.issuing = in_token(hsm, &pki, "EC:prime256v1");
        (settings.ocsp, settings.seal) = (None, None);
        pki.write_config(&settings);
        rotated(&pki, &["seal"]).unwrap();
        let before = opened(&pki, &settings).unwrap();
        let first = signatory(&before, 1);

        rotated(&pki, &["issuing"]).unwrap();
        let request = pki.data().join("keys/authority/issuing-request.csr");
        std::fs::copy(request, pki.file("next.csr")).unwrap();
        pki.certify("next", "root", "ca");
        let next = pki.file("next.pem");
        rotated(&pki, &["issuing", "--certificate", next.to_str().unwrap()]).unwrap();

        let after = opened(&pki, &settings).unwrap();
        let second = signatory(&after, 2);
        assert_ne!(first[1], second[1], "another key issues");
        for chain in [&first, &second, &before.seal().1, &after.seal().1] {
            assert!(pki.accepts(chain), "openssl verify");
            assert!(pki.finds_good(&after, chain), "openssl ocsp");
        }
        let (verdicts, _) = sealed_with(&pki, &after);
        assert_eq!(verdicts[0]["ades"], "AdESPassed.OK", "{verdicts:?}");
        let kept = std::fs::read_dir(pki.data().join("keys/authority")).unwrap();
        for file in kept {
            let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
            assert!(!text.contains("PRIVATE KEY"), "a key is outside the token: {text}");
        }
    });
}
