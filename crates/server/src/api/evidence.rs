//! Evidence bundles, and the anchors they are checked by.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::AgreementId;

use crate::app::App;
use crate::caller::{Caller, Id};
use crate::evidence::{self, Anchors};
use crate::problem::{Problem, ProblemBody};

/// Serves `/agreements/{id}/evidence` and `/trust-anchors`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(bundle)).routes(routes!(anchors))
}

/// Sends everything that proves a signed agreement, as a ZIP file that `yunqian verify` checks offline.
///
/// For those who see the agreement with its amounts, which stand in the entries.
#[utoipa::path(get, path = "/agreements/{id}/evidence", tag = "agreements", params(("id" = AgreementId, Path)),
    responses((status = 200, content_type = "application/zip"), (status = "4XX", body = ProblemBody),
        (status = 503, body = ProblemBody, description = "`checkpoint-pending`: no checkpoint covers the newest entry yet")))]
async fn bundle(State(app): State<App>, caller: Caller, Id(id): Id<AgreementId>) -> Result<Response, Problem> {
    let number = {
        let state = app.state();
        let sight = caller.sight(&state)?;
        let seen = state.agreements.get(&id).filter(|found| sight.sees_agreement(found));
        let agreement = seen.ok_or_else(Problem::not_found)?;
        if !sight.sees_amounts(agreement) {
            return Err(Problem::forbidden());
        }
        if agreement.archive.is_none() {
            return Err(Problem::conflict("not-archived-yet"));
        }
        agreement.number.clone()
    };
    let internal = |error: anyhow::Error| Problem::internal(&format!("{error:#}"));
    let parts = evidence::collect(&app, id).await.map_err(internal)?.ok_or(Problem {
        status: StatusCode::SERVICE_UNAVAILABLE,
        code: "checkpoint-pending",
    })?;
    let bundle =
        evidence::make(parts, app.log.signer(), Timestamp::now()).map_err(|error| Problem::internal(&error))?;
    let name = number.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}-evidence.zip\""),
        ),
    ];
    Ok((headers, bundle).into_response())
}

/// Tells by which anchors this server's bundles are checked. To be believed they have to be got another way too.
#[utoipa::path(get, path = "/trust-anchors", tag = "agreements", responses((status = 200, body = Anchors)))]
async fn anchors(State(app): State<App>) -> Result<Json<Anchors>, Problem> {
    let anchors = evidence::anchors(&app).map_err(|error| Problem::internal(&format!("{error:#}")))?;
    Ok(Json(anchors))
}
