use std::path::{Path, PathBuf};

use anyhow::Context;
use yunqian_signing::{Certificate, Role, SoftwareKey, UnixSeconds, certificate_pem, certificates, private_key};

use super::source::{read, token};
use super::{KeySettings, Made, Opened};
use crate::secret;

/// Directory of keys that `yunqian rotate-key` made, below the data directory.
const FOLDER: &str = "keys/authority";
/// What a key's file is called that waits for its certificate.
const PENDING: &str = "pending";

/// Keys in the data directory, the newest in use: `ROLE-SECONDS.pem` with certificate, those above and key; or, of a key
/// in a token, `ROLE-SECONDS.json` with where it lies beside `ROLE-SECONDS.chain.pem`.
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
        files.iter().rev().map(|(_, file)| opened(role, file)).collect()
    }

    /// Keeps a key in use from `now` on; a crash leaves it either kept or not.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn keep(&self, role: Role, made: &Made, chain: &[Certificate], now: UnixSeconds) -> anyhow::Result<()> {
        let mut pem = String::new();
        for certificate in chain {
            pem.push_str(&certificate_pem(certificate)?);
        }
        let mut since = now.0;
        while self.is_taken(role, since) {
            since += 1;
        }
        match made {
            Made::Software(key) => {
                pem.push_str(&key.to_pkcs8_pem());
                secret::replace(&self.file(role, &since.to_string()), &pem)
            }
            Made::Token { place, .. } => {
                let certificate = self.file(role, &format!("{since}.chain"));
                secret::replace(&certificate, &pem)?;
                let place = KeySettings {
                    certificate: Some(certificate),
                    ..place.clone()
                };
                secret::replace(
                    &self.place(role, &since.to_string()),
                    &serde_json::to_string_pretty(&place)?,
                )
            }
        }
    }

    fn is_taken(&self, role: Role, since: u64) -> bool {
        let since = since.to_string();
        self.file(role, &since).exists() || self.place(role, &since).exists()
    }

    /// Returns the key that waits for its certificate; makes it where there is none.
    ///
    /// # Errors
    /// When it can't be read or written.
    pub fn pending(&self, role: Role, make: impl FnOnce() -> anyhow::Result<Made>) -> anyhow::Result<Made> {
        if let Some(made) = self.waiting(role)? {
            return Ok(made);
        }
        let made = make()?;
        match &made {
            Made::Software(key) => secret::write(&self.file(role, PENDING), &key.to_pkcs8_pem())?,
            Made::Token { place, .. } => {
                secret::write(&self.place(role, PENDING), &serde_json::to_string_pretty(place)?)?
            }
        }
        Ok(made)
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
    pub fn waiting(&self, role: Role) -> anyhow::Result<Option<Made>> {
        let (file, place) = (self.file(role, PENDING), self.place(role, PENDING));
        if place.exists() {
            let place = settings(&place)?;
            let key = token(&place).with_context(|| format!("the {role} key that waits"))?.0;
            return Ok(Some(Made::Token { key, place }));
        }
        if !file.exists() {
            return Ok(None);
        }
        let pem = String::from_utf8(read(&file)?).context("not a key")?;
        let key = SoftwareKey::from_pkcs8_pem(&pem).with_context(|| file.display().to_string())?;
        Ok(Some(Made::Software(key)))
    }

    /// Forgets the key that waited, once it is kept.
    ///
    /// # Errors
    /// When it can't be removed.
    pub fn no_longer_pending(&self, role: Role) -> anyhow::Result<()> {
        for file in [self.file(role, PENDING), self.place(role, PENDING)] {
            if file.exists() {
                std::fs::remove_file(file)?;
            }
        }
        Ok(std::fs::remove_file(self.folder.join(format!("{role}-request.csr")))?)
    }

    fn file(&self, role: Role, what: &str) -> PathBuf {
        self.folder.join(format!("{role}-{what}.pem"))
    }

    fn place(&self, role: Role, what: &str) -> PathBuf {
        self.folder.join(format!("{role}-{what}.json"))
    }
}

/// Reads since when a file's key is in use, if it is one of this role.
fn since(file: &Path, role: Role) -> Option<u64> {
    let name = file.file_name()?.to_str()?;
    let name = name.strip_suffix(".pem").or(name.strip_suffix(".json"))?;
    name.strip_prefix(role.name())?.strip_prefix('-')?.parse().ok()
}

/// Reads where a key lies in a token.
fn settings(file: &Path) -> anyhow::Result<KeySettings> {
    let text = String::from_utf8(read(file)?).context("not JSON")?;
    serde_json::from_str(&text).with_context(|| file.display().to_string())
}

fn opened(role: Role, file: &Path) -> anyhow::Result<Opened> {
    if file.extension().is_some_and(|extension| extension == "json") {
        return Opened::open(role, &settings(file)?).with_context(|| file.display().to_string());
    }
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
    use super::*;

    #[test]
    fn only_files_of_a_role_with_a_time_are_its_keys() {
        let of = |name: &str| since(Path::new(name), Role::Seal);
        assert_eq!(of("/keys/seal-1700000000.pem"), Some(1_700_000_000));
        assert_eq!(of("/keys/seal-1700000000.json"), Some(1_700_000_000));
        for other in [
            "seal-pending.pem",
            "seal-1700000000.new",
            "seal-1700000000.chain.pem",
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
        let made = |byte| {
            let make = move || Ok(Made::Software(SoftwareKey::from_seed([byte; 32])));
            kept.pending(Role::Issuing, make).unwrap().key()
        };
        assert_eq!(made(1).public_key(), made(2).public_key());
        assert!(kept.open(Role::Issuing).unwrap().is_empty(), "it is in use already");
    }
}
