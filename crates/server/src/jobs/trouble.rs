use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use yunqian_session::AgreementId;

/// How long after its first failure an agreement is tried again; twice as long after each further one.
const FIRST_REST: SignedDuration = SignedDuration::from_secs(30);
/// Longest rest.
const LONGEST_REST: SignedDuration = SignedDuration::from_hours(1);

/// Agreements whose documents could not be archived; each rests before it is tried again, ever longer.
///
/// In memory: after a restart each is tried at once.
#[derive(Debug, Default)]
pub struct Troubles {
    of: Mutex<HashMap<AgreementId, Trouble>>,
}

/// Why a document is not archived, and when it is tried again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trouble {
    /// What is wrong, as a stable code.
    pub code: &'static str,
    /// How often it was tried in vain.
    pub failures: u32,
    /// When that was last.
    pub failed_at: Timestamp,
    /// When it is tried again.
    pub next_at: Timestamp,
}

impl Troubles {
    /// Notes that an agreement was tried in vain.
    pub fn failed(&self, agreement: AgreementId, code: &'static str, now: Timestamp) {
        let mut of = self.of.lock().expect("no holder panics");
        let failures = of.get(&agreement).map_or(0, |before| before.failures).saturating_add(1);
        let doubled = FIRST_REST.checked_mul(1 << (failures - 1).min(16));
        let rest = doubled.unwrap_or(LONGEST_REST).min(LONGEST_REST);
        let trouble = Trouble {
            code,
            failures,
            failed_at: now,
            next_at: now.saturating_add(rest).unwrap_or(Timestamp::MAX),
        };
        of.insert(agreement, trouble);
    }

    /// Forgets what was wrong with an agreement that is archived now.
    pub fn over(&self, agreement: AgreementId) {
        self.of.lock().expect("no holder panics").remove(&agreement);
    }

    /// Returns what is wrong with an agreement.
    pub fn of(&self, agreement: AgreementId) -> Option<Trouble> {
        self.of.lock().expect("no holder panics").get(&agreement).copied()
    }

    /// Says whether an agreement is not to be tried yet.
    pub fn rests(&self, agreement: AgreementId, now: Timestamp) -> bool {
        self.of(agreement).is_some_and(|trouble| trouble.next_at > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn what_fails_rests_twice_as_long_each_time_up_to_an_hour_and_holds_up_no_other() {
        let (troubles, mut now) = (Troubles::default(), Timestamp::UNIX_EPOCH);
        let [one, other] = [1, 2].map(|number| AgreementId(Uuid::from_u128(number)));
        let mut rests = Vec::new();
        for _ in 0..9 {
            troubles.failed(one, "archive-failed", now);
            let next = troubles.of(one).unwrap().next_at;
            rests.push(next.duration_since(now).as_secs());
            assert!(troubles.rests(one, next - SignedDuration::from_secs(1)) && !troubles.rests(one, next));
            assert!(!troubles.rests(other, now));
            now = next;
        }
        assert_eq!(rests, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        for _ in 0..100 {
            troubles.failed(one, "archive-failed", now);
        }
        assert_eq!(troubles.of(one).unwrap().next_at, now + LONGEST_REST);
        troubles.over(one);
        assert_eq!(troubles.of(one), None);
    }
}
