use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use yunqian_journal::{JournalError, Record, Vault};
use yunqian_session::{MembershipId, PersonId};

use super::key::equal;

/// Kind of these records in the vault.
pub const KIND: &str = "sign_in";
/// Seconds of rest after which a sign-in is over.
pub const IDLE_S: i64 = 7 * 24 * 60 * 60;
/// Seconds after which a sign-in is over however busy.
const AGE_S: i64 = 30 * 24 * 60 * 60;
/// Milliseconds in which the token before the current one is taken for a second tab that asked at the same time.
const SAME_TIME_MS: i64 = 10_000;

/// One sign-in on one browser: the refresh tokens that follow one another. Only hashes are kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Id; also the session's.
    #[serde(skip)]
    pub id: Uuid,
    /// Person.
    pub person: PersonId,
    /// Membership that it acts under.
    pub membership: MembershipId,
    current: String,
    previous: Option<String>,
    started_at_ms: i64,
    rotated_at_ms: i64,
}

/// What a refresh token was worth.
#[derive(Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It was the current one: here is the next.
    Next(Family, String),
    /// It was replaced a moment ago by another tab, which has the next.
    SameTime(Family),
    /// It was used before: somebody has a copy. The sign-in must end.
    Replayed,
    /// It is over or never was.
    Over,
}

impl Family {
    /// Starts a sign-in; returns it with its first refresh token.
    pub fn start(now: Timestamp, person: PersonId, membership: MembershipId) -> (Self, String) {
        let id = Uuid::now_v7();
        let token = token(id);
        let at_ms = now.as_millisecond();
        let family = Self {
            id,
            person,
            membership,
            current: hash(&token),
            previous: None,
            started_at_ms: at_ms,
            rotated_at_ms: at_ms,
        };
        (family, token)
    }

    /// Judges a refresh token of this sign-in, and replaces it.
    pub fn rotate(mut self, now: Timestamp, presented: &str) -> Rotation {
        let now_ms = now.as_millisecond();
        if self.is_over(now) {
            return Rotation::Over;
        }
        let presented = hash(presented);
        if equal(&presented, &self.current) {
            let next = token(self.id);
            self.previous = Some(std::mem::replace(&mut self.current, hash(&next)));
            self.rotated_at_ms = now_ms;
            return Rotation::Next(self, next);
        }
        let is_previous = self
            .previous
            .as_ref()
            .is_some_and(|previous| equal(&presented, previous));
        if is_previous && now_ms - self.rotated_at_ms < SAME_TIME_MS {
            return Rotation::SameTime(self);
        }
        Rotation::Replayed
    }

    /// Returns whether it ended by itself.
    pub fn is_over(&self, now: Timestamp) -> bool {
        let now_ms = now.as_millisecond();
        now_ms - self.started_at_ms >= AGE_S * 1_000 || now_ms - self.rotated_at_ms >= IDLE_S * 1_000
    }

    /// Reads a sign-in.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn get(vault: &Vault, id: Uuid) -> Result<Option<Self>, JournalError> {
        Ok(vault.get(KIND, id).await?.and_then(Self::of))
    }

    /// Reads it out of its record.
    pub fn of(record: Record) -> Option<Self> {
        let family: Self = serde_json::from_value(record.value).ok()?;
        Some(Self {
            id: record.id,
            ..family
        })
    }

    /// Stores it.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub async fn put(&self, vault: &Vault) -> Result<(), JournalError> {
        let record = Record {
            kind: KIND.to_owned(),
            id: self.id,
            owner: Some(self.person.0),
            lookup_key: None,
            value: serde_json::to_value(self).expect("sign-ins serialise"),
            updated_at_ms: self.rotated_at_ms,
        };
        vault.put(&record).await
    }
}

/// Returns the id of the sign-in that a refresh token claims to be of.
pub fn id_of(token: &str) -> Option<Uuid> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(token).ok()?;
    if bytes.len() != 48 {
        None
    } else {
        Uuid::from_slice(&bytes[..16]).ok()
    }
}

fn token(id: Uuid) -> String {
    let secret: [u8; 32] = rand::random();
    BASE64_URL_SAFE_NO_PAD.encode([id.as_bytes().as_slice(), &secret].concat())
}

/// The tokens have 256 random bits: no salt is needed.
fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(1_600_000_000_000 + ms).unwrap()
    }

    fn started() -> (Family, String) {
        Family::start(at(0), PersonId(Uuid::now_v7()), MembershipId(Uuid::now_v7()))
    }

    fn next(family: Family, now: Timestamp, token: &str) -> (Family, String) {
        match family.rotate(now, token) {
            Rotation::Next(family, token) => (family, token),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_use_gives_a_new_token_of_the_same_sign_in() {
        let (family, first) = started();
        let id = family.id;
        let (family, second) = next(family, at(60_000), &first);
        assert_ne!(first, second);
        assert_eq!((id_of(&first), id_of(&second)), (Some(id), Some(id)));
        next(family, at(120_000), &second);
    }

    #[test]
    fn a_used_token_that_comes_back_is_a_replay() {
        let (family, first) = started();
        let (family, second) = next(family, at(0), &first);
        assert_eq!(family.clone().rotate(at(SAME_TIME_MS), &first), Rotation::Replayed);
        let (family, _) = next(family, at(1), &second);
        assert_eq!(family.rotate(at(2), &first), Rotation::Replayed);
    }

    #[test]
    fn two_tabs_that_ask_at_the_same_time_both_stay_signed_in() {
        let (family, first) = started();
        let (family, _) = next(family, at(0), &first);
        assert_eq!(
            family.clone().rotate(at(SAME_TIME_MS - 1), &first),
            Rotation::SameTime(family)
        );
    }

    #[test]
    fn a_sign_in_ends_by_rest_and_by_age() {
        let (family, first) = started();
        assert_eq!(family.rotate(at(IDLE_S * 1_000), &first), Rotation::Over);
        let (mut family, mut token) = started();
        let day_ms = 24 * 60 * 60 * 1_000;
        for day in 1..30 {
            (family, token) = next(family, at(day * day_ms), &token);
        }
        assert_eq!(family.rotate(at(30 * day_ms), &token), Rotation::Over);
    }

    #[test]
    fn what_is_no_token_is_of_no_sign_in() {
        for text in ["", "x", "%%%%", &BASE64_URL_SAFE_NO_PAD.encode([1; 47])] {
            assert_eq!(id_of(text), None);
        }
    }
}
