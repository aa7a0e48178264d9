use std::collections::HashMap;
use std::sync::Mutex;

use jiff::Timestamp;
use uuid::Uuid;

/// Ceremonies that may be under way at once; beyond, the oldest is forgotten.
const CAPACITY: usize = 10_000;
/// Seconds that a person may take.
const LIFE_S: i64 = 5 * 60;

/// WebAuthn ceremonies under way: their challenges stay here, and each can be finished once.
#[derive(Debug)]
pub struct Ceremonies<T>(Mutex<HashMap<Uuid, (i64, T)>>);

impl<T> Default for Ceremonies<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Ceremonies<T> {
    /// Remembers one; returns its id.
    pub fn start(&self, now: Timestamp, ceremony: T) -> Uuid {
        let now_s = now.as_second();
        let id = Uuid::now_v7();
        let mut ceremonies = self.0.lock().expect("no holder panics");
        if ceremonies.len() >= CAPACITY {
            ceremonies.retain(|_, (ends_at_s, _)| *ends_at_s > now_s);
        }
        if ceremonies.len() >= CAPACITY
            && let Some(oldest) = ceremonies
                .iter()
                .min_by_key(|(_, (ends_at_s, _))| *ends_at_s)
                .map(|(id, _)| *id)
        {
            ceremonies.remove(&oldest);
        }
        ceremonies.insert(id, (now_s + LIFE_S, ceremony));
        id
    }

    /// Takes one out, unless it took too long.
    pub fn finish(&self, now: Timestamp, id: Uuid) -> Option<T> {
        let (ends_at_s, ceremony) = self.0.lock().expect("no holder panics").remove(&id)?;
        (now.as_second() < ends_at_s).then_some(ceremony)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> Timestamp {
        Timestamp::from_second(s).unwrap()
    }

    #[test]
    fn a_ceremony_is_finished_once_and_in_time() {
        let ceremonies = Ceremonies::default();
        let id = ceremonies.start(at(0), "a");
        assert_eq!(ceremonies.finish(at(299), id), Some("a"));
        assert_eq!(ceremonies.finish(at(299), id), None);
        let late = ceremonies.start(at(0), "b");
        assert_eq!(ceremonies.finish(at(300), late), None);
    }

    #[test]
    fn a_flood_pushes_out_the_oldest_alone() {
        let ceremonies = Ceremonies::default();
        let oldest = ceremonies.start(at(0), 0);
        let second = ceremonies.start(at(1), 1);
        for n in 2..=CAPACITY {
            ceremonies.start(at(2), n);
        }
        assert_eq!(ceremonies.0.lock().unwrap().len(), CAPACITY);
        assert_eq!(ceremonies.finish(at(3), oldest), None);
        assert_eq!(ceremonies.finish(at(3), second), Some(1));
    }
}
