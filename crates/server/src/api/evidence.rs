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
use crate::evidence::{self, Anchors, Parts, Recorded};
use crate::problem::{Problem, ProblemBody};

/// Serves `/agreements/{id}/evidence`, `/agreements/{id}/certificate` and `/trust-anchors`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(bundle))
        .routes(routes!(certificate))
        .routes(routes!(anchors))
}

/// Sends everything that proves a signed agreement, as a ZIP file that `yunqian verify` checks offline.
///
/// For those who see the agreement with its amounts, which stand in the entries.
#[utoipa::path(get, path = "/agreements/{id}/evidence", tag = "agreements", params(("id" = AgreementId, Path)),
    responses((status = 200, content_type = "application/zip"), (status = "4XX", body = ProblemBody),
        (status = 503, body = ProblemBody, description = "`checkpoint-pending`: no checkpoint covers the newest entry yet")))]
async fn bundle(State(app): State<App>, caller: Caller, Id(id): Id<AgreementId>) -> Result<Response, Problem> {
    let (number, recorded) = permitted(&app, caller, id)?;
    let mut parts = parts(&app, id, recorded).await?;
    // A certificate is for people; where none can be set the bundle proves as much without.
    match evidence::certify(&app, id, &parts).await {
        Ok(certificate) => parts.certificate = Some(certificate),
        Err(error) => tracing::warn!(error = format!("{error:#}"), agreement = %id, "a certificate can't be set"),
    }
    let bundle =
        evidence::make(parts, app.log.signer(), Timestamp::now()).map_err(|error| Problem::internal(&error))?;
    Ok(file(
        "application/zip",
        "attachment",
        &evidence::file_name(&number),
        bundle,
    ))
}

/// Sends the certificate of completion: who signed how, when, under which certificates, and where the evidence is. It
/// sums up the evidence bundle, which alone proves.
#[utoipa::path(get, path = "/agreements/{id}/certificate", tag = "agreements", params(("id" = AgreementId, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = ProblemBody),
        (status = 503, body = ProblemBody, description = "`checkpoint-pending`: no checkpoint covers the newest entry yet")))]
async fn certificate(State(app): State<App>, caller: Caller, Id(id): Id<AgreementId>) -> Result<Response, Problem> {
    let (number, recorded) = permitted(&app, caller, id)?;
    let parts = parts(&app, id, recorded).await?;
    let pdf = evidence::certify(&app, id, &parts).await.map_err(internal)?;
    let name = evidence::file_name(&number).replace("-evidence.zip", "-certificate.pdf");
    Ok(file("application/pdf", "inline", &name, pdf))
}

/// Returns the agreement's number if the caller may have its evidence and there is some, and of what was recorded the
/// part that the caller may see.
fn permitted(app: &App, caller: Caller, id: AgreementId) -> Result<(String, Option<Recorded>), Problem> {
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
    let recorded = Recorded::of(&state, id, |recording| sight.sees_recording(recording));
    Ok((agreement.number.clone(), recorded))
}

async fn parts(app: &App, id: AgreementId, recorded: Option<Recorded>) -> Result<Parts, Problem> {
    evidence::collect(app, id, recorded)
        .await
        .map_err(internal)?
        .ok_or(Problem {
            status: StatusCode::SERVICE_UNAVAILABLE,
            code: "checkpoint-pending",
        })
}

fn internal(error: anyhow::Error) -> Problem {
    Problem::internal(&format!("{error:#}"))
}

fn file(kind: &'static str, how: &str, name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{how}; filename=\"{name}\"")),
    ];
    (headers, bytes).into_response()
}

/// Tells by which anchors this server's bundles are checked. To be believed they have to be got another way too.
#[utoipa::path(get, path = "/trust-anchors", tag = "agreements", responses((status = 200, body = Anchors)))]
async fn anchors(State(app): State<App>) -> Result<Json<Anchors>, Problem> {
    let anchors = evidence::anchors(&app).map_err(|error| Problem::internal(&format!("{error:#}")))?;
    Ok(Json(anchors))
}
