//! What may be done with a session: more candidates, an ICE restart, its end.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::bearer::Bearer;
use super::negotiation::{Negotiation, Step};
use super::precondition::{EntityTag, Precondition};
use super::refusal::Refusal;
use super::sessions::Session;
use super::{BODY_LIMIT_BYTES, IceCredentials, fragment, headers};
use crate::app::App;
use crate::caller::read;
use crate::problem::Problem;

/// Tells browsers and clients what may be done.
pub(super) async fn options() -> Response {
    let mut headers = headers::preflight("PATCH, DELETE, OPTIONS");
    headers.insert("accept-patch", HeaderValue::from_static(headers::FRAGMENT));
    (StatusCode::OK, headers).into_response()
}

/// Answers GET and HEAD: there is nothing to be read (RFC 9725, section 4.1).
pub(super) async fn nothing() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Takes candidates, or restarts ICE.
pub(super) async fn change(
    State(app): State<App>,
    Path(path): Path<(String, String)>,
    bearer: Bearer,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let session = found(&app, &path, &bearer)?;
    let bytes = read(body, BODY_LIMIT_BYTES).await?;
    if !headers::is_of(&headers, headers::FRAGMENT) {
        return Err(Refusal::media_type("not-sdp-fragment"));
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::bad_request("sdp-fragment-malformed"))?;
    let fragment = fragment::parse(&text)?;
    let precondition = headers.get(header::IF_MATCH).map(HeaderValue::to_str).transpose().ok();
    let precondition = precondition
        .and_then(Precondition::parse)
        .ok_or(Problem::bad_request("if-match-malformed"))?;
    let mut negotiation = session.negotiation.lock().await;
    match negotiation.judge(&precondition, &fragment)? {
        // Nothing to do: an ICE-lite agent learns addresses from the checks that reach it.
        Step::Trickle => Ok(StatusCode::NO_CONTENT.into_response()),
        Step::Restart(credentials) => restart(&session, &mut negotiation, credentials).await,
    }
}

/// Restarts ICE on the connection that there is: DTLS, SRTP and the tracks go on.
async fn restart(
    session: &Session,
    negotiation: &mut Negotiation,
    credentials: IceCredentials,
) -> Result<Response, Refusal> {
    let offer = session.offer.restarted(&credentials);
    let answer = session.door.restart(&offer).await?;
    let tag = EntityTag::from_random(rand::random());
    negotiation.restarted(tag.clone(), credentials);
    let mut headers = HeaderMap::new();
    headers::tag(&mut headers, &tag);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(headers::FRAGMENT));
    Ok((StatusCode::OK, headers, fragment::of_restart(&answer)).into_response())
}

/// Ends the session; entity tags don't count here.
pub(super) async fn end(
    State(app): State<App>,
    Path(path): Path<(String, String)>,
    bearer: Bearer,
) -> Result<StatusCode, Refusal> {
    let session = found(&app, &path, &bearer)?;
    app.ingest.sessions.end(&session);
    Ok(StatusCode::OK)
}

fn found(app: &App, (parent, id): &(String, String), bearer: &Bearer) -> Result<Arc<Session>, Refusal> {
    let id = id.parse().map_err(|_| Problem::not_found())?;
    let session = app.ingest.sessions.at(parent, id).ok_or_else(Problem::not_found)?;
    if session.is_opened_by(&bearer.0) {
        Ok(session)
    } else {
        Err(Bearer::refused())
    }
}
