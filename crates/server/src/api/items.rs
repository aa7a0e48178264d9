//! Programme items.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::programme::{Command, Item, ItemKind, ItemPlan, ItemState};
use yunqian_session::{FairId, ItemId, PitchId};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/fairs/{id}/items` and `/items`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, plan))
        .routes(routes!(show, replan))
        .routes(routes!(transition))
        .routes(routes!(present))
}

/// A move of a programme item.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemMove {
    /// New state.
    pub to: ItemState,
}

/// The pitch to show on the stage, or none.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CurrentPitch {
    /// Pitch.
    pub pitch: Option<PitchId>,
}

/// Which items are wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Kind.
    #[serde(default)]
    pub kind: Option<ItemKind>,
    /// State.
    #[serde(default)]
    pub state: Option<ItemState>,
}

/// Lists the programme of a fair.
#[utoipa::path(get, path = "/fairs/{id}/items", tag = "programme", params(("id" = FairId, Path), Paging, Wanted),
    responses((status = 200, body = Page<View<Item>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<FairId>,
    Filter(paging): Filter<Paging>,
    Filter(wanted): Filter<Wanted>,
) -> Result<Json<Page<View<Item>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .items
        .iter()
        .filter(|found| sight.sees_item(found))
        .filter(|found| found.fair == id)
        .filter(|found| wanted.kind.is_none_or(|kind| found.plan.kind == kind))
        .filter(|found| wanted.state.is_none_or(|state| found.state == state))
        .filter(|found| paging.matches(found.plan.title.0.values().map(String::as_str)))
        .cloned();
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[
            ("starts_at", by(|found: &Arc<Item>| found.plan.starts_at)),
            ("code", by(|found: &Arc<Item>| found.plan.code.clone())),
        ],
    )
}

/// Plans an item.
#[utoipa::path(post, path = "/fairs/{id}/items", tag = "programme", request_body = ItemPlan,
    params(("id" = FairId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Item>), (status = "4XX", body = ProblemBody)))]
async fn plan(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(fair): Id<FairId>,
    Body(body): Body<ItemPlan>,
) -> Result<(StatusCode, Json<View<Item>>), Problem> {
    let id = ItemId(key);
    let command = Command::Plan { id, fair, plan: body };
    let answer = view::execute(&app, caller, key, command, |state| state.items.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows an item.
#[utoipa::path(get, path = "/items/{id}", tag = "programme", params(("id" = ItemId, Path)),
    responses((status = 200, body = View<Item>), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<ItemId>) -> Result<Json<View<Item>>, Problem> {
    view::show(&app, caller, |state| state.items.get(&id))
}

/// Changes the plan of an item that is not live yet.
#[utoipa::path(put, path = "/items/{id}", tag = "programme", request_body = ItemPlan,
    params(("id" = ItemId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Item>), (status = "4XX", body = ProblemBody)))]
async fn replan(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ItemId>,
    Body(body): Body<ItemPlan>,
) -> Result<Json<View<Item>>, Problem> {
    let command = Command::Replan { id, plan: body };
    view::execute(&app, caller, key, command, |state| state.items.get(&id)).await
}

/// Moves an item on.
#[utoipa::path(post, path = "/items/{id}/transition", tag = "programme", request_body = ItemMove,
    params(("id" = ItemId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Item>), (status = "4XX", body = ProblemBody)))]
async fn transition(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ItemId>,
    Body(body): Body<ItemMove>,
) -> Result<Json<View<Item>>, Problem> {
    let command = Command::Move { id, to: body.to };
    view::execute(&app, caller, key, command, |state| state.items.get(&id)).await
}

/// Shows a pitch on the stage.
#[utoipa::path(post, path = "/items/{id}/current-pitch", tag = "programme", request_body = CurrentPitch,
    params(("id" = ItemId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Item>), (status = "4XX", body = ProblemBody)))]
async fn present(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ItemId>,
    Body(body): Body<CurrentPitch>,
) -> Result<Json<View<Item>>, Problem> {
    let command = Command::Present { id, pitch: body.pitch };
    view::execute(&app, caller, key, command, |state| state.items.get(&id)).await
}
