//! Segments of a recording as files in a folder, known by what they contain and not by their names.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::Context;
use yunqian_journal::Digest;
use yunqian_session::recording::MediaManifest;

/// The files of a folder by their SHA-256.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaFiles(BTreeMap<String, String>);

impl MediaFiles {
    /// Reads the files of a folder, one after the other.
    ///
    /// # Errors
    /// When one can't be read.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let mut files = BTreeMap::new();
        let listed = std::fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?;
        for entry in listed {
            let path = entry?.path();
            if path.is_file() {
                let bytes = std::fs::read(&path).with_context(|| format!("can't read {}", path.display()))?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.insert(Digest::of(&bytes).to_string(), name);
            }
        }
        Ok(Self(files))
    }

    /// Names segments of which there is no file, and files that are no segment.
    pub(super) fn check(&self, manifest: &MediaManifest) -> Vec<String> {
        let mut findings = Vec::new();
        let mut wanted = BTreeSet::new();
        for share in &manifest.recordings {
            for track in &share.tracks {
                for segment in &track.segments {
                    if !self.0.contains_key(&segment.digest) {
                        let name = &track.track.name;
                        findings.push(format!("no file is segment {} of track {name}", segment.index));
                    }
                    wanted.insert(&segment.digest);
                }
            }
        }
        let strange = self.0.iter().filter(|(digest, _)| !wanted.contains(digest));
        findings.extend(strange.map(|(_, name)| format!("{name} is no segment of the record")));
        findings
    }
}
