//! The transparency log: the journal as strangers may check it, without reading it.
//!
//! ```text
//! journal ── new entries ──▶ checkpoints::run ── signs, publishes ──▶ Published
//! Published ──▶ routes (/log/…)    ──▶ receipts of the API
//!           ──▶ kept::run ── the newest on disk
//!           ──▶ anchor::run, once a day ── RFC 3161 token, kept beside the journal
//!           ──▶ cosign::run, one task a witness ── add-checkpoint ──▶ cosignatures come back
//! ```
//!
//! The checkpointer hashes every entry itself as it comes. The newest checkpoint is kept on disk, and at the next start
//! a journal that does not extend it is refused. What is served says nothing of what entries hold:
//! sizes and hashes alone. Nothing waits for a witness. The formats, and what each party checks, stand in the
//! journal's `LOG.md`.

mod anchor;
mod checkpoints;
mod cosign;
mod kept;
mod key;
mod published;
mod remembered;
mod routes;
mod settings;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use tokio::sync::{Mutex, watch};
use tokio::task::JoinSet;
use yunqian_journal::checkpoint::Checkpoint;
use yunqian_journal::merkle::CompactRange;
use yunqian_journal::note::{Note, Signer};
use yunqian_journal::{Head, JournalError, Reader, Receipt};

use crate::app::App;
use crate::config::Config;

use anchor::Anchors;
pub use anchor::{Anchor, AnchorArguments, anchor};
pub use kept::store;
pub use key::{open_key, rotate};
use published::Published;
pub use published::Signed;
use remembered::Remembered;
pub use routes::router;
pub use settings::{LogSettings, WitnessSettings};

/// Where the newest checkpoint is kept, below the data directory.
const KEPT: &str = "log/checkpoint";

/// The log of this server's journal.
pub struct Log {
    reader: Reader,
    origin: String,
    signers: Vec<Signer>,
    remembered: Remembered,
    kept: PathBuf,
    anchors: Anchors,
    tree: Mutex<CompactRange>,
    published: watch::Sender<Published>,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}

impl Log {
    /// Opens the log of a journal that was opened, and so verified, before; makes its key at the first start.
    ///
    /// # Errors
    /// When the journal does not extend the checkpoint that was signed last, or a file can't be read or written.
    pub async fn open(data: &Path, config: &Config) -> anyhow::Result<Self> {
        let kept = data.join(KEPT);
        let last = kept::read(&kept)?;
        let origin = origin(config, last.as_ref())?;
        let signers = key::open(data, &origin)?;
        let keys = signers.iter().map(|signer| signer.verifier().to_string()).collect();
        let witnesses = config.log.witnesses.iter().map(|witness| witness.key.clone()).collect();
        let remembered = Remembered::with(data, keys, witnesses)?;
        let reader = Reader::open(data.join("journal")).await?;
        let head = match &last {
            Some(last) => checked(last, &signers, &reader).await?,
            None => reader.head().await?,
        };
        let tree = reader.tree(head.size).await?;
        let first = sign(&origin, &signers, head);
        kept::store(&kept, &first.note.to_string())?;
        Ok(Self {
            reader,
            origin,
            signers,
            remembered,
            kept,
            anchors: Anchors::of(data),
            tree: Mutex::new(tree),
            published: watch::Sender::new(Published::new(first)),
        })
    }

    /// Reads the journal beside its writer.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The newest checkpoint.
    pub fn newest(&self) -> Signed {
        self.published.borrow().newest().clone()
    }

    /// Waits until a checkpoint covers the entry at `index`, and gives the best witnessed of those; `None` when it
    /// takes longer than `patience`.
    pub async fn covering(&self, index: u64, patience: Duration) -> Option<Signed> {
        let mut published = self.published.subscribe();
        let covered = published.wait_for(|published| published.newest().head.size > index);
        let published = tokio::time::timeout(patience, covered).await.ok()?.ok()?;
        published.covering(index).cloned()
    }

    /// Proves the entry at `index` by a checkpoint that covers it; `None` when that one does not.
    ///
    /// # Errors
    /// When the entry is not as it was written.
    pub async fn receipt(&self, index: u64, covering: &Signed) -> Result<Option<Receipt>, JournalError> {
        let size = covering.head.size;
        let Some(entry) = self.reader.read(index, 1).await?.pop().filter(|_| index < size) else {
            return Ok(None);
        };
        Ok(Some(Receipt {
            entry: entry.bytes,
            index,
            proof: self.reader.inclusion_proof(index, size).await?,
            checkpoint: covering.note.to_string(),
        }))
    }

    /// The checkpoints that were anchored outside, oldest first.
    ///
    /// # Errors
    /// When their list can't be read.
    pub fn anchors(&self) -> anyhow::Result<Vec<Anchor>> {
        self.anchors.read()
    }

    /// Signs what is the log's own word besides checkpoints.
    pub fn signer(&self) -> &Signer {
        &self.signers[0]
    }

    /// The keys that sign, the current one first.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        self.signers.iter().map(|signer| signer.verifier().to_string())
    }

    /// The keys by which checkpoints of today and before are checked, the current one first.
    pub fn known_keys(&self) -> &[String] {
        &self.remembered.logs
    }

    /// The keys of those who witness it, or did.
    pub fn known_witnesses(&self) -> &[String] {
        &self.remembered.witnesses
    }
}

/// Starts the checkpointer, the keeping, the anchoring and a task for each witness; they end with the application's shutdown token.
///
/// # Errors
/// When no HTTP client can be set up.
pub fn spawn(app: &App, tasks: &mut JoinSet<()>) -> anyhow::Result<()> {
    tasks.spawn(checkpoints::run(app.clone()));
    tasks.spawn(kept::run(app.clone()));
    tasks.spawn(anchor::run(app.clone()));
    for witness in &app.config.log.witnesses {
        tasks.spawn(cosign::run(app.clone(), cosign::Asked::new(witness)?));
    }
    Ok(())
}

/// A log keeps its name for ever: the first one it had, whatever the address is by now.
fn origin(config: &Config, last: Option<&Note>) -> anyhow::Result<String> {
    let Some(last) = last else {
        return Ok(config.log_origin());
    };
    let kept: Checkpoint = last.text().parse().context("the kept checkpoint can't be read")?;
    if let Some(wanted) = &config.log.origin {
        ensure!(
            *wanted == kept.origin,
            "this log is called {}, not {wanted}: log.origin can't be changed",
            kept.origin
        );
    }
    Ok(kept.origin)
}

/// Checks that the journal still holds what the last checkpoint was signed over.
async fn checked(last: &Note, signers: &[Signer], reader: &Reader) -> anyhow::Result<Head> {
    let is_ours = signers.iter().any(|signer| signer.verifier().verify(last).is_ok());
    ensure!(is_ours, "the kept checkpoint is not signed by the log's key");
    let signed = last.text().parse::<Checkpoint>()?.head;
    let now = reader.head().await?;
    ensure!(
        signed.size <= now.size,
        "the journal has {} entries, but a checkpoint over {} was signed: it is an older copy, or was cut off",
        now.size,
        signed.size
    );
    let found = Head::from(&reader.tree(signed.size).await?);
    ensure!(
        found == signed,
        "the journal is not the one whose first {} entries a checkpoint was signed over: it was rewritten",
        signed.size
    );
    Ok(signed)
}

fn sign(origin: &str, signers: &[Signer], head: Head) -> Signed {
    let text = Checkpoint::new(origin, head).to_string();
    let mut note = Note::new(text.clone()).expect("an origin is one line of text");
    for signer in signers {
        // A log's own signature says no time.
        note.add(signer.sign(&text, 0));
    }
    Signed { head, note }
}
