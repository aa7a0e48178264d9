//! Files that only the server's own user may read.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::Context;

/// Writes a new secret file, mode 0600, on disk for good before it returns.
///
/// # Errors
/// When there is one already, or it can't be written.
pub fn write(file: &Path, content: &str) -> anyhow::Result<()> {
    let folder = file.parent().context("a secret needs a folder")?;
    fs::create_dir_all(folder).with_context(|| format!("can't create {}", folder.display()))?;
    let mut written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(file)
        .with_context(|| format!("can't create {}", file.display()))?;
    written.write_all(content.as_bytes())?;
    written.sync_all()?;
    fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// Writes a secret file anew: beside the old one, which it then takes the place of, so that a crash leaves either.
///
/// # Errors
/// When it can't be written.
pub fn replace(file: &Path, content: &str) -> anyhow::Result<()> {
    let beside = file.with_extension("new");
    if beside.exists() {
        fs::remove_file(&beside)?;
    }
    write(&beside, content)?;
    fs::rename(&beside, file).with_context(|| format!("can't write {}", file.display()))
}
