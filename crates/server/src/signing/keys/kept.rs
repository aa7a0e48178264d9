use std::path::{Path, PathBuf};

use anyhow::Context;
use yunqian_signing::{Certificate, Role, SoftwareKey, UnixSeconds, certificate_pem, certificates, private_key};

use super::Opened;
use super::source::read;
use crate::secret;

/// Directory of keys that `yunqian rotate-key` made, below the data directory.
const FOLDER: &str = "keys/authority";

/// Keys in the data directory: `ROLE-SECONDS.pem`, certificate, those above and key; the newest is in use.
#[derive(Debug, Clone)]
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    /// Names the keys of a data directory.
    pub fn new(data: &Path) -> Self {
        Self {
            folder: data.join(FOLDER),
        }
    }

    /// Opens all keys of a role, the newest first.
    ///
    /// # Errors
    /// When one can't be read.
    pub fn open(&self, role: Role) -> anyhow::Result<Vec<Opened>> {
        let mut files = Vec::new();
        if self.folder.exists() {
            for entry in std::fs::read_dir(&self.folder)? {
                let file = entry?.path();
                files.extend(since(&file, role).map(|since| (since, file)));
            }
        }
        files.sort();
        files.iter().rev().map(|(_, file)| opened(file)).collect()
    }

    /// Keeps a key in use from `now` on; a crash leaves it either kept or not.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn keep(&self, role: Role, key: &SoftwareKey, chain: &[Certificate], now: UnixSeconds) -> anyhow::Result<()> {
        let mut pem = String::new();
        for certificate in chain {
            pem.push_str(&certificate_pem(certificate)?);
        }
        pem.push_str(&key.to_pkcs8_pem());
        let mut since = now.0;
        while self.file(role, &since.to_string()).exists() {
            since += 1;
        }
        secret::replace(&self.file(role, &since.to_string()), &pem)
    }

    /// Returns the key that waits for its certificate; makes it where there is none.
    ///
    /// # Errors
    /// When it can't be read or written.
    pub fn pending(&self, role: Role, make: impl FnOnce() -> SoftwareKey) -> anyhow::Result<SoftwareKey> {
        match self.waiting(role)? {
            Some(key) => Ok(key),
            None => {
                let key = make();
                secret::write(&self.file(role, "pending"), &key.to_pkcs8_pem())?;
                Ok(key)
            }
        }
    }

    /// Writes the request for a certificate beside the key that waits for it; returns where.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn request(&self, role: Role, pem: &str) -> anyhow::Result<PathBuf> {
        let file = self.folder.join(format!("{role}-request.csr"));
        std::fs::write(&file, pem).with_context(|| format!("can't write {}", file.display()))?;
        Ok(file)
    }

    /// Returns the key that waits for its certificate, if there is one.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn waiting(&self, role: Role) -> anyhow::Result<Option<SoftwareKey>> {
        let file = self.file(role, "pending");
        if !file.exists() {
            return Ok(None);
        }
        let pem = String::from_utf8(read(&file)?).context("not a key")?;
        Ok(Some(
            SoftwareKey::from_pkcs8_pem(&pem).with_context(|| file.display().to_string())?,
        ))
    }

    /// Forgets the key that waited, once it is kept.
    ///
    /// # Errors
    /// When it can't be removed.
    pub fn no_longer_pending(&self, role: Role) -> anyhow::Result<()> {
        std::fs::remove_file(self.file(role, "pending"))?;
        Ok(std::fs::remove_file(self.folder.join(format!("{role}-request.csr")))?)
    }

    fn file(&self, role: Role, what: &str) -> PathBuf {
        self.folder.join(format!("{role}-{what}.pem"))
    }
}

/// Reads since when a file's key is in use, if it is one of this role.
fn since(file: &Path, role: Role) -> Option<u64> {
    let name = file.file_name()?.to_str()?.strip_suffix(".pem")?;
    name.strip_prefix(role.name())?.strip_prefix('-')?.parse().ok()
}

fn opened(file: &Path) -> anyhow::Result<Opened> {
    let read = || {
        let pem = read(file)?;
        let text = std::str::from_utf8(&pem).context("not PEM")?;
        let key_begins = text.find("-----BEGIN PRIVATE KEY").context("it holds no key")?;
        let (chain, key) = text.split_at(key_begins);
        Opened::of(private_key(key.as_bytes())?, certificates(chain.as_bytes())?)
    };
    read().with_context(|| file.display().to_string())
}

#[cfg(test)]
mod tests {
    use yunqian_signing::PrivateKey as _;

    use super::*;

    #[test]
    fn only_files_of_a_role_with_a_time_are_its_keys() {
        let of = |name: &str| since(Path::new(name), Role::Seal);
        assert_eq!(of("/keys/seal-1700000000.pem"), Some(1_700_000_000));
        for other in [
            "seal-pending.pem",
            "seal-1700000000.new",
            "ocsp-1700000000.pem",
            "seal.pem",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }

    #[test]
    fn a_key_that_waits_for_its_certificate_is_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let kept = Kept::new(folder.path());
        let first = kept.pending(Role::Issuing, || SoftwareKey::from_seed([1; 32])).unwrap();
        let again = kept.pending(Role::Issuing, || SoftwareKey::from_seed([2; 32])).unwrap();
        assert_eq!(first.public_key(), again.public_key());
        assert!(kept.open(Role::Issuing).unwrap().is_empty(), "it is in use already");
    }
}
