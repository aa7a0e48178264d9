//! The file's revisions, and what each one changed.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::fields::FoundField;
use super::{Problem, RevisionReport, SignatureReport};
use crate::pdf::load;
use crate::{Digest, SigningError};

const MAX_REVISIONS: usize = 256;
const END: &[u8] = b"%%EOF";
const PREVIOUS: &[u8] = b"/Prev";

/// One revision, and the document as it stood then.
pub(super) struct Stage {
    pub(super) report: RevisionReport,
    pub(super) document: Document,
}

/// Follows the chain of cross-reference sections back to the first revision; oldest first.
pub(super) fn split(pdf: &[u8]) -> Result<Vec<Stage>, SigningError> {
    let mut stages = Vec::new();
    let mut next = Some(pdf.len());
    while let Some(length_bytes) = next {
        if stages.len() == MAX_REVISIONS {
            return Err(SigningError::TooLarge {
                what: "number of revisions",
                limit: MAX_REVISIONS,
            });
        }
        let bytes = &pdf[..length_bytes];
        let document = load(bytes)?;
        next = previous_end(bytes, &document)?;
        let sha256 = Digest::of(bytes);
        stages.push(Stage {
            report: RevisionReport { length_bytes, sha256 },
            document,
        });
    }
    stages.reverse();
    Ok(stages)
}

/// Finds where the revision before this one ends; `None` if this is the first.
fn previous_end(pdf: &[u8], document: &Document) -> Result<Option<usize>, SigningError> {
    if document.xref_section_count <= 1 {
        return Ok(None);
    }
    previous_section(&pdf[document.xref_start..])
        .and_then(|start| end_after(pdf, start))
        .filter(|end| *end < document.xref_start)
        .map(Some)
        .ok_or_else(|| SigningError::NotPdf("its revisions don't follow each other".to_owned()))
}

/// Reads `/Prev` out of a cross-reference section.
fn previous_section(section: &[u8]) -> Option<usize> {
    let at = section.windows(PREVIOUS.len()).position(|window| window == PREVIOUS)? + PREVIOUS.len();
    let rest = section[at..].trim_ascii_start();
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    std::str::from_utf8(&rest[..digits]).ok()?.parse().ok()
}

/// Finds the end of the revision whose cross-reference section begins at `start`.
fn end_after(pdf: &[u8], start: usize) -> Option<usize> {
    let at = start + pdf.get(start..)?.windows(END.len()).position(|window| window == END)?;
    let mut end = at + END.len();
    for line_end in [b'\r', b'\n'] {
        if pdf.get(end) == Some(&line_end) {
            end += 1;
        }
    }
    Some(end)
}

/// Finds the revision before the first signature's, or the last one if nothing is signed.
pub(super) fn frozen(stages: &[Stage], signatures: &[SignatureReport]) -> usize {
    let last = stages.len() - 1;
    let Some(first) = signatures.first() else { return last };
    stages
        .iter()
        .position(|stage| stage.report.length_bytes == first.covers_bytes)
        .map_or(last, |signed| signed.saturating_sub(1))
}

/// Checks that every revision after the frozen one is one signature's and changes nothing else.
pub(super) fn check(
    stages: &[Stage],
    frozen: usize,
    fields: &[FoundField],
    signatures: &[SignatureReport],
) -> Vec<Problem> {
    let ends_nowhere = |s: &&SignatureReport| stages.iter().all(|r| r.report.length_bytes != s.covers_bytes);
    let mut problems: Vec<Problem> = signatures
        .iter()
        .filter(ends_nowhere)
        .map(|signature| Problem::ByteRange {
            field: signature.field.clone(),
        })
        .collect();
    for (i, pair) in stages[frozen..].windows(2).enumerate() {
        let [before, after] = pair else { continue };
        let length_bytes = after.report.length_bytes;
        let mut made_by = signatures
            .iter()
            .filter(|signature| signature.covers_bytes == length_bytes);
        let (signature, second) = (made_by.next(), made_by.next());
        if signature.is_none() || second.is_some() {
            problems.push(Problem::UnsignedRevision { length_bytes });
        }
        let widget = signature
            .and_then(|signature| fields.iter().find(|field| field.name == signature.field))
            .map(|field| field.id);
        let changed = changed(&before.document, &after.document, widget, i == 0);
        problems.extend(
            changed
                .into_iter()
                .map(|(object, _)| Problem::Changed { length_bytes, object }),
        );
    }
    problems
}

/// Lists objects that differ although they may not.
fn changed(before: &Document, after: &Document, widget: Option<ObjectId>, first: bool) -> Vec<ObjectId> {
    let root = |document: &Document| document.trailer.get(b"Root").and_then(Object::as_reference).ok();
    let catalog = root(before);
    let may_change = |id: ObjectId| -> &[&[u8]] {
        if Some(id) == widget {
            &[b"V", b"AP"]
        } else if Some(id) == catalog && first {
            &[b"Perms"]
        } else {
            &[]
        }
    };
    let mut changed: Vec<ObjectId> = before
        .objects
        .iter()
        .filter(|(id, old)| {
            !after
                .objects
                .get(id)
                .is_some_and(|new| same_but(old, new, may_change(**id)))
        })
        .map(|(id, _)| *id)
        .collect();
    if catalog != root(after) {
        changed.extend(catalog);
    }
    changed
}

/// Compares two objects, leaving some keys of dictionaries out; a value once set stays.
fn same_but(old: &Object, new: &Object, allowed: &[&[u8]]) -> bool {
    let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
        return old == new;
    };
    let replaces = |key: &[u8]| allowed.contains(&key) && old.has(key);
    if replaces(b"V") || replaces(b"Perms") {
        return false;
    }
    let rest = |dictionary: &Dictionary| {
        let mut rest = dictionary.clone();
        for key in allowed {
            rest.remove(key);
        }
        rest
    };
    rest(old) == rest(new)
}
