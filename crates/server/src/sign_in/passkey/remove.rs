use axum::extract::State;
use axum::http::StatusCode;
use uuid::Uuid;

use super::Stored;
use crate::app::App;
use crate::caller::{Caller, Id};
use crate::problem::Problem;

/// Removes one of the caller's passkeys. What was signed with it stays valid: the record holds its public key.
#[utoipa::path(delete, path = "/passkeys/{id}", tag = "sign-in", params(("id" = Uuid, Path)), responses((status = 204, description = "Removed.")))]
pub async fn remove(State(app): State<App>, caller: Caller, Id(id): Id<Uuid>) -> Result<StatusCode, Problem> {
    let was_there = Stored::remove(&app.vault, caller.person, id).await?;
    if was_there {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Problem::not_found())
    }
}
