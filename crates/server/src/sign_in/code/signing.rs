use jiff::Timestamp;
use uuid::Uuid;
use yunqian_journal::Vault;
use yunqian_session::{PersonId, SignatoryId};

use super::pending::{LIFE_MINUTES, Pending, Try, draw};
use crate::mail::{Letter, SigningCode};
use crate::people::Profile;
use crate::problem::Problem;
use crate::sign_in::{SignIn, derived};
use crate::texts;

impl SignIn {
    /// Sends a person the code for one place to sign, in the person's language; it takes the place of an earlier one.
    ///
    /// # Errors
    /// `too-many-requests`; when the vault can't be written.
    pub async fn send_signing_code(
        &self,
        vault: &Vault,
        now: Timestamp,
        place: SignatoryId,
        (person, profile): (PersonId, &Profile),
        about: &SigningCode<'_>,
    ) -> Result<(), Problem> {
        self.limits.requests_for_address.count(now, profile.email.clone())?;
        let code = draw();
        let slot = slot(place, person);
        Pending::new(&self.key, now, slot, &code)
            .put(vault, slot, Some(person))
            .await?;
        let language = texts::spoken(&profile.locale).unwrap_or("en");
        let letter = Letter::signing_code(language, &profile.email, &code, LIFE_MINUTES, about);
        self.mail.post(now, letter);
        Ok(())
    }

    /// Judges a code for one place to sign and uses it up.
    ///
    /// # Errors
    /// `code-wrong` for a wrong, old, used or never sent one; when the vault can't be written.
    pub async fn judge_signing_code(
        &self,
        vault: &Vault,
        now: Timestamp,
        place: SignatoryId,
        person: PersonId,
        code: &str,
    ) -> Result<(), Problem> {
        // Not 401: the caller is signed in, and a client that renews its session must not try the code twice.
        const WRONG: Problem = Problem::invalid("code-wrong");
        let slot = slot(place, person);
        let pending = Pending::take(vault, slot).await?.ok_or(WRONG)?;
        match pending.judge(&self.key, now, slot, code.trim()) {
            Try::Right => Ok(()),
            Try::Wrong(left) => {
                left.put(vault, slot, Some(person)).await?;
                Err(WRONG)
            }
            Try::Over => Err(WRONG),
        }
    }
}

/// Where the code of a person for a place is kept, apart from its code for signing in.
fn slot(place: SignatoryId, person: PersonId) -> Uuid {
    derived(person.0, &format!("signing code {place}"))
}
