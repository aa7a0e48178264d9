//! Signatures before and after a key was rotated, before our verifier, pyHanko and OpenSSL.

use std::path::PathBuf;
use std::process::{Command, Output};

use yunqian_signing::{
    Authority, Certificate, KeySeed, Level, Role, UnixSeconds, certificate_der, certificate_pem, inspect,
};

use crate::independent::{pyhanko_asked, written};
use crate::support::{archived, authority, closed_and_archived, frozen, now, petersen, wang};

fn rotated(authority: &Authority, role: Role, first: u8, now: UnixSeconds) -> Authority {
    let mut byte = first;
    let mut seeds = || {
        byte += 1;
        KeySeed {
            key: [byte; 32],
            serial: [byte; 16],
        }
    };
    let rotated = authority.rotated(role, &mut seeds, now).unwrap();
    // A server reads it from its file at the next start.
    Authority::from_pem(&rotated.to_pem().unwrap(), "http://localhost:8080/pki").unwrap()
}

/// OpenSSL, with the files of one question in a folder.
struct Openssl {
    folder: tempfile::TempDir,
}

impl Openssl {
    fn new(root: &Certificate) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let openssl = Self { folder };
        openssl.put("root.pem", certificate_pem(root).unwrap().as_bytes());
        openssl
    }

    fn put(&self, name: &str, content: &[u8]) -> PathBuf {
        let file = self.folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        file
    }

    fn run(&self, arguments: &str) -> Output {
        let mut openssl = Command::new("openssl");
        openssl.args(arguments.split(' ')).current_dir(self.folder.path());
        openssl.output().expect("openssl is missing: run tests/setup.sh")
    }

    /// Says whether it finds the way from a chain's first certificate to the root, and no revocation in the list.
    fn accepts(&self, chain: &[Certificate], lists: &[Vec<u8>]) -> bool {
        self.put("leaf.pem", certificate_pem(&chain[0]).unwrap().as_bytes());
        let above: String = chain[1..].iter().map(|above| certificate_pem(above).unwrap()).collect();
        self.put("above.pem", above.as_bytes());
        let mut all = String::new();
        for list in lists {
            self.put("list.der", list);
            let converted = self.run("crl -inform DER -in list.der");
            all.push_str(&String::from_utf8(converted.stdout).unwrap());
        }
        self.put("lists.pem", all.as_bytes());
        let said = self.run("verify -CAfile root.pem -untrusted above.pem -CRLfile lists.pem -crl_check_all leaf.pem");
        said.status.success()
    }

    /// Asks the authority by OCSP whether a chain's first certificate is good, and checks the answer itself.
    fn finds_good(&self, authority: &Authority, chain: &[Certificate], now: UnixSeconds) -> bool {
        self.put("leaf.pem", certificate_pem(&chain[0]).unwrap().as_bytes());
        self.put("issuer.pem", certificate_pem(&chain[1]).unwrap().as_bytes());
        self.run("ocsp -no_nonce -issuer issuer.pem -cert leaf.pem -reqout question.der");
        let question = std::fs::read(self.folder.path().join("question.der")).unwrap();
        let own = chain[0].tbs_certificate().serial_number().as_bytes().to_vec();
        let known = |serial: &[u8]| (serial == own).then_some(None);
        self.put("answer.der", &authority.ocsp(&question, now, &known).unwrap());
        let asked = "-no_nonce -issuer issuer.pem -cert leaf.pem";
        let ask = format!("ocsp -respin answer.der {asked} -CAfile root.pem -verify_other issuer.pem");
        let said = self.run(&ask);
        let text = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
        text.contains("Response verify OK") && text.contains("leaf.pem: good")
    }
}

fn lists(authority: &Authority, now: UnixSeconds) -> Vec<Vec<u8>> {
    let issuer = authority.issuer();
    let own = issuer.keys().map(|key| issuer.list(key, &[], now).unwrap());
    own.chain([authority.root_list(now).unwrap()]).collect()
}

#[test]
fn what_was_signed_before_and_after_the_issuing_key_changed_holds_together() {
    let now = now();
    let before = authority(now);
    let frozen = frozen();
    let once = wang().seal(&before, &frozen, &frozen.pdf, now).unwrap();
    let after = rotated(&before, Role::Issuing, 40, now);
    let twice = petersen().seal(&after, &frozen, &once.pdf, now).unwrap();
    let whole = closed_and_archived(&after, &twice.pdf, now);
    let report = inspect(&whole, &before.trust(), now).unwrap();
    assert!(report.is_complete(), "{:?}", report.problems());
    assert_eq!(report.level(), Some(Level::Lta));
    let verdicts = pyhanko_asked(&written(&whole, &before), &["--ades"]);
    assert_eq!(verdicts.len(), 3);
    for verdict in &verdicts {
        assert_eq!(verdict["bottom_line"], true, "{verdict}");
        assert_eq!(verdict["ades"], "AdESPassed.OK", "{verdict}");
    }
    let openssl = Openssl::new(before.certificates()[0]);
    let chains = [
        wang().chain(&before, now).unwrap(),
        petersen().chain(&after, now).unwrap(),
    ];
    assert_ne!(chains[0][1], chains[1][1], "the issuer is another");
    for chain in &chains {
        assert!(openssl.accepts(chain, &lists(&after, now)), "openssl verify");
        assert!(openssl.finds_good(&after, chain, now), "openssl ocsp");
    }
    // The judge tells good from bad: without the former key's list nothing is known of what it issued.
    let without = [lists(&after, now).swap_remove(0), after.root_list(now).unwrap()];
    assert!(!openssl.accepts(&chains[0], &without));
}

#[test]
fn a_document_signed_before_is_closed_and_archived_after() {
    let now = now();
    let before = authority(now);
    let frozen = frozen();
    let once = wang().seal(&before, &frozen, &frozen.pdf, now).unwrap();
    let mut after = rotated(&before, Role::Issuing, 40, now);
    for (index, role) in Role::ALL.into_iter().enumerate() {
        after = rotated(&after, role, 50 + 10 * u8::try_from(index).unwrap(), now);
    }
    let whole = closed_and_archived(&after, &once.pdf, now);
    let renewed = archived(&after, &whole, now);
    for document in [&whole, &renewed] {
        let report = inspect(document, &before.trust(), now).unwrap();
        assert!(report.is_valid(), "{:?}", report.problems());
    }
    for verdict in pyhanko_asked(&written(&renewed, &before), &["--ades"]) {
        assert_eq!(verdict["ades"], "AdESPassed.OK", "{verdict}");
    }
}

#[test]
fn a_retired_seal_and_responder_are_still_said_to_be_good() {
    let now = now();
    let before = authority(now);
    let (_, old) = before.seal();
    let after = rotated(&rotated(&before, Role::Seal, 40, now), Role::Ocsp, 50, now);
    let (_, new) = after.seal();
    assert_ne!(old[0], new[0]);
    let openssl = Openssl::new(before.certificates()[0]);
    for chain in [&old, &new] {
        assert!(openssl.finds_good(&after, chain, now));
    }
    let report = after.issuer().keys().next().unwrap().responder.as_ref().unwrap();
    let was = before.issuer().keys().next().unwrap().responder.as_ref().unwrap();
    assert_ne!(
        certificate_der(&report.certificate).unwrap(),
        certificate_der(&was.certificate).unwrap()
    );
}

#[test]
fn each_key_has_a_list_at_an_address_of_its_own_that_its_certificates_name() {
    let now = now();
    let before = authority(now);
    let after = rotated(&before, Role::Issuing, 40, now);
    let names: Vec<_> = after.issuer().keys().map(yunqian_signing::IssuingKey::name).collect();
    assert_eq!(names.len(), 2);
    assert_ne!(names[0], names[1]);
    for (chain, name) in [
        (wang().chain(&after, now).unwrap(), &names[0]),
        (wang().chain(&before, now).unwrap(), &names[1]),
    ] {
        let der = certificate_der(&chain[0]).unwrap();
        let address = format!("http://localhost:8080/pki/{name}.crl");
        assert!(
            der.windows(address.len()).any(|window| window == address.as_bytes()),
            "{address}"
        );
    }
}

#[test]
fn a_role_is_read_by_its_name_and_nothing_else_is() {
    for role in Role::ALL {
        assert_eq!(role.name().parse(), Ok(role));
    }
    assert!("root".parse::<Role>().is_err());
}
