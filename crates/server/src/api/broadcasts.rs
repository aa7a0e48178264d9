//! Broadcasts to the mass audience: who starts them, and how a player finds them.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_media::hls::Status;
use yunqian_session::recording::{Audience, Command};
use yunqian_session::text::LocalizedText;
use yunqian_session::{ItemId, RecordingId};

use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::problem::{Problem, ProblemBody};

/// Serves `/items/{id}/broadcast`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, switch))
}

/// Whether a room is to be broadcast, and to whom.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BroadcastSwitch {
    /// On or off.
    pub on: bool,
    /// Whom it reaches; those who are signed in, when absent.
    #[serde(default)]
    pub audience: Option<Audience>,
}

/// How far a broadcast is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BroadcastState {
    /// Nothing to play yet.
    Starting,
    /// Playing.
    Live,
}

/// The broadcast of a programme item.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BroadcastView {
    /// Names it among those of the item.
    pub session: RecordingId,
    /// What is broadcast.
    pub title: LocalizedText,
    /// Whom it reaches.
    pub audience: Audience,
    /// Since when.
    pub started_at: Timestamp,
    /// How far it is.
    pub state: BroadcastState,
    /// What keeps it from showing pictures: `broadcast-needs-vp9`, where the room sends VP8 alone.
    pub problem: Option<&'static str>,
    /// The multivariant playlist.
    pub playlist: String,
    /// Languages that are interpreted into.
    pub sound_languages: Vec<String>,
    /// Languages of captions.
    pub caption_languages: Vec<String>,
}

/// Shows the broadcast of an item; one for everyone needs no sign-in.
#[utoipa::path(get, path = "/items/{id}/broadcast", tag = "broadcasts", params(("id" = ItemId, Path)),
    responses((status = 200, body = Option<BroadcastView>), (status = "4XX", body = ProblemBody)))]
async fn show(
    State(app): State<App>,
    headers: HeaderMap,
    Id(id): Id<ItemId>,
) -> Result<Json<Option<BroadcastView>>, Problem> {
    let found = view(&app, id);
    let is_public = found.as_ref().is_some_and(|found| found.audience == Audience::Everyone);
    if !is_public {
        must_see(&app, &headers, id)?;
    }
    Ok(Json(found))
}

/// Starts or ends the broadcast of a live item: hosts, province officers, the ceremony's officiant.
#[utoipa::path(post, path = "/items/{id}/broadcast", tag = "broadcasts", request_body = BroadcastSwitch,
    params(("id" = ItemId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = Option<BroadcastView>), (status = "4XX", body = ProblemBody)))]
async fn switch(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(item): Id<ItemId>,
    Body(body): Body<BroadcastSwitch>,
) -> Result<Json<Option<BroadcastView>>, Problem> {
    let audience = body.on.then(|| body.audience.unwrap_or(Audience::SignedIn));
    let command = Command::Broadcast {
        item,
        session: RecordingId(key),
        audience,
    };
    app.desk.execute(caller.actor(), key, command).await?;
    Ok(Json(view(&app, item)))
}

fn view(app: &App, item: ItemId) -> Option<BroadcastView> {
    let state = app.state();
    let found = state.broadcasts.get(&item)?;
    let (status, (sound_languages, caption_languages)) = app
        .broadcasts
        .with(item, |live| (live.status(), live.languages()))
        .unwrap_or((Status::Starting, (Vec::new(), Vec::new())));
    Some(BroadcastView {
        session: found.session,
        title: state.items.get(&item)?.plan.title.clone(),
        audience: found.audience,
        started_at: found.started_at,
        state: match status {
            Status::Starting => BroadcastState::Starting,
            Status::Live | Status::NeedsVp9 => BroadcastState::Live,
        },
        problem: (status == Status::NeedsVp9).then_some("broadcast-needs-vp9"),
        playlist: format!("/hls/{item}/{}/index.m3u8", found.session),
        sound_languages,
        caption_languages,
    })
}

/// Refuses callers who are not signed in or don't see the item.
///
/// # Errors
/// As a sign-in's; `not-found`.
pub fn must_see(app: &App, headers: &HeaderMap, id: ItemId) -> Result<(), Problem> {
    let state = app.state();
    let sight = app.sign_in.caller(&state, headers)?;
    let sight = sight.sight(&state)?;
    let is_seen = state.items.get(&id).is_some_and(|item| sight.sees_item(item));
    is_seen.then_some(()).ok_or_else(Problem::not_found)
}
