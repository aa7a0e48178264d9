//! What all handlers share.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use yunqian_journal::{Blobs, Vault};
use yunqian_session::State;

use crate::api::Stills;
use crate::config::Config;
use crate::desk::Desk;
use crate::ingest::Ingest;
use crate::log::Log;
use crate::people::People;
use crate::recording::Broadcasts;
use crate::rooms::Rooms;
use crate::sign_in::SignIn;
use crate::signing;

/// The shared parts; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts.
pub struct Parts {
    /// Configuration.
    pub config: Config,
    /// The one writer.
    pub desk: Desk,
    /// The journal as strangers may check it.
    pub log: Log,
    /// Files by content.
    pub blobs: Blobs,
    /// Erasable personal data.
    pub vault: Vault,
    /// Names and addresses, cached from the vault.
    pub people: People,
    /// Who is signed in, and how they get in.
    pub sign_in: SignIn,
    /// What this server signs with.
    pub signing: signing::Instance,
    /// Live rooms.
    pub rooms: Rooms,
    /// What comes into them by WHIP and leaves by WHEP.
    pub ingest: Ingest,
    /// Their newest pictures.
    pub stills: Stills,
    /// What of them the mass audience sees.
    pub broadcasts: Broadcasts,
    /// Fires when the server stops.
    pub shutdown: CancellationToken,
}

impl App {
    /// Shares `parts`.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Returns the state as of the last durable commit.
    pub fn state(&self) -> Arc<State> {
        self.desk.state()
    }
}

impl std::ops::Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
