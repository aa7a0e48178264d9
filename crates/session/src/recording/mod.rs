//! Recordings of rooms and their broadcast to the mass audience.
//!
//! A recording belongs to a programme item or a meeting. Its media are files kept by content; here is what proves
//! them: the digest, time and length of every segment as it closed, the gaps between them, who asked and who
//! agreed. A negotiation is recorded only while every side's consent stands. A broadcast opens an item's room to
//! listeners outside it, until it is taken back.

mod change;
mod decide;
mod fold;
mod manifest;
mod purge;

use imbl::{OrdMap, Vector};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{ItemId, MeetingId, OrganisationId, PersonId, RecordingId};

pub use change::{Command, Event};
pub(crate) use decide::end;
pub use manifest::{MediaManifest, RecordedSigning, SignatureMoment, SigningStep, ToldGap, TrackManifest, TrackPlace};

/// Whose room it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
#[schema(as = RecordedRoom)]
pub enum Place {
    /// A programme item's.
    Item(ItemId),
    /// A meeting's.
    Meeting(MeetingId),
}

/// What a track carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RecordedSource)]
pub enum Source {
    /// A camera.
    Camera,
    /// A microphone, the floor's.
    Microphone,
    /// A shared screen or document.
    Screen,
    /// The sound of a shared screen.
    ScreenAudio,
    /// An interpretation channel.
    Interpretation,
}

/// A track of a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordedTrack)]
pub struct Track {
    /// The room's name for it.
    pub name: String,
    /// Who is heard or seen; none where a channel carries several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What it carries.
    pub source: Source,
    /// The language of an interpretation channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A closed piece of a track.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordedSegment)]
pub struct Segment {
    /// Which of the recording's tracks.
    pub track: u32,
    /// Counts the track's segments from 0.
    pub index: u32,
    /// SHA-256 of the file, in hex.
    pub digest: String,
    /// When it starts, by the server's clock.
    pub starts_at: Timestamp,
    /// Its length in milliseconds.
    pub duration_ms: u32,
    /// Its size.
    pub size_bytes: u64,
    /// Media type of the file.
    pub media_type: String,
    /// Codec, as in RFC 6381.
    pub codec: String,
    /// Whether it plays without the one before.
    pub independent: bool,
}

/// A time in which a track has nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordedGap)]
pub struct Gap {
    /// Which of the recording's tracks.
    pub track: u32,
    /// From.
    pub from: Timestamp,
    /// To.
    pub to: Timestamp,
    /// Why.
    pub cause: GapCause,
}

/// Why there is a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GapCause {
    /// Nothing was sent: muted, silent or away.
    Silent,
    /// Packets were lost on their way to the server.
    Lost,
    /// The server could not keep up, or was restarted.
    Server,
}

/// A recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Recording {
    /// Id.
    pub id: RecordingId,
    /// Room.
    pub room: Place,
    /// Whether it is of a rehearsal.
    pub rehearsal: bool,
    /// When it was started.
    pub started_at: Timestamp,
    /// Who asked for it.
    pub started_by: Option<PersonId>,
    /// When it was stopped.
    pub stopped_at: Option<Timestamp>,
    /// When its media were deleted, the time to keep them being over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purged_at: Option<Timestamp>,
    /// The tracks; segments name them by position.
    #[schema(value_type = Vec<Track>)]
    pub tracks: Vector<Track>,
    /// The segments as they closed.
    #[schema(value_type = Vec<Segment>)]
    pub segments: Vector<Segment>,
    /// The gaps.
    #[schema(value_type = Vec<Gap>)]
    pub gaps: Vector<Gap>,
}

/// Which sides of a meeting agree to its recording now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Consents {
    /// Who agreed for each side.
    pub by_side: OrdMap<OrganisationId, PersonId>,
}

/// Whom a broadcast reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = BroadcastAudience)]
pub enum Audience {
    /// Those who are signed in and see the item.
    SignedIn,
    /// Everybody.
    Everyone,
}

/// An item's broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Broadcast {
    /// Item.
    pub item: ItemId,
    /// Names this broadcast among those of the item.
    pub session: RecordingId,
    /// Whom it reaches.
    pub audience: Audience,
    /// Since when.
    pub started_at: Timestamp,
}

crate::refusal::refusals! {
    "Why a command on recordings is refused.";
    /// Not every side of the negotiation agreed.
    ConsentMissing => Conflict, "recording-needs-consent", "a negotiation is recorded only when both sides have agreed";
    /// A recording of the room runs.
    AlreadyRunning => Conflict, "already-recording", "the room is being recorded";
    /// There is no such track in the recording.
    NoSuchTrack => Invalid, "no-such-track", "the recording has no such track";
    /// The time to keep it is not over.
    StillKept => Conflict, "recording-still-kept", "the time to keep the recording is not over";
    /// An agreement that it belongs to is on legal hold.
    OnHold => Conflict, "recording-on-hold", "an agreement that it belongs to is on legal hold";
    /// Only what a public item shows may be broadcast.
    NotForBroadcast => Conflict, "not-for-broadcast", "a negotiation or a rehearsal is not broadcast";
}
