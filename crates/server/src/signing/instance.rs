use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use yunqian_signing::{
    Authority, AuthoritySeed, TimestampAuthority, Timestamping, Trust, UnixSeconds, certificate_pem,
};

use super::request::Requests;
use super::tsa::HttpTsa;
use crate::config::Config;

/// File of the development authority, below the data directory; where it lies, all is a demonstration.
pub const DEVELOPMENT_AUTHORITY: &str = "keys/development-authority.pem";
/// Where certificates, revocation lists, OCSP and the demonstration's timestamps are served.
pub const PKI_PATH: &str = "/pki";

/// What this server signs with, and whom it believes.
///
/// Only the development authority exists so far. Its certificates say DEMONSTRATION, and outside demonstration mode
/// there is none: agreements can be agreed and frozen there, but signing answers `signing-authority-missing`.
pub struct Instance {
    /// Requests to signatories that are open.
    pub requests: Requests,
    authority: Option<Authority>,
    tsas: Vec<HttpTsa>,
    trust: Trust,
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Instance")
            .field("authority", &self.authority.is_some())
            .field("tsas", &self.tsas.len())
            .finish_non_exhaustive()
    }
}

impl Instance {
    /// Opens the authority, and makes one at the first start in demonstration mode.
    ///
    /// # Errors
    /// When a file of keys or roots can't be read or written.
    pub fn open(data: &Path, config: &Config) -> anyhow::Result<Self> {
        let address = format!("{}{PKI_PATH}", config.public_url);
        let authority = config
            .demo
            .then(|| authority(&data.join(DEVELOPMENT_AUTHORITY), &address))
            .transpose()?;
        let mut roots = authority
            .iter()
            .flat_map(|it| it.trust().roots().to_vec())
            .collect::<Vec<_>>();
        let mut tsas = Vec::new();
        for tsa in &config.signing.timestamp_authorities {
            roots.extend(trusted(&tsa.roots)?.roots().iter().cloned());
            tsas.push(HttpTsa::new(&tsa.url)?);
        }
        for file in &config.signing.trusted_roots {
            roots.extend(trusted(file)?.roots().iter().cloned());
        }
        Ok(Self {
            requests: Requests::default(),
            authority,
            tsas,
            trust: Trust::new(roots),
        })
    }

    /// Returns the authority, if there is one.
    pub fn authority(&self) -> Option<&Authority> {
        self.authority.as_ref()
    }

    /// Returns whom the server believes: its own authority, those of its timestamps, those of firms' certificates.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Returns those roots, each as PEM.
    ///
    /// # Errors
    /// When one can't be written.
    pub fn roots_pem(&self) -> anyhow::Result<Vec<String>> {
        let pem = self.trust.roots().iter().map(certificate_pem);
        Ok(pem.collect::<Result<_, _>>()?)
    }

    /// Says whether there is a timestamp authority to ask.
    pub fn has_timestamps(&self) -> bool {
        self.authority.is_some() || !self.tsas.is_empty()
    }

    /// Works with the timestamp authorities that are configured, in their order; with the demonstration's two where
    /// there are none. Blocks while they are asked: call it where blocking is allowed.
    pub fn with_timestamps<R>(&self, now: UnixSeconds, work: impl FnOnce(&Timestamping<'_>) -> R) -> R {
        let embedded = self.authority.as_ref().filter(|_| self.tsas.is_empty());
        let embedded = embedded.map(|authority| authority.tsas(now, rand::random()));
        let authorities: Vec<&dyn TimestampAuthority> = match &embedded {
            Some(tsas) => tsas.iter().map(|tsa| tsa as &dyn TimestampAuthority).collect(),
            None => self.tsas.iter().map(|tsa| tsa as &dyn TimestampAuthority).collect(),
        };
        work(&Timestamping {
            authorities: &authorities,
            trust: &self.trust,
            nonce: rand::random(),
        })
    }
}

fn authority(file: &Path, address: &str) -> anyhow::Result<Authority> {
    if file.exists() {
        let pem = std::fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
        return Authority::from_pem(&pem, address).with_context(|| {
            format!(
                "{} was made by an earlier version: remove the demonstration's data directory",
                file.display()
            )
        });
    }
    let seed = AuthoritySeed {
        keys: rand::random(),
        serials: rand::random(),
    };
    let authority = Authority::generate(&seed, address, now())?;
    crate::secret::write(file, &authority.to_pem()?)?;
    Ok(authority)
}

/// Gives the demonstration's timestamp authorities new keys, good for ten years from `now`.
///
/// # Errors
/// When there is no demonstration's authority, or its file can't be written.
pub fn rotate_timestamp_keys(config: &Config, now: UnixSeconds) -> anyhow::Result<()> {
    let file = config.data.join(DEVELOPMENT_AUTHORITY);
    anyhow::ensure!(file.exists(), "{} holds no demonstration", config.data.display());
    let address = format!("{}{PKI_PATH}", config.public_url);
    let rotated = authority(&file, &address)?.with_new_tsas(rand::random(), rand::random(), now)?;
    crate::secret::replace(&file, &rotated.to_pem()?)
}

fn trusted(file: &Path) -> anyhow::Result<Trust> {
    let pem = std::fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
    Trust::from_pem(&pem).with_context(|| format!("{} holds no certificates", file.display()))
}

/// Returns the time.
pub fn now() -> UnixSeconds {
    UnixSeconds(Timestamp::now().as_second().unsigned_abs())
}
