//! Fairs.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::FairId;
use yunqian_session::fair::{Announcement, Command, Fair, FairState};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/fairs`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show))
        .routes(routes!(transition))
}

/// A move of a fair.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FairMove {
    /// New state.
    pub to: FairState,
}

/// Lists fairs.
#[utoipa::path(get, path = "/fairs", tag = "fairs", params(Paging),
    responses((status = 200, body = Page<View<Fair>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
) -> Result<Json<Page<View<Fair>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .fairs
        .iter()
        .filter(|found| sight.sees_fair(found))
        .filter(|found| paging.matches(found.announcement.name.0.values().map(String::as_str)))
        .cloned();
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[("-starts_on", by(|found: &Arc<Fair>| found.announcement.starts_on))],
    )
}

/// Creates a fair in draft.
#[utoipa::path(post, path = "/fairs", tag = "fairs", request_body = Announcement,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Fair>), (status = "4XX", body = ProblemBody)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body<Announcement>,
) -> Result<(StatusCode, Json<View<Fair>>), Problem> {
    if jiff::tz::TimeZone::get(&body.time_zone).is_err() {
        return Err(Problem::invalid("time-zone-unknown"));
    }
    let id = FairId(key);
    let command = Command::Create { id, announcement: body };
    let answer = view::execute(&app, caller, key, command, |state| state.fairs.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows a fair.
#[utoipa::path(get, path = "/fairs/{id}", tag = "fairs", params(("id" = FairId, Path)),
    responses((status = 200, body = View<Fair>), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<FairId>) -> Result<Json<View<Fair>>, Problem> {
    view::show(&app, caller, |state| state.fairs.get(&id))
}

/// Moves a fair on.
#[utoipa::path(post, path = "/fairs/{id}/transition", tag = "fairs", request_body = FairMove,
    params(("id" = FairId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Fair>), (status = "4XX", body = ProblemBody)))]
async fn transition(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<FairId>,
    Body(body): Body<FairMove>,
) -> Result<Json<View<Fair>>, Problem> {
    let command = Command::Move { id, to: body.to };
    view::execute(&app, caller, key, command, |state| state.fairs.get(&id)).await
}
