//! Opening SQLite files the same way everywhere: durable, one connection, format checked.

use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection};

use crate::JournalError;

/// How long a writer waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// What a file holds.
pub(crate) struct Schema {
    /// Format a new file gets.
    pub(crate) format: i64,
    /// Statements that make a new file.
    pub(crate) sql: &'static str,
}

/// Opens `dir/name`, creating the directory and the file where they are missing; gives the format that it has.
pub(crate) async fn open(dir: &Path, name: &str, schema: &Schema) -> Result<(SqliteConnection, i64), JournalError> {
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
    let format = ensure_schema(&mut connection, path, schema).await?;
    sync_dir(dir)?;
    Ok((connection, format))
}

/// Opens `dir/name` beside its writer, for reading alone.
pub(crate) async fn open_to_read(dir: &Path, name: &str) -> Result<SqliteConnection, JournalError> {
    Ok(SqliteConnectOptions::new()
        .filename(dir.join(name))
        .read_only(true)
        .busy_timeout(BUSY_TIMEOUT)
        .connect()
        .await?)
}

/// The format a file says it has; 0 for a new one.
pub(crate) async fn format(connection: &mut SqliteConnection) -> Result<i64, JournalError> {
    Ok(sqlx::query_scalar("PRAGMA user_version").fetch_one(connection).await?)
}

/// Makes a file say which format it has.
pub(crate) async fn set_format(connection: &mut SqliteConnection, format: i64) -> Result<(), JournalError> {
    // A pragma takes no parameters; a number needs no quoting.
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("PRAGMA user_version = {format}")))
        .execute(connection)
        .await?;
    Ok(())
}

async fn ensure_schema(connection: &mut SqliteConnection, path: PathBuf, schema: &Schema) -> Result<i64, JournalError> {
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let found = format(&mut transaction).await?;
    if found == 0 {
        sqlx::raw_sql(schema.sql).execute(&mut *transaction).await?;
        set_format(&mut transaction, schema.format).await?;
        transaction.commit().await?;
        return Ok(schema.format);
    }
    if found > schema.format {
        return Err(JournalError::UnknownFormat { path, found });
    }
    Ok(found)
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
