use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use yunqian_session::SignatoryId;
use yunqian_session::agreement::{Agreement, Command, RevocationReason};

use super::agreement_of;
use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::problem::{Problem, ProblemBody};

/// Why a certificate is revoked.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRevocation {
    /// Reason.
    pub reason: RevocationReason,
}

/// Revokes the certificate that this server issued for a signature. OCSP and the revocation list tell it at once; what
/// was signed before stays signed, as its timestamp proves.
#[utoipa::path(post, path = "/signatories/{id}/revocation", tag = "signing", request_body = NewRevocation,
    params(("id" = SignatoryId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn revoke(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(signatory): Id<SignatoryId>,
    Body(body): Body<NewRevocation>,
) -> Result<Json<View<Agreement>>, Problem> {
    let id = agreement_of(&app.state(), caller, signatory)?.id;
    let command = Command::RevokeCertificate {
        id,
        signatory,
        reason: body.reason,
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}
