//! What a tenant keeps on disk: its journal, its blobs and its vault, three parts of one directory.
//!
//! The [`Journal`] is the business record itself: append-only, totally ordered entries whose exact
//! bytes are the leaves of an RFC 6962 Merkle tree. Everything shown anywhere is a fold of it, so
//! it is the database and the evidence at once. [`Blobs`] holds files by what they contain
//! (attachments, documents); an entry names a file by its [`Digest`]. The [`Vault`] holds what must
//! stay erasable (names, addresses, credentials); an entry names it by id alone.
//!
//! ```text
//! desk ── append(expected head, entries) ──▶ Journal   journal.sqlite   never altered
//!      ── put(bytes) ─────────────────────▶ Blobs     blobs/ab/cdef…   content-addressed
//!      ── put / erase(id) ────────────────▶ Vault     vault.sqlite     erasable
//! ```
//!
//! The journal is a transparency log as well: [`Reader`] gives proofs and tiles from stored subtree hashes, beside the
//! writer; [`note`], [`checkpoint`], [`tile`] and [`witness`] are the formats of C2SP by which strangers follow it, and
//! a [`Receipt`] proves one entry to somebody who has nothing else. `LOG.md` is the normative text.
//!
//! An append is durable before it returns and is refused when someone else appended first, so two
//! writers can never interleave decisions taken on the same state. What the bytes mean, who may
//! write them and what time it is are the callers' business: this crate reads no clock and parses
//! no entry. The formats know neither clock nor keys: both are arguments.

pub mod checkpoint;
pub mod note;
pub mod tile;
pub mod witness;

mod blobs;
mod digest;
mod error;
mod journal;
pub mod merkle;
mod receipt;
mod sqlite;
mod vault;

pub use blobs::Blobs;
pub use digest::{Digest, ParseDigestError};
pub use error::JournalError;
pub use journal::{Entry, Head, Journal, Reader};
pub use receipt::{Cosigned, Proven, Receipt, ReceiptError};
pub use vault::{LookupKey, Record, Vault};
