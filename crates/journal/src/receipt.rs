//! Receipts: one entry, and everything needed to see that it is in the log.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Digest;
use crate::checkpoint::Checkpoint;
use crate::merkle::{leaf_hash, proof};
use crate::note::{Note, NoteError, VerifierKey};

/// Proves to somebody who knows the log's key alone that an entry is in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The entry's exact bytes; Base64 in JSON.
    #[serde(serialize_with = "to_base64", deserialize_with = "from_base64")]
    pub entry: Vec<u8>,
    /// Its position in the log, from 0.
    pub index: u64,
    /// Audit path from the entry to the checkpoint's root (RFC 6962, section 2.1.1).
    pub proof: Vec<Digest>,
    /// The checkpoint, a signed note with whatever cosignatures there were.
    pub checkpoint: String,
}

/// What a receipt proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The checkpoint that covers the entry.
    pub checkpoint: Checkpoint,
    /// Those of the witnesses who saw that checkpoint.
    pub cosigned: Vec<Cosigned>,
}

/// A witness saw a checkpoint, consistent with all that it saw before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosigned {
    /// Name of the witness.
    pub witness: String,
    /// When, in seconds since 1970, by the witness's clock.
    pub at: u64,
}

/// Why a receipt proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiptError {
    /// The checkpoint can't be read.
    #[error("the checkpoint can't be read")]
    Unreadable,
    /// The checkpoint is another log's.
    #[error("the checkpoint is another log's")]
    AnotherLog,
    /// The checkpoint is not signed by the log, or a witness's cosignature does not hold.
    #[error("the checkpoint: {0}")]
    Note(#[from] NoteError),
    /// The path does not lead from this entry at this position to the checkpoint's root.
    #[error("the entry is not in the log that the checkpoint covers")]
    NotIncluded,
}

impl Receipt {
    /// Checks the receipt by the log's key and the keys of witnesses. How many of them are enough is for the caller
    /// to say; a cosignature that names one of them and does not hold spoils the receipt.
    ///
    /// # Errors
    /// See [`ReceiptError`].
    pub fn verify(&self, log: &VerifierKey, witnesses: &[VerifierKey]) -> Result<Proven, ReceiptError> {
        let note: Note = self.checkpoint.parse().map_err(|_| ReceiptError::Unreadable)?;
        let checkpoint: Checkpoint = note.text().parse().map_err(|_| ReceiptError::Unreadable)?;
        if checkpoint.origin != log.name() {
            return Err(ReceiptError::AnotherLog);
        }
        log.verify(&note)?;
        let head = checkpoint.head;
        if !proof::includes(&head.root, head.size, self.index, &leaf_hash(&self.entry), &self.proof) {
            return Err(ReceiptError::NotIncluded);
        }
        let mut cosigned = Vec::new();
        for key in witnesses {
            match key.verify(&note) {
                Ok(at) => cosigned.push(Cosigned {
                    witness: key.name().to_owned(),
                    at,
                }),
                Err(NoteError::NotSigned) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(Proven { checkpoint, cosigned })
    }
}

fn to_base64<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&STANDARD.encode(bytes))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    STANDARD.decode(text).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Head;
    use crate::merkle::reference;
    use crate::note::{Kind, Signer};

    fn signer(name: &str, kind: Kind, seed: u8) -> Signer {
        Signer::new(name, kind, &[seed; 32]).unwrap()
    }

    fn log() -> Signer {
        signer("example.org/log", Kind::Text, 1)
    }

    fn witness() -> Signer {
        signer("witness.example", Kind::Cosignature, 2)
    }

    fn receipt(size: usize, index: usize) -> Receipt {
        let entries: Vec<_> = (0..size).map(|n| format!("entry {n}").into_bytes()).collect();
        let leaves: Vec<_> = entries.iter().map(|bytes| leaf_hash(bytes)).collect();
        let head = Head {
            size: size as u64,
            root: reference::root(&leaves),
        };
        let text = Checkpoint::new("example.org/log", head).to_string();
        let mut note = Note::new(text.clone()).unwrap();
        note.add(log().sign(&text, 0));
        note.add(witness().sign(&text, 1_700_000_000));
        Receipt {
            entry: entries[index].clone(),
            index: index as u64,
            proof: reference::inclusion(&leaves, index).unwrap(),
            checkpoint: note.to_string(),
        }
    }

    #[test]
    fn a_receipt_proves_its_entry_and_tells_who_saw_the_checkpoint() {
        let stranger = signer("stranger.example", Kind::Cosignature, 3);
        let witnesses = [witness().verifier().clone(), stranger.verifier().clone()];
        let proven = receipt(7, 3).verify(log().verifier(), &witnesses).unwrap();
        assert_eq!(proven.checkpoint.head.size, 7);
        let seen = Cosigned {
            witness: "witness.example".to_owned(),
            at: 1_700_000_000,
        };
        assert_eq!(proven.cosigned, [seen]);
    }

    #[test]
    fn another_entry_position_log_or_key_proves_nothing() {
        let good = receipt(7, 3);
        let verify = |receipt: &Receipt, key: &Signer| receipt.verify(key.verifier(), &[]).unwrap_err();
        let altered = Receipt {
            entry: b"entry 4".to_vec(),
            ..good.clone()
        };
        assert_eq!(verify(&altered, &log()), ReceiptError::NotIncluded);
        let moved = Receipt {
            index: 4,
            ..good.clone()
        };
        assert_eq!(verify(&moved, &log()), ReceiptError::NotIncluded);
        let other_log = signer("other.example/log", Kind::Text, 1);
        assert_eq!(verify(&good, &other_log), ReceiptError::AnotherLog);
        let other_key = signer("example.org/log", Kind::Text, 9);
        assert_eq!(verify(&good, &other_key), ReceiptError::Note(NoteError::NotSigned));
    }

    #[test]
    fn a_receipts_json_is_fixed() {
        let receipt = Receipt {
            entry: b"entry".to_vec(),
            index: 0,
            proof: vec![Digest::of(b"")],
            checkpoint: "text\n".to_owned(),
        };
        let json = serde_json::json!({
            "entry": "ZW50cnk=",
            "index": 0,
            "proof": ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
            "checkpoint": "text\n",
        });
        assert_eq!(serde_json::to_value(&receipt).unwrap(), json);
        assert_eq!(serde_json::from_value::<Receipt>(json).unwrap(), receipt);
    }

    proptest! {
        #[test]
        fn no_flipped_bit_of_an_entry_or_path_goes_unnoticed(
            size in 2usize..40, pick in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), bit in 0u8..8
        ) {
            let mut receipt = receipt(size, pick.index(size));
            prop_assert!(receipt.verify(log().verifier(), &[witness().verifier().clone()]).is_ok());
            let at = at.index(receipt.entry.len() + 32 * receipt.proof.len());
            match at.checked_sub(receipt.entry.len()) {
                None => receipt.entry[at] ^= 1 << bit,
                Some(at) => {
                    let mut bytes = *receipt.proof[at / 32].as_bytes();
                    bytes[at % 32] ^= 1 << bit;
                    receipt.proof[at / 32] = Digest::from_bytes(bytes);
                }
            }
            prop_assert_eq!(receipt.verify(log().verifier(), &[]), Err(ReceiptError::NotIncluded));
        }
    }
}
