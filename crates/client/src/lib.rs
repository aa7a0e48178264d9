//! A headless participant of a room: the camera gateway behind `yunqian feed`, and the partner in tests whose WebRTC
//! stack shares nothing with the server's.
//!
//! [`Session`] is the socket and its frames. [`Participant`] adds the two peer connections: [`Participant::publish`]
//! offers what it sends, offers of the server are answered as they come, and what arrives is counted by track.
//! [`media`] reads files and makes synthetic pictures and sound.
//!
//! Multicast DNS is off: a gateway has no name to hide, and the queries of a fair's hundred cameras would flood its
//! network. Deliberately not here: decoding, devices, RTSP.

mod connection;
mod download;
mod error;
pub mod media;
mod participant;
mod sdp;
mod session;
mod upload;

pub use error::ClientError;
pub use participant::{Participant, Received};
pub use session::{Session, Welcome};
