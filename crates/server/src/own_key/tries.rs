//! How often keys at signing services may be looked for, and tried in vain.

use jiff::Timestamp;
use yunqian_session::PersonId;

use crate::problem::Problem;
use crate::sign_in::Limiter;

/// How often in ten minutes.
const MOST: u32 = 5;
const TEN_MINUTES_S: i64 = 600;

/// A name at a service.
type Named = (String, String);

/// Counts by whom and for whom: nobody finds out what keys others have, or locks them by wrong answers.
#[derive(Debug)]
pub struct Tries {
    searches_of: Limiter<PersonId>,
    searches_for: Limiter<Named>,
    releases_of: Limiter<PersonId>,
    releases_for: Limiter<Named>,
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            searches_of: Limiter::new(MOST, TEN_MINUTES_S),
            searches_for: Limiter::new(MOST, TEN_MINUTES_S),
            releases_of: Limiter::new(MOST, TEN_MINUTES_S),
            releases_for: Limiter::new(MOST, TEN_MINUTES_S),
        }
    }
}

impl Tries {
    /// Counts a search for the keys of a service's user.
    ///
    /// # Errors
    /// `too-many-requests`.
    pub fn search(&self, now: Timestamp, by: PersonId, service: &str, user: &str) -> Result<(), Problem> {
        self.searches_of.count(now, by)?;
        self.searches_for.count(now, (service.to_owned(), user.to_owned()))
    }

    /// Counts a try to release a key.
    ///
    /// # Errors
    /// `too-many-requests`.
    pub fn release(&self, now: Timestamp, by: PersonId, service: &str, key: &str) -> Result<(), Problem> {
        self.releases_of.count(now, by)?;
        self.releases_for.count(now, (service.to_owned(), key.to_owned()))
    }

    /// Takes a try back that released the key.
    pub fn released(&self, by: PersonId, service: &str, key: &str) {
        self.releases_of.forgive(&by);
        self.releases_for.forgive(&(service.to_owned(), key.to_owned()));
    }
}
