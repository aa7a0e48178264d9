//! WHIP: an encoder posts its offer and sends.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use yunqian_session::programme::ItemState;
use yunqian_signaling::{Grants, Knock, Role, RoomGrant};

use super::bearer::Bearer;
use super::door::{Attached, Door};
use super::feed::Feed;
use super::negotiation::Negotiation;
use super::offer::{self, Flow, Offer};
use super::precondition::EntityTag;
use super::refusal::Refusal;
use super::sessions::Opening;
use super::{BODY_LIMIT_BYTES, FeedId, headers};
use crate::app::App;
use crate::caller::read;
use crate::problem::Problem;

/// Tells browsers and clients what may be posted.
pub(super) async fn options() -> Response {
    let mut headers = headers::preflight("POST, OPTIONS");
    headers.insert("accept-post", HeaderValue::from_static(headers::SDP));
    (StatusCode::OK, headers).into_response()
}

/// Takes an encoder's offer for a feed.
pub(super) async fn publish(
    State(app): State<App>,
    Path(feed): Path<String>,
    bearer: Bearer,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let id: FeedId = feed.parse().map_err(|_| Bearer::refused())?;
    let feed = app.ingest.feeds.opened_by(id, &bearer.0).ok_or_else(Bearer::refused)?;
    let offer = offered(&headers, body, Flow::Sends).await?;
    let grant = grant(&app, &feed)?;
    // An encoder that comes again has lost the session it had: it must not find its own place taken.
    app.ingest.cut_off(id);
    let permit = app.ingest.sessions.reserve().ok_or_else(Refusal::full)?;
    let attached = Door::publish(&app.rooms, grant, &offer).await?;
    created(&app, attached, |door| Opening {
        parent: id.to_string(),
        token: bearer.0,
        negotiation: Negotiation::begin(EntityTag::from_random(rand::random()), offer.credentials.clone()),
        offer,
        door,
        permit,
    })
}

/// Reads the offer in a request.
pub(super) async fn offered(headers: &HeaderMap, body: Body, flow: Flow) -> Result<Offer, Refusal> {
    let bytes = read(body, BODY_LIMIT_BYTES).await?;
    if !headers::is_of(headers, headers::SDP) {
        return Err(Refusal::media_type("not-sdp"));
    }
    let text = String::from_utf8(bytes).map_err(|_| Problem::bad_request("sdp-malformed"))?;
    Ok(offer::parse(&text, flow)?)
}

/// Answers that a session is there.
pub(super) fn created(
    app: &App,
    attached: Attached,
    opening: impl FnOnce(Door) -> Opening,
) -> Result<Response, Refusal> {
    let Attached { answer, door, keeper } = attached;
    // Better nothing than half of what was offered (RFC 9725, section 4.4.2); the keeper, dropped, leaves the room.
    if !offer::is_whole(&answer) {
        return Err(Refusal::in_part());
    }
    let opening = opening(door);
    let path = if opening.offer.flow == Flow::Sends {
        "whip"
    } else {
        "whep"
    };
    let (tag, parent) = (opening.negotiation.tag().clone(), opening.parent.clone());
    let session = app.ingest.sessions.add(opening, keeper);
    let mut headers = HeaderMap::new();
    let location = format!("/api/v1/{path}/{parent}/sessions/{}", session.id);
    headers.insert(header::LOCATION, headers::value(&location));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(headers::SDP));
    headers::tag(&mut headers, &tag);
    headers::link_ice_servers(&mut headers, &app.config.rooms.turn, &session.id.to_string());
    Ok((StatusCode::CREATED, headers, answer).into_response())
}

/// What a feed may do in its item's room.
fn grant(app: &App, feed: &Feed) -> Result<RoomGrant, Problem> {
    let state = app.state();
    let item = state.items.get(&feed.item).ok_or_else(Problem::not_found)?;
    if item.state == ItemState::Ended {
        return Err(Problem::conflict("room-ended"));
    }
    Ok(RoomGrant {
        aud: RoomGrant::AUDIENCE.to_owned(),
        sub: format!("feed:{}", feed.id),
        exp: 0,
        room: yunqian_signaling::RoomId(item.id.to_string()),
        kind: crate::api::room_kind(item.plan.kind),
        name: feed.name.clone(),
        organisation: None,
        role: Role::Panel,
        grants: Grants {
            publish_camera: true,
            publish_microphone: true,
            ..Grants::default()
        },
        rehearsal: item.state != ItemState::Live,
        knock: Knock::Never,
        machine: true,
    })
}
