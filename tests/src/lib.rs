//! The test kit: the real server as a child process, people who talk to it, and browsers.
//!
//! A test starts a [`Server`] (the built `yunqian` binary, on a free port, with a directory of its
//! own and the sample fair), signs people in as [`Client`]s, and asks them to do what a person
//! would do. [`Server::kill`] is a real `kill -9`; [`Server::restart`] starts again on the same
//! directory and port. [`browser::story`] runs a script of `tests/browser/stories` in Debian's
//! Chromium; a [`Network`] between them and the server is as bad as a test wants. Nothing here knows the server's types: what a test sees is what the wire says.
//!
//! What a test leaves behind (logs, screenshots) lies in `yunqian-tests/` of the target folder.

pub mod aiortc;
pub mod browser;
mod ca;
mod client;
mod csc;
pub mod judge;
mod log;
mod network;
mod paths;
mod server;
mod socket;
pub mod turn;
mod witness;

pub use ca::Ca;
pub use client::{Client, Reply};
pub use csc::SigningService;
pub use log::SeenLog;
pub use network::{Line, Network};
pub use paths::{binary, output_dir, python, workspace_root};
pub use server::{Server, ServerOptions};
pub use socket::{Heard, Socket};
pub use witness::Witness;
