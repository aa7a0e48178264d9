//! `yunqian sign`: signs an agreement with a key that never leaves its owner's token.
//!
//! ```text
//! page ── https://host/own-key#TICKET ──► command ── certificate ──► server
//! page ◄── the signatory reads the text and confirms ──────────────── server
//!                        command ◄── document, bytes to be signed ── server
//!                        command ── signature, made in the token ──► server
//! ```
//!
//! The command believes nothing that it can check: it signs only what it has made itself out of the document's bytes
//! and its own certificate, and only where the document begins with the text whose digest it was told at the start
//! and has shown. The ticket stands behind the `#`, so that no server's log and no proxy sees it.

mod address;
mod api;
mod check;
mod command;
mod failure;
#[cfg(test)]
mod tests;
mod told;

pub use command::{Sign, run};
