use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yunqian_session::agreement::{Agreement, Command};
use yunqian_session::text::FileReference;
use yunqian_session::{PersonId, SignatoryId};

use super::agreement_of;
use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::files;
use crate::problem::{Problem, ProblemBody};

/// Who is to act in a signatory's place.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDelegation {
    /// Who acts.
    pub delegate: PersonId,
    /// Power of attorney, a PDF that the caller uploaded.
    pub power_of_attorney: FileReference,
}

/// Appoints a delegate.
#[utoipa::path(post, path = "/signatories/{id}/delegation", tag = "signing", request_body = NewDelegation,
    params(("id" = SignatoryId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn appoint(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(signatory): Id<SignatoryId>,
    Body(body): Body<NewDelegation>,
) -> Result<Json<View<Agreement>>, Problem> {
    let id = agreement_of(&app.state(), caller, signatory)?.id;
    files::must_be_known(&app, caller, std::slice::from_ref(&body.power_of_attorney)).await?;
    let command = Command::Delegate {
        id,
        signatory,
        delegate: body.delegate,
        // Most are called after the people named in them, and names do not go into the journal.
        power_of_attorney: FileReference {
            name: "power-of-attorney.pdf".to_owned(),
            ..body.power_of_attorney
        },
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Takes a delegation back.
#[utoipa::path(delete, path = "/signatories/{id}/delegation", tag = "signing",
    params(("id" = SignatoryId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(signatory): Id<SignatoryId>,
) -> Result<Json<View<Agreement>>, Problem> {
    let id = agreement_of(&app.state(), caller, signatory)?.id;
    let command = Command::RevokeDelegation { id, signatory };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}
