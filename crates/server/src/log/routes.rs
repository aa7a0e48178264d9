//! What everybody may fetch (C2SP tlog-tiles): sizes and hashes, never entries. The record is confidential; who may
//! see an entry gets it with a receipt from the API.

use axum::Json;
use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::{Deserialize, Serialize};
use yunqian_journal::tile::Tile;
use yunqian_journal::{Digest, JournalError};

use crate::app::App;
use crate::problem::Problem;

const TEXT: &str = "text/plain; charset=utf-8";
const NOT_KEPT: &str = "no-cache";
/// A tile of a path never changes: the tree only grows.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Two sizes of the tree.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Between {
    from: u64,
    to: u64,
}

/// Proof that one tree extends another.
#[derive(Debug, Clone, Serialize)]
struct Consistency {
    from: u64,
    to: u64,
    /// RFC 6962, section 2.1.2; empty from the empty tree, which every tree extends.
    proof: Vec<Digest>,
}

/// Serves `/log/…`.
pub fn router() -> Router<App> {
    Router::new()
        .route("/log/checkpoint", get(checkpoint))
        .route("/log/key", get(key))
        .route("/log/consistency", get(consistency))
        .route("/log/tile/{*tile}", get(tile))
        .route("/log/anchors", get(anchors))
        .route("/log/anchors/{digest}", get(anchored))
}

async fn checkpoint(State(app): State<App>) -> Response {
    answer(TEXT, NOT_KEPT, app.log.newest().note.to_string())
}

async fn key(State(app): State<App>) -> Response {
    let keys: String = app.log.keys().map(|key| key + "\n").collect();
    answer(TEXT, NOT_KEPT, keys)
}

async fn consistency(State(app): State<App>, Query(between): Query<Between>) -> Result<Response, Problem> {
    let Between { from, to } = between;
    if from > to || to > app.log.newest().head.size {
        return Err(Problem::not_found());
    }
    let proof = match from {
        0 => Vec::new(),
        from => app.log.reader().consistency_proof(from, to).await?,
    };
    Ok(answer(
        "application/json",
        FOR_EVER,
        Json(Consistency { from, to, proof }),
    ))
}

async fn tile(State(app): State<App>, Path(path): Path<String>) -> Result<Response, Problem> {
    let tile: Tile = path.parse().map_err(|_| Problem::not_found())?;
    let size = app.log.newest().head.size;
    let bytes = app.log.reader().tile(&tile, size).await.map_err(unreadable)?;
    let bytes = bytes.ok_or_else(Problem::not_found)?;
    Ok(answer("application/octet-stream", FOR_EVER, bytes))
}

async fn anchors(State(app): State<App>) -> Result<Response, Problem> {
    let list = app.log.anchors.read().map_err(|error| Problem::internal(&error))?;
    Ok(answer("application/json", NOT_KEPT, Json(list)))
}

/// Sends an anchored checkpoint or its token; no other blob.
async fn anchored(State(app): State<App>, Path(digest): Path<String>) -> Result<Response, Problem> {
    let digest: Digest = digest.parse().map_err(|_| Problem::not_found())?;
    let list = app.log.anchors.read().map_err(|error| Problem::internal(&error))?;
    let kind = list.iter().find_map(|anchor| match digest {
        _ if digest == anchor.checkpoint => Some(TEXT),
        _ if digest == anchor.token => Some("application/timestamp-token"),
        _ => None,
    });
    let kind = kind.ok_or_else(Problem::not_found)?;
    let bytes = app.blobs.get(digest).await?.ok_or_else(Problem::not_found)?;
    Ok(answer(kind, FOR_EVER, bytes))
}

fn unreadable(error: JournalError) -> Problem {
    Problem::internal(&error)
}

fn answer(kind: &'static str, life: &'static str, body: impl IntoResponse) -> Response {
    let headers: [(HeaderName, &str); 4] = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, life),
        // Anybody's page may check the log.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, body).into_response()
}
