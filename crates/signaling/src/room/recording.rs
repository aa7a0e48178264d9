//! What is recorded: the stage and the language channels, while the business record says so.

use std::collections::BTreeSet;

use super::Room;
use super::member::Member;
use crate::{MediaCommand, Source, TrackId};

impl Room {
    pub(super) fn set_recording(&mut self, on: bool) {
        if self.state.recording != on {
            self.state.recording = on;
            self.tell_state();
        }
    }

    /// Has the recorder take exactly what is on the stage, and the channels.
    pub(super) fn settle_recording(&mut self) {
        if !self.state.recording && self.recorded.is_empty() {
            return;
        }
        let wanted = self.to_record();
        let before = std::mem::replace(&mut self.recorded, wanted.clone());
        for track in before.difference(&wanted).cloned() {
            self.command(MediaCommand::Record { track, on: false });
        }
        for track in wanted.difference(&before).cloned() {
            self.command(MediaCommand::Record { track, on: true });
        }
    }

    fn to_record(&self) -> BTreeSet<TrackId> {
        if !self.state.recording {
            return BTreeSet::new();
        }
        let on_stage = |m: &&Member| m.on_stage && !m.in_breakout;
        let voice = |m: &Member, s: Source| m.grants.interpret && s == Source::Microphone;
        let members = self.members.values().filter(on_stage);
        let sent = members.flat_map(|m| {
            m.sources
                .iter()
                .filter(move |s| !voice(m, **s))
                .map(|s| TrackId::new(m.id, *s))
        });
        let booths = self.booths.all.iter().flat_map(|b| &b.channels);
        sent.chain(booths.map(|c| c.track.clone())).collect()
    }
}
