use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Stored;
use crate::app::App;
use crate::caller::Caller;
use crate::problem::Problem;

/// The caller's passkeys.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passkeys {
    items: Vec<PasskeyView>,
}

/// A passkey.
#[derive(Debug, Serialize, ToSchema)]
pub struct PasskeyView {
    id: Uuid,
    label: String,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// When somebody last signed in with it.
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Timestamp>,
}

impl From<Stored> for PasskeyView {
    fn from(stored: Stored) -> Self {
        Self {
            id: stored.id,
            label: stored.label,
            created_at: stored.created_at,
            last_used_at: stored.last_used_at,
        }
    }
}

/// Lists the caller's passkeys, the oldest first.
#[utoipa::path(get, path = "/passkeys", tag = "sign-in", responses((status = 200, body = Passkeys)))]
pub async fn list(State(app): State<App>, caller: Caller) -> Result<Json<Passkeys>, Problem> {
    let stored = Stored::owned_by(&app.vault, caller.person).await?;
    Ok(Json(Passkeys {
        items: stored.into_iter().map(PasskeyView::from).collect(),
    }))
}
