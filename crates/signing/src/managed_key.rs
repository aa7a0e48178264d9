//! Keys held for signatories, released only by the signatory's own authorisation.

use spki::SubjectPublicKeyInfoOwned;

use crate::{PrivateKey, Refused, SigningError, SoftwareKey, VerifiedAuthorisation};

/// Holds one signatory's P-256 key. It signs nothing by itself: see [`ManagedKey::release`].
pub struct ManagedKey {
    signer_id: String,
    key: SoftwareKey,
}

impl ManagedKey {
    /// Makes the key from 32 random bytes.
    pub fn from_seed(signer_id: impl Into<String>, seed: [u8; 32]) -> Self {
        Self {
            signer_id: signer_id.into(),
            key: SoftwareKey::from_seed(seed),
        }
    }

    /// Whose key this is.
    pub fn signer_id(&self) -> &str {
        &self.signer_id
    }

    /// Returns the public half.
    pub fn public_key(&self) -> SubjectPublicKeyInfoOwned {
        self.key.public_key()
    }

    /// Releases the key for the one signature that its signatory authorised.
    ///
    /// # Errors
    /// [`Refused::AnotherSigner`] when the authorisation is another's.
    pub fn release(&self, authorisation: VerifiedAuthorisation) -> Result<ReleasedKey<'_>, Refused> {
        if authorisation.binding().signer_id != self.signer_id {
            return Err(Refused::AnotherSigner);
        }
        Ok(ReleasedKey {
            key: &self.key,
            authorisation,
        })
    }
}

/// A key that may make exactly the signature its authorisation names; sealing consumes it.
pub struct ReleasedKey<'a> {
    key: &'a SoftwareKey,
    authorisation: VerifiedAuthorisation,
}

impl ReleasedKey<'_> {
    pub(crate) const fn authorisation(&self) -> &VerifiedAuthorisation {
        &self.authorisation
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        self.key.sign(message)
    }
}
