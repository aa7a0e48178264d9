use imbl::{HashMap, Vector};
use uuid::Uuid;

use super::object::ObjectRef;
use crate::Actor;

/// How many idempotency keys are remembered.
const REMEMBERED_KEYS: usize = 100_000;

/// What a command led to, by which a repeat of it is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Position in the journal of its record.
    pub seq: u64,
    /// Who asked.
    pub by: Actor,
    /// What it created or changed; what it was about comes first.
    pub objects: Vec<ObjectRef>,
    /// Digest of what was asked, where a person asked.
    pub request: Option<String>,
}

/// The newest idempotency keys. Older ones of creating commands are caught by their ids being in use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    outcomes: HashMap<Uuid, Outcome>,
    order: Vector<Uuid>,
}

impl Seen {
    pub(crate) fn get(&self, key: &Uuid) -> Option<&Outcome> {
        self.outcomes.get(key)
    }

    pub(crate) fn remember(&mut self, key: Uuid, outcome: Outcome) {
        self.remember_up_to(REMEMBERED_KEYS, key, outcome);
    }

    fn remember_up_to(&mut self, limit: usize, key: Uuid, outcome: Outcome) {
        if self.outcomes.insert(key, outcome).is_none() {
            self.order.push_back(key);
        }
        while self.order.len() > limit {
            if let Some(oldest) = self.order.pop_front() {
                self.outcomes.remove(&oldest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Seen};
    use crate::Actor;
    use uuid::Uuid;

    #[test]
    fn only_the_newest_keys_are_remembered() {
        let mut seen = Seen::default();
        for n in 0..5 {
            let outcome = Outcome {
                seq: n,
                by: Actor::System,
                objects: Vec::new(),
                request: None,
            };
            seen.remember_up_to(3, Uuid::from_u128(u128::from(n)), outcome);
        }
        assert_eq!(seen.get(&Uuid::from_u128(1)), None);
        assert_eq!(seen.get(&Uuid::from_u128(4)).map(|outcome| outcome.seq), Some(4));
        assert_eq!(seen.order.len(), 3);
    }
}
