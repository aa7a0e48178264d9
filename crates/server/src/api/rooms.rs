//! Grants that open rooms: who may enter which, as what.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::access::View;
use yunqian_session::person::Role as Standing;
use yunqian_session::pitch::PitchState;
use yunqian_session::programme::{Item, ItemKind, ItemState};
use yunqian_session::{FairId, ItemId, MeetingId};
use yunqian_signaling::{Grants, Knock, Role, RoomId, RoomKind};

use crate::app::App;
use crate::caller::{Caller, Id};
use crate::problem::{Problem, ProblemBody};
use crate::rooms::{self, RoomAccess};
use crate::texts;

/// Serves `/items/{id}/room-grant`, `/meetings/{id}/room-grant`, `/rooms/check` and `/fairs/{id}/live`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enter_item))
        .routes(routes!(enter_meeting))
        .routes(routes!(enter_check))
        .routes(routes!(live))
}

/// A token that opens a room; it goes in the first frame of the socket, never in an address.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomGrant {
    /// Token.
    pub token: String,
    /// Room.
    pub room_id: uuid::Uuid,
    /// Where the socket is.
    pub ws_path: &'static str,
    /// `host`, `presenter`, `panel`, `interpreter` or `viewer`.
    #[schema(value_type = String)]
    pub role: Role,
}

/// The room of a live programme item.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveRoom {
    /// Item.
    pub item: ItemId,
    /// People connected now.
    pub people: usize,
    /// When its newest still was taken (`/items/{id}/still`), if there is one.
    pub still_at: Option<Timestamp>,
    /// Whether it is broadcast to spectators as well.
    pub is_broadcast: bool,
    /// Whether it lets the caller in: a negotiation is for its parties.
    pub may_enter: bool,
}

/// Lists the live rooms of a fair with how many are in them.
#[utoipa::path(get, path = "/fairs/{id}/live", tag = "rooms", params(("id" = FairId, Path)),
    responses((status = 200, body = Vec<LiveRoom>), (status = "4XX", body = ProblemBody)))]
async fn live(State(app): State<App>, caller: Caller, Id(id): Id<FairId>) -> Result<Json<Vec<LiveRoom>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let live = state
        .items
        .iter()
        .filter(|item| item.fair == id && item.state == ItemState::Live && sight.sees_item(item));
    let room = |item: &Item| LiveRoom {
        item: item.id,
        people: app.rooms.attendance(&RoomId(item.id.to_string())),
        still_at: app.stills.taken_at(item.id),
        is_broadcast: state.broadcasts.contains_key(&item.id),
        may_enter: door(item.plan.kind, role_in(&sight, caller, item)).is_some(),
    };
    Ok(Json(live.map(|item| room(item)).collect()))
}

/// Grants entry to the room of a programme item.
#[utoipa::path(post, path = "/items/{id}/room-grant", tag = "rooms", params(("id" = ItemId, Path)),
    responses((status = 200, body = RoomGrant), (status = "4XX", body = ProblemBody)))]
async fn enter_item(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Id(id): Id<ItemId>,
) -> Result<Json<RoomGrant>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let item = state
        .items
        .get(&id)
        .filter(|item| sight.sees_item(item))
        .ok_or_else(Problem::not_found)?;
    let role = role_in(&sight, caller, item);
    let knock = door(item.plan.kind, role).ok_or_else(Problem::forbidden)?;
    match item.state {
        ItemState::Ended => return Err(Problem::conflict("room-ended")),
        ItemState::Live => {}
        _ if role == Role::Viewer => return Err(Problem::conflict("room-not-open")),
        _ => {}
    }
    let rehearsal = item.state != ItemState::Live;
    grant(
        &app,
        &sight,
        caller,
        &headers,
        Entry {
            room: RoomId(id.to_string()),
            id: id.0,
            kind: room_kind(item.plan.kind),
            role,
            rehearsal,
            knock,
        },
    )
}

/// Tells how whoever has this role comes into a live room of that kind, if at all. A negotiation is no show: who has no
/// part in it does not watch it. Its parties walk in, others who may come (an interpreter) wait until one who runs it
/// lets them in.
fn door(kind: ItemKind, role: Role) -> Option<Knock> {
    match (kind, role) {
        (ItemKind::Negotiation, Role::Viewer) => None,
        (ItemKind::Negotiation, Role::Interpreter) => Some(Knock::Always),
        (ItemKind::Negotiation, _) => Some(Knock::Never),
        _ => Some(Knock::AsTheRoomSays),
    }
}

/// Grants entry to the negotiation room of a meeting, to those who take part.
#[utoipa::path(post, path = "/meetings/{id}/room-grant", tag = "rooms", params(("id" = MeetingId, Path)),
    responses((status = 200, body = RoomGrant), (status = "4XX", body = ProblemBody)))]
async fn enter_meeting(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Id(id): Id<MeetingId>,
) -> Result<Json<RoomGrant>, Problem> {
    use yunqian_session::meeting::MeetingState;
    let state = app.state();
    let sight = caller.sight(&state)?;
    let meeting = state
        .meetings
        .get(&id)
        .filter(|meeting| sight.sees_meeting(meeting))
        .ok_or_else(Problem::not_found)?;
    if !sight.takes_part_in(meeting) {
        return Err(Problem::forbidden());
    }
    match meeting.state {
        MeetingState::Scheduled | MeetingState::Accepted => {}
        MeetingState::Requested => return Err(Problem::conflict("room-not-open")),
        _ => return Err(Problem::conflict("room-ended")),
    }
    grant(
        &app,
        &sight,
        caller,
        &headers,
        Entry {
            room: RoomId(id.to_string()),
            id: id.0,
            kind: RoomKind::Negotiation,
            role: Role::Panel,
            rehearsal: false,
            knock: Knock::Never,
        },
    )
}

/// Grants entry to the caller's own room for trying out a line: it sends to itself there, and nobody else gets in.
#[utoipa::path(post, path = "/rooms/check", tag = "rooms",
    responses((status = 200, body = RoomGrant), (status = "4XX", body = ProblemBody)))]
async fn enter_check(State(app): State<App>, caller: Caller, headers: HeaderMap) -> Result<Json<RoomGrant>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    grant(
        &app,
        &sight,
        caller,
        &headers,
        Entry {
            room: RoomId(format!("check-{}", caller.person)),
            id: caller.person.0,
            kind: RoomKind::Negotiation,
            role: Role::Panel,
            rehearsal: false,
            knock: Knock::Never,
        },
    )
}

struct Entry {
    room: RoomId,
    /// What the room belongs to: an item, a meeting, a person.
    id: uuid::Uuid,
    kind: RoomKind,
    role: Role,
    rehearsal: bool,
    knock: Knock,
}

fn grant(
    app: &App,
    sight: &View<'_>,
    caller: Caller,
    headers: &HeaderMap,
    entry: Entry,
) -> Result<Json<RoomGrant>, Problem> {
    let language = texts::accepted(headers);
    let organisation = sight
        .acting()
        .member()
        .and_then(|member| sight.state().organisations.get(&member.organisation))
        .map(|organisation| organisation.name.get(language).to_owned());
    let access = RoomAccess {
        person: caller.person.to_string(),
        room: entry.room,
        kind: entry.kind,
        name: app.people.name(caller.person).get(language).to_owned(),
        organisation,
        role: entry.role,
        grants: Grants::of(entry.role),
        rehearsal: entry.rehearsal,
        knock: entry.knock,
    };
    let token = app.rooms.issue(access).map_err(|error| Problem::internal(&error))?;
    Ok(Json(RoomGrant {
        token,
        room_id: entry.id,
        ws_path: rooms::PATH,
        role: entry.role,
    }))
}

/// Tells as what the caller enters: hosts and the officiant run the room, agents of the item's pitches present,
/// signatories and witnesses sit on the panel, everybody else watches.
pub(super) fn role_in(sight: &View<'_>, caller: Caller, item: &Item) -> Role {
    let Some(member) = sight.acting().member() else {
        return Role::Viewer;
    };
    let state = sight.state();
    let ceremony = state.ceremony_of(&item.id);
    let officiates = ceremony.is_some_and(|ceremony| ceremony.officiant == caller.person);
    if officiates || matches!(member.role, Standing::Host | Standing::ProvinceOfficer) {
        return Role::Host;
    }
    let signs = ceremony.is_some_and(|ceremony| {
        let agreements = ceremony
            .acts
            .iter()
            .flat_map(|act| &act.agreements)
            .filter_map(|id| state.agreements.get(id));
        agreements
            .flat_map(|agreement| &agreement.signatories)
            .any(|signatory| signatory.place.person == caller.person)
    });
    let presents = state.pitches_in(&item.id).any(|pitch| {
        matches!(pitch.state, PitchState::Published | PitchState::Presented)
            && (pitch.agent == member.organisation || pitch.principal == Some(member.organisation))
    });
    match member.role {
        Standing::Agent | Standing::Principal if presents => Role::Presenter,
        Standing::Interpreter => Role::Interpreter,
        _ if signs || member.role == Standing::Witness => Role::Panel,
        _ => Role::Viewer,
    }
}

/// Returns the kind of a programme item's room.
pub fn room_kind(kind: ItemKind) -> RoomKind {
    match kind {
        ItemKind::Roadshow => RoomKind::Roadshow,
        ItemKind::LeadersMeeting => RoomKind::Meeting,
        ItemKind::Lecture | ItemKind::Training => RoomKind::Lecture,
        ItemKind::Negotiation => RoomKind::Negotiation,
        ItemKind::SigningCeremony => RoomKind::Ceremony,
    }
}
