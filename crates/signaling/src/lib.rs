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

mod booth;
mod client;
mod code;
mod fold;
mod forum;
mod frame;
mod grant;
mod id;
mod media;
pub mod room;
pub mod schema;
mod server;
mod snapshot;
mod stage;
mod time;
pub mod typescript;

pub use booth::{Booth, BoothId, Channel, ChannelId, HandoverStep};
pub use client::{ClientMessage, Resume};
pub use code::{CloseCode, ErrorCode, LeaveReason};
pub use forum::{
    Answer, Ballot, Caption, ChatRules, Conversation, ConversationState, Poll, PollOption, PrivateLine, Question,
    QuestionRules, QuestionState, QuestionVotes,
};
pub use frame::{ClientFrame, FrameError, MAX_FRAME_BYTES, ServerFrame, VERSION};
pub use grant::{Grants, Knock, Role, RoomGrant, RoomKind};
pub use id::{ParticipantId, RoomId, TrackId};
pub use media::{
    Direction, DownloadOffer, MediaCommand, MediaEvent, SentTrack, Shown, Source, Statistics, UploadAnswer,
    UploadOffer, UploadTrack,
};
pub use room::{Attach, Audience, Class, Fact, OpenTrack, Output, Room};
pub use server::{IceServer, ServerMessage};
pub use snapshot::{
    Banned, ChatLine, Hand, Mode, Own, Participant, Readiness, RoomState, RosterEntry, Snapshot, Spotlight, Track,
    Waiting,
};
pub use stage::{
    Breakout, Cue, CueKind, CueReport, Layout, LayoutKind, Party, PartyState, Place, SharedDocument, Turn,
};
pub use time::UnixMillis;
