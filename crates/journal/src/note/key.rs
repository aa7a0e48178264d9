//! Keys of notes: who signs, and who is believed.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};

use super::{ID_BYTES, Note, NoteError, Signature};
use crate::Digest;

/// Length of an Ed25519 signature.
const SIGNATURE_BYTES: usize = ed25519_dalek::SIGNATURE_LENGTH;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The text: a log's own signature.
    Text,
    /// The text and a time: a witness's cosignature, version 1.
    Cosignature,
}

impl Kind {
    /// Its identifier byte.
    const fn byte(self) -> u8 {
        match self {
            Self::Text => 0x01,
            Self::Cosignature => 0x04,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Text, Self::Cosignature]
            .into_iter()
            .find(|kind| kind.byte() == byte)
    }
}

/// A public key whose signatures are believed, with its name; written `name+id+Base64(type ‖ key)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: Kind,
    key: VerifyingKey,
}

/// A key that signs under a name.
#[derive(Clone)]
pub struct Signer {
    key: SigningKey,
    verifier: VerifierKey,
}

impl VerifierKey {
    /// Its name; a log's is its origin.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Checks every signature of a note that names this key; gives the newest time of a cosignature, in seconds since
    /// 1970, and 0 for a key that signs the text alone.
    ///
    /// # Errors
    /// [`NoteError::NotSigned`] when there is none, [`NoteError::BadSignature`] when one does not hold.
    pub fn verify(&self, note: &Note) -> Result<u64, NoteError> {
        let id = self.id();
        let own = note
            .signatures()
            .iter()
            .filter(|signature| signature.name == self.name && signature.id == id);
        let times: Vec<u64> = own.map(|line| self.verify_line(note, line)).collect::<Result<_, _>>()?;
        times.into_iter().max().ok_or(NoteError::NotSigned)
    }

    fn verify_line(&self, note: &Note, line: &Signature) -> Result<u64, NoteError> {
        let bad = || NoteError::BadSignature;
        let (time, signature) = match self.kind {
            Kind::Text => (0, &line.bytes[..]),
            Kind::Cosignature => {
                let (time, signature) = line.bytes.split_first_chunk().ok_or_else(bad)?;
                (u64::from_be_bytes(*time), signature)
            }
        };
        let signature: &[u8; SIGNATURE_BYTES] = signature.try_into().map_err(|_| bad())?;
        // The specification's bound: what comes after it is no time of this world.
        i64::try_from(time).map_err(|_| bad())?;
        let message = message(self.kind, note.text(), time);
        self.key
            .verify_strict(message.as_bytes(), &ed25519_dalek::Signature::from_bytes(signature))
            .map_err(|_| bad())?;
        Ok(time)
    }

    fn id(&self) -> [u8; ID_BYTES] {
        let digest = Digest::of_parts(&[self.name.as_bytes(), b"\n", &[self.kind.byte()], self.key.as_bytes()]);
        let (id, _) = digest
            .as_bytes()
            .split_first_chunk()
            .expect("a digest is longer than an id");
        *id
    }
}

impl Signer {
    /// Lets an Ed25519 key, by its 32-byte seed, sign under a name.
    ///
    /// # Errors
    /// [`NoteError::MalformedKey`] for a name with spaces or a plus sign, or none.
    pub fn new(name: impl Into<String>, kind: Kind, seed: &[u8; 32]) -> Result<Self, NoteError> {
        let (name, key) = (name.into(), SigningKey::from_bytes(seed));
        if !is_name(&name) {
            return Err(NoteError::MalformedKey);
        }
        let verifier = VerifierKey {
            name,
            kind,
            key: key.verifying_key(),
        };
        Ok(Self { key, verifier })
    }

    /// The key by which its signatures are checked.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a text; `now`, in seconds since 1970, counts for cosignatures alone.
    #[must_use]
    pub fn sign(&self, text: &str, now: u64) -> Signature {
        let VerifierKey { name, kind, .. } = &self.verifier;
        let signature = self.key.sign(message(*kind, text, now).as_bytes()).to_bytes();
        let bytes = match kind {
            Kind::Text => signature.to_vec(),
            Kind::Cosignature => [&now.to_be_bytes()[..], &signature].concat(),
        };
        Signature {
            name: name.clone(),
            id: self.verifier.id(),
            bytes,
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("verifier", &self.verifier)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = STANDARD.encode([&[self.kind.byte()], &self.key.as_bytes()[..]].concat());
        write!(f, "{}+{}+{key}", self.name, hex::encode(self.id()))
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let parts: Vec<&str> = text.splitn(3, '+').collect();
        let [name, id, key] = parts[..] else {
            return Err(NoteError::MalformedKey);
        };
        let bytes = STANDARD.decode(key).map_err(|_| NoteError::MalformedKey)?;
        let (kind, key) = bytes.split_first().ok_or(NoteError::MalformedKey)?;
        let key = key.try_into().map_err(|_| NoteError::MalformedKey)?;
        let read = Self {
            name: name.to_owned(),
            kind: Kind::of(*kind).ok_or(NoteError::MalformedKey)?,
            key: VerifyingKey::from_bytes(key).map_err(|_| NoteError::MalformedKey)?,
        };
        if !is_name(name) || hex::encode(read.id()) != id {
            return Err(NoteError::MalformedKey);
        }
        Ok(read)
    }
}

/// What a key of a kind signs of a text.
fn message(kind: Kind, text: &str, time: u64) -> String {
    match kind {
        Kind::Text => text.to_owned(),
        Kind::Cosignature => format!("cosignature/v1\ntime {time}\n{text}"),
    }
}

/// Whether a key may be called that.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}
