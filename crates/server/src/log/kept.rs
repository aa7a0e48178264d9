//! The newest checkpoint on disk: what this server has said, it remembers.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::Context;
use yunqian_journal::note::Note;

use crate::app::App;

/// Keeps the newest checkpoint, with what cosignatures it has, until the server stops.
///
/// By a task of its own: a disk that takes a second to sync must not hold up the next checkpoint. What a crash loses of
/// it is what was said in the last moment, and all entries that were covered are in the journal for good.
pub(super) async fn run(app: App) {
    let mut published = app.log.published.subscribe();
    let mut is_last = false;
    loop {
        let (file, text) = (
            app.log.kept.clone(),
            published.borrow_and_update().newest().note.to_string(),
        );
        let stored = tokio::task::spawn_blocking(move || store(&file, &text)).await;
        if let Err(error) = stored.map_err(anyhow::Error::from).flatten() {
            tracing::error!(error = format!("{error:#}"), "a checkpoint can't be kept");
        }
        if is_last {
            return;
        }
        tokio::select! {
            () = app.shutdown.cancelled() => is_last = true,
            // The sender lives as long as the application.
            _ = published.changed() => {}
        }
    }
}

/// Reads the note kept in `file`; none before the first.
pub(super) fn read(file: &Path) -> anyhow::Result<Option<Note>> {
    match fs::read_to_string(file) {
        Ok(text) => {
            let note = text.parse();
            Ok(Some(
                note.with_context(|| format!("{} is no signed note", file.display()))?,
            ))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("can't read {}", file.display())),
    }
}

/// Writes beside and renames, so that a crash leaves the old text or the new one; on disk for good before it returns.
///
/// # Errors
/// When it can't be written.
pub fn store(file: &Path, text: &str) -> anyhow::Result<()> {
    let store = || -> std::io::Result<()> {
        let folder = file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let beside = file.with_extension("new");
        let mut written = File::create(&beside)?;
        written.write_all(text.as_bytes())?;
        written.sync_all()?;
        fs::rename(&beside, file)?;
        File::open(folder)?.sync_all()
    };
    store().with_context(|| format!("can't write {}", file.display()))
}
