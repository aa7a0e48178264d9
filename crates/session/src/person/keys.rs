//! Keys by which people authorise signatures: whose they are, and since when, is on record before they are used.

use jiff::Timestamp;

use super::{Event, Person, Refusal};
use crate::access;
use crate::agreement::AuthorisationMethod;
use crate::decision::Decision;
use crate::{PersonId, check, common, refusal};

/// A key by which a person authorises signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnrolledKey {
    /// SHA-256 (hex) of its public key, SubjectPublicKeyInfo.
    pub key: String,
    /// What holds it.
    pub method: AuthorisationMethod,
    /// Since when.
    pub enrolled_at: Timestamp,
}

impl Person {
    /// Returns a key that is enrolled for the person.
    pub fn enrolled(&self, key: &str) -> Option<&EnrolledKey> {
        self.keys.iter().find(|enrolled| enrolled.key == key)
    }
}

pub(super) fn enrol(
    decision: &mut Decision,
    id: PersonId,
    key: String,
    method: AuthorisationMethod,
) -> Result<(), refusal::Refusal> {
    require_own(decision, id)?;
    check::digest(&key)?;
    if method == AuthorisationMethod::Simulated {
        return Err(access::Refusal::NotPermitted.into());
    }
    let is_known = decision
        .state
        .people
        .iter()
        .any(|person| person.enrolled(&key).is_some());
    if is_known {
        return Err(Refusal::KeyKnown.into());
    }
    decision.emit(Event::KeyEnrolled { id, key, method })
}

pub(super) fn remove(decision: &mut Decision, id: PersonId, key: String) -> Result<(), refusal::Refusal> {
    let person = require_own(decision, id)?;
    if person.enrolled(&key).is_none() {
        return Err(Refusal::KeyUnknown.into());
    }
    decision.emit(Event::KeyRemoved { id, key })
}

/// A person's keys are its own affair, and the system's, which checks that the person holds them.
fn require_own(decision: &Decision, id: PersonId) -> Result<&Person, refusal::Refusal> {
    let person = decision.state.people.get(&id).ok_or(common::Refusal::NotFound)?;
    if decision.acting.is_system() || decision.acting.is(id) {
        Ok(person)
    } else {
        Err(access::Refusal::NotPermitted.into())
    }
}
