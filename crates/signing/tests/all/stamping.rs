use yunqian_signing::{Digest, TimestampAuthority, TimestampError, Trust, check_timestamp, timestamp};

use crate::support::{NOW, authority, now};

const MESSAGE: &[u8] = b"example.org/log\n3\nroot\n";

/// One that is not there.
struct Dead;

impl TimestampAuthority for Dead {
    fn respond(&self, _: &[u8]) -> Result<Vec<u8>, TimestampError> {
        Err(TimestampError::Unreachable("it is down".to_owned()))
    }
}

/// One that answers every request with the same answer.
struct Replaying(Vec<u8>);

impl TimestampAuthority for Replaying {
    fn respond(&self, _: &[u8]) -> Result<Vec<u8>, TimestampError> {
        Ok(self.0.clone())
    }
}

/// Keeps the answer that an authority gives.
struct Listening<'a>(&'a dyn TimestampAuthority, std::cell::RefCell<Vec<u8>>);

impl TimestampAuthority for Listening<'_> {
    fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        let answer = self.0.respond(request)?;
        self.1.replace(answer.clone());
        Ok(answer)
    }
}

#[test]
fn the_second_authority_is_asked_when_the_first_is_dead() {
    let authority = authority(NOW);
    let [tsa, _] = authority.tsas(NOW, [[9; 16], [10; 16]]);
    let stamped = timestamp(Digest::of(MESSAGE), [7; 16], NOW, &[&Dead, &tsa], &authority.trust()).unwrap();
    assert_eq!(stamped.at, NOW);
    let trust = authority.trust();
    let checked = check_timestamp(&stamped.token, Digest::of(MESSAGE), &trust, NOW);
    assert_eq!(checked, Ok(stamped.clone()));
    let another = check_timestamp(&stamped.token, Digest::of(b"something else"), &trust, NOW);
    assert_eq!(another, Err(TimestampError::Imprint));
    let untrusted = check_timestamp(&stamped.token, Digest::of(MESSAGE), &Trust::default(), NOW);
    assert!(matches!(untrusted, Err(TimestampError::Chain(_))));
}

#[test]
fn no_authority_no_timestamp() {
    let authority = authority(NOW);
    for authorities in [&[][..], &[&Dead as &dyn TimestampAuthority][..]] {
        let refused = timestamp(Digest::of(MESSAGE), [7; 16], NOW, authorities, &authority.trust());
        assert!(matches!(refused, Err(TimestampError::Unreachable(_))));
    }
}

#[test]
fn an_old_answer_is_not_taken_for_a_new_one() {
    let authority = authority(NOW);
    let [tsa, _] = authority.tsas(NOW, [[9; 16], [10; 16]]);
    let listening = Listening(&tsa, std::cell::RefCell::default());
    timestamp(Digest::of(MESSAGE), [7; 16], NOW, &[&listening], &authority.trust()).unwrap();
    let replaying = Replaying(listening.1.into_inner());
    let replayed = timestamp(Digest::of(MESSAGE), [8; 16], NOW, &[&replaying], &authority.trust());
    assert_eq!(replayed, Err(TimestampError::Nonce));
    let other = timestamp(
        Digest::of(b"something else"),
        [7; 16],
        NOW,
        &[&replaying],
        &authority.trust(),
    );
    assert_eq!(other, Err(TimestampError::Imprint));
    let late = timestamp(
        Digest::of(MESSAGE),
        [7; 16],
        NOW.plus_days(1),
        &[&replaying],
        &authority.trust(),
    );
    assert_eq!(late, Err(TimestampError::Time));
}

/// OpenSSL's timestamp authority, which says of itself how exact it is.
struct OpenSsl {
    folder: tempfile::TempDir,
}

impl OpenSsl {
    fn new(accuracy: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!(
            "[req]\ndistinguished_name = name\nx509_extensions = tsa_certificate\nprompt = no\n[name]\nCN = OpenSSL TSA\n\
             [tsa_certificate]\nbasicConstraints = critical, CA:FALSE\nkeyUsage = critical, digitalSignature\n\
             extendedKeyUsage = critical, timeStamping\n\
             [tsa]\ndefault_tsa = here\n[here]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n\
             digests = sha256\ness_cert_id_alg = sha256\n{accuracy}\n"
        );
        std::fs::write(folder.path().join("openssl.cnf"), settings).unwrap();
        std::fs::write(folder.path().join("serial"), "01\n").unwrap();
        let tsa = Self { folder };
        tsa.run("req -x509 -config openssl.cnf -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out tsa.pem");
        tsa
    }

    fn run(&self, arguments: &str) {
        let output = std::process::Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let failed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {arguments}: {failed}");
    }

    fn trust(&self) -> Trust {
        let pem = std::fs::read(self.folder.path().join("tsa.pem")).unwrap();
        Trust::new(Vec::new(), yunqian_signing::certificates(&pem).unwrap())
    }
}

impl TimestampAuthority for OpenSsl {
    fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        std::fs::write(self.folder.path().join("query"), request).unwrap();
        self.run("ts -reply -config openssl.cnf -queryfile query -signer tsa.pem -inkey key.pem -out reply");
        Ok(std::fs::read(self.folder.path().join("reply")).unwrap())
    }
}

#[test]
fn a_token_that_is_asked_for_is_exact_to_a_second_by_its_own_word() {
    for (accuracy, holds) in [
        ("accuracy = secs:1", true),
        ("accuracy = millisecs:500, microsecs:100", true),
        ("accuracy = secs:1, millisecs:1", false),
        ("accuracy = secs:30", false),
        ("", false),
    ] {
        let tsa = OpenSsl::new(accuracy);
        let stamped = timestamp(Digest::of(MESSAGE), [7; 16], now(), &[&tsa], &tsa.trust());
        match holds {
            true => assert!(stamped.is_ok(), "{accuracy}: {stamped:?}"),
            false => assert_eq!(stamped, Err(TimestampError::Time), "{accuracy}"),
        }
    }
}
