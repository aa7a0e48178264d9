//! The sessions that are open.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::door::{Door, Keeper, Place};
use super::feed::digest;
use super::negotiation::Negotiation;
use super::offer::{Flow, Offer};

/// One WHIP or WHEP session: a resource with a location of its own.
pub(super) struct Session {
    /// Names it; as random as a token.
    pub(super) id: Uuid,
    /// The feed or item that it was opened under, as its path names it.
    pub(super) parent: String,
    /// What it was opened with, to be repeated under other credentials at a restart.
    pub(super) offer: Offer,
    /// Where its ICE is; held while a restart is answered, so that of two restarts one comes after the other.
    pub(super) negotiation: tokio::sync::Mutex<Negotiation>,
    /// Its place in the room.
    pub(super) door: Door,
    token_digest: String,
    _permit: OwnedSemaphorePermit,
}

impl Session {
    /// Tells whether `token` is the one that it was opened with.
    pub(super) fn is_opened_by(&self, token: &str) -> bool {
        self.token_digest == digest(token)
    }
}

/// The sessions of this process. There are no more than permits: beyond that clients are asked to come back.
pub(super) struct Sessions {
    open: Mutex<Open>,
    permits: Arc<Semaphore>,
}

#[derive(Default)]
struct Open {
    sessions: HashMap<Uuid, Arc<Session>>,
    /// Where the feeds were last, for those that come again.
    places: HashMap<String, Place>,
    /// One for each session; they end with theirs.
    keepers: JoinSet<()>,
}

/// What a session is made of.
pub(super) struct Opening {
    pub(super) parent: String,
    pub(super) token: String,
    pub(super) offer: Offer,
    pub(super) negotiation: Negotiation,
    pub(super) door: Door,
    pub(super) permit: OwnedSemaphorePermit,
}

impl Sessions {
    pub(super) fn new(most: usize) -> Self {
        Self {
            open: Mutex::default(),
            permits: Arc::new(Semaphore::new(most)),
        }
    }

    /// Takes a place for a session; none when all are taken.
    pub(super) fn reserve(&self) -> Option<OwnedSemaphorePermit> {
        self.permits.clone().try_acquire_owned().ok()
    }

    /// Adds a session, which goes when it loses its place in the room.
    pub(super) fn add(self: &Arc<Self>, opening: Opening, keeper: Keeper) -> Arc<Session> {
        let session = Arc::new(Session {
            id: Uuid::new_v4(),
            parent: opening.parent,
            offer: opening.offer,
            negotiation: tokio::sync::Mutex::new(opening.negotiation),
            door: opening.door,
            token_digest: digest(&opening.token),
            _permit: opening.permit,
        });
        let mut open = self.open.lock().expect("no panic while held");
        while open.keepers.try_join_next().is_some() {}
        if session.offer.flow == Flow::Sends {
            open.places.insert(session.parent.clone(), session.door.place.clone());
        }
        open.sessions.insert(session.id, session.clone());
        let (sessions, id) = (Arc::downgrade(self), session.id);
        open.keepers.spawn(async move {
            keeper.run().await;
            if let Some(sessions) = sessions.upgrade() {
                sessions.forget(id);
            }
        });
        session
    }

    /// Finds a session by its path.
    pub(super) fn at(&self, parent: &str, id: Uuid) -> Option<Arc<Session>> {
        let open = self.open.lock().expect("no panic while held");
        open.sessions
            .get(&id)
            .filter(|session| session.parent == parent)
            .cloned()
    }

    /// Finds the session of a feed.
    pub(super) fn of(&self, parent: &str) -> Option<Arc<Session>> {
        let open = self.open.lock().expect("no panic while held");
        open.sessions.values().find(|session| session.parent == parent).cloned()
    }

    /// Forgets a session whose connection is over; its place may be kept.
    fn forget(&self, id: Uuid) {
        self.open.lock().expect("no panic while held").sessions.remove(&id);
    }

    /// Ends a session and gives up its place.
    pub(super) fn end(&self, session: &Session) {
        let mut open = self.open.lock().expect("no panic while held");
        open.sessions.remove(&session.id);
        open.places.remove(&session.parent);
        session.door.leave();
    }

    /// Ends whatever a feed has open, and gives up its place.
    pub(super) fn end_of(&self, feed: &str) {
        if let Some(session) = self.of(feed) {
            self.end(&session);
        }
        self.open.lock().expect("no panic while held").places.remove(feed);
    }

    /// Forgets the session of a feed that comes again, and gives the place it had.
    pub(super) fn replace(&self, feed: &str) -> Option<Place> {
        let mut open = self.open.lock().expect("no panic while held");
        open.sessions.retain(|_, session| session.parent != feed);
        open.places.get(feed).cloned()
    }
}
