//! What a witness cosigned last of each log: on disk before anybody sees the cosignature.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use tokio::sync::Mutex;
use yunqian_journal::checkpoint::Checkpoint;
use yunqian_journal::note::{Note, Signature, Signer, VerifierKey};
use yunqian_journal::witness::{Refused, Submission, examine};
use yunqian_journal::{Digest, Head};

/// Files in a directory, one a log, and beside them the forks that logs were caught at. One submission is looked at
/// at a time: check and memory are one.
#[derive(Debug)]
pub(super) struct Memory(Mutex<PathBuf>);

/// Why there is no cosignature.
#[derive(Debug)]
pub(super) enum NotCosigned {
    Refused(Refused),
    /// It could not be kept.
    NotKept(anyhow::Error),
}

impl From<Refused> for NotCosigned {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<anyhow::Error> for NotCosigned {
    fn from(error: anyhow::Error) -> Self {
        Self::NotKept(error)
    }
}

impl Memory {
    /// Opens the memory in a witness's directory.
    pub(super) fn open(data: &Path) -> anyhow::Result<Self> {
        let dir = data.join("logs");
        fs::create_dir_all(&dir).with_context(|| format!("can't create {}", dir.display()))?;
        Ok(Self(Mutex::new(dir)))
    }

    /// Checks a submission against what was cosigned last, remembers it and cosigns it at the time `now`, in seconds
    /// since 1970.
    pub(super) async fn cosign(
        &self,
        submission: Submission,
        logs: &[VerifierKey],
        signer: &Signer,
        now: u64,
    ) -> Result<Signature, NotCosigned> {
        let dir = self.0.lock().await;
        let file = dir.join(format!("{}.checkpoint", log_digest(&submission.note)));
        let latest = latest(&file)?;
        if let Err(refused) = examine(&submission, logs, latest) {
            if refused.is_evidence() {
                let name = format!("fork-{}", Digest::of(submission.note.text().as_bytes()));
                crate::log::store(&dir.join(name), &submission.note.to_string())?;
            }
            return Err(refused.into());
        }
        let mut note = submission.note;
        let signature = signer.sign(note.text(), now);
        note.add(signature.clone());
        let text = note.to_string();
        let stored = tokio::task::spawn_blocking(move || crate::log::store(&file, &text)).await;
        stored.context("the keeping broke off")??;
        Ok(signature)
    }
}

/// Names a log by its origin, the first line of its checkpoints, in letters that every file system takes.
fn log_digest(note: &Note) -> Digest {
    Digest::of(note.text().lines().next().unwrap_or_default().as_bytes())
}

fn latest(file: &Path) -> anyhow::Result<Option<Head>> {
    if !file.exists() {
        return Ok(None);
    }
    let read = || -> anyhow::Result<Head> {
        let note: Note = fs::read_to_string(file)?.parse()?;
        Ok(note.text().parse::<Checkpoint>()?.head)
    };
    // Without its memory a witness must not cosign: it could be made to see another history.
    Ok(Some(
        read().with_context(|| format!("{} can't be read", file.display()))?,
    ))
}
