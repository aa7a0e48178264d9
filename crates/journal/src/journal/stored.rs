//! Hashes on disk: those of leaves with their entries, those of subtrees with the entry that completes them.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use sqlx::QueryBuilder;
use sqlx::sqlite::{Sqlite, SqliteConnection};

use crate::merkle::join;
use crate::merkle::span::{Span, Subtree, subtrees};
use crate::{Digest, JournalError};

/// Length of a SHA-256 hash.
const HASH_BYTES: usize = 32;

/// Rows that one statement writes; several at once cost little more than one.
pub(super) const ROWS: usize = 256;

/// Writes entries from position `first` on, with their leaf hashes; at most [`ROWS`].
pub(super) async fn write(
    connection: &mut SqliteConnection,
    first: u64,
    entries: &[Vec<u8>],
    leaves: &[Digest],
) -> Result<(), JournalError> {
    let mut insert = QueryBuilder::<Sqlite>::new("INSERT INTO entries (position, leaf_hash, bytes) ");
    insert.push_values((first..).zip(leaves).zip(entries), |mut row, ((index, leaf), bytes)| {
        row.push_bind(position(index));
        row.push_bind(&leaf.as_bytes()[..]);
        row.push_bind(&bytes[..]);
    });
    insert.build().execute(connection).await?;
    Ok(())
}

/// Keeps the hashes of the subtrees that the entries from position `first` on complete, an element for each entry.
pub(super) async fn keep(
    connection: &mut SqliteConnection,
    first: u64,
    completed: &[Vec<Digest>],
) -> Result<(), JournalError> {
    let rows: Vec<_> = stored(first, completed).collect();
    for rows in rows.chunks(ROWS) {
        let mut insert = QueryBuilder::<Sqlite>::new("INSERT INTO subtrees (position, hashes) ");
        insert.push_values(rows, |mut row, (position, hashes)| {
            row.push_bind(*position);
            row.push_bind(&hashes[..]);
        });
        insert.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// Compares what is stored with the entries of a range with what should be, an element for each entry or none.
pub(super) async fn check(
    connection: &mut SqliteConnection,
    range: Range<u64>,
    completed: &[Vec<Digest>],
) -> Result<(), JournalError> {
    let rows: Vec<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT position, hashes FROM subtrees WHERE position >= ? AND position < ? ORDER BY position")
            .bind(position(range.start))
            .bind(position(range.end))
            .fetch_all(connection)
            .await?;
    let expected: BTreeMap<i64, Vec<u8>> = stored(range.start, completed).collect();
    let found: BTreeMap<i64, Vec<u8>> = rows.into_iter().collect();
    let differs = |position: &&i64| expected.get(position) != found.get(position);
    match expected.keys().chain(found.keys()).filter(differs).min() {
        Some(position) => Err(JournalError::SubtreesAltered {
            index: u64::try_from(*position).unwrap_or(0),
        }),
        None => Ok(()),
    }
}

/// The rows that belong to entries from position `first` on; an entry that completes nothing has none.
fn stored(first: u64, completed: &[Vec<Digest>]) -> impl Iterator<Item = (i64, Vec<u8>)> {
    let rows = (first..).zip(completed).filter(|(_, hashes)| !hashes.is_empty());
    rows.map(|(index, hashes)| (position(index), joined(hashes)))
}

/// The root over each span, from the stored hashes of the subtrees it is made of, in one read.
pub(super) async fn roots(connection: &mut SqliteConnection, spans: &[Span]) -> Result<Vec<Digest>, JournalError> {
    let parts: Vec<Vec<Subtree>> = spans.iter().map(subtrees).collect();
    let wanted: Vec<Subtree> = parts.iter().flatten().copied().collect();
    let mut hashes = hashes(connection, &wanted).await?.into_iter();
    Ok(parts
        .iter()
        .map(|part| join(&hashes.by_ref().take(part.len()).collect::<Vec<_>>()))
        .collect())
}

/// The hashes of complete subtrees, in one read.
pub(super) async fn hashes(connection: &mut SqliteConnection, wanted: &[Subtree]) -> Result<Vec<Digest>, JournalError> {
    let positions: Vec<i64> = wanted.iter().map(last_position).collect();
    let rows: Vec<(i64, Vec<u8>, Option<Vec<u8>>)> = sqlx::query_as(
        "SELECT entries.position, entries.leaf_hash, subtrees.hashes
         FROM json_each(?) AS wanted
         CROSS JOIN entries ON entries.position = wanted.value
         LEFT JOIN subtrees ON subtrees.position = entries.position",
    )
    .bind(serde_json::to_string(&positions).expect("numbers serialise"))
    .fetch_all(connection)
    .await?;
    let found: HashMap<i64, (Vec<u8>, Option<Vec<u8>>)> = rows
        .into_iter()
        .map(|(position, leaf, hashes)| (position, (leaf, hashes)))
        .collect();
    wanted.iter().map(|subtree| hash(&found, subtree)).collect()
}

fn hash(found: &HashMap<i64, (Vec<u8>, Option<Vec<u8>>)>, subtree: &Subtree) -> Result<Digest, JournalError> {
    let index = subtree.last_leaf().unwrap_or(u64::MAX);
    let (leaf, hashes) = found
        .get(&last_position(subtree))
        .ok_or(JournalError::EntryMissing { index })?;
    let Some(above) = subtree.level.checked_sub(1) else {
        return Ok(digest(leaf));
    };
    hashes
        .as_deref()
        .and_then(|hashes| hashes.chunks_exact(HASH_BYTES).nth(above as usize))
        .map(digest)
        .ok_or(JournalError::SubtreesAltered { index })
}

fn last_position(subtree: &Subtree) -> i64 {
    position(subtree.last_leaf().unwrap_or(u64::MAX))
}

fn joined(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

pub(super) fn position(index: u64) -> i64 {
    // A position nobody reaches reads as "beyond the end".
    i64::try_from(index).unwrap_or(i64::MAX)
}

pub(super) fn digest(bytes: &[u8]) -> Digest {
    Digest::from_bytes(bytes.try_into().expect("the schema checks for 32 bytes"))
}
