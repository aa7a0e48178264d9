//! Whose keys are, on record: a signature is authorised by a key that was known as the person's before.

use jiff::Timestamp;
use uuid::Uuid;
use yunqian_session::agreement::AuthorisationMethod;
use yunqian_session::person::Command;
use yunqian_session::{Actor, PersonId};
use yunqian_signing::{Digest, SignerKey};

use super::signing_key::{SigningKey, SigningKeyKind};
use crate::app::App;
use crate::mail::Letter;
use crate::problem::Problem;
use crate::texts;

impl SigningKeyKind {
    /// Returns it as the record names it.
    pub fn method(self) -> AuthorisationMethod {
        match self {
            Self::Passkey => AuthorisationMethod::Passkey,
            Self::DeviceKey => AuthorisationMethod::DeviceKey,
        }
    }
}

impl SigningKey {
    /// Returns SHA-256 (hex) of the public key, by which the record names it.
    ///
    /// # Errors
    /// When the stored point is none.
    pub fn digest(&self) -> Result<String, Problem> {
        digest(&self.public_key)
    }
}

/// Returns SHA-256 (hex) of the `SubjectPublicKeyInfo` of a point (SEC 1).
pub fn digest(point: &[u8]) -> Result<String, Problem> {
    let key = SignerKey::from_sec1(point).map_err(|error| Problem::internal(&error))?;
    Ok(Digest::of(&key.to_spki()).to_string())
}

/// Puts a new key on record, and tells its owner: whoever got into its mailbox or its browser could have made it.
///
/// # Errors
/// `key-known` when it is somebody else's.
pub async fn enrol(app: &App, person: PersonId, kind: SigningKeyKind, point: &[u8]) -> Result<(), Problem> {
    put(app, person, kind, digest(point)?).await?;
    if let Some(profile) = app.people.profile(person) {
        let language = texts::spoken(&profile.locale).unwrap_or("en");
        let name = profile.name.get(language);
        let letter = Letter::key_enrolled(language, &profile.email, name, &app.config.public_url);
        app.sign_in.mail.post(Timestamp::now(), letter);
    }
    Ok(())
}

/// Puts a key on record that was registered before keys were, or whose enrolment a crash cut off; from now on it counts.
///
/// # Errors
/// As [`enrol`].
pub async fn enrol_late(app: &App, person: PersonId, key: &SigningKey) -> Result<(), Problem> {
    put(app, person, key.kind, key.digest()?).await
}

async fn put(app: &App, id: PersonId, kind: SigningKeyKind, key: String) -> Result<(), Problem> {
    let state = app.state();
    if state
        .people
        .get(&id)
        .is_some_and(|person| person.enrolled(&key).is_some())
    {
        return Ok(());
    }
    let method = kind.method();
    let command = Command::EnrolKey { id, key, method };
    app.desk.execute(Actor::System, Uuid::now_v7(), command).await?;
    Ok(())
}

/// Takes a key off the record, if it is on it.
///
/// # Errors
/// When the record can't be written.
pub async fn remove(app: &App, id: PersonId, point: &[u8]) -> Result<(), Problem> {
    let key = digest(point)?;
    let state = app.state();
    if state
        .people
        .get(&id)
        .is_some_and(|person| person.enrolled(&key).is_some())
    {
        let command = Command::RemoveKey { id, key };
        app.desk.execute(Actor::System, Uuid::now_v7(), command).await?;
    }
    Ok(())
}
