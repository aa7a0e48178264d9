//! A PDF in memory.

use lopdf::{Document, Object};

use super::load;
use super::revision::Appended;
use crate::digest::Hasher;
use crate::{Digest, SigningError};

/// The bytes, their running hash, and the objects as of the latest revision.
///
/// An update is only ever appended, so neither bytes are hashed nor objects read twice.
pub(crate) struct File {
    bytes: Vec<u8>,
    hasher: Hasher,
    document: Document,
    next: u32,
}

impl File {
    pub(crate) fn open(bytes: Vec<u8>) -> Result<Self, SigningError> {
        let document = load(&bytes)?;
        let mut hasher = Hasher::default();
        hasher.update(&bytes);
        Self::with(bytes, document, hasher)
    }

    /// Takes a file that was read and hashed already.
    pub(crate) fn with(bytes: Vec<u8>, document: Document, hasher: Hasher) -> Result<Self, SigningError> {
        let size = document.trailer.get(b"Size").and_then(Object::as_i64)?;
        let size = u32::try_from(size).map_err(|_| SigningError::NotPdf("trailer /Size".to_owned()))?;
        let next = size.max(document.max_id.saturating_add(1));
        Ok(Self {
            bytes,
            hasher,
            document,
            next,
        })
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    pub(crate) fn hasher(&self) -> &Hasher {
        &self.hasher
    }

    pub(crate) fn digest(&self) -> Digest {
        self.hasher.with(&[])
    }

    /// The next free object number.
    pub(super) fn next(&self) -> u32 {
        self.next
    }

    pub(crate) fn append(&mut self, appended: Appended) {
        self.hasher.update(&appended.bytes);
        self.bytes.extend_from_slice(&appended.bytes);
        self.document.objects.extend(appended.objects);
        self.document.trailer = appended.trailer;
        self.document.xref_start = appended.xref_start;
        self.next = appended.next;
    }
}
