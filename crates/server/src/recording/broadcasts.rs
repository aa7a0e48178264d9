//! The broadcasts of this process: what players fetch.

use std::collections::HashMap;
use std::sync::Mutex;

use yunqian_media::hls::{File, Live};
use yunqian_session::recording::{Audience, Broadcast};
use yunqian_session::{ItemId, RecordingId};

/// How long a broadcast that has ended can still be fetched.
const AFTERWARDS_US: i64 = 120_000_000;

/// Broadcasts by their item.
#[derive(Default)]
pub struct Broadcasts(Mutex<HashMap<ItemId, OnAir>>);

struct OnAir {
    session: RecordingId,
    audience: Audience,
    live: Live,
    ended_us: Option<i64>,
}

impl std::fmt::Debug for Broadcasts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Broadcasts")
    }
}

impl Broadcasts {
    /// Does something with an item's broadcast, if it is on.
    pub fn with<T>(&self, item: ItemId, act: impl FnOnce(&mut Live) -> T) -> Option<T> {
        let mut all = self.0.lock().expect("no panic while held");
        all.get_mut(&item)
            .filter(|on_air| on_air.ended_us.is_none())
            .map(|on_air| act(&mut on_air.live))
    }

    /// Gives a file of a broadcast, and whom it is for.
    pub fn file(&self, item: ItemId, session: RecordingId, name: &str) -> Option<(Audience, File)> {
        let all = self.0.lock().expect("no panic while held");
        let on_air = all.get(&item).filter(|on_air| on_air.session == session)?;
        Some((on_air.audience, on_air.live.file(name)?))
    }

    /// Begins a broadcast, unless it is on already; true when it is new.
    pub(super) fn begin(&self, broadcast: &Broadcast, now_us: i64) -> bool {
        let mut all = self.0.lock().expect("no panic while held");
        if let Some(on_air) = all.get_mut(&broadcast.item)
            && on_air.session == broadcast.session
        {
            on_air.audience = broadcast.audience;
            return false;
        }
        let on_air = OnAir {
            session: broadcast.session,
            audience: broadcast.audience,
            live: Live::new(now_us),
            ended_us: None,
        };
        all.insert(broadcast.item, on_air);
        true
    }

    /// Ends those that are not `wanted` any more, and forgets those that ended some time ago.
    pub(super) fn keep(&self, now_us: i64, wanted: impl Fn(ItemId) -> bool) {
        let mut all = self.0.lock().expect("no panic while held");
        for (item, on_air) in all.iter_mut() {
            if !wanted(*item) && on_air.ended_us.is_none() {
                on_air.live.finish();
                on_air.ended_us = Some(now_us);
            }
        }
        all.retain(|_, on_air| on_air.ended_us.is_none_or(|ended| now_us - ended < AFTERWARDS_US));
    }

    /// Moves every broadcast's time on.
    pub(super) fn tick(&self, now_us: i64) {
        let mut all = self.0.lock().expect("no panic while held");
        for on_air in all.values_mut().filter(|on_air| on_air.ended_us.is_none()) {
            on_air.live.tick(now_us);
        }
    }
}
