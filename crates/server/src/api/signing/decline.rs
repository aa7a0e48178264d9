use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yunqian_session::AgreementId;
use yunqian_session::agreement::{Agreement, Command};

use super::own_place;
use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::problem::{Problem, ProblemBody};

/// Why a signatory refuses.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecline {
    /// Reason.
    pub reason: String,
}

/// Refuses to sign.
#[utoipa::path(post, path = "/agreements/{id}/decline", tag = "signing", request_body = NewDecline,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn decline(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<NewDecline>,
) -> Result<Json<View<Agreement>>, Problem> {
    let state = app.state();
    let signatory = own_place(&state, caller, id)?.1.place.id;
    let command = Command::Decline {
        id,
        signatory,
        reason: body.reason,
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}
