use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use webauthn_rs::prelude::{CreationChallengeResponse, RegisterPublicKeyCredential};
use yunqian_journal::JournalError;

use super::list::PasskeyView;
use super::stored::{Stored, point};
use super::{Ceremony, Label};
use crate::app::App;
use crate::caller::{Body, Caller};
use crate::problem::Problem;
use crate::sign_in::SigningKeyKind;
use crate::sign_in::enrol::enrol;

/// COSE identifier of ECDSA on P-256 with SHA-256 (RFC 9053).
const ES256: i64 = -7;
/// Passkeys that one person may have.
const MOST: usize = 50;

/// Asks for a ceremony.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyStart {
    /// Name for the passkey.
    #[serde(default)]
    label: Label,
}

/// What the browser made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyFinish {
    /// Ceremony.
    ceremony_id: Uuid,
    /// Name for the passkey, instead of the one said at the start.
    #[serde(default)]
    label: Option<Label>,
    /// `RegistrationResponseJSON`.
    #[schema(value_type = Object)]
    credential: RegisterPublicKeyCredential,
}

/// Starts to register a passkey of the caller.
#[utoipa::path(post, path = "/passkeys/start", tag = "sign-in", responses((status = 200, body = Ceremony)))]
pub async fn start(
    State(app): State<App>,
    caller: Caller,
    Body(start): Body<PasskeyStart>,
) -> Result<Json<Ceremony>, Problem> {
    let profile = app.people.profile(caller.person).ok_or(Problem::not_found())?;
    let held = Stored::owned_by(&app.vault, caller.person).await?;
    if held.len() >= MOST {
        return Err(Problem::conflict("too-many-passkeys"));
    }
    let exclude = held
        .into_iter()
        .map(|stored| stored.passkey.cred_id().clone())
        .collect();
    let display_name = profile.name.get(&profile.locale);
    let display_name = if display_name.is_empty() {
        &profile.email
    } else {
        display_name
    };
    let (challenge, state) = app
        .sign_in
        .relying_party
        .start_passkey_registration(caller.person.0, &profile.email, display_name, Some(exclude))
        .map_err(|error| Problem::internal(&error))?;
    let ceremony_id = app
        .sign_in
        .registrations
        .start(Timestamp::now(), (caller.person, start.label, state));
    Ok(Json(Ceremony {
        ceremony_id,
        options: options(challenge),
    }))
}

/// Narrows what the library asks for: one algorithm, and discoverable if the device can.
fn options(mut challenge: CreationChallengeResponse) -> serde_json::Value {
    challenge
        .public_key
        .pub_key_cred_params
        .retain(|parameters| parameters.alg == ES256);
    let mut options = serde_json::to_value(challenge).expect("options serialise");
    options["publicKey"]["authenticatorSelection"]["residentKey"] = json!("preferred");
    options
}

/// Registers the passkey that the browser made.
#[utoipa::path(post, path = "/passkeys/finish", tag = "sign-in", responses((status = 201, body = PasskeyView)))]
pub async fn finish(
    State(app): State<App>,
    caller: Caller,
    Body(body): Body<PasskeyFinish>,
) -> Result<(StatusCode, Json<PasskeyView>), Problem> {
    let now = Timestamp::now();
    let (person, early_label, state) = app
        .sign_in
        .registrations
        .finish(now, body.ceremony_id)
        .ok_or(Problem::conflict("ceremony-over"))?;
    if person != caller.person {
        return Err(Problem::conflict("ceremony-over"));
    }
    let passkey = app
        .sign_in
        .relying_party
        .finish_passkey_registration(&body.credential, &state)
        .inspect_err(|error| tracing::info!(%error, "a passkey was not accepted"))
        .map_err(|_| Problem::invalid("passkey-not-accepted"))?;
    let point = point(&passkey).ok_or(Problem::invalid("passkey-not-p256"))?;
    let label = body.label.unwrap_or(early_label).trimmed();
    let stored = Stored {
        id: Uuid::now_v7(),
        person,
        label,
        created_at: now,
        last_used_at: None,
        passkey,
    };
    match stored.put(&app.vault).await {
        Ok(()) => {
            enrol(&app, person, SigningKeyKind::Passkey, &point).await?;
            Ok((StatusCode::CREATED, Json(stored.into())))
        }
        Err(JournalError::KeyTaken) => Err(Problem::conflict("passkey-known")),
        Err(error) => Err(error.into()),
    }
}
