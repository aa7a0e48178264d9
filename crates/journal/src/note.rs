//! Signed notes (C2SP signed-note): text, and under it one line for each signature.
//!
//! ```text
//! text that ends in a newline
//!                                            ← the last empty line parts text from signatures
//! — key name Base64(key id ‖ signature)
//! ```
//!
//! A [`Signer`] signs either the text itself (type 1) or, as a witness, the text and the time at which it was seen
//! (type 4, tlog-cosignature). A [`VerifierKey`] finds its own line in a note and ignores all others.

mod key;

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub use key::{Kind, Signer, VerifierKey};

/// Signatures that a note may carry.
const MAX_SIGNATURES: usize = 64;
/// Length of a key id.
const ID_BYTES: usize = 4;

/// A text with its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// A line under a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    name: String,
    id: [u8; ID_BYTES],
    bytes: Vec<u8>,
}

/// Why something is no note, or not signed by a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// Not the shape of a note.
    #[error("not a signed note")]
    Malformed,
    /// Not the shape of a verifier key, or a name no key may have.
    #[error("not a verifier key")]
    MalformedKey,
    /// No signature by that key.
    #[error("not signed by this key")]
    NotSigned,
    /// A signature that names the key does not hold.
    #[error("a signature does not hold")]
    BadSignature,
}

impl Note {
    /// A note of `text`, without signatures so far.
    ///
    /// # Errors
    /// [`NoteError::Malformed`] when the text is empty, does not end in a newline or has control characters.
    pub fn new(text: impl Into<String>) -> Result<Self, NoteError> {
        let text = text.into();
        let is_text = text.ends_with('\n') && !text.chars().any(|c| c < ' ' && c != '\n');
        is_text
            .then_some(Self {
                text,
                signatures: Vec::new(),
            })
            .ok_or(NoteError::Malformed)
    }

    /// The text with its final newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines under it.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds a line; one by the same key goes.
    pub fn add(&mut self, signature: Signature) {
        self.signatures
            .retain(|other| (&other.name, other.id) != (&signature.name, signature.id));
        self.signatures.push(signature);
    }
}

impl Signature {
    /// Name of the key that made it, as the line says.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures
            .iter()
            .try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = STANDARD.encode([&self.id[..], &self.bytes].concat());
        write!(f, "— {} {bytes}", self.name)
    }
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        let parting = note.rfind("\n\n").ok_or(NoteError::Malformed)?;
        let (text, lines) = (&note[..=parting], &note[parting + 2..]);
        let mut read = Self::new(text)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::Malformed)?;
        read.signatures = lines.split('\n').map(str::parse).collect::<Result<_, _>>()?;
        if read.signatures.len() > MAX_SIGNATURES {
            return Err(NoteError::Malformed);
        }
        Ok(read)
    }
}

impl FromStr for Signature {
    type Err = NoteError;

    fn from_str(line: &str) -> Result<Self, NoteError> {
        let (name, base64) = line
            .strip_prefix("— ")
            .and_then(|rest| rest.split_once(' '))
            .ok_or(NoteError::Malformed)?;
        let bytes = STANDARD.decode(base64).map_err(|_| NoteError::Malformed)?;
        let (id, bytes) = bytes.split_first_chunk().ok_or(NoteError::Malformed)?;
        if !key::is_name(name) || bytes.is_empty() {
            return Err(NoteError::Malformed);
        }
        Ok(Self {
            name: name.to_owned(),
            id: *id,
            bytes: bytes.to_vec(),
        })
    }
}

#[cfg(test)]
mod tests;
