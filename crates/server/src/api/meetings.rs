//! Meetings.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::meeting::{Command, Meeting, MeetingMove, MeetingRequest};
use yunqian_session::{MeetingId, PersonId, ProjectId};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/meetings`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, request))
        .routes(routes!(show))
        .routes(routes!(transition))
        .routes(routes!(invite))
}

/// A person to invite.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParticipant {
    /// Person.
    pub person: PersonId,
}

/// Which meetings are wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// About this project.
    #[serde(default)]
    pub project: Option<ProjectId>,
}

/// Lists meetings.
#[utoipa::path(get, path = "/meetings", tag = "meetings", params(Paging, Wanted),
    responses((status = 200, body = Page<View<Meeting>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
    Filter(wanted): Filter<Wanted>,
) -> Result<Json<Page<View<Meeting>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .meetings
        .iter()
        .filter(|found| sight.sees_meeting(found))
        .filter(|found| wanted.project.is_none_or(|project| found.project == project))
        .filter(|found| paging.matches([found.topic.as_str()]))
        .cloned();
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[
            (
                "-starts_at",
                by(|found: &Arc<Meeting>| found.slot.map(|slot| slot.starts_at)),
            ),
            ("id", by(|found: &Arc<Meeting>| found.id)),
        ],
    )
}

/// Asks for a meeting.
#[utoipa::path(post, path = "/meetings", tag = "meetings", request_body = MeetingRequest,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Meeting>), (status = "4XX", body = ProblemBody)))]
async fn request(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body<MeetingRequest>,
) -> Result<(StatusCode, Json<View<Meeting>>), Problem> {
    let id = MeetingId(key);
    let command = Command::Request { id, request: body };
    let answer = view::execute(&app, caller, key, command, |state| state.meetings.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows a meeting.
#[utoipa::path(get, path = "/meetings/{id}", tag = "meetings", params(("id" = MeetingId, Path)),
    responses((status = 200, body = View<Meeting>), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<MeetingId>) -> Result<Json<View<Meeting>>, Problem> {
    view::show(&app, caller, |state| state.meetings.get(&id))
}

/// Moves a meeting on.
#[utoipa::path(post, path = "/meetings/{id}/transition", tag = "meetings", request_body = MeetingMove,
    params(("id" = MeetingId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Meeting>), (status = "4XX", body = ProblemBody)))]
async fn transition(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<MeetingId>,
    Body(body): Body<MeetingMove>,
) -> Result<Json<View<Meeting>>, Problem> {
    let command = Command::Move { id, to: body };
    view::execute(&app, caller, key, command, |state| state.meetings.get(&id)).await
}

/// Invites another person, such as an interpreter or an official.
#[utoipa::path(post, path = "/meetings/{id}/participants", tag = "meetings", request_body = NewParticipant,
    params(("id" = MeetingId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Meeting>), (status = "4XX", body = ProblemBody)))]
async fn invite(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<MeetingId>,
    Body(body): Body<NewParticipant>,
) -> Result<Json<View<Meeting>>, Problem> {
    let command = Command::Invite {
        id,
        person: body.person,
    };
    view::execute(&app, caller, key, command, |state| state.meetings.get(&id)).await
}
