//! Recordings: who starts them, what they hold, and their files.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_journal::Digest;
use yunqian_session::meeting::Meeting;
use yunqian_session::recording::{Command, Place, Recording};
use yunqian_session::{FairId, ItemId, MeetingId, OrganisationId, RecordingId};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::problem::{Problem, ProblemBody};
use crate::recording::{Chapter, chapters};

/// Serves `/items/{id}/recording(s)`, `/meetings/{id}/recording(s)`, `/fairs/{id}/replays` and `/recordings`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(switch_item))
        .routes(routes!(switch_meeting))
        .routes(routes!(consent))
        .routes(routes!(of_item))
        .routes(routes!(of_fair))
        .routes(routes!(of_meeting))
        .routes(routes!(show))
        .routes(routes!(contents))
        .routes(routes!(segment))
}

/// Whether a room is to be recorded.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordingSwitch {
    /// On or off.
    pub on: bool,
}

/// Whether the caller's side agrees to a recording.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecordingConsent {
    /// Agrees, or takes it back.
    pub given: bool,
}

/// A recording without its segments.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RecordingSummary {
    /// Id.
    pub id: RecordingId,
    /// Whether it is of a rehearsal.
    pub rehearsal: bool,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was stopped; none while it runs.
    pub stopped_at: Option<Timestamp>,
    /// How many tracks it has.
    pub tracks: usize,
    /// How many segments are in the record.
    pub segments: usize,
    /// How many bytes they take.
    pub size_bytes: u64,
}

/// The recordings of a room, and who agreed.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RoomRecordings {
    /// Oldest first.
    pub recordings: Vec<RecordingSummary>,
    /// The sides of a meeting that agree to its recording now.
    pub agreed: Vec<OrganisationId>,
}

impl From<&Recording> for RecordingSummary {
    fn from(recording: &Recording) -> Self {
        Self {
            id: recording.id,
            rehearsal: recording.rehearsal,
            started_at: recording.started_at,
            stopped_at: recording.stopped_at,
            tracks: recording.tracks.len(),
            segments: recording.segments.len(),
            size_bytes: recording.segments.iter().map(|segment| segment.size_bytes).sum(),
        }
    }
}

/// Starts or stops the recording of a programme item's room: hosts, province officers, the ceremony's officiant.
#[utoipa::path(post, path = "/items/{id}/recording", tag = "recordings", request_body = RecordingSwitch,
    params(("id" = ItemId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Recording>), (status = "4XX", body = ProblemBody)))]
async fn switch_item(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ItemId>,
    Body(body): Body<RecordingSwitch>,
) -> Result<Json<View<Recording>>, Problem> {
    switch(&app, caller, key, Place::Item(id), body.on).await
}

/// Starts or stops the recording of a meeting: a side's people, once both sides agreed (`recording-needs-consent`).
#[utoipa::path(post, path = "/meetings/{id}/recording", tag = "recordings", request_body = RecordingSwitch,
    params(("id" = MeetingId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Recording>), (status = "4XX", body = ProblemBody)))]
async fn switch_meeting(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<MeetingId>,
    Body(body): Body<RecordingSwitch>,
) -> Result<Json<View<Recording>>, Problem> {
    switch(&app, caller, key, Place::Meeting(id), body.on).await
}

async fn switch(
    app: &App,
    caller: Caller,
    key: uuid::Uuid,
    room: Place,
    on: bool,
) -> Result<Json<View<Recording>>, Problem> {
    if on {
        let id = RecordingId(key);
        let command = Command::Start { id, room };
        return view::execute(app, caller, key, command, |state| state.recordings.get(&id)).await;
    }
    let running = app.state().recording_now(&room).map(|recording| recording.id);
    let last = || {
        app.state()
            .recordings_of(&room)
            .next_back()
            .map(|recording| recording.id)
    };
    match running {
        Some(id) => {
            view::execute(app, caller, key, Command::Stop { id }, |state| {
                state.recordings.get(&id)
            })
            .await
        }
        None => {
            let id = last().ok_or_else(Problem::not_found)?;
            view::show(app, caller, |state| state.recordings.get(&id))
        }
    }
}

/// Agrees, for the caller's side, to a meeting's recording, or takes that back, which stops it.
#[utoipa::path(post, path = "/meetings/{id}/recording-consent", tag = "recordings", request_body = RecordingConsent,
    params(("id" = MeetingId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Meeting>), (status = "4XX", body = ProblemBody)))]
async fn consent(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(meeting): Id<MeetingId>,
    Body(body): Body<RecordingConsent>,
) -> Result<Json<View<Meeting>>, Problem> {
    let given = body.given;
    let command = Command::Consent { meeting, given };
    view::execute(&app, caller, key, command, |state| state.meetings.get(&meeting)).await
}

/// Lists the recordings of a programme item that the caller may see.
#[utoipa::path(get, path = "/items/{id}/recordings", tag = "recordings", params(("id" = ItemId, Path)),
    responses((status = 200, body = RoomRecordings), (status = "4XX", body = ProblemBody)))]
async fn of_item(State(app): State<App>, caller: Caller, Id(id): Id<ItemId>) -> Result<Json<RoomRecordings>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let is_seen = state.items.get(&id).is_some_and(|item| sight.sees_item(item));
    if is_seen {
        Ok(Json(list(&sight, Place::Item(id), Vec::new())))
    } else {
        Err(Problem::not_found())
    }
}

/// Lists the programme items of a fair of which there is something to replay that the caller may see.
#[utoipa::path(get, path = "/fairs/{id}/replays", tag = "recordings", params(("id" = FairId, Path)),
    responses((status = 200, body = Vec<ItemId>), (status = "4XX", body = ProblemBody)))]
async fn of_fair(State(app): State<App>, caller: Caller, Id(id): Id<FairId>) -> Result<Json<Vec<ItemId>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let is_recorded = |item: ItemId| {
        let recorded = state.recordings_of(&Place::Item(item));
        recorded
            .filter(|it| sight.sees_recording(it))
            .any(|it| !it.segments.is_empty())
    };
    let of_this = state.items.iter().filter(|item| item.fair == id).map(|item| item.id);
    Ok(Json(of_this.filter(|item| is_recorded(*item)).collect()))
}

/// Lists the recordings of a meeting, for those who take part.
#[utoipa::path(get, path = "/meetings/{id}/recordings", tag = "recordings", params(("id" = MeetingId, Path)),
    responses((status = 200, body = RoomRecordings), (status = "4XX", body = ProblemBody)))]
async fn of_meeting(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<MeetingId>,
) -> Result<Json<RoomRecordings>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let takes_part = |meeting: &&Arc<Meeting>| sight.takes_part_in(meeting);
    state
        .meetings
        .get(&id)
        .filter(takes_part)
        .ok_or_else(Problem::not_found)?;
    let consents = state.recording_consents.get(&id);
    let agreed = consents.map(|consents| consents.by_side.keys().copied().collect());
    Ok(Json(list(&sight, Place::Meeting(id), agreed.unwrap_or_default())))
}

fn list(sight: &yunqian_session::access::View<'_>, room: Place, agreed: Vec<OrganisationId>) -> RoomRecordings {
    let seen = sight.state().recordings_of(&room).filter(|it| sight.sees_recording(it));
    RoomRecordings {
        recordings: seen.map(RecordingSummary::from).collect(),
        agreed,
    }
}

/// Shows a recording with its tracks, segments and gaps.
#[utoipa::path(get, path = "/recordings/{id}", tag = "recordings", params(("id" = RecordingId, Path)),
    responses((status = 200, body = View<Recording>), (status = "4XX", body = ProblemBody)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<RecordingId>,
) -> Result<Json<View<Recording>>, Problem> {
    view::show(&app, caller, |state| state.recordings.get(&id))
}

/// Lists what was on the stage while a recording ran.
#[utoipa::path(get, path = "/recordings/{id}/chapters", tag = "recordings", params(("id" = RecordingId, Path)),
    responses((status = 200, body = Vec<Chapter>), (status = "4XX", body = ProblemBody)))]
async fn contents(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<RecordingId>,
) -> Result<Json<Vec<Chapter>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let recording = state.recordings.get(&id).filter(|found| sight.sees_recording(found));
    let recording = recording.ok_or_else(Problem::not_found)?;
    Ok(Json(chapters(&sight, recording)))
}

/// Sends a segment's file; its bytes were checked against the digest.
#[utoipa::path(get, path = "/recordings/{id}/segments/{digest}", tag = "recordings",
    params(("id" = RecordingId, Path), ("digest" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = ProblemBody)))]
async fn segment(
    State(app): State<App>,
    caller: Caller,
    Path((id, digest)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id: RecordingId = id.parse().map_err(|_| Problem::not_found())?;
    let state = app.state();
    let sight = caller.sight(&state)?;
    let recording = state.recordings.get(&id).filter(|found| sight.sees_recording(found));
    let segment = recording
        .and_then(|found| found.segments.iter().find(|segment| segment.digest == digest))
        .ok_or_else(Problem::not_found)?;
    let digest: Digest = digest.parse().map_err(|_| Problem::not_found())?;
    let bytes = app.blobs.get(digest).await?.ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, segment.media_type.clone()),
        (header::CACHE_CONTROL, "private, max-age=86400, immutable".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}
