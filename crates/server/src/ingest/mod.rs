//! WHIP in (RFC 9725) and WHEP out (draft-ietf-wish-whep): rooms for encoders, cameras and players that speak HTTP.
//!
//! | Request | Answer |
//! |---|---|
//! | `POST /api/v1/whip/{feed}`, an SDP offer to send | 201, the SDP answer with all candidates, `Location`, `ETag`, `Link` (STUN and TURN) |
//! | `POST /api/v1/whep/{item}`, an SDP offer to receive | the same; 409 with `Retry-After` while nothing is live |
//! | `PATCH` of the location with `If-Match: <tag>` | 204, candidates taken note of |
//! | `PATCH` of the location with `If-Match: *` and new ICE credentials | 200, the new credentials and a new `ETag` |
//! | `DELETE` of the location | 200; from then on 404 |
//! | `OPTIONS` | 200 with CORS, `Accept-Post` or `Accept-Patch` |
//!
//! The bearer token of WHIP is the feed's (`POST /items/{id}/feeds` shows it once), that of WHEP a room grant; PATCH
//! and DELETE take the token that the session was opened with. A feed carries one session: a second offer takes the
//! place of the first, as an encoder that lost its connection expects. It waits backstage until the host shows it.
//!
//! An offer is taken whole or refused whole (406): one BUNDLE group, RTCP multiplexed, at most one audio and one video
//! section of one stream; Opus; VP8, VP9 or H.264 baseline. H.265 and H.264 profiles with B-frames are refused by name.
//! `/whip/{feed}` and `/whep/{item}` are answered with 307 to the paths above.
//!
//! [`fragment`], [`offer`], [`negotiation`] and [`precondition`] are pure; [`sessions`] holds what is open, [`door`]
//! leads into the room. Not done here: simulcast layer choice and server-sent events of the WHEP draft.

mod bearer;
mod credentials;
mod door;
mod feed;
pub mod fragment;
mod headers;
mod negotiation;
pub mod offer;
mod precondition;
mod refusal;
mod resource;
mod sessions;
mod whep;
mod whip;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, OriginalUri};
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::IntoResponse;
use axum::routing::{any, post};
use tower_http::catch_panic::CatchPanicLayer;
use yunqian_journal::{JournalError, Vault};

use crate::app::App;
use crate::problem;

pub use credentials::IceCredentials;
pub use feed::{Feed, FeedError, FeedId, FeedToken, Feeds};
use sessions::Sessions;

/// Largest offer or fragment, in bytes.
const BODY_LIMIT_BYTES: usize = 64 * 1024;

/// What comes in by WHIP and goes out by WHEP on this server.
pub struct Ingest {
    /// The entries for encoders.
    pub feeds: Feeds,
    sessions: Arc<Sessions>,
}

impl Ingest {
    /// Loads the feeds; `most_sessions` may be open at one time.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn open(vault: &Vault, most_sessions: usize) -> Result<Self, JournalError> {
        Ok(Self {
            feeds: Feeds::load(vault).await?,
            sessions: Arc::new(Sessions::new(most_sessions)),
        })
    }

    /// Tells whether an encoder is connected by a feed.
    pub fn is_connected(&self, feed: FeedId) -> bool {
        self.sessions.of(&feed.to_string()).is_some()
    }

    /// Ends the session of a feed, if there is one.
    pub fn cut_off(&self, feed: FeedId) {
        self.sessions.end_of(&feed.to_string());
    }
}

/// Where a feed's encoder posts its offer.
pub fn whip_path(feed: FeedId) -> String {
    format!("/api/v1/whip/{feed}")
}

/// Serves WHIP and WHEP. They stand beside the API: no cookies, any origin, bodies that are no JSON.
pub fn router(app: App) -> Router {
    let session = || {
        axum::routing::patch(resource::change)
            .delete(resource::end)
            .get(resource::nothing)
            .options(resource::options)
    };
    Router::new()
        .route(
            "/api/v1/whip/{feed}",
            post(whip::publish).get(resource::nothing).options(whip::options),
        )
        .route("/api/v1/whip/{feed}/sessions/{session}", session())
        .route(
            "/api/v1/whep/{item}",
            post(whep::watch).get(resource::nothing).options(whip::options),
        )
        .route("/api/v1/whep/{item}/sessions/{session}", session())
        .route("/whip/{feed}", any(moved).options(whip::options))
        .route("/whep/{item}", any(moved).options(whip::options))
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(DefaultBodyLimit::disable())
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::map_response(headers::open_to_all))
        .layer(middleware::from_fn(problem::word))
        .with_state(app)
}

/// Sends clients that were given the short path to the whole one; 307 keeps method and body.
async fn moved(OriginalUri(uri): OriginalUri) -> impl IntoResponse {
    (
        StatusCode::TEMPORARY_REDIRECT,
        [(header::LOCATION, format!("/api/v1{}", uri.path()))],
    )
}
