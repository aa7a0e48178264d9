//! Ceremonies and their acts.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::ceremony::{ActMove, Ceremony, Command, Stage};
use yunqian_session::text::LocalizedText;
use yunqian_session::{ActId, AgreementId, CeremonyId, FairId, ItemId, PersonId, SignatoryId};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/ceremonies` and `/acts`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(show))
        .routes(routes!(stage))
        .routes(routes!(nominate))
        .routes(routes!(transition))
        .routes(routes!(ready))
}

/// A ceremony to hold.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCeremony {
    /// Programme item of kind signing ceremony.
    pub item: ItemId,
    /// Title.
    pub title: LocalizedText,
    /// Officiant.
    pub officiant: PersonId,
}

/// An act to nominate.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAct {
    /// Title.
    pub title: LocalizedText,
    /// Sites.
    pub sites: Vec<LocalizedText>,
    /// Agreements.
    pub agreements: Vec<AgreementId>,
    /// Whether the audience sees the agreements' pages once the act is on the stage.
    #[serde(default)]
    pub pages_shown: bool,
}

/// A signatory who is ready.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReadiness {
    /// Signatory.
    pub signatory: SignatoryId,
}

/// Which ceremonies are wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this fair.
    #[serde(default)]
    pub fair: Option<FairId>,
    /// Of this programme item.
    #[serde(default)]
    pub item: Option<ItemId>,
}

/// Lists ceremonies.
#[utoipa::path(get, path = "/ceremonies", tag = "ceremonies", params(Paging, Wanted),
    responses((status = 200, body = Page<View<Ceremony>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
    Filter(wanted): Filter<Wanted>,
) -> Result<Json<Page<View<Ceremony>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .ceremonies
        .iter()
        .filter_map(|found| sight.ceremony(found))
        .filter(|found| wanted.fair.is_none_or(|fair| found.fair == fair))
        .filter(|found| wanted.item.is_none_or(|item| found.item == item))
        .filter(|found| paging.matches(found.title.0.values().map(String::as_str)))
        .map(Arc::new);
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[("id", by(|found: &Arc<Ceremony>| found.id))],
    )
}

/// Creates the ceremony of a programme item.
#[utoipa::path(post, path = "/ceremonies", tag = "ceremonies", request_body = NewCeremony,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Ceremony>), (status = "4XX", body = ProblemBody)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body<NewCeremony>,
) -> Result<(StatusCode, Json<View<Ceremony>>), Problem> {
    let id = CeremonyId(key);
    let command = Command::Create {
        id,
        item: body.item,
        title: body.title,
        officiant: body.officiant,
    };
    let answer = view::execute(&app, caller, key, command, |state| state.ceremonies.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows a ceremony with its acts.
#[utoipa::path(get, path = "/ceremonies/{id}", tag = "ceremonies", params(("id" = CeremonyId, Path)),
    responses((status = 200, body = View<Ceremony>), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<CeremonyId>) -> Result<Json<View<Ceremony>>, Problem> {
    view::show(&app, caller, |state| state.ceremonies.get(&id))
}

/// Shows what the ceremony's audience sees: the acts on the stage, who signs, what it comes to.
#[utoipa::path(get, path = "/ceremonies/{id}/stage", tag = "ceremonies", params(("id" = CeremonyId, Path)),
    responses((status = 200, body = View<Stage>), (status = "4XX", body = ProblemBody)))]
async fn stage(State(app): State<App>, caller: Caller, Id(id): Id<CeremonyId>) -> Result<Json<View<Stage>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let stage = state.ceremonies.get(&id).and_then(|ceremony| sight.stage(ceremony));
    let stage = stage.ok_or_else(Problem::not_found)?;
    Ok(Json(View::of(&app, &state, &stage)))
}

/// Nominates an act; it gets the idempotency key as its id.
#[utoipa::path(post, path = "/ceremonies/{id}/acts", tag = "ceremonies", request_body = NewAct,
    params(("id" = CeremonyId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Ceremony>), (status = "4XX", body = ProblemBody)))]
async fn nominate(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<CeremonyId>,
    Body(body): Body<NewAct>,
) -> Result<(StatusCode, Json<View<Ceremony>>), Problem> {
    let act = ActId(key);
    let command = Command::Nominate {
        id,
        act,
        title: body.title,
        sites: body.sites,
        agreements: body.agreements,
        pages_shown: body.pages_shown,
    };
    let answer = view::execute(&app, caller, key, command, |state| state.ceremonies.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Moves an act on.
#[utoipa::path(post, path = "/acts/{id}/transition", tag = "ceremonies", request_body = ActMove,
    params(("id" = ActId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Ceremony>), (status = "4XX", body = ProblemBody)))]
async fn transition(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(act): Id<ActId>,
    Body(body): Body<ActMove>,
) -> Result<Json<View<Ceremony>>, Problem> {
    let command = Command::Move { act, to: body };
    view::execute(&app, caller, key, command, |state| {
        state.ceremonies.get(&state.act(&act)?.0.id)
    })
    .await
}

/// Reports a signatory ready.
#[utoipa::path(post, path = "/acts/{id}/ready", tag = "ceremonies", request_body = NewReadiness,
    params(("id" = ActId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Ceremony>), (status = "4XX", body = ProblemBody)))]
async fn ready(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(act): Id<ActId>,
    Body(body): Body<NewReadiness>,
) -> Result<Json<View<Ceremony>>, Problem> {
    let command = Command::Ready {
        act,
        signatory: body.signatory,
    };
    view::execute(&app, caller, key, command, |state| {
        state.ceremonies.get(&state.act(&act)?.0.id)
    })
    .await
}
