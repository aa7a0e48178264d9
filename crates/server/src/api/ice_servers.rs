//! STUN and TURN servers for the browser: the device check asks before a room is entered, and a page that stays long
//! asks again before its credentials end.

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::caller::Caller;
use crate::problem::{Problem, ProblemBody};

/// Serves `/ice-servers`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The servers, with credentials of the caller's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct IceServers {
    /// As `RTCConfiguration.iceServers` takes them.
    pub ice_servers: Vec<IceServerView>,
    /// When the credentials end; connections made before go on.
    pub expires_at: Timestamp,
}

/// One STUN or TURN server.
#[derive(Debug, Serialize, ToSchema)]
pub struct IceServerView {
    /// Addresses.
    pub urls: Vec<String>,
    /// For TURN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// For TURN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
}

/// Lists the STUN and TURN servers to use.
#[utoipa::path(get, path = "/ice-servers", tag = "rooms",
    responses((status = 200, body = IceServers), (status = "4XX", body = ProblemBody)))]
async fn list(State(app): State<App>, caller: Caller) -> Result<Json<IceServers>, Problem> {
    let (turn, now) = (&app.config.rooms.turn, Timestamp::now());
    let servers = turn.servers(now, &caller.person.to_string()).into_iter();
    let view = |server: yunqian_signaling::IceServer| IceServerView {
        urls: server.urls,
        username: server.username,
        credential: server.credential,
    };
    Ok(Json(IceServers {
        ice_servers: servers.map(view).collect(),
        expires_at: turn.expiry(now),
    }))
}
