//! The log's part: checkpoint, cosignatures, inclusion.

use std::collections::BTreeMap;

use yunqian_journal::Digest;
use yunqian_journal::checkpoint::Checkpoint;
use yunqian_journal::merkle::{leaf_hash, proof};
use yunqian_journal::note::{Note, NoteError, VerifierKey};
use yunqian_signing::UnixSeconds;

use super::{CHECKPOINT, ENTRIES, Findings, PROOFS, json};
use crate::evidence::container::Files;
use crate::evidence::verdict::Witnessed;

/// A journal entry of a bundle.
pub(super) struct Entry<'a> {
    pub(super) index: u64,
    pub(super) bytes: &'a [u8],
}

/// Lists the entries in their order; `None` if a name is no position.
pub(super) fn entries(files: &Files) -> Option<Vec<Entry<'_>>> {
    let mut entries: Vec<_> = files
        .iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix(ENTRIES)?, bytes)))
        .map(|(name, bytes)| {
            let index = name.strip_suffix(".json")?;
            let index = index.parse().ok().filter(|number: &u64| number.to_string() == index)?;
            Some(Entry { index, bytes })
        })
        .collect::<Option<_>>()?;
    entries.sort_by_key(|entry| entry.index);
    Some(entries)
}

/// Reads the checkpoint if it is the log's, by one of its keys.
pub(super) fn checkpoint(files: &Files, logs: &[VerifierKey]) -> Result<(Checkpoint, Note), String> {
    let file = files.get(CHECKPOINT).ok_or("there is no checkpoint")?;
    let text = std::str::from_utf8(file).map_err(|_| "the checkpoint can't be read")?;
    let note: Note = text.parse().map_err(|_| "the checkpoint can't be read")?;
    let checkpoint: Checkpoint = note.text().parse().map_err(|_| "the checkpoint can't be read")?;
    let mut own = logs.iter().filter(|log| log.name() == checkpoint.origin);
    match own.any(|log| log.verify(&note).is_ok()) {
        true => Ok((checkpoint, note)),
        false => Err("the checkpoint is not signed by the log".to_owned()),
    }
}

/// Names the witnesses who saw a checkpoint, and when.
pub(super) fn cosigned(note: &Note, witnesses: &[VerifierKey]) -> (Vec<Witnessed>, Findings) {
    let mut seen = Vec::new();
    let mut findings = Vec::new();
    for witness in witnesses {
        match witness.verify(note) {
            Ok(at) => seen.push(Witnessed {
                name: witness.name().to_owned(),
                at: UnixSeconds(at),
            }),
            Err(NoteError::NotSigned) => {}
            Err(error) => findings.push(format!("{}: {error}", witness.name())),
        }
    }
    (seen, findings)
}

/// Checks that every entry is in the tree at its place.
pub(super) fn check_inclusion(files: &Files, entries: &[Entry<'_>], checkpoint: &Checkpoint) -> Findings {
    let proofs = files.get(PROOFS).and_then(|file| json::read_as(file));
    let Some(proofs): Option<BTreeMap<String, Vec<Digest>>> = proofs else {
        return vec!["the inclusion proofs can't be read".to_owned()];
    };
    let head = checkpoint.head;
    let is_included = |entry: &Entry<'_>| {
        proofs
            .get(&entry.index.to_string())
            .is_some_and(|path| proof::includes(&head.root, head.size, entry.index, &leaf_hash(entry.bytes), path))
    };
    let mut findings: Findings = entries
        .iter()
        .filter(|entry| !is_included(entry))
        .map(|entry| format!("entry {} is not in the log", entry.index))
        .collect();
    if entries.is_empty() {
        findings.push("there are no entries".to_owned());
    }
    if proofs.len() != entries.len() {
        findings.push("there are not as many proofs as entries".to_owned());
    }
    findings
}
