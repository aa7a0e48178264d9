//! The log's keys: the one that signs, and beside it the one before, until everybody knows the new one.

use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, EncodePrivateKey};
use yunqian_journal::note::{Kind, Signer};

use crate::secret;

/// The key that signs, below the data directory.
const CURRENT: &str = "keys/log-ed25519.pem";
/// The one before it, which signs too while it lies there.
const PREVIOUS: &str = "keys/log-ed25519-previous.pem";

/// Opens the keys under the log's name, the current one first; makes that at the first start.
pub(super) fn open(data: &Path, origin: &str) -> anyhow::Result<Vec<Signer>> {
    let mut signers = vec![open_key(&data.join(CURRENT), origin, Kind::Text)?];
    let previous = data.join(PREVIOUS);
    if previous.exists() {
        signers.push(open_key(&previous, origin, Kind::Text)?);
    }
    Ok(signers)
}

/// Opens the Ed25519 key in `file` (PKCS #8, PEM) under a name, or makes it.
///
/// # Errors
/// When the file can't be read or written, or the name can be no key's.
pub fn open_key(file: &Path, name: &str, kind: Kind) -> anyhow::Result<Signer> {
    if !file.exists() {
        write(file, &SigningKey::from_bytes(&rand::random()))?;
    }
    let pem = fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
    let key = SigningKey::from_pkcs8_pem(&pem).with_context(|| format!("{} holds no Ed25519 key", file.display()))?;
    Signer::new(name, kind, &key.to_bytes()).with_context(|| format!("{name:?} can be no key's name"))
}

/// Makes a new key; the current one becomes the previous one and signs beside it from the next start on.
///
/// # Errors
/// When there is no key yet or the files can't be written.
pub fn rotate(data: &Path) -> anyhow::Result<()> {
    let current = data.join(CURRENT);
    ensure!(current.exists(), "{} holds no log's key", data.display());
    fs::rename(&current, data.join(PREVIOUS)).context("the current key can't be set aside")?;
    write(&current, &SigningKey::from_bytes(&rand::random()))
}

fn write(file: &Path, key: &SigningKey) -> anyhow::Result<()> {
    secret::replace(
        file,
        &key.to_pkcs8_pem(LineEnding::LF).expect("an Ed25519 key has a PEM form"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(data: &Path) -> Vec<String> {
        let signers = open(data, "example.org/log").unwrap();
        signers.iter().map(|signer| signer.verifier().to_string()).collect()
    }

    #[test]
    fn a_key_stays_until_it_is_rotated_and_then_signs_beside_the_new_one() {
        let data = tempfile::tempdir().unwrap();
        assert!(rotate(data.path()).is_err(), "there is none yet");
        let first = names(data.path());
        assert_eq!(names(data.path()), first);
        rotate(data.path()).unwrap();
        let both = names(data.path());
        assert_eq!((both.len(), &both[1]), (2, &first[0]));
        assert_ne!(both[0], first[0]);
    }
}
