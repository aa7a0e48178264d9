use axum::Json;
use axum::extract::State;
use yunqian_session::SignatoryId;
use yunqian_session::agreement::{Agreement, Command};

use super::agreement_of;
use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Caller, Id, Key};
use crate::problem::{Problem, ProblemBody};

/// Reminds a signatory whose turn it is, at most once a day; a job writes the letter.
#[utoipa::path(post, path = "/signatories/{id}/reminders", tag = "signing",
    params(("id" = SignatoryId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn remind(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(signatory): Id<SignatoryId>,
) -> Result<Json<View<Agreement>>, Problem> {
    let id = agreement_of(&app.state(), caller, signatory)?.id;
    let command = Command::Remind { id, signatory };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}
