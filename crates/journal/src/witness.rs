//! The witness protocol (C2SP tlog-witness): what a log submits, and what a witness checks before it cosigns.
//!
//! A witness remembers one head a log, the newest it cosigned, and cosigns another only with a proof that it extends
//! that one. So of two histories of one log it cosigns one at most; whoever asks for its cosignature can't be shown
//! the other. Remembering, and doing check and memory as one, is the caller's.

use std::fmt;
use std::str::FromStr;

use crate::checkpoint::{Checkpoint, decimal};
use crate::merkle::{empty_root, proof};
use crate::note::{Note, VerifierKey};
use crate::{Digest, Head};

/// Hashes that a consistency proof may have.
const MAX_PROOF: usize = 63;

/// The body of `add-checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// Size of the checkpoint that the witness cosigned last, as the log believes.
    pub old_size: u64,
    /// Proof that the new tree extends that one; empty when the old size is 0.
    pub proof: Vec<Digest>,
    /// The new checkpoint, signed by the log.
    pub note: Note,
}

/// Why a witness does not cosign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// It is no submission.
    #[error("not a submission")]
    Malformed,
    /// The old size is above the new one.
    #[error("the old size is larger than the checkpoint's")]
    OldSizeTooLarge,
    /// The witness does not know the log.
    #[error("the log is not known here")]
    UnknownLog,
    /// No key of the log signed the checkpoint.
    #[error("the checkpoint is not signed by the log")]
    NotSigned,
    /// The old size is not the one that was cosigned last.
    #[error("the last checkpoint cosigned has {latest} entries")]
    AnotherSize {
        /// The one that was.
        latest: u64,
    },
    /// The log shows another tree of the size that was cosigned last.
    #[error("the log has forked: another tree of the same size was cosigned")]
    Forked,
    /// The proof does not show that the new tree extends the old one.
    #[error("the new tree does not extend the one cosigned last")]
    Inconsistent,
}

impl Refused {
    /// The HTTP status that the protocol gives it.
    #[must_use]
    pub fn status(self) -> u16 {
        match self {
            Self::Malformed | Self::OldSizeTooLarge => 400,
            Self::NotSigned => 403,
            Self::UnknownLog => 404,
            Self::AnotherSize { .. } | Self::Forked => 409,
            Self::Inconsistent => 422,
        }
    }

    /// Whether the submission by itself is evidence, signed by the log, that it shows two histories. A proof that does
    /// not hold is none: anybody can send one with a checkpoint that is public.
    #[must_use]
    pub fn is_evidence(self) -> bool {
        self == Self::Forked
    }
}

/// Checks a submission against the keys of the log that it names and the head cosigned last; gives the checkpoint
/// that may be cosigned.
///
/// # Errors
/// See [`Refused`].
pub fn examine(submission: &Submission, log: &[VerifierKey], latest: Option<Head>) -> Result<Checkpoint, Refused> {
    let checkpoint: Checkpoint = submission.note.text().parse().map_err(|_| Refused::Malformed)?;
    let mut keys = log.iter().filter(|key| key.name() == checkpoint.origin).peekable();
    keys.peek().ok_or(Refused::UnknownLog)?;
    if !keys.any(|key| key.verify(&submission.note).is_ok()) {
        return Err(Refused::NotSigned);
    }
    let latest = latest.unwrap_or(Head {
        size: 0,
        root: empty_root(),
    });
    let head = checkpoint.head;
    if submission.old_size > head.size {
        return Err(Refused::OldSizeTooLarge);
    }
    if submission.old_size != latest.size {
        return Err(Refused::AnotherSize { latest: latest.size });
    }
    if head.size == latest.size && head.root != latest.root {
        return Err(Refused::Forked);
    }
    let is_extension = if latest.size == 0 {
        submission.proof.is_empty()
    } else {
        let before = (latest.size, &latest.root);
        proof::extends(before, (head.size, &head.root), &submission.proof)
    };
    is_extension.then_some(checkpoint).ok_or(Refused::Inconsistent)
}

impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old_size)?;
        self.proof
            .iter()
            .try_for_each(|hash| writeln!(f, "{}", hash.to_base64()))?;
        write!(f, "\n{}", self.note)
    }
}

impl FromStr for Submission {
    type Err = Refused;

    fn from_str(body: &str) -> Result<Self, Refused> {
        let (head, note) = body.split_once("\n\n").ok_or(Refused::Malformed)?;
        let mut lines = head.split('\n');
        let old_size = lines
            .next()
            .and_then(|line| line.strip_prefix("old "))
            .and_then(decimal)
            .ok_or(Refused::Malformed)?;
        let proof: Vec<Digest> = lines
            .map(Digest::from_base64)
            .collect::<Result<_, _>>()
            .map_err(|_| Refused::Malformed)?;
        if proof.len() > MAX_PROOF {
            return Err(Refused::Malformed);
        }
        Ok(Self {
            old_size,
            proof,
            note: note.parse().map_err(|_| Refused::Malformed)?,
        })
    }
}

#[cfg(test)]
mod tests;
