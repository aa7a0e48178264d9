//! Live rooms: the WebSocket sessions, one task per room, and the forwarding unit behind them.
//!
//! A socket's first frame carries a room grant ([`Rooms::issue`] makes them). Its session hands
//! every further frame to the room's task, which owns the pure [`Room`](yunqian_signaling::Room)
//! and carries out what it puts out: frames into the sockets' bounded queues, commands to the
//! forwarding unit. The unit's reports come back to the room's task. Business events reach a
//! room through [`Rooms::broadcast`]; nothing that happens here enters the journal.

mod clock;
mod error;
mod grant;
mod machine;
mod queue;
mod registry;
mod socket;
mod tap;
mod task;
#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::CancellationToken;
use yunqian_media::{Driver, MediaConfig, Report, Traffic};
use yunqian_signaling::{ErrorCode, Fact, Grants, Knock, MediaEvent, Role, RoomGrant, RoomId, RoomKind, TrackId};

use crate::telemetry;
use crate::turn::Turn;

pub use error::RoomsError;
use grant::Keys;
use registry::Registry;
pub use tap::{Note, Taps, Wish};
pub use task::{Attached, Departure};

/// Where the WebSocket is served.
pub const PATH: &str = "/api/v1/rooms/ws";

/// Reports of the forwarding unit that may wait; beyond that they wait in the unit.
const REPORTS: usize = 4096;

/// What rooms need to run.
#[derive(Clone)]
pub struct RoomsConfig {
    /// The forwarding unit's socket and addresses.
    pub media: MediaConfig,
    /// The seed of the Ed25519 key that signs grants; the same on every node of a tenant.
    pub grant_seed: [u8; 32],
    /// How long a grant opens the door.
    pub grant_life: Duration,
    /// STUN and TURN servers named to clients.
    pub turn: Turn,
}

/// Whom to let into which room, as what.
#[derive(Debug, Clone)]
pub struct RoomAccess {
    /// The person, by its id in the business record.
    pub person: String,
    /// The room; by custom the id of the programme item or meeting.
    pub room: RoomId,
    /// Its kind.
    pub kind: RoomKind,
    /// Name shown to others.
    pub name: String,
    /// Organisation shown to others.
    pub organisation: Option<String>,
    /// Shown as.
    pub role: Role,
    /// May do; [`Grants::of`] gives what a role usually may.
    pub grants: Grants,
    /// Whether the room opens in rehearsal when this person is the first to enter it.
    pub rehearsal: bool,
    /// How this person gets past the lobby.
    pub knock: Knock,
}

/// The rooms of this process. Cheap to clone.
#[derive(Clone)]
pub struct Rooms {
    inner: Arc<Inner>,
}

struct Inner {
    keys: Keys,
    grant_life: Duration,
    registry: Registry,
    traffic: Traffic,
    shutdown: CancellationToken,
    taps: Mutex<Option<Taps>>,
}

impl Rooms {
    /// Starts the forwarding unit and waits for rooms to be entered. Must be called within a
    /// Tokio runtime; ends when `shutdown` is cancelled, see [`Rooms::stopped`].
    ///
    /// # Errors
    /// When the media socket can't be opened or the key is unusable.
    pub fn start(config: RoomsConfig, shutdown: CancellationToken) -> Result<Self, RoomsError> {
        let (sender, reports) = mpsc::channel(REPORTS);
        let sink = Box::new(move |report: Report| {
            if let MediaEvent::Statistics(statistics) = &report.event {
                telemetry::observe(&report.room, statistics);
            }
            sender.try_send(report).map_err(|refused| match refused {
                mpsc::error::TrySendError::Full(report) | mpsc::error::TrySendError::Closed(report) => report,
            })
        });
        let (tap, packets) = mpsc::channel(tap::PACKETS);
        let (noter, notes) = mpsc::channel(tap::NOTES);
        let tap = Box::new(move |packet| tap.try_send(packet).is_ok());
        let driver = Driver::start_tapped(&config.media, sink, tap)?;
        let traffic = driver.traffic();
        let registry = Registry::start(driver, reports, Arc::new(config.turn), noter, shutdown.clone());
        Ok(Self {
            inner: Arc::new(Inner {
                keys: Keys::new(&config.grant_seed)?,
                grant_life: config.grant_life,
                registry,
                traffic,
                shutdown,
                taps: Mutex::new(Some(Taps { packets, notes })),
            }),
        })
    }

    /// Counts the media that goes out.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.inner.traffic.clone()
    }

    /// Makes the token that opens a room.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue(&self, access: RoomAccess) -> Result<String, RoomsError> {
        self.inner.keys.issue(access, self.inner.grant_life)
    }

    /// Reads a token that opens a room.
    ///
    /// # Errors
    /// `bad-grant`, `grant-expired`.
    pub fn read_grant(&self, token: &str) -> Result<RoomGrant, ErrorCode> {
        self.inner.keys.verify(token)
    }

    /// Sets a fact of the business record for a room and tells everybody in it; those who come
    /// later find it in their snapshot. Without effect while nobody has entered the room: pages
    /// read such facts from the API first.
    pub async fn broadcast(&self, room: &RoomId, kind: &str, value: serde_json::Value) {
        let kind = kind.to_owned();
        self.tell(room, Fact::Bulletin { kind, value }).await;
    }

    /// Tells a room what the record says about it: its mode, what it is about, any other fact.
    /// Without effect while nobody has entered it.
    pub async fn tell(&self, room: &RoomId, fact: Fact) {
        self.inner.registry.tell(room, fact).await;
    }

    /// Taps a room so, or no longer. Without effect while nobody has entered it: say it again from time to time.
    pub async fn tap(&self, room: &RoomId, wish: Option<Wish>) {
        self.inner.registry.tap(room, wish).await;
    }

    /// Asks the sender of a tapped track for a keyframe.
    pub async fn keyframe(&self, room: &RoomId, track: TrackId) {
        self.inner.registry.keyframe(room, track).await;
    }

    /// Takes what comes out of tapped rooms; once, by the one recorder.
    pub fn taps(&self) -> Option<Taps> {
        self.inner.taps.lock().expect("no panic while held").take()
    }

    /// Hears, from now on, of people who left a room and did not come back within a minute.
    pub fn departures(&self) -> broadcast::Receiver<Departure> {
        self.inner.registry.departures()
    }

    /// Counts the people connected to a room, each once; up to a quarter of a second old.
    pub fn attendance(&self, room: &RoomId) -> usize {
        self.inner.registry.attendance(room)
    }

    /// Says whether a person, by its id in the business record, is in a room with a camera that sends.
    pub async fn is_on_camera(&self, room: &RoomId, person: &str) -> bool {
        self.inner.registry.is_on_camera(room, person.to_owned()).await
    }

    /// Closes a room; its participants are told not to come back.
    pub async fn close(&self, room: &RoomId) {
        self.inner.registry.close(room).await;
    }

    /// Waits until every room's task has ended, after the shutdown token was cancelled.
    pub async fn stopped(&self) {
        self.inner.registry.stopped().await;
    }
}

/// Serves the rooms' WebSocket at [`PATH`].
pub fn router(rooms: Rooms) -> Router {
    Router::new().route(PATH, get(socket::upgrade)).with_state(rooms)
}
