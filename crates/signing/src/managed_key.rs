//! Keys held for signatories, released only by the signatory's own authorisation.

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey, VerifyingKey};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};

use crate::{Digest, Refused, SignerKey, SigningError, VerifiedAuthorisation};

/// Holds one signatory's P-256 key. It signs nothing by itself: see [`ManagedKey::release`].
pub struct ManagedKey {
    signer_id: String,
    key: SigningKey,
}

impl ManagedKey {
    /// Makes the key from 32 random bytes.
    pub fn from_seed(signer_id: impl Into<String>, seed: [u8; 32]) -> Self {
        Self {
            signer_id: signer_id.into(),
            key: key_from_seed(seed),
        }
    }

    /// Reads a key written by [`ManagedKey::to_pkcs8_pem`].
    pub fn from_pkcs8_pem(signer_id: impl Into<String>, pem: &str) -> Result<Self, SigningError> {
        Ok(Self {
            signer_id: signer_id.into(),
            key: key_from_pem(pem)?,
        })
    }

    /// Writes the private key for storage; keep it encrypted.
    pub fn to_pkcs8_pem(&self) -> String {
        key_to_pem(&self.key)
    }

    /// Whose key this is.
    pub fn signer_id(&self) -> &str {
        &self.signer_id
    }

    /// Returns the public half.
    pub fn public_key(&self) -> SignerKey {
        SignerKey::from(*self.key.verifying_key())
    }

    pub(crate) fn verifying_key(&self) -> &VerifyingKey {
        self.key.verifying_key()
    }

    /// Releases the key for the one signature that its signatory authorised.
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
    key: &'a SigningKey,
    authorisation: VerifiedAuthorisation,
}

impl ReleasedKey<'_> {
    pub(crate) const fn authorisation(&self) -> &VerifiedAuthorisation {
        &self.authorisation
    }

    pub(crate) const fn signing_key(&self) -> &SigningKey {
        self.key
    }
}

/// Hashes a seed until it is a valid scalar (in practice at once), so that any 32 bytes make a key.
pub(crate) fn key_from_seed(seed: [u8; 32]) -> SigningKey {
    let mut scalar = seed;
    loop {
        scalar = *Digest::of_parts(&[b"yunqian p-256 key", &scalar]).as_bytes();
        if let Ok(key) = SigningKey::from_slice(&scalar) {
            return key;
        }
    }
}

pub(crate) fn key_from_pem(pem: &str) -> Result<SigningKey, SigningError> {
    SigningKey::from_pkcs8_pem(pem).map_err(|error| SigningError::KeyMaterial(error.to_string()))
}

pub(crate) fn key_to_pem(key: &SigningKey) -> String {
    key.to_pkcs8_pem(LineEnding::LF)
        .expect("a P-256 key has a PKCS#8 form")
        .to_string()
}

/// Signs with ECDSA and a deterministic nonce (RFC 6979); returns DER.
pub(crate) fn sign(key: &SigningKey, message: &[u8]) -> Vec<u8> {
    let signature: DerSignature = key.sign(message);
    signature.as_bytes().to_vec()
}
