use std::fmt;

use serde::{Deserialize, Serialize};

use crate::cms::CmsError;
use crate::prepare::CLOSING_FIELD;
use crate::trust::ChainError;
use crate::{Certificate, Digest, UnixSeconds};

/// Tells what a PDF's signatures are worth.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Every revision, oldest first.
    pub revisions: Vec<RevisionReport>,
    /// The revision that the first signature signed: what all authorisations are about.
    pub frozen: RevisionReport,
    /// The signatures, oldest first.
    pub signatures: Vec<SignatureReport>,
    /// Names of fields still unsigned.
    pub unsigned_fields: Vec<String>,
    /// SHA-256 of each page's decompressed content stream as frozen.
    pub pages: Vec<Digest>,
    /// What is wrong with the document as a whole.
    pub document_problems: Vec<Problem>,
}

impl Report {
    /// Says whether nothing at all is wrong and at least one signature is there.
    pub fn is_valid(&self) -> bool {
        !self.signatures.is_empty() && self.problems().is_empty()
    }

    /// Says whether the document is valid and every field that is a signatory's is signed.
    pub fn is_complete(&self) -> bool {
        self.is_valid() && self.unsigned_fields.iter().all(|field| field == CLOSING_FIELD)
    }

    /// Says whether the platform's seal has locked every field.
    pub fn is_closed(&self) -> bool {
        self.signatures
            .iter()
            .any(|signature| signature.kind == Kind::PlatformSeal)
    }

    /// Returns the level that all signatures have.
    pub fn level(&self) -> Option<Level> {
        let acts = self
            .signatures
            .iter()
            .filter(|signature| signature.kind != Kind::DocumentTimestamp);
        acts.map(|signature| signature.level).min().flatten()
    }

    /// Says until when the proof holds without another document timestamp: the end of the certificate of the last
    /// timestamp's authority.
    pub fn provable_until(&self) -> Option<UnixSeconds> {
        let last = self.signatures.last()?;
        let authority = last.paths.last()?.first()?;
        let end = authority.tbs_certificate().validity().not_after.to_unix_duration();
        Some(UnixSeconds(end.as_secs()))
    }

    /// Lists everything wrong.
    pub fn problems(&self) -> Vec<Problem> {
        let of_signatures = self.signatures.iter().flat_map(|signature| &signature.problems);
        self.document_problems.iter().chain(of_signatures).cloned().collect()
    }
}

/// Describes one revision of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RevisionReport {
    /// How many bytes of the file it has.
    pub length_bytes: usize,
    /// SHA-256 of those bytes.
    pub sha256: Digest,
}

/// How far a signature can be proven (EN 319 142-1, clause 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Level {
    /// The signature itself.
    #[serde(rename = "B-B")]
    B,
    /// A trusted timestamp proves that it existed.
    #[serde(rename = "B-T")]
    T,
    /// All that is needed to check its certificates is inside.
    #[serde(rename = "B-LT")]
    Lt,
    /// A document timestamp covers all of that.
    #[serde(rename = "B-LTA")]
    Lta,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::B => "B-B",
            Self::T => "B-T",
            Self::Lt => "B-LT",
            Self::Lta => "B-LTA",
        })
    }
}

/// What a signature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody's act: a signatory's, an organisation's seal, a witness's attestation.
    Signature,
    /// The platform's seal, which closes the document.
    PlatformSeal,
    /// A document timestamp.
    DocumentTimestamp,
}

/// Describes one signature.
#[derive(Clone, Debug, Serialize)]
pub struct SignatureReport {
    /// The field.
    pub field: String,
    /// What it is.
    pub kind: Kind,
    /// What was authorised ([`crate::Purpose::name`]).
    pub purpose: Option<String>,
    /// Common name in the signer's certificate.
    pub signer: Option<String>,
    /// Organisation in the signer's certificate.
    pub organisation: Option<String>,
    /// Common name of who issued the signer's certificate.
    pub issuer: Option<String>,
    /// SHA-256 of the signer's certificate.
    pub certificate_sha256: Option<Digest>,
    /// Serial number of the signer's certificate, hexadecimal.
    pub serial: Option<String>,
    /// The authorisation that released the signature.
    pub authorisation: Option<Digest>,
    /// The timestamp's time; without a timestamp that holds the level is B-B at most.
    pub timestamped_at: Option<UnixSeconds>,
    /// The level that was proven; none if something is wrong, and for document timestamps.
    pub level: Option<Level>,
    /// Certifies the document with DocMDP P=2.
    pub certifies: bool,
    /// How much of the file it covers.
    pub covers_bytes: usize,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// The paths that were found, of the signer and of the timestamp's authority.
    #[serde(skip)]
    pub(crate) paths: Vec<Vec<Certificate>>,
}

/// Names something wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "problem", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Problem {
    /// The byte range is not the whole revision but its own `/Contents`.
    ByteRange {
        /// The signature field.
        field: String,
    },
    /// The signature itself does not hold.
    Signature {
        /// The signature field.
        field: String,
        /// Why.
        reason: CmsError,
    },
    /// The signer's certificate is not trusted.
    Certificate {
        /// The signature field.
        field: String,
        /// Why.
        reason: ChainError,
    },
    /// There is no timestamp that holds.
    Timestamp {
        /// The signature field.
        field: String,
        /// Why.
        reason: String,
    },
    /// The first signature does not certify with DocMDP P=2, or a later one claims to.
    Certification {
        /// The signature field.
        field: String,
    },
    /// A revision after the frozen document was not made by exactly one signature.
    UnsignedRevision {
        /// Length of the file up to and with that revision.
        length_bytes: usize,
    },
    /// A revision changed something it may not change.
    Changed {
        /// Length of the file up to and with that revision.
        length_bytes: usize,
        /// The object's number.
        object: u32,
    },
    /// A signature was made after the platform's seal.
    AfterClosing {
        /// The signature field.
        field: String,
    },
    /// Two fields share a name.
    RepeatedField {
        /// The name.
        field: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ByteRange { field } => write!(f, "{field}: the byte range is not the whole revision"),
            Self::Signature { field, reason } => write!(f, "{field}: {reason}"),
            Self::Certificate { field, reason } => write!(f, "{field}: {reason}"),
            Self::Timestamp { field, reason } => write!(f, "{field}: no valid timestamp: {reason}"),
            Self::Certification { field } => write!(f, "{field}: certification is missing or out of place"),
            Self::UnsignedRevision { length_bytes } => {
                write!(f, "the revision ending at byte {length_bytes} is not signed")
            }
            Self::Changed { length_bytes, object } => {
                write!(f, "the revision ending at byte {length_bytes} changed object {object}")
            }
            Self::AfterClosing { field } => write!(f, "{field}: signed after the document was closed"),
            Self::RepeatedField { field } => write!(f, "two fields are called {field}"),
        }
    }
}
