//! The manifest: every file of a bundle with its digest, as a note signed by the instance's log.
//!
//! ```text
//! yunqian-evidence/v1
//! agreement <id>
//! made <RFC 3339>
//! <SHA-256, hex> <bytes> <path>
//! …
//!
//! — <log> <signature>
//! ```

use yunqian_journal::Digest;
use yunqian_journal::note::{Note, Signer, VerifierKey};

use super::container::Files;

/// Path of the manifest in a bundle.
pub const MANIFEST: &str = "manifest";
const FORMAT: &str = "yunqian-evidence/v1";

/// A manifest that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// Agreement that the bundle is about.
    pub agreement: String,
    /// When it was made.
    pub made: String,
    lines: Vec<String>,
}

impl Manifest {
    /// Lists all files but the manifest itself.
    pub fn of(files: &Files, agreement: &str, made: &str) -> Self {
        let line = |(path, content): (&String, &Vec<u8>)| {
            (path != MANIFEST).then(|| format!("{} {} {path}", Digest::of(content), content.len()))
        };
        Self {
            agreement: agreement.to_owned(),
            made: made.to_owned(),
            lines: files.iter().filter_map(line).collect(),
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{FORMAT}\nagreement {}\nmade {}\n", self.agreement, self.made);
        for line in &self.lines {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    /// Signs the manifest; returns the file.
    ///
    /// # Errors
    /// When the text can't be a note.
    pub fn sign(&self, signer: &Signer, now: u64) -> Result<Vec<u8>, yunqian_journal::note::NoteError> {
        let text = self.text();
        let mut note = Note::new(text.clone())?;
        note.add(signer.sign(&text, now));
        Ok(note.to_string().into_bytes())
    }

    /// Reads a manifest in its canonical form, with one signature.
    pub fn read(file: &[u8]) -> Option<(Self, Note)> {
        let text = std::str::from_utf8(file).ok()?;
        let note: Note = text.parse().ok()?;
        let mut lines = note.text().lines();
        if lines.next()? != FORMAT || note.signatures().len() != 1 || note.to_string() != text {
            return None;
        }
        let agreement = lines.next()?.strip_prefix("agreement ")?.to_owned();
        let made = lines.next()?.strip_prefix("made ")?.to_owned();
        let lines = lines.map(str::to_owned).collect();
        let manifest = Self { agreement, made, lines };
        (manifest.text() == note.text()).then_some((manifest, note))
    }

    /// Says whether the log signed it.
    pub fn is_signed(note: &Note, logs: &[VerifierKey]) -> bool {
        logs.iter().any(|log| log.verify(note).is_ok())
    }

    /// Says whether it lists exactly these files.
    pub fn lists(&self, files: &Files) -> bool {
        self == &Self::of(files, &self.agreement, &self.made)
    }
}
