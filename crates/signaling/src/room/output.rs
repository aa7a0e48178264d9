//! What a room is told of the record, and what it wants done.

use std::sync::Arc;

use crate::{Banned, CloseCode, ErrorCode, MediaCommand, Mode, ParticipantId, ServerFrame};

/// Whom a frame is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// One participant.
    One(ParticipantId),
    /// Everybody past the lobby.
    All,
    /// Everybody past the lobby who sees the stage (during a rehearsal not those who wait for the start).
    Inside,
    /// The moderators.
    Moderators,
    /// These, and the moderators.
    These(Arc<[ParticipantId]>),
    /// Those who chose captions in this language.
    Captions(Arc<str>),
}

/// What may become of a frame when its receiver is slow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Class {
    /// It must arrive, or the socket closes.
    Reply,
    /// It must arrive, or the socket closes.
    Event,
    /// A later one of the same key replaces it.
    State(Arc<str>),
    /// It may be dropped.
    Ephemeral,
}

/// What the business record says about a room.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// The programme item is in rehearsal, or live.
    Mode(Mode),
    /// What the room is about now.
    Focus(Option<String>),
    /// Anything else clients should know; the latest of a kind counts.
    Bulletin {
        /// Which fact.
        kind: String,
        /// Its value.
        value: serde_json::Value,
    },
    /// Whether the room is recorded: what is on the stage, and the language channels.
    Recording(bool),
    /// Whether the room is broadcast: those who send pictures are asked for a codec that spectators' browsers play.
    Broadcast(bool),
    /// Who was removed before, told to a room that starts again.
    Banned(Vec<Banned>),
}

/// What a room wants done.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Send a frame.
    Send {
        /// To whom; see [`Room::hears`].
        to: Audience,
        /// What may become of it.
        class: Class,
        /// The frame.
        frame: Box<ServerFrame>,
    },
    /// Tell the forwarding unit.
    Media(MediaCommand),
    /// Close a participant's socket, after what was sent before.
    Close {
        /// Whose.
        participant: ParticipantId,
        /// With which code.
        code: CloseCode,
    },
    /// Tell who attached a machine what the forwarding unit answered.
    Answered {
        /// The machine.
        participant: ParticipantId,
        /// The SDP, or why there is none.
        result: Result<String, ErrorCode>,
    },
    /// A person has been out of the room for so long that it does not merely load its page anew.
    Departed {
        /// Who.
        person: String,
    },
    /// Remember, beyond the life of this room, who is kept out; the list replaces the last one.
    Bans(Vec<Banned>),
}
