//! Whole-system tests in one binary: linking is the slow part.

mod authority;
mod bad_input;
mod client;
mod fair;
mod founding;
mod gone;
mod ingest;
mod kill;
mod layout;
mod load;
mod log;
mod network;
mod passkey;
mod recording;
mod rooms;
mod settings;
mod signing;
mod stories;
mod upload;
