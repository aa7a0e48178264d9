//! What is recorded or broadcast: the stage and the language channels, while the business record says so.

use std::collections::BTreeSet;

use super::Room;
use crate::{MediaCommand, TrackId};

impl Room {
    pub(super) fn set_recording(&mut self, on: bool) {
        if self.state.recording != on {
            self.state.recording = on;
            self.state.recording_since = on.then_some(self.now);
            self.tell_state();
        }
    }

    /// Has the recorder take exactly what is on the stage, and the channels.
    pub(super) fn settle_recording(&mut self) {
        if !self.is_tapped() && self.recorded.is_empty() {
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
        if !self.is_tapped() {
            return BTreeSet::new();
        }
        self.open_tracks().into_iter().map(|open| open.track).collect()
    }
}
