//! The selective forwarding unit: takes what participants send and passes it on, undecoded.
//!
//! [`Sfu`] is the core: commands, datagrams and the time go in, datagrams and reports come
//! out; it owns no socket, thread or clock. Every participant has up to two peer connections
//! (upload and download), each a str0m `Rtc` whose panic ends that participant's connection
//! only. An incoming packet is routed by remote address (or, for a first STUN check, by the
//! ICE username), becomes an [RTP packet](str0m::rtp::RtpPacket) of a track, and is written to
//! every download whose slot holds that track.
//!
//! [`Driver`] gives the core one UDP socket and one thread. Commands come through a bounded
//! channel, reports leave through a sink of the caller's.
//!
//! Deliberately not here: rooms and rights (they are `signaling`'s), transcoding, mixing,
//! recording, ICE over TCP, simulcast. Ids and structure leave room for one core per CPU: a
//! core knows participants and tracks by id alone, and packets are shared as `Arc<[u8]>`.

mod config;
mod demux;
mod driver;
mod error;
mod keyframe;
mod outbox;
pub mod peer;
mod rewrite;
mod sfu;
mod speakers;

pub use config::MediaConfig;
pub use driver::{Driver, Handle, Sink};
pub use error::MediaError;
pub use sfu::{Command, Datagram, Report, Sfu};
