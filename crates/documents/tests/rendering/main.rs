//! Documents as an independent reader (poppler) sees them.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod agreement;
mod archival;
mod certificate;
mod characters;
mod languages;
mod support;
