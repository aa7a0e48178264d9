//! One binary: it serves the web app and the API, keeps the record, runs rooms and jobs.
//!
//! A request goes handler → [`desk`] (the one writer) → journal → state → reply; reads are plain Rust over the
//! state's snapshot. [`app::App`] holds what handlers share. Jobs (freezing, sealing, expiry) watch the desk's
//! commits and issue commands of their own. Media never passes here: [`rooms`] carries signalling only and hands
//! the forwarding unit its commands.
//!
//! This crate is the only one that knows all others, and the only one with HTTP.

pub mod api;
pub mod app;
pub mod caller;
pub mod cli;
pub mod config;
pub mod desk;
pub mod ingest;
pub mod problem;

mod bounded;
mod changes;
mod crash;
mod evidence;
mod feed;
mod files;
mod found;
mod jobs;
mod list;
mod load;
mod log;
mod mail;
mod own_key;
mod people;
mod recording;
mod renew;
mod replay;
mod rooms;
mod sample;
mod secret;
mod serve;
mod sign;
mod sign_in;
mod signing;
mod telemetry;
mod texts;
mod token;
mod turn;
mod web;
mod witness;
