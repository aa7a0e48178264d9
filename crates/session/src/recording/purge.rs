//! Retention: recorded media are deleted once the time to keep them is over, unless an agreement of theirs is on hold.

use jiff::Timestamp;

use super::decide::system;
use super::{Event, Place, Recording, Refusal};
use crate::agreement::Agreement;
use crate::decision::{Decision, seen};
use crate::state::State;
use crate::{RecordingId, refusal};

pub(super) fn purge(decision: &mut Decision, id: RecordingId, before: Timestamp) -> Result<(), refusal::Refusal> {
    system(decision)?;
    let recording = seen(&decision.state.recordings, &id, |_| true)?;
    if !recording.may_be_deleted(before) {
        return Err(Refusal::StillKept.into());
    }
    if decision.state.is_held(&recording) {
        return Err(Refusal::OnHold.into());
    }
    decision.emit(Event::Purged { id })
}

impl Recording {
    fn may_be_deleted(&self, before: Timestamp) -> bool {
        self.purged_at.is_none() && self.stopped_at.is_some_and(|stopped| stopped < before)
    }
}

impl State {
    /// Iterates over the recordings that stopped before a moment, still have their media, and are on no legal hold.
    pub fn purgeable(&self, before: Timestamp) -> impl Iterator<Item = &Recording> {
        self.recordings
            .iter()
            .map(AsRef::as_ref)
            .filter(move |recording| recording.may_be_deleted(before) && !self.is_held(recording))
    }

    /// Returns whether an agreement that a recording belongs to is on hold: one of the ceremony's, or of the project
    /// that was negotiated.
    fn is_held(&self, recording: &Recording) -> bool {
        let belongs_to = |agreement: &Agreement| match recording.room {
            Place::Item(item) => agreement
                .act
                .and_then(|act| self.act(&act))
                .is_some_and(|(ceremony, _)| ceremony.item == item),
            Place::Meeting(meeting) => self
                .meetings
                .get(&meeting)
                .is_some_and(|meeting| meeting.project == agreement.project),
        };
        self.agreements
            .iter()
            .any(|agreement| agreement.legal_hold.is_some() && belongs_to(agreement))
    }
}
