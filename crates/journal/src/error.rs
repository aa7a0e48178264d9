//! Everything that can go wrong on disk.

use std::error::Error;
use std::io;
use std::path::PathBuf;

use crate::{Digest, Head};

/// Why the journal, the blobs or the vault refused or failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// Somebody else appended first; the caller reads on from what it knows and decides again.
    #[error("the journal has moved on to {} entries", actual.size)]
    StaleHead {
        /// The head as it is now.
        actual: Head,
    },
    /// The bytes of an entry no longer hash to the leaf hash stored beside them.
    #[error("entry {index} was altered after it was written")]
    EntryAltered {
        /// Position of the entry, from 0.
        index: u64,
    },
    /// An entry between the first and the last is gone.
    #[error("entry {index} is missing")]
    EntryMissing {
        /// Position of the first missing entry, from 0.
        index: u64,
    },
    /// The hashes of subtrees stored with an entry are not those of its tree.
    #[error("the subtree hashes stored with entry {index} were altered")]
    SubtreesAltered {
        /// Position of the entry, from 0.
        index: u64,
    },
    /// The entries are sound one by one, but are not the ones the last append left behind.
    #[error("the journal holds {} entries with root {}, its head says {} with root {}",
        found.size, found.root, recorded.size, recorded.root)]
    HeadMismatch {
        /// The head the last append recorded.
        recorded: Head,
        /// The head computed from the entries.
        found: Head,
    },
    /// A position beyond the end, or a proof between sizes that do not exist.
    #[error("the journal has only {size} entries")]
    OutOfRange {
        /// Number of entries.
        size: u64,
    },
    /// The file was written by a newer version.
    #[error("{} has format {found}, which this version does not know", path.display())]
    UnknownFormat {
        /// The file.
        path: PathBuf,
        /// The format it names.
        found: i64,
    },
    /// A blob is larger than the store accepts.
    #[error("{size_bytes} bytes, of which {limit_bytes} are accepted")]
    TooLarge {
        /// Size of the blob.
        size_bytes: u64,
        /// Largest size accepted.
        limit_bytes: u64,
    },
    /// The bytes of a blob no longer hash to its name.
    #[error("blob {digest} was altered after it was written")]
    BlobAltered {
        /// Name of the blob.
        digest: Digest,
    },
    /// Another record of the same kind already has this lookup key.
    #[error("another record of this kind has the same key")]
    KeyTaken,
    /// The file system failed.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The database failed.
    #[error("storage failed")]
    Storage(#[source] Box<dyn Error + Send + Sync>),
}

impl From<sqlx::Error> for JournalError {
    fn from(error: sqlx::Error) -> Self {
        Self::Storage(Box::new(error))
    }
}
