//! The file's revisions, and who made each.

use lopdf::Document;

use super::changes::{Maker, wrong};
use super::fields::FoundField;
use super::{Kind, Problem, SignatureReport};
use crate::SigningError;
use crate::pdf::{Trailer, check_size, grown, load, xref_start};

const MAX_REVISIONS: usize = 256;
const END: &[u8] = b"%%EOF";
/// How a file begins.
const HEADER: &[u8] = b"%PDF-1.";

/// One revision, and the document as it stood then.
pub(super) struct Stage {
    /// How many bytes of the file it has.
    pub(super) length_bytes: usize,
    pub(super) document: Document,
}

/// Reads every revision, oldest first. The last is read as it is; an earlier one is put together where it only appended
/// what we write and nothing of it was replaced, and else read, too.
pub(super) fn split(pdf: &[u8]) -> Result<Vec<Stage>, SigningError> {
    check_size(pdf)?;
    if !pdf.starts_with(HEADER) {
        return Err(SigningError::NotPdf("it does not begin as a PDF".to_owned()));
    }
    let last = load(pdf)?;
    let mut lengths = lengths(pdf, &last)?;
    lengths.pop();
    let mut stages: Vec<Stage> = Vec::new();
    for length_bytes in lengths {
        let bytes = &pdf[..length_bytes];
        let before = stages.last();
        let document = before.and_then(|before| grown(&before.document, before.length_bytes, bytes, &last));
        let document = document.map_or_else(|| load(bytes), Ok)?;
        stages.push(Stage { length_bytes, document });
    }
    stages.push(Stage {
        length_bytes: pdf.len(),
        document: last,
    });
    Ok(stages)
}

/// Follows the chain of cross-reference sections back to the first revision; returns how long each is, oldest first.
fn lengths(pdf: &[u8], last: &Document) -> Result<Vec<usize>, SigningError> {
    let mut lengths = vec![pdf.len()];
    let mut section = Section {
        start: last.xref_start,
        before: last.xref_section_count.saturating_sub(1),
    };
    let mut revision = pdf;
    while let Some((end, start)) = section.previous(revision)? {
        if lengths.len() == MAX_REVISIONS {
            return Err(SigningError::TooLarge {
                what: "number of revisions",
                limit: MAX_REVISIONS,
            });
        }
        lengths.push(end);
        revision = &pdf[..end];
        section = section.of_previous(revision, start)?;
    }
    lengths.reverse();
    Ok(lengths)
}

/// Where a revision's cross-reference section is, and how many are before it.
struct Section {
    start: usize,
    before: usize,
}

impl Section {
    /// Finds where the revision before this one ends and where its section starts; `None` if this is the first.
    fn previous(&self, pdf: &[u8]) -> Result<Option<(usize, usize)>, SigningError> {
        let unreadable = || SigningError::NotPdf("its revisions don't follow each other".to_owned());
        let trailer = pdf.get(self.start..).and_then(Trailer::read).filter(|it| !it.is_hybrid);
        let previous = trailer.ok_or_else(unreadable)?.previous;
        let Some(start) = previous.filter(|_| self.before > 0) else {
            return match (previous, self.before) {
                (None, 0) => Ok(None),
                _ => Err(unreadable()),
            };
        };
        let end = end_after(pdf, start).filter(|end| *end < self.start);
        Ok(Some((end.ok_or_else(unreadable)?, start)))
    }

    /// Says the same of the revision before, whose bytes these are: as its own end tells, else by reading it.
    fn of_previous(&self, bytes: &[u8], start: usize) -> Result<Self, SigningError> {
        let before = self.before - 1;
        let trailer = bytes.get(start..).and_then(Trailer::read);
        let is_told = trailer.is_some_and(|trailer| trailer.previous.is_some() == (before > 0));
        if xref_start(bytes) == Some(start) && is_told {
            return Ok(Self { start, before });
        }
        let document = load(bytes)?;
        Ok(Self {
            start: document.xref_start,
            before: document.xref_section_count.saturating_sub(1),
        })
    }
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
        .position(|stage| stage.length_bytes == first.covers_bytes)
        .map_or(last, |signed| signed.saturating_sub(1))
}

/// Checks that every revision after the frozen one is one signature's or timestamp's and changes nothing else.
pub(super) fn check(
    stages: &[Stage],
    frozen: usize,
    fields: &[FoundField],
    signatures: &[SignatureReport],
) -> Vec<Problem> {
    let ends_nowhere = |s: &&SignatureReport| stages.iter().all(|r| r.length_bytes != s.covers_bytes);
    let mut problems: Vec<Problem> = signatures
        .iter()
        .filter(ends_nowhere)
        .map(|signature| Problem::ByteRange {
            field: signature.field.clone(),
        })
        .collect();
    for (i, pair) in stages[frozen..].windows(2).enumerate() {
        let [before, after] = pair else { continue };
        let length_bytes = after.length_bytes;
        let mut made_by = signatures
            .iter()
            .filter(|signature| signature.covers_bytes == length_bytes);
        let (signature, second) = (made_by.next(), made_by.next());
        if signature.is_none() || second.is_some() {
            problems.push(Problem::UnsignedRevision { length_bytes });
        }
        let maker = signature.and_then(|signature| {
            let field = fields.iter().find(|field| field.name == signature.field)?;
            Some(Maker {
                field: field.id,
                value: field.value?,
                is_timestamp: signature.kind == Kind::DocumentTimestamp,
                is_first: i == 0,
            })
        });
        let wrong = wrong(&before.document, &after.document, maker);
        problems.extend(
            wrong
                .into_iter()
                .map(|(object, _)| Problem::Changed { length_bytes, object }),
        );
    }
    problems
}

#[cfg(test)]
mod tests;
