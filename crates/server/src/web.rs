//! The web app, embedded at build. Any path that is no file is the app's own to route.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Assets;

/// Policy for the app's pages: everything from this server, nothing framed.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob: mediastream:; \
    style-src 'self' 'unsafe-inline'; script-src 'self'; worker-src 'self' blob:; connect-src 'self' ws: wss:; \
    frame-ancestors 'none'; base-uri 'self'; object-src 'none'";

/// Serves a file of the app, or its page.
pub async fn serve(uri: Uri) -> Response {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = Assets::get(path).filter(|_| !path.is_empty()) {
        let forever = path.starts_with("assets/");
        let cache = if forever {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let media_type = file.metadata.mimetype().to_owned();
        return (
            [
                (header::CONTENT_TYPE, media_type),
                (header::CACHE_CONTROL, cache.to_owned()),
            ],
            file.data,
        )
            .into_response();
    }
    match Assets::get("index.html") {
        Some(page) => (
            [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CACHE_CONTROL, "no-cache"),
                (header::CONTENT_SECURITY_POLICY, POLICY),
                (header::REFERRER_POLICY, "same-origin"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            ],
            page.data,
        )
            .into_response(),
        None => (
            StatusCode::NOT_FOUND,
            "The web app was not built into this program: build web/ first.\n",
        )
            .into_response(),
    }
}
