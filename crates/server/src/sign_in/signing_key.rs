use jiff::Timestamp;
use yunqian_journal::{JournalError, Vault};
use yunqian_session::PersonId;

use super::SignIn;
use super::device_key::DeviceKey;
use super::passkey::Stored;

/// A key by which a person can authorise a signature: ECDSA on P-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Credential id of a passkey, id (16 bytes) of a device key.
    pub id: Vec<u8>,
    /// What holds it.
    pub kind: SigningKeyKind,
    /// Public point, uncompressed (SEC 1), 65 bytes.
    pub public_key: Vec<u8>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// Name that its owner gave it.
    pub label: String,
}

/// What holds a signing key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningKeyKind {
    /// An authenticator that verifies its user.
    Passkey,
    /// A browser.
    DeviceKey,
}

impl SignIn {
    /// Lists the keys by which a person can authorise a signature, passkeys first. Whether device keys are allowed
    /// is the caller's to ask the configuration.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn signing_keys(&self, vault: &Vault, person: PersonId) -> Result<Vec<SigningKey>, JournalError> {
        let passkeys = Stored::owned_by(vault, person).await?;
        let passkeys = passkeys.iter().filter_map(Stored::signing_key);
        let device_keys = DeviceKey::owned_by(vault, person).await?.into_iter().filter_map(|key| {
            Some(SigningKey {
                id: key.id.as_bytes().to_vec(),
                kind: SigningKeyKind::DeviceKey,
                public_key: key.point()?,
                created_at: key.created_at,
                label: key.label,
            })
        });
        Ok(passkeys.chain(device_keys).collect())
    }
}
