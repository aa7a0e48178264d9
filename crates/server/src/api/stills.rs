//! Stills: the newest picture of a live room, which the lobby shows. They are no part of the record: they live in
//! memory and fade.

use std::collections::HashMap;
use std::sync::Mutex;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::{SignedDuration, Timestamp};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::ItemId;
use yunqian_session::programme::{ItemKind, ItemState};
use yunqian_signaling::Role;

use super::rooms::role_in;
use crate::app::App;
use crate::caller::{Caller, Id, Key, read};
use crate::problem::{Problem, ProblemBody};

/// Largest still; a frame 480 pixels wide takes about 20 KB.
const LIMIT_BYTES: usize = 128 * 1024;
/// How long a still is shown; whoever is on the stage sends one more often.
const LIFE: SignedDuration = SignedDuration::from_secs(90);

/// The stills of this process.
#[derive(Debug, Default)]
pub struct Stills(Mutex<HashMap<ItemId, Still>>);

#[derive(Debug, Clone)]
struct Still {
    jpeg: Bytes,
    taken_at: Timestamp,
}

impl Still {
    fn is_fresh(&self, now: Timestamp) -> bool {
        now.duration_since(self.taken_at) < LIFE
    }
}

impl Stills {
    fn put(&self, item: ItemId, still: Still) {
        let mut stills = self.0.lock().expect("no panic while held");
        stills.retain(|_, older| older.is_fresh(still.taken_at));
        stills.insert(item, still);
    }

    fn newest(&self, item: ItemId) -> Option<Still> {
        let stills = self.0.lock().expect("no panic while held");
        stills
            .get(&item)
            .filter(|still| still.is_fresh(Timestamp::now()))
            .cloned()
    }

    /// Tells when the newest still of a room was taken, if there is one.
    pub fn taken_at(&self, item: ItemId) -> Option<Timestamp> {
        self.newest(item).map(|still| still.taken_at)
    }
}

/// Serves `/items/{id}/still`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show, put))
}

/// Shows the newest still of a live room.
#[utoipa::path(get, path = "/items/{id}/still", tag = "rooms", params(("id" = ItemId, Path)),
    responses((status = 200, content_type = "image/jpeg"), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<ItemId>) -> Result<Response, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let is_seen = state.items.get(&id).is_some_and(|item| sight.sees_item(item));
    let still = app
        .stills
        .newest(id)
        .filter(|_| is_seen)
        .ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, still.jpeg).into_response())
}

/// Takes the newest still of a live room from somebody on its stage (JPEG, up to 128 KiB).
#[utoipa::path(put, path = "/items/{id}/still", tag = "rooms", request_body(content_type = "image/jpeg", content = Vec<u8>),
    params(("id" = ItemId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn put(
    State(app): State<App>,
    caller: Caller,
    _key: Key,
    Id(id): Id<ItemId>,
    body: Body,
) -> Result<StatusCode, Problem> {
    let jpeg = Bytes::from(read(body, LIMIT_BYTES).await?);
    let state = app.state();
    let sight = caller.sight(&state)?;
    let item = state
        .items
        .get(&id)
        .filter(|item| sight.sees_item(item))
        .ok_or_else(Problem::not_found)?;
    // A negotiation is seen by nobody outside it.
    if role_in(&sight, caller, item) == Role::Viewer || item.plan.kind == ItemKind::Negotiation {
        return Err(Problem::forbidden());
    }
    if item.state != ItemState::Live {
        return Err(Problem::conflict("room-not-open"));
    }
    if !jpeg.starts_with(b"\xff\xd8\xff") {
        return Err(Problem::invalid("file-kind-not-allowed"));
    }
    let taken_at = Timestamp::now();
    app.stills.put(id, Still { jpeg, taken_at });
    Ok(StatusCode::NO_CONTENT)
}
