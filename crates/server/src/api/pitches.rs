//! Pitches.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::pitch::{Command, Pitch, PitchMove};
use yunqian_session::{ItemId, PitchId, ProjectId};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/pitches` and `/projects/{id}/pitches`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(draft))
        .routes(routes!(show))
        .routes(routes!(transition))
}

/// Where a project is to be pitched.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPitch {
    /// Programme item.
    pub item: ItemId,
}

/// Which pitches are wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this programme item.
    #[serde(default)]
    pub item: Option<ItemId>,
    /// Of this project.
    #[serde(default)]
    pub project: Option<ProjectId>,
}

/// Lists pitches.
#[utoipa::path(get, path = "/pitches", tag = "pitches", params(Paging, Wanted),
    responses((status = 200, body = Page<View<Pitch>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
    Filter(wanted): Filter<Wanted>,
) -> Result<Json<Page<View<Pitch>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .pitches
        .iter()
        .filter(|found| sight.sees_pitch(found))
        .filter(|found| wanted.item.is_none_or(|item| found.item == item))
        .filter(|found| wanted.project.is_none_or(|project| found.project == project))
        .filter(|found| {
            paging.matches(
                state
                    .projects
                    .get(&found.project)
                    .iter()
                    .flat_map(|project| project.proposal.title.0.values().map(String::as_str)),
            )
        })
        .cloned();
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[("id", by(|found: &Arc<Pitch>| found.id))],
    )
}

/// Drafts a pitch of a project.
#[utoipa::path(post, path = "/projects/{id}/pitches", tag = "pitches", request_body = NewPitch,
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Pitch>), (status = "4XX", body = ProblemBody)))]
async fn draft(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(project): Id<ProjectId>,
    Body(body): Body<NewPitch>,
) -> Result<(StatusCode, Json<View<Pitch>>), Problem> {
    let id = PitchId(key);
    let command = Command::Draft {
        id,
        project,
        item: body.item,
    };
    let answer = view::execute(&app, caller, key, command, |state| state.pitches.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows a pitch.
#[utoipa::path(get, path = "/pitches/{id}", tag = "pitches", params(("id" = PitchId, Path)),
    responses((status = 200, body = View<Pitch>), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<PitchId>) -> Result<Json<View<Pitch>>, Problem> {
    view::show(&app, caller, |state| state.pitches.get(&id))
}

/// Moves a pitch on.
#[utoipa::path(post, path = "/pitches/{id}/transition", tag = "pitches", request_body = PitchMove,
    params(("id" = PitchId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Pitch>), (status = "4XX", body = ProblemBody)))]
async fn transition(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<PitchId>,
    Body(body): Body<PitchMove>,
) -> Result<Json<View<Pitch>>, Problem> {
    let command = Command::Move { id, to: body };
    view::execute(&app, caller, key, command, |state| state.pitches.get(&id)).await
}
