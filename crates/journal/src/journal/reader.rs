//! Reading a journal beside its writer: proofs, tiles, entries.

use std::path::Path;

use sqlx::sqlite::SqliteConnection;
use tokio::sync::Mutex;

use super::{Entry, FILE, Head, read, recorded_head, stored};
use crate::merkle::CompactRange;
use crate::merkle::span::{self, Span};
use crate::tile::Tile;
use crate::{Digest, JournalError, sqlite};

/// A second look at a journal that somebody else writes; it never holds up an append.
///
/// What is below a size that was reached once never changes, so every answer about such a size holds for ever. A
/// proof of a tree of n entries costs one query of at most 2 log n rows.
#[derive(Debug)]
pub struct Reader {
    connection: Mutex<SqliteConnection>,
}

impl Reader {
    /// Opens the journal in `dir`, which [`super::Journal::open`] made and verified.
    ///
    /// # Errors
    /// [`JournalError::Storage`] when there is none.
    pub async fn open(dir: impl AsRef<Path>) -> Result<Self, JournalError> {
        let connection = sqlite::open_to_read(dir.as_ref(), FILE).await?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// The head that the last append recorded.
    ///
    /// # Errors
    /// [`JournalError::Storage`].
    pub async fn head(&self) -> Result<Head, JournalError> {
        recorded_head(&mut *self.connection.lock().await).await
    }

    /// Reads up to `limit` entries from position `from` on, in order; none at the end.
    ///
    /// # Errors
    /// [`JournalError::EntryAltered`] and [`JournalError::EntryMissing`] when they are not as they were written.
    pub async fn read(&self, from: u64, limit: u32) -> Result<Vec<Entry>, JournalError> {
        read(&mut *self.connection.lock().await, from, limit).await
    }

    /// The tree of the first `size` entries, to go on from.
    ///
    /// # Errors
    /// [`JournalError::OutOfRange`] when there are not that many.
    pub async fn tree(&self, size: u64) -> Result<CompactRange, JournalError> {
        let mut connection = self.connection.lock().await;
        reached(&mut connection, size).await?;
        let subtrees = stored::hashes(&mut connection, &span::subtrees(&(0..size))).await?;
        Ok(CompactRange::of(size, subtrees).expect("a perfect subtree for every one-bit of the size"))
    }

    /// Proves that the entry at `index` is in the tree of the first `size` entries.
    ///
    /// The path verifies with [`crate::merkle::proof::includes`].
    ///
    /// # Errors
    /// [`JournalError::OutOfRange`] when there is no such entry or no such size yet.
    pub async fn inclusion_proof(&self, index: u64, size: u64) -> Result<Vec<Digest>, JournalError> {
        self.roots(size, span::inclusion(index, size)).await
    }

    /// Proves that the tree of the first `size` entries extends that of the first `earlier`.
    ///
    /// The path verifies with [`crate::merkle::proof::extends`].
    ///
    /// # Errors
    /// [`JournalError::OutOfRange`] when `earlier` is 0 or above `size`, or `size` is not reached.
    pub async fn consistency_proof(&self, earlier: u64, size: u64) -> Result<Vec<Digest>, JournalError> {
        self.roots(size, span::consistency(earlier, size)).await
    }

    /// The bytes of a tile of the tree of the first `size` entries; none when that tree has no such tile.
    ///
    /// # Errors
    /// [`JournalError::OutOfRange`] when `size` is not reached.
    pub async fn tile(&self, tile: &Tile, size: u64) -> Result<Option<Vec<u8>>, JournalError> {
        if !tile.is_in(size) {
            return Ok(None);
        }
        let mut connection = self.connection.lock().await;
        reached(&mut connection, size).await?;
        let hashes = stored::hashes(&mut connection, &tile.subtrees()).await?;
        Ok(Some(hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()))
    }

    async fn roots(&self, size: u64, spans: Option<Vec<Span>>) -> Result<Vec<Digest>, JournalError> {
        let mut connection = self.connection.lock().await;
        let reached = reached(&mut connection, size).await?;
        let spans = spans.ok_or(JournalError::OutOfRange { size: reached })?;
        stored::roots(&mut connection, &spans).await
    }
}

/// Refuses a size that the journal has not reached; gives the one that it has.
async fn reached(connection: &mut SqliteConnection, size: u64) -> Result<u64, JournalError> {
    let reached = recorded_head(connection).await?.size;
    if size > reached {
        return Err(JournalError::OutOfRange { size: reached });
    }
    Ok(reached)
}
