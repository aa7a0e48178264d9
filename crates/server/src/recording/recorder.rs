//! The recorder's task.

use std::collections::HashMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;
use yunqian_media::Tapped;
use yunqian_session::{ItemId, ObjectRef};
use yunqian_signaling::{RoomId, TrackId};

use super::keeper;
use super::room::TappedRoom;
use super::wanted::{Wanted, wanted};
use crate::app::App;
use crate::rooms::{Note, Taps};

/// How often overdue packets are given up and quiet tracks closed.
const TICK: Duration = Duration::from_millis(250);
/// How often the wishes are said again, for rooms that started meanwhile.
const AGAIN: u32 = 8;
/// Packets taken in one go before anything else is looked at.
const BATCH: usize = 256;

pub(super) struct Recorder {
    app: App,
    taps: Taps,
    rooms: HashMap<RoomId, TappedRoom>,
    wanted: HashMap<RoomId, Wanted>,
    keeper: mpsc::Sender<keeper::Kept>,
    keeping: JoinHandle<()>,
    anchor: (Instant, i64),
}

impl Recorder {
    pub(super) fn new(app: App, taps: Taps) -> Self {
        let (keeper, waiting) = mpsc::channel(keeper::QUEUE);
        let keeping = tokio::spawn(keeper::run(app.clone(), waiting));
        Self {
            app,
            taps,
            rooms: HashMap::new(),
            wanted: HashMap::new(),
            keeper,
            keeping,
            anchor: (Instant::now(), wall_us()),
        }
    }

    /// Runs until it is told to stop; then closes everything and waits for the keeper.
    pub(super) async fn run(mut self, mut stop: oneshot::Receiver<()>) {
        let mut commits = self.app.desk.commits();
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let (mut packets, mut count) = (Vec::with_capacity(BATCH), 0_u32);
        self.follow().await;
        loop {
            tokio::select! {
                _ = &mut stop => break,
                commit = commits.recv() => match commit {
                    Ok(commit) if !commit.changed.iter().any(matters) => {}
                    Ok(_) | Err(RecvError::Lagged(_)) => self.follow().await,
                    Err(RecvError::Closed) => break,
                },
                Some((room, note)) = self.taps.notes.recv() => self.note(&room, note),
                _ = self.taps.packets.recv_many(&mut packets, BATCH) => {
                    for packet in packets.drain(..) {
                        self.packet(packet).await;
                    }
                }
                _ = ticks.tick() => {
                    let now_us = self.us(Instant::now());
                    self.rooms.values_mut().for_each(|room| room.tick(now_us));
                    self.app.broadcasts.tick(now_us);
                    count = count.wrapping_add(1);
                    if count.is_multiple_of(AGAIN) {
                        self.say_again().await;
                    }
                }
            }
        }
        self.rooms.values_mut().for_each(TappedRoom::finish);
        let now_us = self.us(Instant::now());
        self.app.broadcasts.keep(now_us, |_| false);
        let Self {
            rooms, keeper, keeping, ..
        } = self;
        drop((rooms, keeper));
        if keeping.await.is_err() {
            tracing::error!("the keeper of recordings panicked");
        }
    }

    /// Does what the record wants now.
    async fn follow(&mut self) {
        let wanted = wanted(&self.app.state());
        if wanted == self.wanted {
            return;
        }
        let before = std::mem::replace(&mut self.wanted, wanted);
        for id in before.keys().filter(|id| !self.wanted.contains_key(*id)) {
            if let Some(mut room) = self.rooms.remove(id) {
                room.finish();
            }
            self.app.rooms.tap(id, None).await;
            self.tell(id, Wanted::default()).await;
        }
        if self.rooms.is_empty() {
            // The machine's clock may have been set since; signatures are told by it, and segments must be too.
            self.anchor = (Instant::now(), wall_us());
        }
        let now_us = self.us(Instant::now());
        for (id, wanted) in &self.wanted {
            let room = self.rooms.entry(id.clone());
            let room = room.or_insert_with(|| TappedRoom::new(self.keeper.clone()));
            room.record(wanted.recording);
            if let Some(broadcast) = &wanted.broadcast
                && self.app.broadcasts.begin(broadcast, now_us)
            {
                let tracks = room.tracks();
                self.app.broadcasts.with(broadcast.item, |live| live.tracks(tracks));
            }
        }
        let on_air: Vec<ItemId> = self.wanted.values().filter_map(|it| Some(it.broadcast?.item)).collect();
        self.app.broadcasts.keep(now_us, |item| on_air.contains(&item));
        self.say_again().await;
    }

    async fn say_again(&self) {
        for (id, wanted) in &self.wanted {
            self.tell(id, *wanted).await;
            self.app.rooms.tap(id, wanted.wish()).await;
        }
    }

    async fn tell(&self, id: &RoomId, wanted: Wanted) {
        for fact in wanted.facts() {
            self.app.rooms.tell(id, fact).await;
        }
    }

    fn note(&mut self, id: &RoomId, note: Note) {
        let Some(room) = self.rooms.get_mut(id) else {
            return;
        };
        if let Note::Tracks(tracks) = &note {
            room.open(tracks.clone());
        }
        let now_us = self.us(Instant::now());
        if let Some(item) = self.on_air(id) {
            self.app.broadcasts.with(item, |live| match note {
                Note::Tracks(tracks) => live.tracks(tracks),
                Note::Spotlight(spotlight) => live.spotlight(spotlight),
                Note::Speaking(participants) => live.speaking(&participants, now_us),
                Note::Caption(cue) => live.caption(cue),
            });
        }
    }

    async fn packet(&mut self, packet: Tapped) {
        let arrived_us = self.us(packet.arrived);
        let Some(room) = self.rooms.get_mut(&packet.room) else {
            return;
        };
        let (id, track): (RoomId, TrackId) = (packet.room.clone(), packet.track.clone());
        let told = room.packet(packet, arrived_us);
        let mut keyframe_wanted = told.keyframe_wanted;
        if let Some(item) = self.on_air(&id) {
            self.app.broadcasts.with(item, |live| {
                for frame in told.frames {
                    keyframe_wanted |= live.frame(&track, frame);
                }
            });
        }
        if keyframe_wanted {
            self.app.rooms.keyframe(&id, track).await;
        }
    }

    fn on_air(&self, room: &RoomId) -> Option<ItemId> {
        Some(self.wanted.get(room)?.broadcast?.item)
    }

    fn us(&self, at: Instant) -> i64 {
        let (instant, us) = self.anchor;
        us + i64::try_from(at.saturating_duration_since(instant).as_micros()).unwrap_or(0)
    }
}

fn matters(object: &ObjectRef) -> bool {
    matches!(
        object,
        ObjectRef::Recording(_) | ObjectRef::Item(_) | ObjectRef::Meeting(_)
    )
}

fn wall_us() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
