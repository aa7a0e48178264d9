//! Pushes ids of changed objects, so that open pages refresh by themselves.
//!
//! A message is `{"head": n, "changed": [{"type": "project", "id": "…"}]}`; ids alone, so that nothing leaks: the
//! page asks again and gets what it may see. A subscriber that lags is told `{"head": n, "reload": true}`.

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::any;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;

use crate::app::App;
use crate::caller::Caller;
use crate::desk::Commit;
use crate::problem::Problem;

/// Serves `/changes`.
pub fn router() -> Router<App> {
    Router::new().route("/changes", any(subscribe))
}

async fn subscribe(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    same_origin(&app, &headers)?;
    Ok(upgrade
        .max_message_size(1_024)
        .on_upgrade(move |socket| push(app, caller, headers, socket)))
}

/// Refuses a socket that another site's page opens with our user's cookie.
///
/// # Errors
/// `foreign-origin`.
pub fn same_origin(app: &App, headers: &HeaderMap) -> Result<(), Problem> {
    let Some(origin) = headers.get("origin").and_then(|origin| origin.to_str().ok()) else {
        return Ok(());
    };
    let host = headers
        .get("host")
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    let ours = origin == app.config.public_url || origin.split_once("://").is_some_and(|(_, rest)| rest == host);
    if ours {
        Ok(())
    } else {
        Err(Problem {
            status: axum::http::StatusCode::FORBIDDEN,
            code: "foreign-origin",
        })
    }
}

async fn push(app: App, caller: Caller, headers: HeaderMap, mut socket: WebSocket) {
    let mut commits = app.desk.commits();
    let mut patience = tokio::time::interval(std::time::Duration::from_secs(10));
    loop {
        let message = tokio::select! {
            () = app.shutdown.cancelled() => break,
            // The feed ends with the sign-in that opened it; the page opens another with the one it has by then.
            _ = patience.tick() => match app.sign_in.caller(&app.state(), &headers) {
                Ok(still) if still == caller => Message::Ping(Vec::new().into()),
                _ => break,
            },
            incoming = socket.recv() => match incoming {
                Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                // Nothing is expected from the page but pongs; a talkative one is cut off.
                Some(Ok(Message::Text(_) | Message::Binary(_))) => break,
                Some(Ok(_)) => continue,
            },
            commit = commits.recv() => match commit {
                Ok(commit) => match visible(&app, caller, &commit) {
                    Some(text) => Message::Text(text.into()),
                    None => continue,
                },
                Err(RecvError::Lagged(_)) => Message::Text(json!({ "reload": true }).to_string().into()),
                Err(RecvError::Closed) => break,
            },
        };
        if socket.send(message).await.is_err() {
            break;
        }
    }
}

fn visible(app: &App, caller: Caller, commit: &Commit) -> Option<String> {
    let state = app.state();
    let sight = caller.sight(&state).ok()?;
    let changed: Vec<_> = commit.changed.iter().filter(|object| sight.sees(object)).collect();
    (!changed.is_empty()).then(|| json!({ "head": commit.head, "changed": changed }).to_string())
}
