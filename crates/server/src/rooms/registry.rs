//! Which rooms run, and the way to their tasks.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::{Mutex as AsyncMutex, broadcast, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use yunqian_media::{Driver, Handle, Report};
use yunqian_signaling::{Fact, Mode, Room, RoomGrant, RoomId, TrackId};

use super::clock;
use super::tap::{Note, Wish};
use super::task::{Bans, Departure, Input, RoomTask};
use crate::turn::Turn;

/// What may wait for one room; senders wait when it is full, so sockets stop being read.
const INPUTS: usize = 1024;

/// Departures that may wait for who listens.
const DEPARTURES: usize = 4096;

/// The running rooms.
pub(super) struct Registry {
    shared: Arc<Shared>,
    dispatcher: AsyncMutex<Option<tokio::task::JoinHandle<()>>>,
}

struct Shared {
    rooms: Mutex<Running>,
    media: Handle,
    turn: Arc<Turn>,
    notes: mpsc::Sender<(RoomId, Note)>,
    departures: broadcast::Sender<Departure>,
    shutdown: CancellationToken,
}

#[derive(Default)]
struct Running {
    rooms: HashMap<RoomId, RunningRoom>,
    closed: HashSet<RoomId>,
    /// Who was removed from which room, until the room closes for good.
    bans: HashMap<RoomId, Bans>,
    tasks: JoinSet<()>,
}

#[derive(Clone)]
struct RunningRoom {
    inputs: mpsc::Sender<Input>,
    attendance: Arc<AtomicUsize>,
}

impl Registry {
    /// Starts passing reports on; owns the forwarding unit until shutdown.
    pub(super) fn start(
        driver: Driver,
        reports: mpsc::Receiver<Report>,
        turn: Arc<Turn>,
        notes: mpsc::Sender<(RoomId, Note)>,
        shutdown: CancellationToken,
    ) -> Self {
        let shared = Arc::new(Shared {
            rooms: Mutex::default(),
            media: driver.handle(),
            turn,
            notes,
            departures: broadcast::Sender::new(DEPARTURES),
            shutdown,
        });
        let dispatcher = tokio::spawn(dispatch(shared.clone(), driver, reports));
        Self {
            shared,
            dispatcher: AsyncMutex::new(Some(dispatcher)),
        }
    }

    /// The way to a grant's room, which starts if it does not run; none once it was closed, whatever grants are
    /// still about.
    pub(super) fn enter(&self, grant: &RoomGrant) -> Option<mpsc::Sender<Input>> {
        let mut rooms = self.shared.rooms.lock().expect("no panic while held");
        if rooms.closed.contains(&grant.room) {
            return None;
        }
        while rooms.tasks.try_join_next().is_some() {}
        if let Some(room) = rooms.rooms.get(&grant.room)
            && !room.inputs.is_closed()
        {
            return Some(room.inputs.clone());
        }
        rooms.rooms.retain(|_, room| !room.inputs.is_closed());
        let Running {
            rooms: running, bans, ..
        } = &mut *rooms;
        bans.retain(|id, banned| running.contains_key(id) || !banned.lock().expect("no panic while held").is_empty());
        let bans = bans.entry(grant.room.clone()).or_default().clone();
        let (sender, inputs) = mpsc::channel(INPUTS);
        let mode = if grant.rehearsal { Mode::Rehearsal } else { Mode::Live };
        let id = grant.room.clone();
        let room = Room::new(id.clone(), grant.kind, mode, Vec::new(), clock::now());
        let (media, shutdown) = (self.shared.media.clone(), self.shared.shutdown.clone());
        let attendance = Arc::new(AtomicUsize::new(0));
        let (turn, notes) = (self.shared.turn.clone(), self.shared.notes.clone());
        let task = RoomTask::new(
            id.clone(),
            room,
            media,
            turn,
            inputs,
            attendance.clone(),
            bans,
            self.shared.departures.clone(),
            notes,
            shutdown,
        );
        rooms.tasks.spawn(task.run());
        let inputs = sender.clone();
        rooms.rooms.insert(id, RunningRoom { inputs, attendance });
        Some(sender)
    }

    /// The way to a room that runs.
    pub(super) fn running(&self, room: &RoomId) -> Option<mpsc::Sender<Input>> {
        let rooms = self.shared.rooms.lock().expect("no panic while held");
        rooms.rooms.get(room).map(|room| room.inputs.clone())
    }

    /// Hears of those who leave any room from now on.
    pub(super) fn departures(&self) -> broadcast::Receiver<Departure> {
        self.shared.departures.subscribe()
    }

    /// Counts the people in a room.
    pub(super) fn attendance(&self, room: &RoomId) -> usize {
        let rooms = self.shared.rooms.lock().expect("no panic while held");
        let running = rooms.rooms.get(room).filter(|room| !room.inputs.is_closed());
        running.map_or(0, |room| room.attendance.load(Ordering::Relaxed))
    }

    /// Tells a running room a fact.
    pub(super) async fn tell(&self, room: &RoomId, fact: Fact) {
        self.shared.send(room, Input::Fact(fact)).await;
    }

    /// Taps a running room so, or no longer.
    pub(super) async fn tap(&self, room: &RoomId, wish: Option<Wish>) {
        self.shared.send(room, Input::Tap(wish)).await;
    }

    /// Asks a tapped track for a keyframe.
    pub(super) async fn keyframe(&self, room: &RoomId, track: TrackId) {
        self.shared.send(room, Input::Keyframe(track)).await;
    }

    /// Says whether a person is on camera in a running room.
    pub(super) async fn is_on_camera(&self, room: &RoomId, person: String) -> bool {
        let (answered, answer) = oneshot::channel();
        self.shared.send(room, Input::OnCamera(person, answered)).await;
        // A room that does not run, or ended meanwhile, shows nobody.
        answer.await.unwrap_or(false)
    }

    /// Closes a room for good.
    pub(super) async fn close(&self, room: &RoomId) {
        {
            let mut rooms = self.shared.rooms.lock().expect("no panic while held");
            rooms.closed.insert(room.clone());
            rooms.bans.remove(room);
        }
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
            rooms.rooms.get(room).map(|room| room.inputs.clone())
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
