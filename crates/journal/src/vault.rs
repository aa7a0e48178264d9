//! Personal data that must be erasable: names, addresses, credentials, one-time codes, tokens.

use std::path::Path;

use serde_json::Value;
use sqlx::Connection;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row, SqlSafeStr};
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::JournalError;
use crate::sqlite::{self, Schema};

const FILE: &str = "vault.sqlite";

const SCHEMA: Schema = Schema {
    format: 1,
    sql: "
CREATE TABLE records (
    kind TEXT NOT NULL,
    id BLOB NOT NULL,
    owner BLOB,
    lookup_key TEXT,
    value TEXT NOT NULL,
    updated_at_ms INTEGER NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX records_by_key ON records (kind, lookup_key) WHERE lookup_key IS NOT NULL;
CREATE INDEX records_by_owner ON records (owner) WHERE owner IS NOT NULL;
",
};

/// One erasable record.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What it is: `person`, `passkey`, ….
    pub kind: String,
    /// Its id, unique within the kind.
    pub id: Uuid,
    /// The person it is about, and with whom it is erased.
    pub owner: Option<Uuid>,
    /// What it can be found by, unique within the kind.
    pub lookup_key: Option<LookupKey>,
    /// The data.
    pub value: Value,
    /// When the caller wrote it, in milliseconds since 1970.
    pub updated_at_ms: i64,
}

/// What a record can be found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LookupKey(String);

impl LookupKey {
    /// A key where letter case and surrounding space do not matter: an e-mail address.
    #[must_use]
    pub fn email(address: &str) -> Self {
        Self(address.trim().to_lowercase())
    }

    /// A key taken as it is: the hash of a token, the id of a credential.
    #[must_use]
    pub fn exact(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The normalised text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Erasable records on disk, beside the journal and never in it.
#[derive(Debug)]
pub struct Vault {
    connection: Mutex<SqliteConnection>,
}

impl Vault {
    /// Opens the vault in `dir`, creating both where they are missing.
    ///
    /// # Errors
    /// [`JournalError::Io`], [`JournalError::Storage`], [`JournalError::UnknownFormat`].
    pub async fn open(dir: impl AsRef<Path>) -> Result<Self, JournalError> {
        let (connection, _) = sqlite::open(dir.as_ref(), FILE, &SCHEMA).await?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Writes `record` over the one with the same kind and id, if any.
    ///
    /// # Errors
    /// [`JournalError::KeyTaken`] when another record of the kind has its lookup key.
    pub async fn put(&self, record: &Record) -> Result<(), JournalError> {
        sqlx::query(
            "INSERT INTO records (kind, id, owner, lookup_key, value, updated_at_ms)
             VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (kind, id) DO UPDATE SET
                 owner = excluded.owner, lookup_key = excluded.lookup_key,
                 value = excluded.value, updated_at_ms = excluded.updated_at_ms",
        )
        .bind(&record.kind)
        .bind(&record.id.as_bytes()[..])
        .bind(record.owner.as_ref().map(|owner| owner.as_bytes().to_vec()))
        .bind(record.lookup_key.as_ref().map(LookupKey::as_str))
        .bind(record.value.to_string())
        .bind(record.updated_at_ms)
        .execute(&mut *self.connection.lock().await)
        .await
        .map_err(|error| match error.as_database_error() {
            Some(cause) if cause.is_unique_violation() => JournalError::KeyTaken,
            _ => error.into(),
        })?;
        Ok(())
    }

    /// The record of this kind and id.
    ///
    /// # Errors
    /// [`JournalError::Storage`].
    pub async fn get(&self, kind: &str, id: Uuid) -> Result<Option<Record>, JournalError> {
        let row = sqlx::query("SELECT * FROM records WHERE kind = ? AND id = ?")
            .bind(kind)
            .bind(&id.as_bytes()[..])
            .fetch_optional(&mut *self.connection.lock().await)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// The record of this kind with this key.
    ///
    /// # Errors
    /// [`JournalError::Storage`].
    pub async fn find(&self, kind: &str, key: &LookupKey) -> Result<Option<Record>, JournalError> {
        let row = sqlx::query("SELECT * FROM records WHERE kind = ? AND lookup_key = ?")
            .bind(kind)
            .bind(key.as_str())
            .fetch_optional(&mut *self.connection.lock().await)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// All records of this kind, by id (so in order of creation, for ids of version 7).
    ///
    /// # Errors
    /// [`JournalError::Storage`].
    pub async fn all(&self, kind: &str) -> Result<Vec<Record>, JournalError> {
        self.list("SELECT * FROM records WHERE kind = ? ORDER BY id", |query| {
            query.bind(kind.to_owned())
        })
        .await
    }

    /// All records of this kind about one person, by id.
    ///
    /// # Errors
    /// [`JournalError::Storage`].
    pub async fn owned_by(&self, kind: &str, owner: Uuid) -> Result<Vec<Record>, JournalError> {
        self.list(
            "SELECT * FROM records WHERE kind = ? AND owner = ? ORDER BY id",
            |query| query.bind(kind.to_owned()).bind(owner.as_bytes().to_vec()),
        )
        .await
    }

    /// Takes the record out, so that of several callers only one gets it: for what is used once.
    ///
    /// # Errors
    /// [`JournalError::Storage`].
    pub async fn take(&self, kind: &str, id: Uuid) -> Result<Option<Record>, JournalError> {
        let row = sqlx::query("DELETE FROM records WHERE kind = ? AND id = ? RETURNING *")
            .bind(kind)
            .bind(&id.as_bytes()[..])
            .fetch_optional(&mut *self.connection.lock().await)
            .await?;
        row.as_ref().map(record).transpose()
    }

    /// Erases every record with this id and every record this id owns, from the disk too.
    ///
    /// Gives the number of records erased.
    ///
    /// # Errors
    /// [`JournalError::Storage`].
    pub async fn erase(&self, id: Uuid) -> Result<u64, JournalError> {
        let mut connection = self.connection.lock().await;
        let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
        let erased = sqlx::query("DELETE FROM records WHERE id = ?1 OR owner = ?1")
            .bind(&id.as_bytes()[..])
            .execute(&mut *transaction)
            .await?
            .rows_affected();
        transaction.commit().await?;
        // secure_delete blanks the pages; the write-ahead log still holds what they said before.
        sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&mut *connection)
            .await?;
        Ok(erased)
    }

    async fn list(&self, sql: &'static str, bind: impl FnOnce(Query) -> Query) -> Result<Vec<Record>, JournalError> {
        let rows = bind(sqlx::query(sql.into_sql_str()))
            .fetch_all(&mut *self.connection.lock().await)
            .await?;
        rows.iter().map(record).collect()
    }
}

type Query = sqlx::query::Query<'static, sqlx::Sqlite, sqlx::sqlite::SqliteArguments>;

fn record(row: &SqliteRow) -> Result<Record, JournalError> {
    let text: String = row.try_get("value")?;
    Ok(Record {
        kind: row.try_get("kind")?,
        id: id(&row.try_get::<Vec<u8>, _>("id")?)?,
        owner: row
            .try_get::<Option<Vec<u8>>, _>("owner")?
            .map(|bytes| id(&bytes))
            .transpose()?,
        lookup_key: row.try_get::<Option<String>, _>("lookup_key")?.map(LookupKey),
        value: serde_json::from_str(&text).map_err(|error| JournalError::Storage(error.into()))?,
        updated_at_ms: row.try_get("updated_at_ms")?,
    })
}

fn id(bytes: &[u8]) -> Result<Uuid, JournalError> {
    Uuid::from_slice(bytes).map_err(|error| JournalError::Storage(error.into()))
}

#[cfg(test)]
mod tests;
