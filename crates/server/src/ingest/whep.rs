//! WHEP: a player posts its offer and receives what is on the stage.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use yunqian_session::ItemId;
use yunqian_session::programme::ItemState;
use yunqian_signaling::{Grants, Role};

use super::bearer::Bearer;
use super::offer::Flow;
use super::refusal::Refusal;
use super::whip::{offered, open};
use crate::app::App;
use crate::problem::Problem;
use crate::rooms::RoomAccess;

/// Takes a player's offer for an item; the bearer token is a room grant.
pub(super) async fn watch(
    State(app): State<App>,
    Path(item): Path<String>,
    bearer: Bearer,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let grant = app.rooms.read_grant(&bearer.0)?;
    if grant.room.0 != item {
        return Err(Bearer::refused());
    }
    let offer = offered(&headers, body, Flow::Receives).await?;
    let id = item.parse::<ItemId>().ok();
    match id.and_then(|id| app.state().items.get(&id).map(|item| item.state)) {
        Some(ItemState::Ended) => return Err(Problem::conflict("room-ended").into()),
        // A meeting's room has no hours.
        Some(ItemState::Live) | None => {}
        Some(_) => return Err(Refusal::not_live()),
    }
    let access = RoomAccess {
        person: grant.sub,
        room: grant.room,
        kind: grant.kind,
        name: grant.name,
        organisation: grant.organisation,
        role: Role::Viewer,
        grants: Grants {
            subscribe: grant.grants.subscribe,
            ..Grants::default()
        },
        rehearsal: grant.rehearsal,
        knock: grant.knock,
    };
    open(&app, item, bearer, access, offer).await
}
