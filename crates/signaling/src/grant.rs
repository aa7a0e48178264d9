//! What a person may do in a room: the claims of the grant token.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{RoomId, Source};

/// Which kind of programme item the room belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// One to a few presenters before hundreds of viewers.
    Roadshow,
    /// A private talk of two to eight.
    Negotiation,
    /// A lecture or a training.
    Lecture,
    /// A leaders' meeting.
    Meeting,
    /// A signing ceremony.
    Ceremony,
}

/// As what a participant is shown to the others; [`Grants`] alone decide what it may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the room.
    Host,
    /// Presents.
    Presenter,
    /// Speaks from the panel; a signatory or a promoted viewer.
    Panel,
    /// Interprets.
    Interpreter,
    /// Watches; counted, not listed.
    Viewer,
}

/// What a participant may do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Grants {
    /// May send a camera.
    pub publish_camera: bool,
    /// May send a microphone.
    pub publish_microphone: bool,
    /// May share a screen, with its sound.
    pub publish_screen: bool,
    /// May receive what others send.
    pub subscribe: bool,
    /// May write in the chat, raise a hand and react.
    pub chat: bool,
    /// May run the room: mute, remove, promote, lock, spotlight, go live, move the focus.
    pub moderate: bool,
    /// May interpret into a language channel.
    pub interpret: bool,
    /// May write captions.
    pub caption: bool,
    /// Is neither listed nor counted (recorders, observers).
    pub hidden: bool,
}

impl Grants {
    /// What a role usually may.
    #[must_use]
    pub fn of(role: Role) -> Self {
        let on_stage = matches!(role, Role::Host | Role::Presenter | Role::Panel);
        Self {
            publish_camera: on_stage,
            publish_microphone: on_stage || role == Role::Interpreter,
            publish_screen: on_stage,
            subscribe: true,
            chat: true,
            moderate: role == Role::Host,
            interpret: role == Role::Interpreter,
            // Who writes captions is of the interpreters' trade, a machine that recognises speech included.
            caption: role == Role::Interpreter,
            hidden: false,
        }
    }

    /// Tells whether the holder may send from `source`.
    #[must_use]
    pub fn publishes(&self, source: Source) -> bool {
        match source {
            Source::Camera => self.publish_camera,
            Source::Microphone => self.publish_microphone,
            Source::Screen | Source::ScreenAudio => self.publish_screen,
        }
    }

    /// Tells whether the holder may send anything at all.
    #[must_use]
    pub fn publishes_any(&self) -> bool {
        self.publish_camera || self.publish_microphone || self.publish_screen
    }
}

/// The claims of a room grant (a JWT signed with EdDSA by the server).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoomGrant {
    /// Audience; always [`RoomGrant::AUDIENCE`].
    pub aud: String,
    /// The person, by its id in the business record.
    pub sub: String,
    /// Seconds since 1970 after which the grant opens no door any more.
    pub exp: u64,
    /// The room it opens.
    pub room: RoomId,
    /// The kind of that room.
    pub kind: RoomKind,
    /// Name shown to others.
    pub name: String,
    /// Organisation shown to others.
    pub organisation: Option<String>,
    /// Shown as.
    pub role: Role,
    /// May do.
    pub grants: Grants,
    /// Whether the room opens in rehearsal when this grant is the first to enter it.
    pub rehearsal: bool,
    /// Whether the holder waits in the lobby whatever the room's rule is, or walks through it.
    pub knock: Knock,
    /// Whether the holder is a camera, encoder or player, no person.
    pub machine: bool,
}

/// How the holder of a grant gets past the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Knock {
    /// As the room's lobby says.
    AsTheRoomSays,
    /// It waits to be let in, even by the first to come.
    Always,
    /// It never waits (a party of the negotiation, a signatory).
    Never,
}

impl RoomGrant {
    /// The audience every room grant names.
    pub const AUDIENCE: &'static str = "yunqian-room";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpreters_alone_write_captions_and_interpret() {
        for role in [
            Role::Host,
            Role::Presenter,
            Role::Panel,
            Role::Interpreter,
            Role::Viewer,
        ] {
            let grants = Grants::of(role);
            let speaks_for_others = role == Role::Interpreter;
            assert_eq!(
                (grants.caption, grants.interpret),
                (speaks_for_others, speaks_for_others)
            );
        }
    }
}
