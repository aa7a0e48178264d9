//! Opening SQLite files the same way everywhere: durable, one connection, format checked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};

use crate::JournalError;

/// How long a writer waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// The format both schemas are at.
const FORMAT: i64 = 1;

/// Opens `dir/name`, creating the directory, the file and its `schema` where they are missing.
pub(crate) async fn open(dir: &Path, name: &str, schema: &'static str) -> Result<SqliteConnection, JournalError> {
    create_dir(dir)?;
    let path = dir.join(name);
    let mut connection = SqliteConnectOptions::new()
        .filename(&path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // WAL with NORMAL may lose the last commits when the power fails; FULL may not.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("secure_delete", "ON")
        .connect()
        .await?;
    ensure_schema(&mut connection, path, schema).await?;
    sync_dir(dir)?;
    Ok(connection)
}

async fn ensure_schema(
    connection: &mut SqliteConnection,
    path: PathBuf,
    schema: &'static str,
) -> Result<(), JournalError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let found: i64 = sqlx::query_scalar("PRAGMA user_version")
        .fetch_one(&mut *transaction)
        .await?;
    match found {
        0 => {
            sqlx::raw_sql(schema).execute(&mut *transaction).await?;
            sqlx::raw_sql("PRAGMA user_version = 1")
                .execute(&mut *transaction)
                .await?;
        }
        FORMAT => {}
        found => return Err(JournalError::UnknownFormat { path, found }),
    }
    Ok(transaction.commit().await?)
}

/// Creates `dir` and its parents, readable by the owner alone where the system knows owners.
pub(crate) fn create_dir(dir: &Path) -> Result<(), JournalError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|source| io(dir, source))
}

/// Makes the names in `dir` durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), JournalError> {
    std::fs::File::open(dir)
        .and_then(|file| file.sync_all())
        .map_err(|source| io(dir, source))
}

/// Tells which path an I/O error is about.
pub(crate) fn io(path: &Path, source: std::io::Error) -> JournalError {
    JournalError::Io {
        path: path.to_owned(),
        source,
    }
}
