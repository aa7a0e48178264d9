//! WHIP: an encoder posts its offer and sends.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use yunqian_session::programme::ItemState;
use yunqian_signaling::{Grants, Knock, Role, RoomId};

use super::bearer::Bearer;
use super::door::{Door, Entered};
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
use crate::rooms::RoomAccess;

/// Tells browsers and clients what may be posted.
pub(super) async fn options() -> Response {
    let mut headers = headers::preflight("POST, OPTIONS");
    headers.insert("accept-post", HeaderValue::from_static(headers::SDP));
    (StatusCode::OK, headers).into_response()
}

/// Takes an encoder's offer for a feed. An encoder that comes again has lost the session it had; it goes on in the
/// same place of the room.
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
    let access = access(&app, &feed)?;
    open(&app, id.to_string(), bearer, access, offer).await
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

/// Opens a session and answers that it is there.
pub(super) async fn open(
    app: &App,
    parent: String,
    bearer: Bearer,
    access: RoomAccess,
    offer: Offer,
) -> Result<Response, Refusal> {
    let sessions = &app.ingest.sessions;
    let (path, kept) = match offer.flow {
        Flow::Sends => ("whip", sessions.replace(&parent)),
        Flow::Receives => ("whep", None),
    };
    let permit = sessions.reserve().ok_or_else(Refusal::full)?;
    let Entered { answer, door, keeper } = Door::enter(&app.rooms, access, kept, &offer).await?;
    // Better nothing than half of what was offered (RFC 9725, section 4.4.2).
    if !offer::is_whole(&answer) {
        door.leave();
        keeper.run().await;
        return Err(Refusal::in_part());
    }
    let negotiation = Negotiation::begin(EntityTag::from_random(rand::random()), offer.credentials.clone());
    let tag = negotiation.tag().clone();
    let opening = Opening {
        parent: parent.clone(),
        token: bearer.0,
        offer,
        negotiation,
        door,
        permit,
    };
    let session = sessions.add(opening, keeper);
    let mut headers = HeaderMap::new();
    let location = format!("/api/v1/{path}/{parent}/sessions/{}", session.id);
    headers.insert(header::LOCATION, headers::value(&location));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(headers::SDP));
    headers::tag(&mut headers, &tag);
    headers::link_ice_servers(&mut headers, &app.config.rooms.turn, &session.id.to_string());
    Ok((StatusCode::CREATED, headers, answer).into_response())
}

/// What a feed may do in its item's room.
fn access(app: &App, feed: &Feed) -> Result<RoomAccess, Problem> {
    let state = app.state();
    let item = state.items.get(&feed.item).ok_or_else(Problem::not_found)?;
    if item.state == ItemState::Ended {
        return Err(Problem::conflict("room-ended"));
    }
    Ok(RoomAccess {
        person: format!("feed:{}", feed.id),
        room: RoomId(item.id.to_string()),
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
        // The host made the feed: it has let it in already.
        knock: Knock::Never,
    })
}
