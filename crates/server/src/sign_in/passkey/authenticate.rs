use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, PublicKeyCredential};
use yunqian_session::PersonId;

use super::{Ceremony, Stored};
use crate::app::App;
use crate::caller::Body;
use crate::problem::Problem;
use crate::sign_in::{Peer, SetCookies, enrol_late};

const REFUSED: Problem = Problem::unauthenticated("passkey-refused");

/// What the browser answered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasskeyAnswer {
    /// Ceremony.
    ceremony_id: Uuid,
    /// `AuthenticationResponseJSON`.
    #[schema(value_type = Object)]
    credential: PublicKeyCredential,
}

/// Starts a sign-in with whichever passkey the device offers.
#[utoipa::path(post, path = "/sign-in/passkey/start", tag = "sign-in", responses((status = 200, body = Ceremony)))]
pub async fn start(State(app): State<App>, Peer(peer): Peer) -> Result<Json<Ceremony>, Problem> {
    let now = Timestamp::now();
    app.sign_in.limits.tries_of_peer.count(now, peer)?;
    let (challenge, state) = app
        .sign_in
        .relying_party
        .start_discoverable_authentication()
        .map_err(|error| Problem::internal(&error))?;
    let ceremony_id = app.sign_in.authentications.start(now, state);
    let mut options = serde_json::to_value(challenge).expect("options serialise");
    // The library thinks of autofill alone; a button asks openly.
    options
        .as_object_mut()
        .expect("options are an object")
        .remove("mediation");
    Ok(Json(Ceremony { ceremony_id, options }))
}

/// Signs in with a passkey.
#[utoipa::path(post, path = "/sign-in/passkey/finish", tag = "sign-in", responses((status = 204, description = "Signed in.")))]
pub async fn finish(
    State(app): State<App>,
    Body(answer): Body<PasskeyAnswer>,
) -> Result<(SetCookies, StatusCode), Problem> {
    let now = Timestamp::now();
    let state = app
        .sign_in
        .authentications
        .finish(now, answer.ceremony_id)
        .ok_or(Problem::unauthenticated("ceremony-over"))?;
    let person = owner(&app, now, &answer.credential, state).await?;
    app.sign_in.admit(&app.vault, &app.state(), now, person).await
}

/// Finds whose passkey answered, and checks the answer.
async fn owner(
    app: &App,
    now: Timestamp,
    answer: &PublicKeyCredential,
    state: DiscoverableAuthentication,
) -> Result<PersonId, Problem> {
    let relying_party = &app.sign_in.relying_party;
    let (user, credential) = relying_party
        .identify_discoverable_authentication(answer)
        .map_err(|_| REFUSED)?;
    let mut stored = Stored::find(&app.vault, credential).await?.ok_or(REFUSED)?;
    if stored.person != PersonId(user) {
        return Err(REFUSED);
    }
    let result = relying_party
        .finish_discoverable_authentication_v2(answer, state, &stored.passkey)
        .inspect_err(|error| tracing::info!(%error, "a passkey was refused"))
        .map_err(|_| REFUSED)?;
    stored.passkey.update_credential(&result);
    stored.last_used_at = Some(now);
    stored.put(&app.vault).await?;
    if let Some(key) = stored.signing_key() {
        enrol_late(app, stored.person, &key).await?;
    }
    Ok(stored.person)
}
