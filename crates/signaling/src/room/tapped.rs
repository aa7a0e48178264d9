//! What of a room may be kept or passed on outside it: the stage and the language channels.

use super::{Audience, Class, Room};
use crate::{ParticipantId, ServerMessage, Source, Spotlight, TrackId};

/// The bulletin that says whether the room is broadcast.
const BROADCAST: &str = "broadcast";

/// A track being sent, for a recorder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenTrack {
    /// Its name.
    pub track: TrackId,
    /// Who sends it; a channel's own id.
    pub participant: ParticipantId,
    /// The sender, by its id in the business record.
    pub person: Option<String>,
    /// What it carries.
    pub source: Source,
    /// The language of an interpretation channel.
    pub language: Option<String>,
}

impl Room {
    /// Lists the tracks of the stage and of the language channels. Interpreters' own microphones are not among them,
    /// their channels carry them.
    #[must_use]
    pub fn open_tracks(&self) -> Vec<OpenTrack> {
        let on_stage = self.members.values().filter(|m| m.on_stage && !m.in_breakout);
        let sent = on_stage.flat_map(|m| {
            let open = m.sources.iter().copied();
            open.filter(|s| !(m.grants.interpret && *s == Source::Microphone))
                .map(|source| OpenTrack {
                    track: TrackId::new(m.id, source),
                    participant: m.id,
                    person: Some(m.person.clone()),
                    source,
                    language: None,
                })
        });
        let channels = self.booths.all.iter().flat_map(|b| &b.channels).map(|c| OpenTrack {
            track: c.track.clone(),
            participant: ParticipantId(c.id.0),
            person: None,
            source: Source::Microphone,
            language: Some(c.language.clone()),
        });
        sent.chain(channels).collect()
    }

    /// Whom the stage shows large.
    #[must_use]
    pub fn shown_large(&self) -> Option<&Spotlight> {
        self.state.spotlight.as_ref()
    }

    /// Whether anything leaves the room.
    pub(super) fn is_tapped(&self) -> bool {
        self.state.recording || self.bulletins.get(BROADCAST).is_some_and(|on| on == true)
    }

    /// Notes whether the room is broadcast, and tells everybody when that changes.
    pub(super) fn set_broadcast(&mut self, on: bool) {
        let now = serde_json::Value::Bool(on);
        let before = self.bulletins.get(BROADCAST);
        if before != Some(&now) && (on || before.is_some()) {
            let (kind, value) = (BROADCAST.to_owned(), now);
            self.bulletins.insert(kind.clone(), value.clone());
            let class = Class::State(format!("bulletin {kind}").into());
            self.tell(Audience::All, class, ServerMessage::Bulletin { kind, value });
        }
    }
}
