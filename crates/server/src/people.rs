//! What the vault knows of people, cached for reads: names are shown on every page.

use std::collections::HashMap;
use std::sync::RwLock;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use yunqian_journal::{JournalError, LookupKey, Record, Vault};
use yunqian_session::PersonId;
use yunqian_session::text::LocalizedText;

const KIND: &str = "person";

/// A person's data, erasable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Name.
    pub name: LocalizedText,
    /// E-mail address.
    pub email: String,
    /// Phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Preferred language (BCP 47 primary).
    pub locale: String,
    /// Whether this is a person of the demonstration.
    #[serde(default)]
    pub demo: bool,
}

/// All profiles.
#[derive(Debug, Default)]
pub struct People {
    profiles: RwLock<HashMap<PersonId, Profile>>,
}

impl People {
    /// Reads all profiles from the vault.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn load(vault: &Vault) -> Result<Self, JournalError> {
        let records = vault.all(KIND).await?;
        let profiles = records
            .into_iter()
            .filter_map(|record| Some((PersonId(record.id), serde_json::from_value(record.value).ok()?)))
            .collect();
        Ok(Self {
            profiles: RwLock::new(profiles),
        })
    }

    /// Stores a profile.
    ///
    /// # Errors
    /// When the vault can't be written, or another person has the same address.
    pub async fn put(
        &self,
        vault: &Vault,
        now: jiff::Timestamp,
        id: PersonId,
        profile: Profile,
    ) -> Result<(), JournalError> {
        vault
            .put(&Record {
                kind: KIND.to_owned(),
                id: id.0,
                owner: Some(id.0),
                lookup_key: Some(LookupKey::email(&profile.email)),
                value: serde_json::to_value(&profile).expect("profiles serialise"),
                updated_at_ms: now.as_millisecond(),
            })
            .await?;
        self.profiles.write().expect("no holder panics").insert(id, profile);
        Ok(())
    }

    /// Returns a person's profile.
    pub fn profile(&self, id: PersonId) -> Option<Profile> {
        self.profiles.read().expect("no holder panics").get(&id).cloned()
    }

    /// Returns a person's name; empty once erased.
    pub fn name(&self, id: PersonId) -> LocalizedText {
        self.profile(id).map(|profile| profile.name).unwrap_or_default()
    }

    /// Finds a person by e-mail address.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn find(&self, vault: &Vault, email: &str) -> Result<Option<PersonId>, JournalError> {
        let found = vault.find(KIND, &LookupKey::email(email)).await?;
        Ok(found.map(|record| PersonId(record.id)))
    }

    /// Lists everybody, in the order of ids.
    pub fn all(&self) -> Vec<(PersonId, Profile)> {
        let mut all: Vec<_> = self
            .profiles
            .read()
            .expect("no holder panics")
            .iter()
            .map(|(id, profile)| (*id, profile.clone()))
            .collect();
        all.sort_by_key(|(id, _)| *id);
        all
    }

    /// Forgets a person for good.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub async fn erase(&self, vault: &Vault, id: PersonId) -> Result<(), JournalError> {
        let id_in_vault: Uuid = id.0;
        vault.erase(id_in_vault).await?;
        self.profiles.write().expect("no holder panics").remove(&id);
        Ok(())
    }
}
