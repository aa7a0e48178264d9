//! What the operator arranges: who is where on the stage, what is shown beside them, cues and breakouts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{ParticipantId, RoomId, Source, UnixMillis};

/// How the pictures of the stage are arranged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LayoutKind {
    /// All alike.
    Grid,
    /// One large, the others small.
    Speaker,
    /// Two large, beside each other.
    SideBySide,
    /// A screen or document large, its presenter small.
    Presentation,
    /// Every site small, those placed large.
    Wall,
}

/// One picture of the layout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Whose.
    pub participant: ParticipantId,
    /// Which of its pictures.
    pub source: Source,
}

/// The arrangement everybody's stage follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// How.
    pub kind: LayoutKind,
    /// Who is where, the first place first; at most 50, all of them on stage.
    pub places: Vec<Place>,
}

/// A document everybody has open at the same page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedDocument {
    /// The document, by its id or digest in the business record; opaque here.
    pub document: String,
    /// The page, from 1.
    pub page: u32,
    /// Who turned to it.
    pub by: ParticipantId,
}

/// Whose turn to speak it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// Whose.
    pub participant: ParticipantId,
    /// Name.
    pub name: String,
    /// Since when.
    pub since: UnixMillis,
    /// When its time is up; none for a turn without limit. Nobody is cut off.
    pub until: Option<UnixMillis>,
}

/// What a cue asks of every site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CueKind {
    /// A countdown that reaches zero at the cue's time.
    Countdown,
    /// Sign at the cue's time.
    SignNow,
    /// Show the seal.
    Seal,
    /// Applaud.
    Applause,
    /// Show the text.
    Text,
}

/// Something every site does at the same moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cue {
    /// The id of the message that gave it.
    pub id: Uuid,
    /// What.
    pub kind: CueKind,
    /// The act it belongs to.
    pub act: Option<String>,
    /// Words to show.
    pub text: Option<String>,
    /// When, on the server's clock.
    pub at: UnixMillis,
}

/// How well the sites kept a cue's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CueReport {
    /// The cue.
    pub cue: Uuid,
    /// Sites (listed participants that may send) when it was given.
    pub sites: u32,
    /// Sites that reported.
    pub shown: u32,
    /// The 95th percentile of how far the reports were from the cue's time.
    pub skew_p95_ms: u32,
}

/// What one called to a breakout said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PartyState {
    /// Nothing yet.
    Invited,
    /// It is in the other room, or on its way; here nobody sees or hears it.
    Away,
    /// It came back.
    Back,
    /// It declined, or left.
    Declined,
}

/// One called to a breakout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// Who.
    pub participant: ParticipantId,
    /// The person, by its id in the business record.
    pub person: String,
    /// Name.
    pub name: String,
    /// What it said.
    pub state: PartyState,
}

/// A call to a negotiation room and back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breakout {
    /// The id of the message that called it.
    pub id: Uuid,
    /// The other room; each party gets its own grant for it the usual way.
    pub room: RoomId,
    /// Who called.
    pub by: ParticipantId,
    /// Who is called.
    pub parties: Vec<Party>,
}
