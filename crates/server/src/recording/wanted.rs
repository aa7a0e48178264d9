//! What the record wants recorded and broadcast now.

use std::collections::HashMap;
use std::time::Duration;

use yunqian_session::recording::{Broadcast, Place};
use yunqian_session::{RecordingId, State};
use yunqian_signaling::{Fact, RoomId};

use crate::rooms::Wish;

/// Segments of a recording begin with a keyframe at least this often.
const RECORDING: Wish = Wish {
    keyframe_every: Duration::from_secs(8),
};
/// Those of a broadcast are shorter: a spectator waits for one.
const BROADCAST: Wish = Wish {
    keyframe_every: Duration::from_secs(2),
};

/// What is wanted of one room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) recording: Option<RecordingId>,
    pub(super) broadcast: Option<Broadcast>,
}

impl Wanted {
    /// What its room is told.
    pub(super) fn facts(self) -> [Fact; 2] {
        [
            Fact::Recording(self.recording.is_some()),
            Fact::Broadcast(self.broadcast.is_some()),
        ]
    }

    pub(super) fn wish(self) -> Option<Wish> {
        match self {
            Self { broadcast: Some(_), .. } => Some(BROADCAST),
            Self { recording: Some(_), .. } => Some(RECORDING),
            _ => None,
        }
    }
}

/// Reads it from the record.
pub(super) fn wanted(state: &State) -> HashMap<RoomId, Wanted> {
    let mut all: HashMap<RoomId, Wanted> = HashMap::new();
    for recording in state.recordings.iter().filter(|it| it.stopped_at.is_none()) {
        all.entry(room_of(recording.room)).or_default().recording = Some(recording.id);
    }
    for broadcast in state.broadcasts.values() {
        let room = room_of(Place::Item(broadcast.item));
        all.entry(room).or_default().broadcast = Some(*broadcast);
    }
    all
}

/// Names a room as those who enter it do.
pub fn room_of(place: Place) -> RoomId {
    match place {
        Place::Item(item) => RoomId(item.to_string()),
        Place::Meeting(meeting) => RoomId(meeting.to_string()),
    }
}
