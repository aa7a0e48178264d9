//! The file's revisions, and what each one changed.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::fields::FoundField;
use super::{Problem, RevisionReport, SignatureReport};
use crate::pdf::load;
use crate::{Digest, SigningError};

const MAX_REVISIONS: usize = 256;
const END: &[u8] = b"%%EOF";
const PREVIOUS: &[u8] = b"/Prev";

/// Follows the chain of cross-reference sections back to the first revision.
pub(super) fn split(pdf: &[u8]) -> Result<Vec<RevisionReport>, SigningError> {
    let mut ends = vec![pdf.len()];
    loop {
        let current = &pdf[..ends[ends.len() - 1]];
        let document = load(current)?;
        if document.xref_section_count <= 1 {
            break;
        }
        let end = previous_section(&current[document.xref_start..])
            .and_then(|start| end_after(current, start))
            .filter(|end| *end < document.xref_start);
        ends.push(end.ok_or_else(|| SigningError::NotPdf("its revisions don't follow each other".to_owned()))?);
        if ends.len() > MAX_REVISIONS {
            return Err(SigningError::TooLarge {
                what: "number of revisions",
                limit: MAX_REVISIONS,
            });
        }
    }
    let describe = |end| RevisionReport {
        length_bytes: end,
        sha256: Digest::of(&pdf[..end]),
    };
    Ok(ends.into_iter().rev().map(describe).collect())
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
pub(super) fn frozen(revisions: &[RevisionReport], signatures: &[SignatureReport]) -> usize {
    let last = revisions.len() - 1;
    let Some(first) = signatures.first() else { return last };
    revisions
        .iter()
        .position(|revision| revision.length_bytes == first.covers_bytes)
        .map_or(last, |signed| signed.saturating_sub(1))
}

/// Checks that every revision after the frozen one is one signature's and changes nothing else.
pub(super) fn check(
    pdf: &[u8],
    revisions: &[RevisionReport],
    frozen: usize,
    fields: &[FoundField],
    signatures: &[SignatureReport],
) -> Result<Vec<Problem>, SigningError> {
    let mut problems = Vec::new();
    if let Some(signature) = signatures
        .iter()
        .find(|s| revisions.iter().all(|r| r.length_bytes != s.covers_bytes))
    {
        problems.push(Problem::ByteRange {
            field: signature.field.clone(),
        });
    }
    let mut before = load(&pdf[..revisions[frozen].length_bytes])?;
    for (i, revision) in revisions.iter().enumerate().skip(frozen + 1) {
        let length_bytes = revision.length_bytes;
        let after = load(&pdf[..length_bytes])?;
        let mut made_by = signatures
            .iter()
            .filter(|signature| signature.covers_bytes == length_bytes);
        let (signature, second) = (made_by.next(), made_by.next());
        if signature.is_none() || second.is_some() {
            problems.push(Problem::UnsignedRevision { length_bytes });
        }
        let widget = signature
            .and_then(|s| fields.iter().find(|field| field.name == s.field))
            .map(|field| field.id);
        let changed = changed(&before, &after, widget, i == frozen + 1);
        problems.extend(
            changed
                .into_iter()
                .map(|(object, _)| Problem::Changed { length_bytes, object }),
        );
        before = after;
    }
    Ok(problems)
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
