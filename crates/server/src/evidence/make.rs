//! Making a bundle out of its parts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use yunqian_journal::Digest;
use yunqian_journal::note::Signer;
use yunqian_session::recording::MediaManifest;

use super::container::{self, Files};
use super::manifest::{MANIFEST, Manifest};
use super::trust::Anchors;
use super::verify::{ANCHORS, ATTACHMENTS, AUTHORISATIONS, CHECKPOINT, DOCUMENT, ENTRIES, MEDIA, PROOFS, TIMESTAMPS};

/// Path of the certificate of completion.
const CERTIFICATE: &str = "certificate.pdf";

/// What a bundle is made of.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Agreement.
    pub agreement: String,
    /// The signed document.
    pub document: Vec<u8>,
    /// Stored proofs of authorisation by signatory.
    pub authorisations: BTreeMap<String, Vec<u8>>,
    /// Journal entries by position, each with its path to the checkpoint's root.
    pub entries: BTreeMap<u64, (Vec<u8>, Vec<Digest>)>,
    /// The checkpoint, a signed note.
    pub checkpoint: String,
    /// What was recorded of the signing.
    pub media: Option<MediaManifest>,
    /// Timestamps from outside over the log, by its size then.
    pub timestamps: BTreeMap<u64, Stamped>,
    /// Files that the record names.
    pub attachments: Vec<Vec<u8>>,
    /// The certificate of completion.
    pub certificate: Option<Vec<u8>>,
    /// The maker's own trust anchors.
    pub anchors: Anchors,
}

/// A timestamp over a checkpoint of the log.
#[derive(Debug, Clone)]
pub struct Stamped {
    /// The checkpoint, a signed note.
    pub checkpoint: Vec<u8>,
    /// The RFC 3161 token over it.
    pub token: Vec<u8>,
    /// Proof that of this checkpoint and the bundle's the larger tree extends the smaller.
    pub consistency: Vec<Digest>,
}

/// Why a bundle can't be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MakeError {
    /// Too many or too large files.
    #[error(transparent)]
    Container(#[from] container::NotCanonical),
    /// The manifest can't be signed.
    #[error(transparent)]
    Manifest(#[from] yunqian_journal::note::NoteError),
}

/// Writes a bundle whose manifest `signer`, the log's key, signs.
///
/// # Errors
/// See [`MakeError`].
pub fn make(parts: Parts, signer: &Signer, now: Timestamp) -> Result<Vec<u8>, MakeError> {
    let mut files = Files::from([
        (DOCUMENT.to_owned(), parts.document),
        (CHECKPOINT.to_owned(), parts.checkpoint.into_bytes()),
        (ANCHORS.to_owned(), json(&parts.anchors)),
    ]);
    let mut proofs = BTreeMap::new();
    for (index, (entry, path)) in parts.entries {
        files.insert(format!("{ENTRIES}{index}.json"), entry);
        proofs.insert(index.to_string(), path);
    }
    files.insert(PROOFS.to_owned(), json(&proofs));
    for (signatory, proof) in parts.authorisations {
        files.insert(format!("{AUTHORISATIONS}{signatory}.json"), proof);
    }
    if let Some(media) = parts.media {
        files.insert(MEDIA.to_owned(), json(&media));
    }
    for (size, stamped) in parts.timestamps {
        let path = |name: &str| format!("{TIMESTAMPS}{size}/{name}");
        files.insert(path("checkpoint"), stamped.checkpoint);
        files.insert(path("consistency.json"), json(&stamped.consistency));
        files.insert(path("token"), stamped.token);
    }
    for attachment in parts.attachments {
        files.insert(format!("{ATTACHMENTS}{}", Digest::of(&attachment)), attachment);
    }
    if let Some(certificate) = parts.certificate {
        files.insert(CERTIFICATE.to_owned(), certificate);
    }
    let made = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let manifest = Manifest::of(&files, &parts.agreement, &made);
    let seconds = now.as_second().unsigned_abs();
    files.insert(MANIFEST.to_owned(), manifest.sign(signer, seconds)?);
    Ok(container::write(&files)?)
}

fn json(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain data")
}
