//! Organisations.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::OrganisationId;
use yunqian_session::organisation::{Command, Organisation, Registration};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/organisations`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, register))
        .routes(routes!(show))
}

/// Lists organisations.
#[utoipa::path(get, path = "/organisations", tag = "registries", params(Paging),
    responses((status = 200, body = Page<View<Organisation>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
) -> Result<Json<Page<View<Organisation>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .organisations
        .iter()
        .filter(|organisation| sight.sees_organisation(organisation))
        .filter(|organisation| paging.matches(organisation.name.0.values().map(String::as_str)))
        .cloned();
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[("registered_at", by(|found: &Arc<Organisation>| found.registered_at))],
    )
}

/// Registers an organisation.
#[utoipa::path(post, path = "/organisations", tag = "registries", request_body = Registration,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Organisation>), (status = "4XX", body = ProblemBody)))]
async fn register(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(registration): Body<Registration>,
) -> Result<(StatusCode, Json<View<Organisation>>), Problem> {
    let id = OrganisationId(key);
    let command = Command::Register { id, registration };
    let answer = view::execute(&app, caller, key, command, |state| state.organisations.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows an organisation.
#[utoipa::path(get, path = "/organisations/{id}", tag = "registries", params(("id" = OrganisationId, Path)),
    responses((status = 200, body = View<Organisation>), (status = "4XX", body = ProblemBody)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<OrganisationId>,
) -> Result<Json<View<Organisation>>, Problem> {
    view::show(&app, caller, |state| state.organisations.get(&id))
}
