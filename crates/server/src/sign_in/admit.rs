use axum::http::StatusCode;
use jiff::Timestamp;
use uuid::Uuid;
use yunqian_journal::Vault;
use yunqian_session::{MembershipId, PersonId, State};

use super::claims::{Claims, LIFE_S};
use super::family::{self, Family};
use super::{SetCookies, SignIn};
use crate::problem::Problem;

impl SignIn {
    /// Lets a person in that has proven who it is, under its first membership that holds.
    ///
    /// # Errors
    /// `no-membership` for a person that acts for nobody.
    pub(super) async fn admit(
        &self,
        vault: &Vault,
        state: &State,
        now: Timestamp,
        person: PersonId,
    ) -> Result<(SetCookies, StatusCode), Problem> {
        let membership = first(state, person)?;
        let (family, refresh) = Family::start(now, person, membership);
        family.put(vault).await?;
        Ok((
            self.session_cookie(now, &family).and_refresh(self.secure, &refresh),
            StatusCode::NO_CONTENT,
        ))
    }

    /// Issues the next session token of a sign-in.
    pub(super) fn session_cookie(&self, now: Timestamp, family: &Family) -> SetCookies {
        let claims = Claims::new(now, family.id, family.person, family.membership);
        SetCookies::session(self.secure, &self.key.sign(&claims))
    }

    /// Ends a sign-in: no token of it is taken any more.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub(super) async fn end(&self, vault: &Vault, now: Timestamp, id: Uuid) -> Result<(), Problem> {
        {
            let mut ended = self.ended.lock().expect("no holder panics");
            ended.retain(|_, until_s| *until_s > now.as_second());
            ended.insert(id, now.as_second() + LIFE_S);
        }
        vault.take(family::KIND, id).await?;
        Ok(())
    }

    pub(super) fn has_ended(&self, id: Uuid) -> bool {
        self.ended.lock().expect("no holder panics").contains_key(&id)
    }
}

/// Returns whether a person acts under a membership.
pub fn acts(state: &State, person: PersonId, membership: MembershipId) -> bool {
    state.memberships_of(&person).any(|held| held.id == membership)
}

/// Returns the first membership of a person that holds.
///
/// # Errors
/// `no-membership`.
pub fn first(state: &State, person: PersonId) -> Result<MembershipId, Problem> {
    const NONE: Problem = Problem {
        status: StatusCode::FORBIDDEN,
        code: "no-membership",
    };
    state
        .memberships_of(&person)
        .map(|membership| membership.id)
        .next()
        .ok_or(NONE)
}
