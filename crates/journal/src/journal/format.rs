//! The journal's file: its tables, and how older ones are brought up to date.

use std::path::Path;

use sqlx::Connection;
use sqlx::sqlite::SqliteConnection;

use super::{CHUNK, FILE, read, recorded_head, stored};
use crate::JournalError;
use crate::merkle::CompactRange;
use crate::sqlite::{self, Schema};

/// Format 1 kept no hashes of subtrees.
const WITHOUT_SUBTREES: i64 = 1;
/// The format of new files.
const CURRENT: i64 = 2;

macro_rules! subtrees {
    () => {
        "
CREATE TABLE subtrees (
    position INTEGER PRIMARY KEY,
    hashes BLOB NOT NULL CHECK (length(hashes) > 0 AND length(hashes) % 32 = 0)
) STRICT;
CREATE TRIGGER subtrees_are_never_altered BEFORE UPDATE ON subtrees
    BEGIN SELECT RAISE(ABORT, 'subtrees are never altered'); END;
CREATE TRIGGER subtrees_are_never_deleted BEFORE DELETE ON subtrees
    BEGIN SELECT RAISE(ABORT, 'subtrees are never deleted'); END;
"
    };
}

/// The triggers keep hands off; the hashes tell when somebody went around them. The hashes of a subtree lie with the
/// entry that completes it, smallest first, so that an append only ever adds rows at the end.
const SCHEMA: Schema = Schema {
    format: CURRENT,
    sql: concat!(
        "
CREATE TABLE entries (
    position INTEGER PRIMARY KEY,
    leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32),
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE head (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    size INTEGER NOT NULL,
    root BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;
CREATE TRIGGER entries_are_never_altered BEFORE UPDATE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never altered'); END;
CREATE TRIGGER entries_are_never_deleted BEFORE DELETE ON entries
    BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
",
        subtrees!()
    ),
};

/// Opens the file in `dir`, new or of any format so far.
pub(super) async fn open(dir: &Path) -> Result<SqliteConnection, JournalError> {
    let (mut connection, format) = sqlite::open(dir, FILE, &SCHEMA).await?;
    if format == WITHOUT_SUBTREES {
        add_subtrees(&mut connection).await?;
    }
    Ok(connection)
}

/// Brings format 1 to format 2, whole or not at all. No entry is touched.
async fn add_subtrees(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    // Another process may have been faster.
    if sqlite::format(&mut transaction).await? != WITHOUT_SUBTREES {
        return Ok(());
    }
    sqlx::raw_sql(subtrees!()).execute(&mut *transaction).await?;
    let size = recorded_head(&mut transaction).await?.size;
    let mut tree = CompactRange::default();
    while tree.size() < size {
        let entries = read(&mut transaction, tree.size(), CHUNK).await?;
        if entries.is_empty() {
            // Cut off; the check that follows at open says so.
            break;
        }
        let first = tree.size();
        let completed: Vec<_> = entries.iter().map(|entry| tree.push(entry.leaf_hash)).collect();
        stored::keep(&mut transaction, first, &completed).await?;
    }
    sqlite::set_format(&mut transaction, CURRENT).await?;
    Ok(transaction.commit().await?)
}
