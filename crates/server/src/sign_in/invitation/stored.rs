use axum::http::StatusCode;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use yunqian_journal::{JournalError, LookupKey, Record, Vault};
use yunqian_session::person::Role;
use yunqian_session::text::LocalizedText;
use yunqian_session::{MembershipId, OrganisationId, PersonId};

use crate::problem::Problem;

/// Kind of these records in the vault.
pub const KIND: &str = "invitation";
/// Days for which an invitation is valid.
pub const LIFE_DAYS: i64 = 14;

/// An invitation. Its link's token is kept as a hash alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitation {
    /// Id.
    #[serde(skip)]
    pub id: Uuid,
    /// Organisation to act for.
    pub organisation: OrganisationId,
    /// Role.
    pub role: Role,
    /// Who invites, and under which membership.
    pub inviter: (PersonId, MembershipId),
    /// After this it is void.
    pub expires_at: Timestamp,
    /// Who is invited; gone once the invitation was used.
    pub invitee: Option<Invitee>,
    token: String,
}

/// Who is invited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invitee {
    /// Address.
    pub email: String,
    /// Name; empty if the inviter did not say.
    pub name: String,
    /// Language (BCP 47 primary).
    pub locale: String,
}

impl Invitee {
    /// Returns the name as a text in the invitee's language.
    pub fn named(&self) -> LocalizedText {
        LocalizedText::new([(self.locale.as_str(), self.name.as_str())])
    }
}

impl Invitation {
    /// Makes an invitation; returns it with the token for its link.
    pub fn new(
        now: Timestamp,
        id: Uuid,
        inviter: (PersonId, MembershipId),
        (organisation, role): (OrganisationId, Role),
        invitee: Invitee,
    ) -> (Self, String) {
        let token = BASE64_URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
        let expires_at = now + jiff::SignedDuration::from_hours(LIFE_DAYS * 24);
        (
            Self {
                id,
                organisation,
                role,
                inviter,
                expires_at,
                invitee: Some(invitee),
                token: hash(&token),
            },
            token,
        )
    }

    /// Finds what a link is for, if it can be used now.
    ///
    /// # Errors
    /// `not-found`, `invitation-used`, `invitation-expired`.
    pub async fn usable(vault: &Vault, now: Timestamp, token: &str) -> Result<(Self, Invitee), Problem> {
        let gone = |code| Problem {
            status: StatusCode::GONE,
            code,
        };
        let record = vault
            .find(KIND, &LookupKey::exact(hash(token)))
            .await?
            .ok_or(Problem::not_found())?;
        let invitation = Self::of(record).ok_or(Problem::not_found())?;
        let invitee = invitation.invitee.clone().ok_or(gone("invitation-used"))?;
        if now < invitation.expires_at {
            Ok((invitation, invitee))
        } else {
            Err(gone("invitation-expired"))
        }
    }

    /// Reads an invitation.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn get(vault: &Vault, id: Uuid) -> Result<Option<Self>, JournalError> {
        Ok(vault.get(KIND, id).await?.and_then(Self::of))
    }

    /// Stores it.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub async fn put(&self, vault: &Vault) -> Result<(), JournalError> {
        let record = Record {
            kind: KIND.to_owned(),
            id: self.id,
            owner: None,
            lookup_key: Some(LookupKey::exact(&self.token)),
            value: serde_json::to_value(self).expect("invitations serialise"),
            updated_at_ms: self.expires_at.as_millisecond(),
        };
        vault.put(&record).await
    }

    /// Uses it up; tells whether it was still there to be used, so that of two who accept at once one wins.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub async fn use_up(self, vault: &Vault) -> Result<bool, JournalError> {
        let taken = vault.take(KIND, self.id).await?.and_then(Self::of);
        let was_usable = taken.is_some_and(|invitation| invitation.invitee.is_some());
        Self { invitee: None, ..self }.put(vault).await?;
        Ok(was_usable)
    }

    fn of(record: Record) -> Option<Self> {
        let invitation: Self = serde_json::from_value(record.value).ok()?;
        Some(Self {
            id: record.id,
            ..invitation
        })
    }
}

fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    async fn invited(vault: &Vault) -> (Invitation, String) {
        let (invitation, token) = Invitation::new(
            NOW,
            Uuid::now_v7(),
            (PersonId(Uuid::now_v7()), MembershipId(Uuid::now_v7())),
            (OrganisationId(Uuid::now_v7()), Role::Agent),
            Invitee {
                email: "li@example.com".into(),
                name: "Li Lei".into(),
                locale: "zh".into(),
            },
        );
        invitation.put(vault).await.unwrap();
        (invitation, token)
    }

    #[tokio::test]
    async fn an_invitation_is_used_once_and_then_forgets_whom_it_was_for() {
        let dir = tempfile::tempdir().unwrap();
        let vault = Vault::open(dir.path()).await.unwrap();
        let (_, token) = invited(&vault).await;
        let (invitation, invitee) = Invitation::usable(&vault, NOW, &token).await.unwrap();
        assert_eq!(invitee.email, "li@example.com");
        assert!(invitation.clone().use_up(&vault).await.unwrap());
        assert!(!invitation.use_up(&vault).await.unwrap());
        assert_eq!(
            Invitation::usable(&vault, NOW, &token).await.unwrap_err().code,
            "invitation-used"
        );
        let kept = vault.all(KIND).await.unwrap();
        assert!(!format!("{kept:?}").contains("li@example.com"));
    }

    #[tokio::test]
    async fn an_invitation_ends_after_fourteen_days_and_a_guessed_one_never_was() {
        let dir = tempfile::tempdir().unwrap();
        let vault = Vault::open(dir.path()).await.unwrap();
        let (_, token) = invited(&vault).await;
        let day = |days: i64| NOW + jiff::SignedDuration::from_hours(24 * days);
        assert!(Invitation::usable(&vault, day(13), &token).await.is_ok());
        assert_eq!(
            Invitation::usable(&vault, day(14), &token).await.unwrap_err().code,
            "invitation-expired"
        );
        assert_eq!(
            Invitation::usable(&vault, NOW, "guess").await.unwrap_err().code,
            "not-found"
        );
    }
}
