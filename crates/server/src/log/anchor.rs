//! Anchors checkpoints outside: an RFC 3161 token over the newest checkpoint's note, once a day.
//!
//! Note and token are blobs; a line of `log/anchors.jsonl` names them. They lie beside the journal: a token proves
//! itself, and a journal at rest would grow by its own anchors for ever.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, ensure};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use yunqian_journal::checkpoint::Checkpoint;
use yunqian_journal::note::Note;
use yunqian_journal::{Blobs, Digest, Head};
use yunqian_signing::{Timestamp as Stamped, timestamp};

use super::{KEPT, kept};
use crate::app::App;
use crate::config::Config;
use crate::signing;

/// Where anchors are listed, below the data directory.
const LIST: &str = "log/anchors.jsonl";
/// How often the job looks whether it is time again.
const REST: Duration = Duration::from_secs(600);

/// A checkpoint that was anchored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// The time that the token says.
    pub at: Timestamp,
    /// What the checkpoint covers.
    pub head: Head,
    /// The checkpoint's note, a blob.
    pub checkpoint: Digest,
    /// The token, a blob.
    pub token: Digest,
}

/// The list on disk.
#[derive(Debug, Clone)]
pub(super) struct Anchors(PathBuf);

impl Anchors {
    pub(super) fn of(data: &Path) -> Self {
        Self(data.join(LIST))
    }

    /// Reads the list, oldest first. A line that a crash left half written is passed over: its anchor is made anew.
    pub(super) fn read(&self) -> anyhow::Result<Vec<Anchor>> {
        match fs::read_to_string(&self.0) {
            Ok(text) => Ok(text
                .lines()
                .filter_map(|line| serde_json::from_str(line).ok())
                .collect()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error).with_context(|| format!("can't read {}", self.0.display())),
        }
    }

    fn add(&self, anchor: &Anchor) -> anyhow::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).open(&self.0)?;
        // It begins with a newline, so that half a line before it spoils nothing.
        file.write_all(format!("\n{}\n", serde_json::to_string(anchor)?).as_bytes())?;
        Ok(file.sync_all()?)
    }
}

/// Anchors the newest checkpoint whenever the last anchor is old enough, until the server stops. Without an authority
/// there is nothing to do.
pub(super) async fn run(app: App) {
    let hours = app.config.log.anchor_hours;
    if hours == 0 || !app.signing.has_timestamps() {
        return;
    }
    let mut was_well = true;
    loop {
        match anchor_if_due(&app, SignedDuration::from_hours(hours.into())).await {
            Ok(()) => was_well = true,
            Err(error) if was_well => {
                was_well = false;
                tracing::warn!(error = format!("{error:#}"), "a checkpoint can't be anchored");
            }
            Err(_) => {}
        }
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = tokio::time::sleep(REST) => {}
        }
    }
}

async fn anchor_if_due(app: &App, every: SignedDuration) -> anyhow::Result<()> {
    let newest = app.log.newest();
    let last = app.log.anchors.read()?.pop();
    let is_due = last.is_none_or(|last| Timestamp::now().duration_since(last.at) >= every && last.head != newest.head);
    if is_due {
        let worker = app.clone();
        let note = newest.note.to_string();
        let stamped = tokio::task::spawn_blocking(move || stamp(&worker.signing, &note)).await??;
        keep(&app.log.anchors, &app.blobs, &newest.note, stamped).await?;
    }
    Ok(())
}

/// Asks the authorities in turn; blocks while it waits for them.
fn stamp(signing: &signing::Instance, note: &str) -> anyhow::Result<Stamped> {
    let now = signing::now();
    let about = yunqian_signing::Digest::of(note.as_bytes());
    let stamped = signing.with_timestamps(now, |asked| {
        timestamp(about, asked.nonce, now, asked.authorities, asked.trust)
    });
    Ok(stamped?)
}

async fn keep(anchors: &Anchors, blobs: &Blobs, note: &Note, stamped: Stamped) -> anyhow::Result<Anchor> {
    let anchor = Anchor {
        at: Timestamp::from_second(stamped.at.0.cast_signed())?,
        head: note.text().parse::<Checkpoint>()?.head,
        checkpoint: blobs.put(note.to_string().into_bytes()).await?,
        token: blobs.put(stamped.token).await?,
    };
    anchors.add(&anchor)?;
    Ok(anchor)
}

/// How `yunqian anchor` is called.
#[derive(Debug, clap::Args)]
pub struct AnchorArguments {
    /// Configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Directory that holds all data.
    #[arg(long)]
    data: Option<PathBuf>,
}

/// Anchors the checkpoint that was signed last, now, whether a server runs on the data or not.
///
/// # Errors
/// When there is no checkpoint yet, or no authority answers.
pub async fn anchor(arguments: AnchorArguments) -> anyhow::Result<()> {
    let mut config = Config::load(arguments.config.as_deref())?;
    let data = arguments.data.unwrap_or_else(|| config.data.clone());
    config.demo |= data.join(signing::DEVELOPMENT_AUTHORITY).exists();
    let note = kept::read(&data.join(KEPT))?.context("no checkpoint was signed here yet")?;
    ensure!(data.join("blobs").exists(), "{} holds no blobs", data.display());
    let blobs = Blobs::open(data.join("blobs"), config.file_limit_bytes)?;
    let signing = signing::Instance::open(&data, &config)?;
    let text = note.to_string();
    let stamped = tokio::task::spawn_blocking(move || stamp(&signing, &text)).await??;
    let anchor = keep(&Anchors::of(&data), &blobs, &note, stamped).await?;
    println!("{} entries anchored at {}", anchor.head.size, anchor.at);
    Ok(())
}
