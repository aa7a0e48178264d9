//! Feeds: entries for encoders and camera gateways into a programme item's room, and who may make them.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::ItemId;
use yunqian_session::programme::ItemState;
use yunqian_signaling::Grants;

use super::rooms::role_in;
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::ingest::{self, Feed, FeedError, FeedId, FeedToken};
use crate::problem::{Problem, ProblemBody};

/// Serves `/items/{id}/feeds`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(revoke))
}

/// What a new feed is called.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewFeed {
    /// Shown in the room; 1 to 80 characters.
    pub name: String,
}

/// A feed as the host sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FeedView {
    /// Id.
    pub id: FeedId,
    /// Shown in the room.
    pub name: String,
    /// Where the encoder posts its offer (WHIP, RFC 9725).
    pub whip_url: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether an encoder is connected by it now.
    pub connected: bool,
}

/// A new feed with the token that opens it; the token is shown here and never again.
#[derive(Debug, Serialize, ToSchema)]
pub struct CreatedFeed {
    /// Id.
    pub id: FeedId,
    /// Shown in the room.
    pub name: String,
    /// Where the encoder posts its offer (WHIP, RFC 9725).
    pub whip_url: String,
    /// Bearer token for the encoder.
    pub token: String,
}

fn whip_url(app: &App, id: FeedId) -> String {
    format!("{}{}", app.config.public_url, ingest::whip_path(id))
}

fn view(app: &App, feed: Feed) -> FeedView {
    FeedView {
        id: feed.id,
        whip_url: whip_url(app, feed.id),
        connected: app.ingest.is_connected(feed.id),
        name: feed.name,
        created_at: feed.created_at,
    }
}

/// Checks that the caller runs the item's room, and gives the item's state.
fn run_by(app: &App, caller: Caller, id: ItemId) -> Result<ItemState, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let item = state
        .items
        .get(&id)
        .filter(|item| sight.sees_item(item))
        .ok_or_else(Problem::not_found)?;
    if Grants::of(role_in(&sight, caller, item)).moderate {
        Ok(item.state)
    } else {
        Err(Problem::forbidden())
    }
}

/// Lists an item's feeds, for whoever runs its room.
#[utoipa::path(get, path = "/items/{id}/feeds", tag = "rooms", params(("id" = ItemId, Path)),
    responses((status = 200, body = Vec<FeedView>), (status = "4XX", body = ProblemBody)))]
async fn list(State(app): State<App>, caller: Caller, Id(id): Id<ItemId>) -> Result<Json<Vec<FeedView>>, Problem> {
    run_by(&app, caller, id)?;
    let feeds = app.ingest.feeds.of_item(id).into_iter();
    Ok(Json(feeds.map(|feed| view(&app, feed)).collect()))
}

/// Makes a feed. A repeat under the same key gives the same feed a new token.
#[utoipa::path(post, path = "/items/{id}/feeds", tag = "rooms", request_body = NewFeed,
    params(("id" = ItemId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = CreatedFeed), (status = "4XX", body = ProblemBody)))]
async fn create(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ItemId>,
    Body(body): Body<NewFeed>,
) -> Result<(StatusCode, Json<CreatedFeed>), Problem> {
    if run_by(&app, caller, id)? == ItemState::Ended {
        return Err(Problem::conflict("room-ended"));
    }
    let token = FeedToken::from_random(rand::random());
    let feeds = &app.ingest.feeds;
    let feed = feeds.create(&app.vault, FeedId(key), id, &body.name, &token).await?;
    let created = CreatedFeed {
        id: feed.id,
        whip_url: whip_url(&app, feed.id),
        name: feed.name,
        token: token.0,
    };
    Ok((StatusCode::CREATED, Json(created)))
}

/// Revokes a feed; an encoder connected by it is cut off.
#[utoipa::path(delete, path = "/items/{id}/feeds/{feed}", tag = "rooms",
    params(("id" = ItemId, Path), ("feed" = FeedId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn revoke(
    State(app): State<App>,
    caller: Caller,
    _key: Key,
    Path((item, feed)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (Ok(item), Ok(feed)) = (item.parse(), feed.parse()) else {
        return Err(Problem::not_found());
    };
    run_by(&app, caller, item)?;
    if !app.ingest.feeds.revoke(&app.vault, item, feed).await? {
        return Err(Problem::not_found());
    }
    app.ingest.cut_off(feed);
    Ok(StatusCode::NO_CONTENT)
}

impl From<FeedError> for Problem {
    fn from(error: FeedError) -> Self {
        match error {
            FeedError::Name => Self::invalid("feed-name-invalid"),
            FeedError::TooMany => Self::conflict("too-many-feeds"),
            FeedError::KeyReused => Self::conflict("idempotency-key-reused"),
            FeedError::Vault(error) => Self::internal(&error),
        }
    }
}
