use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::pending::{Pending, Try};
use super::{Email, slot};
use crate::app::App;
use crate::caller::Body;
use crate::problem::Problem;
use crate::sign_in::{Peer, SetCookies};

/// A code and whom it was sent to.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeVerification {
    /// Address.
    email: Email,
    /// Six digits.
    code: String,
}

/// Signs in with a one-time code. A wrong, old, used or never sent code is always `code-wrong`.
#[utoipa::path(post, path = "/sign-in/code/verify", tag = "sign-in", responses((status = 204, description = "Signed in.")))]
pub async fn verify(
    State(app): State<App>,
    Peer(peer): Peer,
    Body(body): Body<CodeVerification>,
) -> Result<(SetCookies, StatusCode), Problem> {
    const WRONG: Problem = Problem::unauthenticated("code-wrong");
    let now = Timestamp::now();
    let email = body.email.checked()?;
    app.sign_in.limits.tries_of_peer.count(now, peer)?;
    let person = app.people.find(&app.vault, &email).await?;
    let slot = slot(person);
    let pending = Pending::take(&app.vault, slot).await?.ok_or(WRONG)?;
    match (pending.judge(&app.sign_in.key, now, slot, body.code.trim()), person) {
        (Try::Right, Some(person)) => app.sign_in.admit(&app.vault, &app.state(), now, person).await,
        (Try::Wrong(left), _) => {
            left.put(&app.vault, slot, person).await?;
            Err(WRONG)
        }
        (Try::Right | Try::Over, _) => Err(WRONG),
    }
}
