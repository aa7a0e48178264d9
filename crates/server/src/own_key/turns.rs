use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use uuid::Uuid;
use yunqian_session::{AgreementId, SignatoryId};
use yunqian_signing::{Document, Pending};

/// How long a document waits for the answer of a key.
pub const PATIENCE: SignedDuration = SignedDuration::from_secs(30);
/// How often a place may let its document wait in vain within [`REST`], before it rests as long itself.
const LAPSES: usize = 2;
/// How long such a place rests.
const REST: SignedDuration = SignedDuration::from_mins(10);

/// Who appends to which document: one at a time, for signatures stand one after the other in the file.
#[derive(Default)]
pub struct Turns {
    taken: Mutex<HashMap<AgreementId, Taken>>,
    /// When each place let its document wait in vain.
    lapses: Mutex<HashMap<SignatoryId, Vec<Timestamp>>>,
    freed: Notify,
}

enum Taken {
    /// Somebody is at it this moment.
    Held,
    /// A key is asked.
    Waiting(Box<Begun>),
}

/// A signature that waits for its key's answer.
pub struct Begun {
    /// Id of the request.
    pub id: Uuid,
    /// Who signs.
    pub signatory: SignatoryId,
    /// Binding of the authorisation that released it.
    pub binding: String,
    /// SHA-256 (hex) of the document it is appended to.
    pub base: String,
    /// Until when the document waits.
    pub until: Timestamp,
    /// The document.
    pub document: Document,
    /// The signature without its value.
    pub pending: Pending,
}

/// A document that nobody else appends to as long as this lives.
pub struct Turn<'a> {
    turns: &'a Turns,
    agreement: AgreementId,
}

impl Turns {
    /// Takes the turn at an agreement's document; none while somebody else has it.
    pub fn take(&self, agreement: AgreementId, now: Timestamp) -> Option<Turn<'_>> {
        self.give_up(now);
        let mut taken = self.taken.lock().expect("no holder panics");
        if taken.contains_key(&agreement) {
            return None;
        }
        taken.insert(agreement, Taken::Held);
        Some(Turn { turns: self, agreement })
    }

    /// Takes up again what was begun, if its key answers in time; the turn with it.
    pub fn resume(&self, agreement: AgreementId, id: Uuid, now: Timestamp) -> Option<(Turn<'_>, Begun)> {
        let mut taken = self.taken.lock().expect("no holder panics");
        match taken.get(&agreement)? {
            Taken::Waiting(begun) if begun.id == id && begun.until > now => {}
            _ => return None,
        }
        match taken.insert(agreement, Taken::Held)? {
            Taken::Waiting(begun) => Some((Turn { turns: self, agreement }, *begun)),
            Taken::Held => None,
        }
    }

    /// Looks at what was begun.
    pub fn look<R>(&self, agreement: AgreementId, id: Uuid, look: impl FnOnce(&Begun) -> R) -> Option<R> {
        let taken = self.taken.lock().expect("no holder panics");
        match taken.get(&agreement)? {
            Taken::Waiting(begun) if begun.id == id => Some(look(begun)),
            _ => None,
        }
    }

    /// Frees the documents whose keys did not answer in time.
    pub fn give_up(&self, now: Timestamp) {
        let mut taken = self.taken.lock().expect("no holder panics");
        let is_over = |_: &AgreementId, taken: &mut Taken| matches!(taken, Taken::Waiting(begun) if begun.until <= now);
        let over: Vec<_> = taken.extract_if(is_over).collect();
        drop(taken);
        for (_, taken) in over {
            if let Taken::Waiting(begun) = taken {
                self.lapsed(begun.signatory, now);
            }
            self.freed.notify_one();
        }
    }

    /// Notes that a place let its document wait in vain.
    pub fn lapsed(&self, signatory: SignatoryId, now: Timestamp) {
        let mut lapses = self.lapses.lock().expect("no holder panics");
        lapses.retain(|_, moments| moments.iter().any(|at| now.duration_since(*at) < REST));
        let moments = lapses.entry(signatory).or_default();
        moments.retain(|at| now.duration_since(*at) < REST);
        moments.push(now);
    }

    /// Says whether a place is not to hold its document up again for now: others sign first.
    pub fn rests(&self, signatory: SignatoryId, now: Timestamp) -> bool {
        let lapses = self.lapses.lock().expect("no holder panics");
        let moments = lapses.get(&signatory).map(Vec::as_slice).unwrap_or_default();
        moments.iter().filter(|at| now.duration_since(**at) < REST).count() >= LAPSES
    }

    /// Waits until a document is free again; for the one job that seals.
    pub async fn freed(&self) {
        self.freed.notified().await;
    }
}

impl Turn<'_> {
    /// Leaves the document to a key that is asked.
    pub fn wait_for(self, begun: Begun) {
        let mut taken = self.turns.taken.lock().expect("no holder panics");
        taken.insert(self.agreement, Taken::Waiting(Box::new(begun)));
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut taken = match self.turns.taken.lock() {
            Ok(taken) => taken,
            Err(poisoned) => poisoned.into_inner(),
        };
        if matches!(taken.get(&self.agreement), Some(Taken::Held)) {
            taken.remove(&self.agreement);
            drop(taken);
            self.turns.freed.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_whose_key_never_answers_rests_for_ten_minutes_after_the_second_time() {
        let (turns, start) = (Turns::default(), Timestamp::UNIX_EPOCH);
        let [slow, other] = [1, 2].map(|number| SignatoryId(Uuid::from_u128(number)));
        let minutes = |number| start + SignedDuration::from_mins(number);
        turns.lapsed(slow, minutes(0));
        assert!(!turns.rests(slow, minutes(1)));
        turns.lapsed(slow, minutes(4));
        assert!(turns.rests(slow, minutes(5)) && !turns.rests(other, minutes(5)));
        assert!(!turns.rests(slow, minutes(10)), "the first is forgotten");
        turns.lapsed(slow, minutes(11));
        assert!(turns.rests(slow, minutes(13)) && !turns.rests(slow, minutes(14)));
    }
}
