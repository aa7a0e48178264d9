//! Agreements: their text, their approval, their document.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_journal::Digest;
use yunqian_session::agreement::{
    Agreement, AgreementDraft, AgreementKind, AgreementState, Clause, Command, UploadedText,
};
use yunqian_session::{AgreementId, FairId, ProjectId};

use super::uploads;
use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};
use crate::signing::{self, RenderError};

/// Serves `/agreements`, but for signing.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, draft))
        .routes(routes!(show))
        .routes(routes!(propose))
        .routes(routes!(approve))
        .routes(routes!(open))
        .routes(routes!(extend))
        .routes(routes!(void))
        .routes(routes!(document))
}

/// Which agreements are wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this fair.
    #[serde(default)]
    pub fair: Option<FairId>,
    /// On this project.
    #[serde(default)]
    pub project: Option<ProjectId>,
    /// Kind.
    #[serde(default)]
    pub kind: Option<AgreementKind>,
    /// State.
    #[serde(default)]
    pub state: Option<WantedState>,
    /// That follow this one.
    #[serde(default)]
    pub follows: Option<AgreementId>,
}

/// An agreement's state by name.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WantedState {
    /// Text is being written.
    Draft,
    /// All approved the text.
    Approved,
    /// The text is frozen.
    Agreed,
    /// Open for signatures.
    Signing,
    /// Signed by all.
    Signed,
    /// A signatory refused.
    Declined,
    /// Called off.
    Voided,
    /// Not signed in time.
    Expired,
}

impl WantedState {
    fn is(self, state: &AgreementState) -> bool {
        matches!(
            (self, state),
            (Self::Draft, AgreementState::Draft)
                | (Self::Approved, AgreementState::Approved)
                | (Self::Agreed, AgreementState::Agreed)
                | (Self::Signing, AgreementState::Signing)
                | (Self::Signed, AgreementState::Signed { .. })
                | (Self::Declined, AgreementState::Declined { .. })
                | (Self::Voided, AgreementState::Voided { .. })
                | (Self::Expired, AgreementState::Expired { .. })
        )
    }
}

/// A new version of the text.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewText {
    /// Version that it is based on.
    pub based_on: u32,
    /// Clauses.
    #[serde(default)]
    pub clauses: Vec<Clause>,
    /// Uploaded document, instead of clauses.
    #[serde(default)]
    pub upload: Option<UploadedText>,
}

/// An approval of the caller's party.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewApproval {
    /// Version.
    pub version: u32,
}

/// An opening for signatures.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOpening {
    /// Until when it is to be signed.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub sign_by: Option<Timestamp>,
}

/// Another deadline.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeadline {
    /// Until when it is to be signed.
    #[schema(value_type = String, format = DateTime)]
    pub sign_by: Timestamp,
}

/// Why an agreement is called off.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewVoid {
    /// Reason.
    pub reason: String,
}

/// Lists agreements.
#[utoipa::path(get, path = "/agreements", tag = "agreements", params(Paging, Wanted),
    responses((status = 200, body = Page<View<Agreement>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
    Filter(wanted): Filter<Wanted>,
) -> Result<Json<Page<View<Agreement>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .agreements
        .iter()
        .filter(|found| wanted.fair.is_none_or(|fair| found.fair == fair))
        .filter(|found| wanted.project.is_none_or(|project| found.project == project))
        .filter(|found| {
            let first = found.follows.map(|follows| follows.agreement);
            wanted.follows.is_none() || first == wanted.follows
        })
        .filter(|found| wanted.kind.is_none_or(|kind| found.kind == kind))
        .filter(|found| wanted.state.is_none_or(|wanted| wanted.is(&found.state)))
        .filter(|found| {
            paging.matches(
                found
                    .title
                    .0
                    .values()
                    .map(String::as_str)
                    .chain([found.number.as_str()]),
            )
        })
        .filter_map(|found| sight.agreement(found))
        .map(Arc::new);
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[
            ("-drafted_at", by(|found: &Arc<Agreement>| found.drafted_at)),
            ("number", by(|found: &Arc<Agreement>| found.number.clone())),
        ],
    )
}

/// Drafts an agreement with the first version of its text.
#[utoipa::path(post, path = "/agreements", tag = "agreements", request_body = AgreementDraft,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn draft(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(draft): Body<AgreementDraft>,
) -> Result<(StatusCode, Json<View<Agreement>>), Problem> {
    if draft
        .languages
        .iter()
        .any(|language| !yunqian_documents::LANGUAGES.contains(&language.as_str()))
    {
        return Err(Problem::invalid("language-not-available"));
    }
    if let Some(upload) = &draft.upload {
        uploads::accept(&app, caller, upload).await?;
    }
    let id = AgreementId(key);
    let command = Command::Draft { id, draft };
    let answer = view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows an agreement.
#[utoipa::path(get, path = "/agreements/{id}", tag = "agreements", params(("id" = AgreementId, Path)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
) -> Result<Json<View<Agreement>>, Problem> {
    view::show(&app, caller, |state| state.agreements.get(&id))
}

/// Proposes another version of the text; approvals of earlier versions lapse.
#[utoipa::path(put, path = "/agreements/{id}/text", tag = "agreements", request_body = NewText,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn propose(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<NewText>,
) -> Result<Json<View<Agreement>>, Problem> {
    let NewText {
        based_on,
        clauses,
        upload,
    } = body;
    let command = match upload {
        Some(upload) if clauses.is_empty() => {
            visible(&app, caller, id)?;
            uploads::accept(&app, caller, &upload).await?;
            Command::ProposeUpload { id, based_on, upload }
        }
        Some(_) => return Err(Problem::invalid("clauses-invalid")),
        None => Command::Propose { id, based_on, clauses },
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Approves a version for the caller's party; what can't be set as a document is refused here already.
#[utoipa::path(post, path = "/agreements/{id}/approvals", tag = "agreements", request_body = NewApproval,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn approve(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<NewApproval>,
) -> Result<Json<View<Agreement>>, Problem> {
    visible(&app, caller, id)?;
    rendered(&app, id).await?;
    let command = Command::Approve {
        id,
        version: body.version,
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Opens an agreed agreement for signatures outside a ceremony.
#[utoipa::path(post, path = "/agreements/{id}/open", tag = "agreements", request_body = NewOpening,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<NewOpening>,
) -> Result<Json<View<Agreement>>, Problem> {
    let command = Command::Open {
        id,
        sign_by: body.sign_by,
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Gives more time to sign, or a deadline where there was none.
#[utoipa::path(post, path = "/agreements/{id}/deadline", tag = "agreements", request_body = NewDeadline,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn extend(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<NewDeadline>,
) -> Result<Json<View<Agreement>>, Problem> {
    let command = Command::Extend {
        id,
        sign_by: body.sign_by,
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Calls an unsigned agreement off.
#[utoipa::path(post, path = "/agreements/{id}/void", tag = "agreements", request_body = NewVoid,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn void(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<NewVoid>,
) -> Result<Json<View<Agreement>>, Problem> {
    let command = Command::Void {
        id,
        reason: body.reason,
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Sends the document: the signed one, the frozen one, or a preview of the current version.
#[utoipa::path(get, path = "/agreements/{id}/document", tag = "agreements", params(("id" = AgreementId, Path)),
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = ProblemBody)))]
async fn document(State(app): State<App>, caller: Caller, Id(id): Id<AgreementId>) -> Result<Response, Problem> {
    let agreement = {
        let state = app.state();
        let sight = caller.sight(&state)?;
        let found = state.agreements.get(&id).filter(|found| sight.sees_pages(found));
        found.cloned().ok_or_else(Problem::not_found)?
    };
    let bytes = match agreement.document.as_deref() {
        Some(digest) => {
            let digest: Digest = digest.parse().map_err(|error| Problem::internal(&error))?;
            app.blobs
                .get(digest)
                .await?
                .ok_or_else(|| Problem::internal(&"a document of the record is missing"))?
        }
        None => rendered(&app, id).await?,
    };
    let name = format!(
        "inline; filename=\"{}.pdf\"",
        agreement
            .number
            .replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_")
    );
    Ok((
        [
            (header::CONTENT_TYPE, "application/pdf".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        bytes,
    )
        .into_response())
}

fn visible(app: &App, caller: Caller, id: AgreementId) -> Result<Agreement, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .agreements
        .get(&id)
        .filter(|found| sight.sees_agreement(found))
        .ok_or_else(Problem::not_found)?;
    Ok(Agreement::clone(found))
}

async fn rendered(app: &App, id: AgreementId) -> Result<Vec<u8>, Problem> {
    match signing::render_current(app, id).await {
        Ok(Some(Ok(frozen))) => Ok(frozen.pdf),
        Ok(Some(Err(RenderError::Document(error)))) => {
            tracing::info!(%error, agreement = %id, "a text can't be set");
            Err(Problem::invalid("text-cannot-be-set"))
        }
        Ok(Some(Err(error))) => Err(Problem::internal(&error)),
        Ok(None) => Err(Problem::not_found()),
        Err(error) => Err(Problem::internal(&error)),
    }
}
