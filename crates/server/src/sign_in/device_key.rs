use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use yunqian_journal::{JournalError, LookupKey, Record, Vault};
use yunqian_session::PersonId;
use yunqian_signing::SignerKey;

use super::enrol::{self, enrol};
use super::passkey::Label;
use super::signing_key::SigningKeyKind;
use crate::app::App;
use crate::caller::{Body, Caller, Id};
use crate::problem::Problem;

/// Kind of these records in the vault.
const KIND: &str = "device_key";
/// Bytes of an uncompressed point of P-256 (SEC 1), which end a SubjectPublicKeyInfo.
const POINT_BYTES: usize = 65;
/// Device keys that one person may have.
const MOST: usize = 50;

/// Returns the routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, register))
        .routes(routes!(remove))
}

/// A key that a browser made and can't give away (WebCrypto, not extractable), for devices without authenticator.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceKey {
    /// Id.
    #[serde(skip)]
    pub id: Uuid,
    /// Owner.
    pub person: PersonId,
    /// Name that the owner gave it.
    pub label: String,
    /// When it was registered.
    pub created_at: Timestamp,
    /// Public key, SubjectPublicKeyInfo in base64url.
    public_key: String,
}

/// A device key to register.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceKeyRegistration {
    /// Public key: SubjectPublicKeyInfo (WebCrypto's `spki`) in base64url without padding.
    public_key: String,
    /// Name for the key.
    #[serde(default)]
    label: Label,
}

/// A device key.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceKeyView {
    id: Uuid,
    label: String,
    /// SubjectPublicKeyInfo in base64url without padding.
    public_key: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// The caller's device keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeviceKeys {
    /// Whether the host's policy allows device keys.
    allowed: bool,
    items: Vec<DeviceKeyView>,
}

impl From<DeviceKey> for DeviceKeyView {
    fn from(key: DeviceKey) -> Self {
        Self {
            id: key.id,
            label: key.label,
            public_key: key.public_key,
            created_at: key.created_at,
        }
    }
}

impl DeviceKey {
    /// Returns the public point, uncompressed (SEC 1).
    pub fn point(&self) -> Option<Vec<u8>> {
        let spki = BASE64_URL_SAFE_NO_PAD.decode(&self.public_key).ok()?;
        Some(spki.last_chunk::<POINT_BYTES>()?.to_vec())
    }

    /// Lists a person's device keys, the oldest first.
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

    fn of(record: Record) -> Option<Self> {
        let key: Self = serde_json::from_value(record.value).ok()?;
        Some(Self { id: record.id, ..key })
    }

    async fn put(&self, vault: &Vault) -> Result<(), JournalError> {
        let record = Record {
            kind: KIND.to_owned(),
            id: self.id,
            owner: Some(self.person.0),
            lookup_key: Some(LookupKey::exact(&self.public_key)),
            value: serde_json::to_value(self).expect("device keys serialise"),
            updated_at_ms: self.created_at.as_millisecond(),
        };
        vault.put(&record).await
    }
}

/// Lists the caller's device keys, the oldest first.
#[utoipa::path(get, path = "/device-keys", tag = "sign-in", responses((status = 200, body = DeviceKeys)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Json<DeviceKeys>, Problem> {
    let keys = DeviceKey::owned_by(&app.vault, caller.person).await?;
    let items = keys.into_iter().map(DeviceKeyView::from).collect();
    Ok(Json(DeviceKeys {
        allowed: app.config.allows_device_keys(),
        items,
    }))
}

/// Registers a device key of the caller; the same key again answers as the first time.
#[utoipa::path(post, path = "/device-keys", tag = "sign-in", responses((status = 201, body = DeviceKeyView)))]
pub async fn register(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body<DeviceKeyRegistration>,
) -> Result<(StatusCode, Json<DeviceKeyView>), Problem> {
    if !app.config.allows_device_keys() {
        return Err(Problem {
            status: StatusCode::FORBIDDEN,
            code: "device-keys-off",
        });
    }
    let public_key = canonical(&body.public_key).ok_or(Problem::invalid("invalid-public-key"))?;
    let held = DeviceKey::owned_by(&app.vault, caller.person).await?;
    if held.len() >= MOST {
        return Err(Problem::conflict("too-many-device-keys"));
    }
    if let Some(known) = held.into_iter().find(|key| key.public_key == public_key) {
        return Ok((StatusCode::CREATED, Json(known.into())));
    }
    let (id, label) = (Uuid::now_v7(), body.label.trimmed());
    let key = DeviceKey {
        id,
        person: caller.person,
        label,
        created_at: Timestamp::now(),
        public_key,
    };
    match key.put(&app.vault).await {
        Ok(()) => {
            let point = key.point().ok_or(Problem::invalid("invalid-public-key"))?;
            enrol(&app, caller.person, SigningKeyKind::DeviceKey, &point).await?;
            Ok((StatusCode::CREATED, Json(key.into())))
        }
        Err(JournalError::KeyTaken) => Err(Problem::conflict("device-key-known")),
        Err(error) => Err(error.into()),
    }
}

/// Removes one of the caller's device keys. What was signed with it stays valid: the record holds its public key.
#[utoipa::path(delete, path = "/device-keys/{id}", tag = "sign-in", params(("id" = Uuid, Path)), responses((status = 204, description = "Removed.")))]
pub async fn remove(State(app): State<App>, caller: Caller, Id(id): Id<Uuid>) -> Result<StatusCode, Problem> {
    let held = DeviceKey::owned_by(&app.vault, caller.person).await?;
    let key = held.iter().find(|key| key.id == id).ok_or_else(Problem::not_found)?;
    app.vault.take(KIND, id).await?;
    if let Some(point) = key.point() {
        enrol::remove(&app, caller.person, &point).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Reads a P-256 public key and writes it in its one form: named curve, uncompressed point.
fn canonical(spki: &str) -> Option<String> {
    let der = BASE64_URL_SAFE_NO_PAD.decode(spki).ok()?;
    let key = SignerKey::from_spki(&der).ok()?;
    Some(BASE64_URL_SAFE_NO_PAD.encode(key.to_spki()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The generator of P-256 as SubjectPublicKeyInfo.
    const GENERATOR: &str = "3059301306072a8648ce3d020106082a8648ce3d030107034200046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

    #[test]
    fn a_p256_key_is_taken_and_its_point_found() {
        let der = hex::decode(GENERATOR).unwrap();
        let public_key = canonical(&BASE64_URL_SAFE_NO_PAD.encode(&der)).unwrap();
        let key = DeviceKey {
            id: Uuid::nil(),
            person: PersonId(Uuid::nil()),
            label: String::new(),
            created_at: Timestamp::UNIX_EPOCH,
            public_key,
        };
        assert_eq!(key.point().unwrap(), der[der.len() - 65..]);
    }

    #[test]
    fn what_is_no_point_of_the_curve_is_refused() {
        let mut der = hex::decode(GENERATOR).unwrap();
        let last = der.len() - 1;
        der[last] ^= 1;
        assert_eq!(canonical(&BASE64_URL_SAFE_NO_PAD.encode(&der)), None);
        for text in ["", "AAAA", "!!!"] {
            assert_eq!(canonical(text), None);
        }
    }
}
