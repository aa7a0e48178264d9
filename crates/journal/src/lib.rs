//! Append-only, totally ordered entries, blobs and the erasable personal-data vault.
