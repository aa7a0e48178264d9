//! Documents as an independent reader (poppler) sees them.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

mod agreement;
mod characters;
mod languages;
mod support;
