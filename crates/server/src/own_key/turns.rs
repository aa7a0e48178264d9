use std::collections::HashMap;
use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;
use uuid::Uuid;
use yunqian_session::{AgreementId, SignatoryId};
use yunqian_signing::{Document, Pending};

/// How long a document waits for the answer of a key.
pub const PATIENCE: SignedDuration = SignedDuration::from_secs(30);

/// Who appends to which document: one at a time, for signatures stand one after the other in the file.
#[derive(Default)]
pub struct Turns {
    taken: Mutex<HashMap<AgreementId, Taken>>,
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
        let mut taken = self.taken.lock().expect("no holder panics");
        let is_free = match taken.get(&agreement) {
            None => true,
            Some(Taken::Held) => false,
            Some(Taken::Waiting(begun)) => begun.until <= now,
        };
        if !is_free {
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
        let before = taken.len();
        taken.retain(|_, taken| !matches!(taken, Taken::Waiting(begun) if begun.until <= now));
        if taken.len() < before {
            self.freed.notify_one();
        }
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
