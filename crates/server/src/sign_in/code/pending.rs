use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use yunqian_journal::{JournalError, Record, Vault};
use yunqian_session::PersonId;

use crate::sign_in::key::{TokenKey, equal};

/// Kind of these records in the vault.
pub const KIND: &str = "one_time_code";
/// Tries.
const TRIES: u8 = 5;
/// Minutes for which a code is valid.
pub const LIFE_MINUTES: i64 = 10;

/// A code that was sent and not used yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pending {
    salt: [u8; 16],
    hash: String,
    tries_left: u8,
    expires_at_ms: i64,
}

/// What a try led to.
#[derive(Debug, PartialEq, Eq)]
pub enum Try {
    /// The code is right, and used up.
    Right,
    /// It is wrong; this many tries are left of it.
    Wrong(Pending),
    /// It is wrong, and no try is left, or it is too old.
    Over,
}

/// Draws six digits.
pub fn draw() -> String {
    format!("{:06}", rand::random_range(0..1_000_000))
}

impl Pending {
    /// Makes what is kept of a code.
    pub fn new(key: &TokenKey, now: Timestamp, slot: Uuid, code: &str) -> Self {
        let salt = rand::random();
        Self {
            salt,
            hash: hash(key, &salt, slot, code),
            tries_left: TRIES,
            expires_at_ms: now.as_millisecond() + LIFE_MINUTES * 60_000,
        }
    }

    /// Judges a try.
    pub fn judge(mut self, key: &TokenKey, now: Timestamp, slot: Uuid, code: &str) -> Try {
        let right = equal(&hash(key, &self.salt, slot, code), &self.hash);
        if now.as_millisecond() >= self.expires_at_ms {
            return Try::Over;
        }
        if right {
            return Try::Right;
        }
        self.tries_left -= 1;
        if self.tries_left == 0 {
            Try::Over
        } else {
            Try::Wrong(self)
        }
    }

    /// Takes what is kept in a slot, so that of several tries at once only one is judged.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub async fn take(vault: &Vault, slot: Uuid) -> Result<Option<Self>, JournalError> {
        let record = vault.take(KIND, slot).await?;
        Ok(record.and_then(|record| serde_json::from_value(record.value).ok()))
    }

    /// Keeps it in a slot, instead of what was there.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub async fn put(&self, vault: &Vault, slot: Uuid, owner: Option<PersonId>) -> Result<(), JournalError> {
        let record = Record {
            kind: KIND.to_owned(),
            id: slot,
            owner: owner.map(|person| person.0),
            lookup_key: None,
            value: serde_json::to_value(self).expect("codes serialise"),
            updated_at_ms: self.expires_at_ms,
        };
        vault.put(&record).await
    }
}

fn hash(key: &TokenKey, salt: &[u8; 16], slot: Uuid, code: &str) -> String {
    key.keyed_hash(salt, &[slot.as_bytes().as_slice(), code.as_bytes()].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOT: Uuid = Uuid::from_u128(1);

    fn at(s: i64) -> Timestamp {
        Timestamp::from_second(s).unwrap()
    }

    fn key() -> TokenKey {
        TokenKey::from_seed([1; 32])
    }

    fn pending() -> Pending {
        Pending::new(&key(), at(0), SLOT, "123456")
    }

    #[test]
    fn codes_have_six_digits_and_differ() {
        let codes: std::collections::BTreeSet<_> = (0..100).map(|_| draw()).collect();
        assert!(codes.len() > 90);
        assert!(
            codes
                .iter()
                .all(|code| code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()))
        );
    }

    #[test]
    fn the_right_code_passes_for_ten_minutes() {
        assert_eq!(pending().judge(&key(), at(599), SLOT, "123456"), Try::Right);
        assert_eq!(pending().judge(&key(), at(600), SLOT, "123456"), Try::Over);
    }

    #[test]
    fn the_fifth_wrong_try_is_the_last() {
        let mut pending = pending();
        for _ in 0..4 {
            match pending.judge(&key(), at(1), SLOT, "654321") {
                Try::Wrong(left) => pending = left,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(pending.clone().judge(&key(), at(1), SLOT, "123456"), Try::Right);
        assert_eq!(pending.judge(&key(), at(1), SLOT, "654321"), Try::Over);
    }

    #[test]
    fn a_code_fits_neither_another_person_nor_another_server() {
        assert!(matches!(
            pending().judge(&key(), at(1), Uuid::from_u128(2), "123456"),
            Try::Wrong(_)
        ));
        assert!(matches!(
            pending().judge(&TokenKey::from_seed([2; 32]), at(1), SLOT, "123456"),
            Try::Wrong(_)
        ));
    }

    #[test]
    fn the_code_is_not_in_what_is_kept() {
        assert!(!serde_json::to_string(&pending()).unwrap().contains("123456"));
    }
}
