use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use webauthn_rs::prelude::{COSEAlgorithm, COSEKeyType, ECDSACurve, Passkey};
use yunqian_journal::{JournalError, LookupKey, Record, Vault};
use yunqian_session::PersonId;

use crate::sign_in::{SigningKey, SigningKeyKind};

/// Kind of these records in the vault.
const KIND: &str = "passkey";

/// A registered passkey.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// Id among our own ids.
    #[serde(skip)]
    pub id: Uuid,
    /// Owner.
    pub person: PersonId,
    /// Name that the owner gave it.
    pub label: String,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When somebody last signed in with it.
    pub last_used_at: Option<Timestamp>,
    /// The credential.
    pub passkey: Passkey,
}

impl Stored {
    /// Stores it.
    ///
    /// # Errors
    /// [`JournalError::KeyTaken`] when the credential is registered already.
    pub async fn put(&self, vault: &Vault) -> Result<(), JournalError> {
        let record = Record {
            kind: KIND.to_owned(),
            id: self.id,
            owner: Some(self.person.0),
            lookup_key: Some(key(self.passkey.cred_id())),
            value: serde_json::to_value(self).expect("passkeys serialise"),
            updated_at_ms: self.last_used_at.unwrap_or(self.created_at).as_millisecond(),
        };
        vault.put(&record).await
    }

    /// Finds the passkey of a credential.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn find(vault: &Vault, credential: &[u8]) -> Result<Option<Self>, JournalError> {
        Ok(vault.find(KIND, &key(credential)).await?.and_then(Self::of))
    }

    /// Lists a person's passkeys, the oldest first.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn owned_by(vault: &Vault, person: PersonId) -> Result<Vec<Self>, JournalError> {
        Ok(vault
            .owned_by(KIND, person.0)
            .await?
            .into_iter()
            .filter_map(Self::of)
            .collect())
    }

    /// Removes a person's passkey; tells whether there was one.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub async fn remove(vault: &Vault, person: PersonId, id: Uuid) -> Result<bool, JournalError> {
        let is_owned = vault
            .get(KIND, id)
            .await?
            .is_some_and(|record| record.owner == Some(person.0));
        Ok(is_owned && vault.take(KIND, id).await?.is_some())
    }

    /// Returns it as a key by which its owner can authorise a signature.
    pub fn signing_key(&self) -> Option<SigningKey> {
        Some(SigningKey {
            id: self.passkey.cred_id().clone(),
            kind: SigningKeyKind::Passkey,
            public_key: point(&self.passkey)?,
            created_at: self.created_at,
            label: self.label.clone(),
        })
    }

    fn of(record: Record) -> Option<Self> {
        let stored: Self = serde_json::from_value(record.value).ok()?;
        Some(Self {
            id: record.id,
            ..stored
        })
    }
}

/// Returns the public point of a passkey, uncompressed (SEC 1), if it is one of ES256.
pub fn point(passkey: &Passkey) -> Option<Vec<u8>> {
    let key = passkey.get_public_key();
    match &key.key {
        COSEKeyType::EC_EC2(point) if key.type_ == COSEAlgorithm::ES256 && point.curve == ECDSACurve::SECP256R1 => {
            Some([&[4], point.x.as_slice(), point.y.as_slice()].concat())
        }
        _ => None,
    }
}

fn key(credential: &[u8]) -> LookupKey {
    LookupKey::exact(BASE64_URL_SAFE_NO_PAD.encode(credential))
}
