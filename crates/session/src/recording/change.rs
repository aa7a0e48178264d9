use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Audience, Gap, Place, Segment, Track};
use crate::{ItemId, MeetingId, OrganisationId, RecordingId};

/// What may be asked about recordings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Starts a recording of a room.
    Start {
        /// Id.
        id: RecordingId,
        /// Room.
        room: Place,
    },
    /// Stops a recording.
    Stop {
        /// Recording.
        id: RecordingId,
    },
    /// Agrees, for the own side, to a meeting's recording, or takes that back, which stops it.
    Consent {
        /// Meeting.
        meeting: MeetingId,
        /// Whether it agrees.
        given: bool,
    },
    /// Enters a track; the system's.
    AddTrack {
        /// Recording.
        id: RecordingId,
        /// Track.
        track: Track,
    },
    /// Enters a closed segment; the system's.
    CloseSegment {
        /// Recording.
        id: RecordingId,
        /// Segment.
        segment: Segment,
    },
    /// Enters a gap; the system's.
    NoteGap {
        /// Recording.
        id: RecordingId,
        /// Gap.
        gap: Gap,
    },
    /// Deletes the media of a recording that stopped before a moment; the system's. What proves them is kept.
    Purge {
        /// Recording.
        id: RecordingId,
        /// The end of what is deleted.
        before: Timestamp,
    },
    /// Broadcasts an item's room, or ends that.
    Broadcast {
        /// Item.
        item: ItemId,
        /// Names this broadcast.
        session: RecordingId,
        /// Whom it reaches; none to end it.
        audience: Option<Audience>,
    },
}

/// What happened to recordings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A recording was started.
    Started {
        /// Id.
        id: RecordingId,
        /// Room.
        room: Place,
        /// Whether it is of a rehearsal.
        rehearsal: bool,
    },
    /// A recording was stopped.
    Stopped {
        /// Recording.
        id: RecordingId,
    },
    /// A side agreed to a meeting's recording, or no longer does.
    Consented {
        /// Meeting.
        meeting: MeetingId,
        /// Side.
        side: OrganisationId,
        /// Whether it agrees.
        given: bool,
    },
    /// A track came.
    TrackAdded {
        /// Recording.
        id: RecordingId,
        /// Track.
        track: Track,
    },
    /// A segment was closed.
    SegmentClosed {
        /// Recording.
        id: RecordingId,
        /// Segment.
        segment: Segment,
    },
    /// A gap was noted.
    GapNoted {
        /// Recording.
        id: RecordingId,
        /// Gap.
        gap: Gap,
    },
    /// The time to keep its media was over: their files are deleted.
    Purged {
        /// Recording.
        id: RecordingId,
    },
    /// An item's room is broadcast, or no longer.
    Broadcast {
        /// Item.
        item: ItemId,
        /// Names this broadcast.
        session: RecordingId,
        /// Whom it reaches; none when it ended.
        audience: Option<Audience>,
    },
}
