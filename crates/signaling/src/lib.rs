//! The signalling protocol and the room state machine.
//!
//! `PROTOCOL.md` is normative; the types here are its text in Rust, and `protocol.ts` in the
//! web app is generated from them. A socket's text frame becomes a [`ClientFrame`] through
//! [`ClientFrame::parse`]; the first one is a `hello`, which the caller turns into
//! [`Room::join`] or [`Room::resume`]; every later one goes to [`Room::handle`]. What the
//! forwarding unit reports goes to [`Room::media`]. All of them answer with [`Output`]s:
//! frames to send, media commands to carry out, sockets to close.
//!
//! No socket, clock or randomness lives here: times, ids and tokens come in as arguments.

mod client;
mod code;
mod frame;
mod grant;
mod id;
mod media;
pub mod room;
pub mod schema;
mod server;
mod snapshot;
mod time;
pub mod typescript;

pub use client::{ClientMessage, Resume};
pub use code::{CloseCode, ErrorCode, LeaveReason};
pub use frame::{ClientFrame, FrameError, MAX_FRAME_BYTES, ServerFrame, VERSION};
pub use grant::{Grants, Role, RoomGrant, RoomKind};
pub use id::{ParticipantId, RoomId, TrackId};
pub use media::{
    Direction, DownloadOffer, MediaCommand, MediaEvent, SentTrack, Shown, Source, Statistics, UploadAnswer,
    UploadOffer, UploadTrack,
};
pub use room::{Audience, Class, Fact, Output, Room};
pub use server::{IceServer, ServerMessage};
pub use snapshot::{
    ChatLine, Countdown, Hand, Mode, Participant, Readiness, RoomState, RosterEntry, Snapshot, Spotlight, Track,
};
pub use time::UnixMillis;
