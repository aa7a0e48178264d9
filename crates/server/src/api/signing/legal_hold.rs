use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yunqian_session::AgreementId;
use yunqian_session::agreement::{Agreement, Command};

use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::problem::{Problem, ProblemBody};

/// Why an agreement is put on hold, or no longer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldReason {
    /// Reason.
    pub reason: String,
}

/// Puts an agreement on legal hold: its recordings are kept beyond their time until the hold is lifted.
#[utoipa::path(post, path = "/agreements/{id}/legal-hold", tag = "signing", request_body = HoldReason,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn hold(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<HoldReason>,
) -> Result<Json<View<Agreement>>, Problem> {
    let reason = body.reason;
    let command = Command::Hold { id, reason };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Lifts a legal hold.
#[utoipa::path(post, path = "/agreements/{id}/legal-hold/end", tag = "signing", request_body = HoldReason,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn lift(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<HoldReason>,
) -> Result<Json<View<Agreement>>, Problem> {
    let reason = body.reason;
    let command = Command::LiftHold { id, reason };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}
