//! Expressions of interest.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::interest::{Answer, Command, Interest, InterestKind, InterestState};
use yunqian_session::text::FileReference;
use yunqian_session::{InterestId, PitchId, ProjectId};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/interests` and `/projects/{id}/interests`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(send))
        .routes(routes!(show))
        .routes(routes!(answer))
}

/// An interest to send from the caller's organisation.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInterest {
    /// Kind.
    pub kind: InterestKind,
    /// Message.
    #[serde(default)]
    pub message: String,
    /// Files, uploaded before.
    #[serde(default)]
    pub attachments: Vec<FileReference>,
    /// Pitch during which it arose.
    #[serde(default)]
    pub pitch: Option<PitchId>,
}

/// An answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnswer {
    /// Answer.
    pub answer: Answer,
    /// Words with it.
    #[serde(default)]
    pub message: String,
}

/// Which side of an interest the caller is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mailbox {
    /// Interests in the caller's projects.
    Received,
    /// Interests of the caller's organisation.
    Sent,
}

/// Which interests are wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Side.
    #[serde(default)]
    pub mailbox: Option<Mailbox>,
    /// In this project.
    #[serde(default)]
    pub project: Option<ProjectId>,
    /// Kind.
    #[serde(default)]
    pub kind: Option<InterestKind>,
    /// Whether an answer is still awaited.
    #[serde(default)]
    pub open: Option<bool>,
}

/// Lists interests.
#[utoipa::path(get, path = "/interests", tag = "interests", params(Paging, Wanted),
    responses((status = 200, body = Page<View<Interest>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
    Filter(wanted): Filter<Wanted>,
) -> Result<Json<Page<View<Interest>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .interests
        .iter()
        .filter(|found| sight.sees_interest(found))
        .filter(|found| wanted.project.is_none_or(|project| found.project == project))
        .filter(|found| wanted.kind.is_none_or(|kind| found.kind == kind))
        .filter(|found| {
            wanted
                .open
                .is_none_or(|open| open == matches!(found.state, InterestState::Sent))
        })
        .filter(|found| {
            wanted
                .mailbox
                .is_none_or(|mailbox| (mailbox == Mailbox::Sent) == sight.acting().acts_for(found.organisation))
        })
        .filter(|found| paging.matches([found.message.as_str()]))
        .cloned();
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[
            ("-sent_at", by(|found: &Arc<Interest>| found.sent_at)),
            ("due_at", by(|found: &Arc<Interest>| found.due_at)),
        ],
    )
}

/// Sends an interest.
#[utoipa::path(post, path = "/projects/{id}/interests", tag = "interests", request_body = NewInterest,
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Interest>), (status = "4XX", body = ProblemBody)))]
async fn send(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(project): Id<ProjectId>,
    Body(body): Body<NewInterest>,
) -> Result<(StatusCode, Json<View<Interest>>), Problem> {
    let id = InterestId(key);
    crate::files::must_be_known(&app, caller, &body.attachments).await?;
    let command = Command::Send {
        id,
        project,
        pitch: body.pitch,
        kind: body.kind,
        message: body.message,
        attachments: body.attachments,
    };
    let answer = view::execute(&app, caller, key, command, |state| state.interests.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows an interest.
#[utoipa::path(get, path = "/interests/{id}", tag = "interests", params(("id" = InterestId, Path)),
    responses((status = 200, body = View<Interest>), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<InterestId>) -> Result<Json<View<Interest>>, Problem> {
    view::show(&app, caller, |state| state.interests.get(&id))
}

/// Answers an interest.
#[utoipa::path(post, path = "/interests/{id}/answer", tag = "interests", request_body = NewAnswer,
    params(("id" = InterestId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Interest>), (status = "4XX", body = ProblemBody)))]
async fn answer(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<InterestId>,
    Body(body): Body<NewAnswer>,
) -> Result<Json<View<Interest>>, Problem> {
    let command = Command::Answer {
        id,
        answer: body.answer,
        message: body.message,
    };
    view::execute(&app, caller, key, command, |state| state.interests.get(&id)).await
}
