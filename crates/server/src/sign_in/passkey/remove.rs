use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::{Stored, point};
use crate::app::App;
use crate::caller::{Caller, Id};
use crate::problem::Problem;
use crate::sign_in::enrol;

/// Removes one of the caller's passkeys. What was signed with it stays valid: the record holds its public key.
#[utoipa::path(delete, path = "/passkeys/{id}", tag = "sign-in", params(("id" = Uuid, Path)), responses((status = 204, description = "Removed.")))]
pub async fn remove(State(app): State<App>, caller: Caller, Id(id): Id<Uuid>) -> Result<StatusCode, Problem> {
    let held = Stored::owned_by(&app.vault, caller.person).await?;
    let stored = held
        .iter()
        .find(|stored| stored.id == id)
        .ok_or_else(Problem::not_found)?;
    Stored::remove(&app.vault, caller.person, id).await?;
    if let Some(point) = point(&stored.passkey) {
        enrol::remove(&app, caller.person, &point).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
