//! What a verifier says.

use serde::Serialize;
use yunqian_signing::{Digest, Level, UnixSeconds};

/// Everything that is checked, in this order. Both verifiers know the same checks under the same names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Check {
    /// The file is a bundle in its canonical form.
    Container,
    /// The trust anchors can be read.
    Anchors,
    /// The manifest is the log's.
    Manifest,
    /// The files are those of the manifest.
    Files,
    /// The checkpoint is the log's.
    Checkpoint,
    /// Cosignatures of known witnesses hold.
    Witnesses,
    /// Every journal entry is in the log.
    Inclusion,
    /// The entries tell of one agreement, from draft to signed.
    Record,
    /// Every signature in the document holds, and nothing was changed after it.
    Document,
    /// The document's revisions are those of the record.
    Revisions,
    /// Every signatory authorised this very document, once, with the own key.
    Authorisations,
    /// What was recorded of each signatory's identity fits.
    Identity,
    /// Attachments are those that the record names.
    Attachments,
    /// Recorded segments are those of the record.
    Recording,
    /// Timestamps from outside hold over earlier checkpoints.
    OutsideTimestamps,
}

impl Check {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Container,
        Self::Anchors,
        Self::Manifest,
        Self::Files,
        Self::Checkpoint,
        Self::Witnesses,
        Self::Inclusion,
        Self::Record,
        Self::Document,
        Self::Revisions,
        Self::Authorisations,
        Self::Identity,
        Self::Attachments,
        Self::Recording,
        Self::OutsideTimestamps,
    ];
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It holds.
    Passed,
    /// It does not.
    Failed,
    /// The bundle has nothing of the kind.
    Absent,
    /// What it needs was missing or failed.
    NotReached,
}

/// One line of the verdict.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// What was checked.
    pub check: Check,
    /// How it went.
    pub outcome: Outcome,
    /// What exactly is wrong, in English, for experts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<String>,
}

/// The whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Result {
    /// All holds, by anchors that came another way.
    Valid,
    /// All holds, by anchors that came another way, but none of the witnesses that they name saw the log.
    ValidButUnwitnessed,
    /// All holds, by the bundle's own anchors: compare their fingerprints.
    ValidByItsOwnAnchors,
    /// Something does not hold.
    Invalid,
}

impl Result {
    /// Returns the exit code of `yunqian verify`.
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Invalid => 1,
            Self::ValidByItsOwnAnchors => 3,
            Self::ValidButUnwitnessed => 4,
        }
    }
}

/// A verdict on a bundle.
#[derive(Debug, Clone, Serialize)]
pub struct Verdict {
    /// The result.
    pub result: Result,
    /// What was checked.
    pub checks: Vec<Line>,
    /// What the bundle proves, as far as it could be read.
    pub facts: Facts,
}

/// What a bundle says.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Facts {
    /// Agreement.
    pub agreement: Option<String>,
    /// Its number.
    pub number: Option<String>,
    /// Its title by language.
    pub title: serde_json::Value,
    /// When the bundle was made.
    pub made: Option<String>,
    /// SHA-256 of the document as it was agreed.
    pub frozen: Option<Digest>,
    /// SHA-256 of the document in the bundle.
    pub document: Option<Digest>,
    /// Level that all signatures have.
    pub level: Option<Level>,
    /// Until when the proof holds without another timestamp.
    pub provable_until: Option<UnixSeconds>,
    /// Who signed.
    pub signatures: Vec<Signed>,
    /// Certificates of signatories that were revoked later, in the record's order.
    pub revoked: Vec<Revoked>,
    /// What was recorded of their identities, in the order of their signatures.
    pub identities: Vec<Identity>,
    /// Size of the log that the checkpoint covers.
    pub log_size: Option<u64>,
    /// Witnesses who saw it.
    pub witnesses: Vec<Witnessed>,
    /// What was recorded of the signing.
    pub recordings: Vec<RecordedFact>,
    /// Timestamps from outside that still prove something, the smallest tree first.
    pub outside_timestamps: Vec<Outside>,
    /// SHA-256 of the anchors that were used, as canonical JSON.
    pub anchors: Option<Digest>,
}

/// A witness who saw the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Witnessed {
    /// Its key's name.
    pub name: String,
    /// When; 0 where its key tells no time.
    pub at: UnixSeconds,
}

/// A certificate that was revoked after the signing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Revoked {
    /// Signatory.
    pub signatory: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Why, in the record's words.
    pub reason: Option<String>,
}

/// What was recorded of a signatory's identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// Signatory.
    pub signatory: String,
    /// With what it authorised, in the record's words.
    pub method: Option<String>,
    /// What confirmed who acted, besides the key.
    pub factors: Vec<Factor>,
}

/// What confirmed who acts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Factor {
    /// Kind, in the record's words.
    pub kind: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// Who saw it, where somebody did.
    pub by: Option<String>,
}

/// What was recorded of a signing, by counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RecordedFact {
    /// Recording.
    pub recording: String,
    /// Tracks.
    pub tracks: usize,
    /// Their segments.
    pub segments: usize,
    /// Times over a second in which a track has nothing.
    pub gaps: usize,
}

/// A timestamp from outside over the log.
#[derive(Debug, Clone, Serialize)]
pub struct Outside {
    /// When.
    pub at: UnixSeconds,
    /// The authority's name in its certificate.
    pub authority: Option<String>,
    /// How many entries the log had then.
    pub log_size: u64,
}

/// A signature in the document.
#[derive(Debug, Clone, Serialize)]
pub struct Signed {
    /// Field.
    pub field: String,
    /// What it is.
    pub purpose: Option<String>,
    /// Name in the certificate.
    pub signer: Option<String>,
    /// Organisation in the certificate.
    pub organisation: Option<String>,
    /// Who issued the certificate.
    pub issuer: Option<String>,
    /// When it was timestamped.
    pub at: Option<UnixSeconds>,
    /// Its level.
    pub level: Option<Level>,
}
