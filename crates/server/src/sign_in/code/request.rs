use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::pending::{LIFE_MINUTES, Pending, draw};
use super::{Email, slot};
use crate::app::App;
use crate::caller::Body;
use crate::mail::Letter;
use crate::problem::Problem;
use crate::sign_in::Peer;
use crate::texts;

/// Whom to send a code.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeRequest {
    /// Address.
    email: Email,
}

/// Sends a one-time code, if the address is a known person's; the answer does not tell.
#[utoipa::path(post, path = "/sign-in/code", tag = "sign-in", responses((status = 202, description = "Sent, if the address is known.")))]
pub async fn request(
    State(app): State<App>,
    Peer(peer): Peer,
    headers: HeaderMap,
    Body(body): Body<CodeRequest>,
) -> Result<StatusCode, Problem> {
    let now = Timestamp::now();
    let email = body.email.checked()?;
    app.sign_in.limits.requests_of_peer.count(now, peer)?;
    app.sign_in.limits.requests_for_address.count(now, email.clone())?;
    let person = app.people.find(&app.vault, &email).await?;
    let code = draw();
    let slot = slot(person);
    Pending::new(&app.sign_in.key, now, slot, &code)
        .put(&app.vault, slot, person)
        .await?;
    let profile = person.and_then(|person| app.people.profile(person));
    let language = profile
        .as_ref()
        .and_then(|profile| texts::spoken(&profile.locale))
        .unwrap_or(texts::accepted(&headers));
    let letter = Letter::code(language, &email, &code, LIFE_MINUTES);
    if profile.is_some() {
        app.sign_in.mail.post(now, letter);
    }
    Ok(StatusCode::ACCEPTED)
}
