//! Keys in a real token: SoftHSM2, each test with one of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use der::Encode as _;
use tempfile::TempDir;
use yunqian_signing::{
    Authority, AuthoritySeed, Certificate, PrivateKey, SignerSubject, UnixSeconds, Validity, certificate_der,
};

use super::{KeyChoice, Pin, Token, TokenError, TokenKey};

/// PIN of the tokens here.
const PIN: &str = "87654321";
/// Label of the tokens here.
pub const LABEL: &str = "Firm 企业";
/// Tells a test's second run where its token is.
const PLACE: &str = "SOFTHSM2_TEST_TOKEN";

/// A SoftHSM2 with one token.
pub struct SoftHsm {
    folder: PathBuf,
}

/// Runs a test with a token. The module finds its tokens by the environment, which a process can't safely change of
/// its own: the test is run again in a child that has it. `name` is the test's path in this crate.
pub fn with_token(name: &str, test: impl FnOnce(&SoftHsm)) {
    if let Some(folder) = std::env::var_os(PLACE) {
        return test(&SoftHsm { folder: folder.into() });
    }
    let folder = TempDir::new().unwrap();
    let hsm = SoftHsm {
        folder: folder.path().to_owned(),
    };
    hsm.initialise();
    let output = hsm
        .command(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(PLACE, folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{failed}");
    assert!(said.contains("1 passed"), "{name} was not found: {said}");
    assert!(!said.contains(PIN) && !failed.contains(PIN), "the PIN was told");
}

impl SoftHsm {
    /// The module.
    pub fn module() -> PathBuf {
        let places = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm2.so"];
        let found = places.iter().map(PathBuf::from).find(|place| place.exists());
        found.expect("SoftHSM2 is missing: run tests/setup.sh")
    }

    fn initialise(&self) {
        let tokens = self.folder.join("tokens");
        std::fs::create_dir(&tokens).unwrap();
        let settings = format!(
            "directories.tokendir = {}\nobjectstore.backend = file\n",
            tokens.display()
        );
        std::fs::write(self.folder.join("softhsm2.conf"), settings).unwrap();
        std::fs::write(self.pin_file(), format!("{PIN}\n")).unwrap();
        let mut made = self.command("softhsm2-util");
        made.args([
            "--init-token",
            "--free",
            "--label",
            LABEL,
            "--so-pin",
            "1234567890",
            "--pin",
            PIN,
        ]);
        assert!(made.output().unwrap().status.success(), "softhsm2-util failed");
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("SOFTHSM2_CONF", self.folder.join("softhsm2.conf"));
        command
    }

    /// A folder that ends with the test.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A file with the PIN.
    pub fn pin_file(&self) -> PathBuf {
        self.folder.join("pin")
    }

    /// Has OpenSC's tool do something with the token.
    fn tool(&self, arguments: &[&str]) {
        let mut tool = self.command("pkcs11-tool");
        tool.arg("--module").arg(Self::module());
        tool.args(["--token-label", LABEL, "--login", "--pin", PIN])
            .args(arguments);
        let output = tool.output().unwrap();
        let failed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "pkcs11-tool {arguments:?}: {failed}");
    }

    /// Makes a key pair in the token.
    pub fn make_key(&self, kind: &str, label: &str, id: &str) {
        self.tool(&["--keypairgen", "--key-type", kind, "--label", label, "--id", id]);
    }

    /// Puts a certificate into the token.
    pub fn put(&self, certificate: &Certificate, id: &str) {
        let file = self.folder.join(format!("{id}.cer"));
        std::fs::write(&file, certificate_der(certificate).unwrap()).unwrap();
        let file = file.to_str().unwrap();
        self.tool(&[
            "--write-object",
            file,
            "--type",
            "cert",
            "--id",
            id,
            "--label",
            "certificate",
        ]);
    }

    /// Opens one of its keys.
    pub fn open(&self, label: Option<&str>) -> Result<TokenKey, TokenError> {
        let choice = KeyChoice {
            label: label.map(str::to_owned),
            id: None,
        };
        let pin = Pin::from_file(&self.pin_file())?;
        Token::find(&Self::module(), LABEL)?.open(choice, Some(pin))
    }
}

/// A moment that tests agree on.
pub const NOW: UnixSeconds = UnixSeconds(1_795_312_345);

/// An authority, and the chain of a certificate that it issued for a key, without the root.
pub fn certified(key: &dyn PrivateKey) -> (Authority, Vec<Certificate>) {
    let seed = AuthoritySeed {
        keys: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 32]),
        serials: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 16]),
    };
    let authority = Authority::generate(&seed, "http://localhost/pki", NOW).unwrap();
    let subject = SignerSubject {
        name: "王小明 Wang Xiaoming".to_owned(),
        organisation: "绿能公司 Green Power".to_owned(),
        country: "CN".to_owned(),
    };
    let validity = Validity {
        from: NOW,
        until: NOW.plus_days(365),
    };
    let chain = authority.issue(&subject, &key.public_key(), validity, [7; 16]).unwrap();
    (authority, chain)
}

/// OpenSSL, which made none of it, checks the signature.
fn openssl_accepts(folder: &Path, key: &TokenKey, message: &[u8]) -> bool {
    let file = |name: &str, content: &[u8]| {
        let file = folder.join(name);
        std::fs::write(&file, content).unwrap();
        file
    };
    let signature = key.sign(message).unwrap();
    let output = Command::new("openssl")
        .args(["dgst", "-sha256", "-keyform", "DER", "-verify"])
        .arg(file("key.der", &key.public_key().to_der().unwrap()))
        .arg("-signature")
        .arg(file("signature", &signature))
        .arg(file("message", message))
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).contains("Verified OK")
}

#[test]
fn keys_of_every_kind_sign_and_openssl_accepts_it() {
    with_token("token::tests::keys_of_every_kind_sign_and_openssl_accepts_it", |hsm| {
        for (kind, id) in [("EC:prime256v1", "01"), ("EC:secp384r1", "02"), ("rsa:2048", "03")] {
            hsm.make_key(kind, kind, id);
        }
        for kind in ["EC:prime256v1", "EC:secp384r1", "rsa:2048"] {
            let key = hsm.open(Some(kind)).unwrap();
            // Numbers with leading zeros turn up in one of 128 signatures.
            for round in 0..if kind.starts_with("EC") { 40 } else { 2 } {
                let message = format!("round {round} of {kind}");
                assert!(openssl_accepts(hsm.folder(), &key, message.as_bytes()), "{message}");
            }
        }
    });
}

#[test]
fn a_curve_that_we_do_not_sign_with_is_refused_by_name() {
    with_token(
        "token::tests::a_curve_that_we_do_not_sign_with_is_refused_by_name",
        |hsm| {
            hsm.make_key("EC:secp521r1", "odd", "01");
            let refused = hsm.open(None).unwrap_err().to_string();
            assert!(refused.contains("curve 1.3.132.0.35"), "{refused}");
        },
    );
}

#[test]
fn a_wrong_pin_a_token_and_a_module_that_are_not_there_are_told_apart() {
    with_token(
        "token::tests::a_wrong_pin_a_token_and_a_module_that_are_not_there_are_told_apart",
        |hsm| {
            hsm.make_key("EC:prime256v1", "key", "01");
            let find = || Token::find(&SoftHsm::module(), LABEL).unwrap();
            assert!(find().asks_for_pin().unwrap());
            let wrong = find()
                .open(KeyChoice::default(), Some(Pin::new("13579246")))
                .unwrap_err();
            assert!(matches!(wrong, TokenError::PinWrong(_)), "{wrong}");
            assert!(!format!("{wrong} {wrong:?}").contains("13579246"));
            let none = find().open(KeyChoice::default(), None).unwrap_err();
            assert!(matches!(none, TokenError::PinMissing(_)), "{none}");
            let other = Token::find(&SoftHsm::module(), "other").unwrap_err().to_string();
            assert!(other.contains(LABEL), "what is there is not told: {other}");
            let no_module = Token::find(&hsm.pin_file(), LABEL).unwrap_err();
            assert!(matches!(no_module, TokenError::Module { .. }), "{no_module}");
            let absent = hsm.open(Some("absent")).unwrap_err().to_string();
            assert!(absent.contains("labelled \"absent\""), "{absent}");
        },
    );
}

#[test]
fn one_of_several_keys_has_to_be_named() {
    with_token("token::tests::one_of_several_keys_has_to_be_named", |hsm| {
        hsm.make_key("EC:prime256v1", "first", "01");
        hsm.make_key("EC:prime256v1", "second", "02");
        let several = hsm.open(None).unwrap_err().to_string();
        assert!(
            several.contains("\"first\"") && several.contains("\"second\""),
            "{several}"
        );
        let first = hsm.open(Some("first")).unwrap().public_key();
        let choice = KeyChoice {
            label: None,
            id: Some(vec![2]),
        };
        let pin = Pin::from_file(&hsm.pin_file()).unwrap();
        let second = Token::find(&SoftHsm::module(), LABEL)
            .unwrap()
            .open(choice, Some(pin))
            .unwrap();
        assert_ne!(first, second.public_key());
    });
}

#[test]
fn a_key_signs_again_after_the_login_was_lost() {
    with_token("token::tests::a_key_signs_again_after_the_login_was_lost", |hsm| {
        hsm.make_key("EC:prime256v1", "key", "01");
        let key = hsm.open(None).unwrap();
        assert!(openssl_accepts(hsm.folder(), &key, b"before"));
        let token = Token::find(&SoftHsm::module(), LABEL).unwrap();
        let (slot, _) = token.slot().unwrap();
        // To log out one session is to log out all of a process.
        token.module.open_ro_session(slot).unwrap().logout().unwrap();
        assert!(openssl_accepts(hsm.folder(), &key, b"after"));
    });
}

#[test]
fn a_key_that_wants_the_pin_for_each_signature_gets_it() {
    with_token(
        "token::tests::a_key_that_wants_the_pin_for_each_signature_gets_it",
        |hsm| {
            let arguments = [
                "--keypairgen",
                "--key-type",
                "rsa:2048",
                "--label",
                "key",
                "--id",
                "01",
                "--always-auth",
            ];
            hsm.tool(&arguments);
            let key = hsm.open(None).unwrap();
            for message in [b"once".as_slice(), b"twice"] {
                assert!(openssl_accepts(hsm.folder(), &key, message));
            }
        },
    );
}

#[test]
fn the_chain_is_read_from_the_token_without_the_root() {
    with_token(
        "token::tests::the_chain_is_read_from_the_token_without_the_root",
        |hsm| {
            hsm.make_key("EC:prime256v1", "key", "01");
            let (authority, chain) = certified(&hsm.open(None).unwrap());
            assert!(hsm.open(None).unwrap().chain().is_empty(), "there is none yet");
            let [root, issuing] = authority.certificates();
            for (certificate, id) in [(root, "0a"), (issuing, "0b"), (&chain[0], "01")] {
                hsm.put(certificate, id);
            }
            assert_eq!(hsm.open(None).unwrap().chain(), chain);
        },
    );
}
