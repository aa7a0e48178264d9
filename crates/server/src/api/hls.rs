//! The files of broadcasts, `/hls/{item}/{session}/{file}`, in a form that any CDN can keep: what never changes says
//! so, playlists live one second. A broadcast for everyone is open to other origins; any other needs the sign-in
//! cookie and is kept by the browser alone.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use yunqian_media::hls::File;
use yunqian_session::recording::Audience;
use yunqian_session::{ItemId, RecordingId};

use super::broadcasts::must_see;
use crate::app::App;
use crate::problem::Problem;

const FOR_EVER: &str = "max-age=31536000, immutable";
const ONE_SECOND: &str = "max-age=1";

/// Serves the files.
pub fn router() -> Router<App> {
    Router::new().route("/hls/{item}/{session}/{file}", get(file))
}

async fn file(
    State(app): State<App>,
    headers: HeaderMap,
    Path((item, session, name)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let item: ItemId = item.parse().map_err(|_| Problem::not_found())?;
    let session: RecordingId = session.parse().map_err(|_| Problem::not_found())?;
    let found = app.broadcasts.file(item, session, &name);
    let is_public = matches!(found, Some((Audience::Everyone, _)));
    if !is_public {
        must_see(&app, &headers, item)?;
    }
    let (audience, file) = found.ok_or_else(Problem::not_found)?;
    Ok(answer(audience, &name, file))
}

fn answer(audience: Audience, name: &str, file: File) -> Response {
    let (kind, life) = match &file {
        File::Playlist(_) => ("application/vnd.apple.mpegurl", ONE_SECOND),
        File::Captions(_) => ("text/vtt; charset=utf-8", FOR_EVER),
        File::Media(_) if name.starts_with("video") => ("video/mp4", FOR_EVER),
        File::Media(_) => ("audio/mp4", FOR_EVER),
    };
    let whose = match audience {
        Audience::Everyone => "public",
        Audience::SignedIn => "private",
    };
    let mut response = match file {
        File::Playlist(text) | File::Captions(text) => text.into_response(),
        File::Media(bytes) => bytes.to_vec().into_response(),
    };
    let mut set = |name: HeaderName, value: &str| {
        let value = HeaderValue::from_str(value).expect("plain words");
        response.headers_mut().insert(name, value);
    };
    set(header::CONTENT_TYPE, kind);
    set(header::CACHE_CONTROL, &format!("{whose}, {life}"));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    if audience == Audience::Everyone {
        set(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    response
}
