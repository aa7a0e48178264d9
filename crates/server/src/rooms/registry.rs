//! Which rooms run, and the way to their tasks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::{Mutex as AsyncMutex, mpsc};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use yunqian_media::{Driver, Handle, Report};
use yunqian_signaling::{Fact, IceServer, Mode, Room, RoomGrant, RoomId};

use super::clock;
use super::task::{Input, RoomTask};

/// What may wait for one room; senders wait when it is full, so sockets stop being read.
const INPUTS: usize = 1024;

/// The running rooms.
pub(super) struct Registry {
    shared: Arc<Shared>,
    dispatcher: AsyncMutex<Option<tokio::task::JoinHandle<()>>>,
}

struct Shared {
    rooms: Mutex<Running>,
    media: Handle,
    ice_servers: Vec<IceServer>,
    shutdown: CancellationToken,
}

#[derive(Default)]
struct Running {
    inputs: HashMap<RoomId, mpsc::Sender<Input>>,
    tasks: JoinSet<()>,
}

impl Registry {
    /// Starts passing reports on; owns the forwarding unit until shutdown.
    pub(super) fn start(
        driver: Driver,
        reports: mpsc::Receiver<Report>,
        ice_servers: Vec<IceServer>,
        shutdown: CancellationToken,
    ) -> Self {
        let shared = Arc::new(Shared {
            rooms: Mutex::default(),
            media: driver.handle(),
            ice_servers,
            shutdown,
        });
        let dispatcher = tokio::spawn(dispatch(shared.clone(), driver, reports));
        Self {
            shared,
            dispatcher: AsyncMutex::new(Some(dispatcher)),
        }
    }

    /// The way to a grant's room, which starts if it does not run.
    pub(super) fn enter(&self, grant: &RoomGrant) -> mpsc::Sender<Input> {
        let mut rooms = self.shared.rooms.lock().expect("no panic while held");
        while rooms.tasks.try_join_next().is_some() {}
        if let Some(inputs) = rooms.inputs.get(&grant.room)
            && !inputs.is_closed()
        {
            return inputs.clone();
        }
        rooms.inputs.retain(|_, inputs| !inputs.is_closed());
        let (sender, inputs) = mpsc::channel(INPUTS);
        let mode = if grant.rehearsal { Mode::Rehearsal } else { Mode::Live };
        let id = grant.room.clone();
        let servers = self.shared.ice_servers.clone();
        let room = Room::new(id.clone(), grant.kind, mode, servers, clock::now());
        let (media, shutdown) = (self.shared.media.clone(), self.shared.shutdown.clone());
        let task = RoomTask::new(id.clone(), room, media, inputs, shutdown);
        rooms.tasks.spawn(task.run());
        rooms.inputs.insert(id, sender.clone());
        sender
    }

    /// Tells a running room a fact.
    pub(super) async fn tell(&self, room: &RoomId, fact: Fact) {
        self.shared.send(room, Input::Fact(fact)).await;
    }

    /// Closes a running room.
    pub(super) async fn close(&self, room: &RoomId) {
        self.shared.send(room, Input::Close).await;
    }

    /// Waits for every task to end.
    pub(super) async fn stopped(&self) {
        let mut tasks = {
            let mut rooms = self.shared.rooms.lock().expect("no panic while held");
            std::mem::take(&mut rooms.tasks)
        };
        while tasks.join_next().await.is_some() {}
        if let Some(dispatcher) = self.dispatcher.lock().await.take()
            && dispatcher.await.is_err()
        {
            tracing::error!("the media dispatcher panicked");
        }
    }
}

impl Shared {
    async fn send(&self, room: &RoomId, input: Input) {
        let inputs = {
            let rooms = self.rooms.lock().expect("no panic while held");
            rooms.inputs.get(room).cloned()
        };
        if let Some(inputs) = inputs {
            // A room that ended meanwhile has nobody left to tell.
            let _ = inputs.send(input).await;
        }
    }
}

async fn dispatch(shared: Arc<Shared>, driver: Driver, mut reports: mpsc::Receiver<Report>) {
    loop {
        tokio::select! {
            () = shared.shutdown.cancelled() => break,
            report = reports.recv() => match report {
                None => break,
                Some(report) => shared.send(&report.room, Input::Media(report.event)).await,
            },
        }
    }
    if tokio::task::spawn_blocking(move || driver.stop()).await.is_err() {
        tracing::error!("the media driver did not stop cleanly");
    }
}
