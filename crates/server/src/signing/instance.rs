use std::path::Path;

use anyhow::Context;
use jiff::Timestamp;
use yunqian_signing::{Authority, AuthoritySeed, UnixSeconds};

use super::request::Requests;
use crate::config::Config;

/// File of the development authority, below the data directory; where it lies, all is a demonstration.
pub const DEVELOPMENT_AUTHORITY: &str = "keys/development-authority.pem";

/// What this server signs with.
///
/// Only the development authority exists so far. Its certificates say DEMONSTRATION, and outside demonstration mode
/// there is none: agreements can be agreed and frozen there, but signing answers `signing-authority-missing`.
pub struct Instance {
    /// Requests to signatories that are open.
    pub requests: Requests,
    authority: Option<Authority>,
}

impl std::fmt::Debug for Instance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Instance")
            .field("authority", &self.authority.is_some())
            .finish_non_exhaustive()
    }
}

impl Instance {
    /// Opens the authority, and makes one at the first start in demonstration mode.
    ///
    /// # Errors
    /// When its file can't be read or written.
    pub fn open(data: &Path, config: &Config) -> anyhow::Result<Self> {
        let authority = config
            .demo
            .then(|| authority(&data.join(DEVELOPMENT_AUTHORITY)))
            .transpose()?;
        Ok(Self {
            requests: Requests::default(),
            authority,
        })
    }

    /// Returns the authority, if there is one.
    pub fn authority(&self) -> Option<&Authority> {
        self.authority.as_ref()
    }
}

fn authority(file: &Path) -> anyhow::Result<Authority> {
    if file.exists() {
        let pem = std::fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))?;
        return Ok(Authority::from_pem(&pem)?);
    }
    let seed = AuthoritySeed {
        keys: rand::random(),
        serials: rand::random(),
    };
    let authority = Authority::generate(&seed, UnixSeconds(Timestamp::now().as_second().unsigned_abs()))?;
    crate::secret::write(file, &authority.to_pem()?)?;
    Ok(authority)
}
