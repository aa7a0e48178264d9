//! Feeds: the entries by which encoders and camera gateways come into a programme item's room.
//!
//! A feed outlives the process, so that an encoder set up the day before still gets in after a restart; it lies in
//! the vault, without the token that opens it (its digest is enough to know it by). It ends when it is revoked or its
//! item is over.

use std::collections::HashMap;
use std::sync::Mutex;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;
use uuid::Uuid;
use yunqian_journal::{JournalError, Record, Vault};
use yunqian_session::ItemId;

/// Kind of these records in the vault.
const KIND: &str = "feed";
/// Feeds of one item: as many as a wall has sites.
const MOST_FEEDS: usize = 200;
/// Characters of a name.
const LONGEST_NAME: usize = 80;

/// Names one feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = Uuid)]
pub struct FeedId(pub Uuid);

impl std::fmt::Display for FeedId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for FeedId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// A feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// The item whose room it enters.
    pub item: ItemId,
    /// What the room shows it as.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// SHA-256 of its token, in hexadecimal.
    token_digest: String,
}

/// Why a feed is not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FeedError {
    /// The name is blank or too long.
    #[error("a feed needs a name of 1 to 80 characters")]
    Name,
    /// The item has as many feeds as it may.
    #[error("the item has {MOST_FEEDS} feeds")]
    TooMany,
    /// The key named a feed of another item.
    #[error("the key was used for another item")]
    KeyReused,
    /// The vault can't be written.
    #[error(transparent)]
    Vault(#[from] JournalError),
}

/// The token that opens a feed, shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedToken(pub String);

impl FeedToken {
    /// Makes the token of random bytes.
    #[must_use]
    pub fn from_random(bytes: [u8; 32]) -> Self {
        Self(BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }
}

/// The feeds of this server.
#[derive(Debug, Default)]
pub struct Feeds(Mutex<HashMap<FeedId, Feed>>);

impl Feeds {
    /// Loads the feeds that were made before.
    ///
    /// # Errors
    /// When the vault can't be read.
    pub async fn load(vault: &Vault) -> Result<Self, JournalError> {
        let records = vault.all(KIND).await?;
        let feeds = records
            .into_iter()
            .filter_map(|record| serde_json::from_value::<Feed>(record.value).ok());
        Ok(Self(Mutex::new(feeds.map(|feed| (feed.id, feed)).collect())))
    }

    /// Makes a feed. A repeat under the same id gives it the new token and the new name: whoever repeats has not
    /// seen the first answer.
    ///
    /// # Errors
    /// See [`FeedError`].
    pub async fn create(
        &self,
        vault: &Vault,
        id: FeedId,
        item: ItemId,
        name: &str,
        token: &FeedToken,
    ) -> Result<Feed, FeedError> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            return Err(FeedError::Name);
        }
        let feed = Feed {
            id,
            item,
            name: name.to_owned(),
            created_at: Timestamp::now(),
            token_digest: digest(&token.0),
        };
        {
            let feeds = self.0.lock().expect("no panic while held");
            match feeds.get(&id) {
                Some(old) if old.item != item => return Err(FeedError::KeyReused),
                None if feeds.values().filter(|feed| feed.item == item).count() >= MOST_FEEDS => {
                    return Err(FeedError::TooMany);
                }
                _ => {}
            }
        }
        vault.put(&record(&feed)).await?;
        self.0.lock().expect("no panic while held").insert(id, feed.clone());
        Ok(feed)
    }

    /// Lists the feeds of an item, the oldest first.
    pub fn of_item(&self, item: ItemId) -> Vec<Feed> {
        let feeds = self.0.lock().expect("no panic while held");
        let mut found: Vec<Feed> = feeds.values().filter(|feed| feed.item == item).cloned().collect();
        found.sort_by_key(|feed| (feed.created_at, feed.id.0));
        found
    }

    /// Finds the feed that `token` opens.
    pub fn opened_by(&self, id: FeedId, token: &str) -> Option<Feed> {
        let feeds = self.0.lock().expect("no panic while held");
        // Digests are compared, so the time it takes tells nothing of the token.
        feeds
            .get(&id)
            .filter(|feed| feed.token_digest == digest(token))
            .cloned()
    }

    /// Removes a feed of an item; tells whether there was one.
    ///
    /// # Errors
    /// When the vault can't be written.
    pub async fn revoke(&self, vault: &Vault, item: ItemId, id: FeedId) -> Result<bool, JournalError> {
        let is_known = {
            let mut feeds = self.0.lock().expect("no panic while held");
            let is_known = feeds.get(&id).is_some_and(|feed| feed.item == item);
            // Out of memory first: what the vault fails to forget opens nothing until the next start.
            if is_known {
                feeds.remove(&id);
            }
            is_known
        };
        if is_known {
            vault.take(KIND, id.0).await?;
        }
        Ok(is_known)
    }
}

/// Returns the SHA-256 of a token, in hexadecimal.
pub(super) fn digest(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

fn record(feed: &Feed) -> Record {
    Record {
        kind: KIND.to_owned(),
        id: feed.id.0,
        owner: None,
        lookup_key: None,
        value: serde_json::to_value(feed).expect("feeds serialise"),
        updated_at_ms: feed.created_at.as_millisecond(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(n: u8) -> FeedToken {
        FeedToken::from_random([n; 32])
    }

    #[tokio::test]
    async fn a_feed_opens_by_its_token_alone_even_after_a_restart_until_it_is_revoked() {
        let dir = tempfile::tempdir().unwrap();
        let vault = Vault::open(dir.path()).await.unwrap();
        let feeds = Feeds::load(&vault).await.unwrap();
        let (id, item) = (FeedId(Uuid::now_v7()), ItemId(Uuid::now_v7()));
        feeds
            .create(&vault, id, item, " Hall camera ", &token(1))
            .await
            .unwrap();
        let again = Feeds::load(&vault).await.unwrap();
        assert_eq!(again.opened_by(id, &token(1).0).unwrap().name, "Hall camera");
        assert_eq!(again.opened_by(id, &token(2).0), None);
        assert_eq!(again.opened_by(FeedId(Uuid::now_v7()), &token(1).0), None);
        assert!(!again.revoke(&vault, ItemId(Uuid::now_v7()), id).await.unwrap());
        assert!(again.revoke(&vault, item, id).await.unwrap());
        assert_eq!(again.opened_by(id, &token(1).0), None);
        assert!(Feeds::load(&vault).await.unwrap().of_item(item).is_empty());
    }

    #[tokio::test]
    async fn a_repeat_gives_the_same_feed_its_newest_token() {
        let dir = tempfile::tempdir().unwrap();
        let vault = Vault::open(dir.path()).await.unwrap();
        let feeds = Feeds::default();
        let (id, item) = (FeedId(Uuid::now_v7()), ItemId(Uuid::now_v7()));
        feeds.create(&vault, id, item, "Hall", &token(1)).await.unwrap();
        feeds.create(&vault, id, item, "Hall", &token(2)).await.unwrap();
        assert_eq!(feeds.of_item(item).len(), 1);
        assert!(feeds.opened_by(id, &token(1).0).is_none() && feeds.opened_by(id, &token(2).0).is_some());
        let elsewhere = feeds
            .create(&vault, id, ItemId(Uuid::now_v7()), "Hall", &token(3))
            .await;
        assert!(matches!(elsewhere, Err(FeedError::KeyReused)));
    }

    #[tokio::test]
    async fn a_feed_without_a_name_or_with_an_endless_one_is_not_made() {
        let dir = tempfile::tempdir().unwrap();
        let vault = Vault::open(dir.path()).await.unwrap();
        let feeds = Feeds::default();
        for name in ["", "  ", "a\nb", "长".repeat(81).as_str()] {
            let made = feeds
                .create(&vault, FeedId(Uuid::now_v7()), ItemId(Uuid::now_v7()), name, &token(1))
                .await;
            assert!(matches!(made, Err(FeedError::Name)), "{name}");
        }
    }
}
