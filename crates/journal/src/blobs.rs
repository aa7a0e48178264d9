//! Files by content.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::sqlite::{create_dir, io, sync_dir};
use crate::{Digest, JournalError};

const DIR: &str = "blobs";

/// A directory of files named by their SHA-256 digest, so that equal files are kept once.
#[derive(Debug, Clone)]
pub struct Blobs {
    dir: Arc<Path>,
    limit_bytes: u64,
    next_temporary: Arc<AtomicU64>,
}

impl Blobs {
    /// Opens the blobs in `dir`, creating both where they are missing; larger files are refused.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub fn open(dir: impl AsRef<Path>, limit_bytes: u64) -> Result<Self, JournalError> {
        let dir = dir.as_ref().join(DIR);
        create_dir(&dir)?;
        remove_temporaries(&dir)?;
        Ok(Self {
            dir: dir.into(),
            limit_bytes,
            next_temporary: Arc::default(),
        })
    }

    /// Keeps `bytes`, on disk for good before it returns.
    ///
    /// # Errors
    /// [`JournalError::TooLarge`] above the limit; [`JournalError::Io`].
    pub async fn put(&self, bytes: Vec<u8>) -> Result<Digest, JournalError> {
        let size_bytes = bytes.len() as u64;
        if size_bytes > self.limit_bytes {
            return Err(JournalError::TooLarge {
                size_bytes,
                limit_bytes: self.limit_bytes,
            });
        }
        let blobs = self.clone();
        blocking(move || blobs.write(&bytes)).await
    }

    /// Reads the file named `digest`; `None` when there is none.
    ///
    /// # Errors
    /// [`JournalError::BlobAltered`] when the bytes are not the ones that were kept.
    pub async fn get(&self, digest: Digest) -> Result<Option<Vec<u8>>, JournalError> {
        let blobs = self.clone();
        blocking(move || blobs.read(digest)).await
    }

    /// Deletes the file named `digest`; without effect when there is none.
    ///
    /// # Errors
    /// [`JournalError::Io`].
    pub async fn remove(&self, digest: Digest) -> Result<(), JournalError> {
        let path = self.path(digest);
        blocking(move || match fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(io(&path, error)),
            _ => Ok(()),
        })
        .await
    }

    fn read(&self, digest: Digest) -> Result<Option<Vec<u8>>, JournalError> {
        let path = self.path(digest);
        match fs::read(&path) {
            Ok(bytes) if Digest::of(&bytes) == digest => Ok(Some(bytes)),
            Ok(_) => Err(JournalError::BlobAltered { digest }),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(source) => Err(io(&path, source)),
        }
    }

    fn write(&self, bytes: &[u8]) -> Result<Digest, JournalError> {
        let digest = Digest::of(bytes);
        // A damaged file is as good as none: writing it again heals it.
        if matches!(self.read(digest), Ok(Some(_))) {
            return Ok(digest);
        }
        let path = self.path(digest);
        let shard = path.parent().expect("a blob lies in a shard");
        if !shard.exists() {
            create_dir(shard)?;
            sync_dir(&self.dir)?;
        }
        let temporary = self.temporary_path();
        write_durably(&temporary, bytes).map_err(|source| io(&temporary, source))?;
        fs::rename(&temporary, &path).map_err(|source| io(&path, source))?;
        sync_dir(shard)?;
        Ok(digest)
    }

    fn path(&self, digest: Digest) -> PathBuf {
        let name = digest.to_string();
        let (shard, rest) = name.split_at(2);
        self.dir.join(shard).join(rest)
    }

    fn temporary_path(&self) -> PathBuf {
        let number = self.next_temporary.fetch_add(1, Ordering::Relaxed);
        let process = std::process::id();
        self.dir.join(format!("{process}-{number}.part"))
    }
}

fn write_durably(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Clears what a killed process left half-written.
fn remove_temporaries(dir: &Path) -> Result<(), JournalError> {
    for entry in fs::read_dir(dir).map_err(|source| io(dir, source))? {
        let path = entry.map_err(|source| io(dir, source))?.path();
        if path.extension().is_some_and(|extension| extension == "part") {
            fs::remove_file(&path).map_err(|source| io(&path, source))?;
        }
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, JournalError> + Send + 'static,
) -> Result<T, JournalError> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(JournalError::Storage(Box::new(error))),
    }
}

#[cfg(test)]
mod tests;
