//! The selective forwarding unit: takes what participants send and passes it on, undecoded.
//!
//! [`Sfu`] is the core: commands, datagrams and the time go in, datagrams and reports come
//! out; it owns no socket, thread or clock. Every participant has up to two peer connections
//! (upload and download), each a str0m `Rtc` whose panic ends that participant's connection
//! only. An incoming packet is routed by remote address (or, for a first STUN check, by the
//! ICE username) and becomes a packet of a track's layer; `egress` numbers, seals and sends it
//! to every download that wants that layer, past str0m, and sends it again to those who lost it.
//! Receivers' reports and the sizes at which they show tracks decide their layers.
//!
//! [`Driver`] gives the core one UDP socket and one thread. Commands come through a bounded
//! channel, reports leave through a sink of the caller's.
//!
//! [`record`] makes files of what a tap gives, [`hls`] a broadcast; both are pure.
//!
//! [`peer`] is the other side, for measuring: a light sender or receiver.
//!
//! Deliberately not here: rooms and rights (they are `signaling`'s), transcoding, mixing. Ids
//! and structure leave room for one core per CPU: a core knows participants and tracks by id
//! alone, and packets are shared as `Arc<[u8]>`.

mod bandwidth;
mod config;
mod demux;
mod driver;
mod egress;
mod error;
pub mod hls;
mod keyframe;
mod outbox;
pub mod peer;
mod rate;
pub mod record;
mod sfu;
mod speakers;
mod tap;

pub use config::MediaConfig;
pub use driver::{Driver, Handle, Sink, TapSink, Traffic};
pub use error::MediaError;
pub use outbox::{Route, Transport, Wire};
pub use sfu::{Command, Report, Sfu};
pub use tap::{TapCodec, Tapped};
