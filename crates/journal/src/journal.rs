//! The append-only record of one tenant.

mod format;
mod reader;
mod stored;

use std::path::Path;

use serde::{Deserialize, Serialize};
use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::Mutex;

use crate::merkle::{CompactRange, leaf_hash};
use crate::{Digest, JournalError};

pub use reader::Reader;
use stored::{digest, position};

const FILE: &str = "journal.sqlite";

/// Entries read at a time where the whole journal goes by.
const CHUNK: u32 = 1024;

/// How far a journal goes and what it holds: two journals with equal heads have equal entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Number of entries.
    pub size: u64,
    /// Root of the Merkle tree over them.
    pub root: Digest,
}

/// One entry as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Position, from 0.
    pub index: u64,
    /// RFC 6962 leaf hash of the bytes.
    pub leaf_hash: Digest,
    /// The exact bytes.
    pub bytes: Vec<u8>,
}

/// Append-only, totally ordered entries on disk.
///
/// All calls may come from many tasks; they are carried out one after the other.
#[derive(Debug)]
pub struct Journal {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    connection: SqliteConnection,
    tree: CompactRange,
}

impl Journal {
    /// Opens the journal in `dir`, creating both where they are missing, and verifies every entry and every
    /// stored hash. A journal of an older format is brought up to date first.
    ///
    /// # Errors
    /// [`JournalError::EntryAltered`], [`JournalError::EntryMissing`], [`JournalError::SubtreesAltered`] and
    /// [`JournalError::HeadMismatch`] when the record is not the one that was written.
    pub async fn open(dir: impl AsRef<Path>) -> Result<Self, JournalError> {
        let mut inner = Inner {
            connection: format::open(dir.as_ref()).await?,
            tree: CompactRange::default(),
        };
        inner.verify().await?;
        Ok(Self {
            inner: Mutex::new(inner),
        })
    }

    /// The head after the last append.
    pub async fn head(&self) -> Head {
        Head::from(&self.inner.lock().await.tree)
    }

    /// Appends `entries` as one, on disk for good before it returns.
    ///
    /// # Errors
    /// [`JournalError::StaleHead`] when `expected` is not the current head; nothing is written then.
    pub async fn append(&self, expected: Head, entries: &[Vec<u8>]) -> Result<Head, JournalError> {
        self.inner.lock().await.append(expected, entries).await
    }

    /// Reads up to `limit` entries from position `from` on, in order; none at the end.
    ///
    /// # Errors
    /// [`JournalError::EntryAltered`] and [`JournalError::EntryMissing`] as when opening.
    pub async fn read(&self, from: u64, limit: u32) -> Result<Vec<Entry>, JournalError> {
        read(&mut self.inner.lock().await.connection, from, limit).await
    }
}

impl Inner {
    async fn append(&mut self, expected: Head, entries: &[Vec<u8>]) -> Result<Head, JournalError> {
        let mut transaction = self.connection.begin_with("BEGIN IMMEDIATE").await?;
        // Another process, or an append whose caller gave up, may have moved the file on.
        catch_up(&mut transaction, &mut self.tree).await?;
        let actual = Head::from(&self.tree);
        if actual != expected {
            return Err(JournalError::StaleHead { actual });
        }
        if entries.is_empty() {
            return Ok(actual);
        }
        // The tree follows only once the entries are durable.
        let mut tree = self.tree.clone();
        for batch in entries.chunks(stored::ROWS) {
            let first = tree.size();
            let leaves: Vec<Digest> = batch.iter().map(|bytes| leaf_hash(bytes)).collect();
            let completed: Vec<_> = leaves.iter().map(|leaf| tree.push(*leaf)).collect();
            stored::write(&mut transaction, first, batch, &leaves).await?;
            stored::keep(&mut transaction, first, &completed).await?;
        }
        let head = Head::from(&tree);
        record_head(&mut transaction, head).await?;
        transaction.commit().await?;
        self.tree = tree;
        Ok(head)
    }

    /// Rehashes every entry and compares the result with the head the last append recorded.
    async fn verify(&mut self) -> Result<(), JournalError> {
        // One snapshot, so that an append by another process does not look like a mismatch.
        let mut snapshot = self.connection.begin().await?;
        loop {
            let entries = read(&mut snapshot, self.tree.size(), CHUNK).await?;
            if entries.is_empty() {
                break;
            }
            let first = self.tree.size();
            let completed: Vec<_> = entries.iter().map(|entry| self.tree.push(entry.leaf_hash)).collect();
            stored::check(&mut snapshot, first..self.tree.size(), &completed).await?;
        }
        stored::check(&mut snapshot, self.tree.size()..u64::MAX, &[]).await?;
        let found = Head::from(&self.tree);
        let recorded = recorded_head(&mut snapshot).await?;
        if recorded != found {
            return Err(JournalError::HeadMismatch { recorded, found });
        }
        Ok(())
    }
}

impl From<&CompactRange> for Head {
    fn from(tree: &CompactRange) -> Self {
        Self {
            size: tree.size(),
            root: tree.root(),
        }
    }
}

async fn read(connection: &mut SqliteConnection, from: u64, limit: u32) -> Result<Vec<Entry>, JournalError> {
    let rows: Vec<(i64, Vec<u8>, Vec<u8>)> = sqlx::query_as(
        "SELECT position, leaf_hash, bytes FROM entries
         WHERE position >= ? ORDER BY position LIMIT ?",
    )
    .bind(position(from))
    .bind(i64::from(limit))
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .zip(from..)
        .map(|((stored_position, stored_hash, bytes), index)| {
            if stored_position != position(index) {
                return Err(JournalError::EntryMissing { index });
            }
            let leaf_hash = leaf_hash(&bytes);
            if stored_hash != leaf_hash.as_bytes() {
                return Err(JournalError::EntryAltered { index });
            }
            Ok(Entry {
                index,
                leaf_hash,
                bytes,
            })
        })
        .collect()
}

/// Takes in the leaves that are on disk but not yet in `tree`.
async fn catch_up(connection: &mut SqliteConnection, tree: &mut CompactRange) -> Result<(), JournalError> {
    let stored = recorded_head(connection).await?.size;
    if stored > tree.size() {
        leaf_hashes(connection, tree.size(), stored)
            .await?
            .into_iter()
            .for_each(|leaf| drop(tree.push(leaf)));
    }
    Ok(())
}

async fn leaf_hashes(connection: &mut SqliteConnection, from: u64, to: u64) -> Result<Vec<Digest>, JournalError> {
    let rows: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT leaf_hash FROM entries WHERE position >= ? AND position < ? ORDER BY position")
            .bind(position(from))
            .bind(position(to))
            .fetch_all(connection)
            .await?;
    Ok(rows.iter().map(|bytes| digest(bytes)).collect())
}

/// The head the last append recorded; that of the empty tree before the first.
async fn recorded_head(connection: &mut SqliteConnection) -> Result<Head, JournalError> {
    let row: Option<(i64, Vec<u8>)> = sqlx::query_as("SELECT size, root FROM head")
        .fetch_optional(connection)
        .await?;
    Ok(match row {
        Some((size, root)) => Head {
            size: u64::try_from(size).unwrap_or(0),
            root: digest(&root),
        },
        None => Head::from(&CompactRange::default()),
    })
}

async fn record_head(connection: &mut SqliteConnection, head: Head) -> Result<(), JournalError> {
    sqlx::query("INSERT OR REPLACE INTO head (only_row, size, root) VALUES (1, ?, ?)")
        .bind(position(head.size))
        .bind(&head.root.as_bytes()[..])
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests;
