//! The file's revisions, and what each one changed.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::fields::FoundField;
use super::{Kind, Problem, SignatureReport};
use crate::SigningError;
use crate::pdf::{grown, load, xref_start};

const MAX_REVISIONS: usize = 256;
const END: &[u8] = b"%%EOF";
const PREVIOUS: &[u8] = b"/Prev";

/// One revision, and the document as it stood then.
pub(super) struct Stage {
    /// How many bytes of the file it has.
    pub(super) length_bytes: usize,
    pub(super) document: Document,
}

/// Reads every revision, oldest first. The last is read as it is; an earlier one is put together where it only appended
/// what we write and nothing of it was replaced, and else read, too.
pub(super) fn split(pdf: &[u8]) -> Result<Vec<Stage>, SigningError> {
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
        if self.before == 0 {
            return Ok(None);
        }
        let found = previous_section(&pdf[self.start..]).and_then(|start| Some((end_after(pdf, start)?, start)));
        found
            .filter(|(end, _)| *end < self.start)
            .map(Some)
            .ok_or_else(|| SigningError::NotPdf("its revisions don't follow each other".to_owned()))
    }

    /// Says the same of the revision before, whose bytes these are: as its own end tells, else by reading it.
    fn of_previous(&self, bytes: &[u8], start: usize) -> Result<Self, SigningError> {
        let before = self.before - 1;
        let has_previous = bytes.get(start..).and_then(previous_section).is_some();
        if xref_start(bytes) == Some(start) && has_previous == (before > 0) {
            return Ok(Self { start, before });
        }
        let document = load(bytes)?;
        Ok(Self {
            start: document.xref_start,
            before: document.xref_section_count.saturating_sub(1),
        })
    }
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
        let widget = signature
            .and_then(|signature| fields.iter().find(|field| field.name == signature.field))
            .map(|field| field.id);
        let is_timestamp = signature.is_some_and(|signature| signature.kind == Kind::DocumentTimestamp);
        let rules = match (widget, is_timestamp) {
            (_, true) => timestamp_rules(&before.document),
            (Some(widget), false) => signature_rules(&before.document, widget, i == 0),
            (None, false) => Rules::new(),
        };
        let changed = changed(&before.document, &after.document, &rules);
        problems.extend(
            changed
                .into_iter()
                .map(|(object, _)| Problem::Changed { length_bytes, object }),
        );
    }
    problems
}

/// What a revision may do to an object that was there before.
enum Rule {
    /// Set a key that was not there.
    Sets(&'static [u8]),
    /// Set a key anew.
    Replaces(&'static [u8]),
    /// Append one item to the list under a key, or to the list that the object is (an empty key).
    AddsOne(&'static [u8]),
    /// Append items to the list under a key.
    Adds(&'static [u8]),
}

type Rules = BTreeMap<ObjectId, Vec<Rule>>;

/// A signature sets its field's value and appearance; the first one certifies.
fn signature_rules(before: &Document, widget: ObjectId, first: bool) -> Rules {
    let mut rules = Rules::from([(widget, vec![Rule::Sets(b"V"), Rule::Replaces(b"AP")])]);
    if let (true, Some(catalog)) = (first, root(before)) {
        rules.entry(catalog).or_default().push(Rule::Sets(b"Perms"));
    }
    rules
}

/// A document timestamp brings its own field, on the first page, and validation material.
fn timestamp_rules(before: &Document) -> Rules {
    let mut rules = Rules::new();
    let Some((catalog, dictionary)) = root(before).and_then(|id| Some((id, before.get_dictionary(id).ok()?))) else {
        return rules;
    };
    match dictionary.get(b"DSS").and_then(Object::as_reference) {
        Ok(store) => {
            let kinds: [&'static [u8]; 3] = [b"Certs", b"OCSPs", b"CRLs"];
            rules.insert(store, kinds.map(Rule::Adds).into());
        }
        Err(_) => {
            let sets = [Rule::Sets(b"DSS"), Rule::Sets(b"Extensions")];
            rules.insert(catalog, sets.into());
        }
    }
    let form = dictionary.get(b"AcroForm").and_then(Object::as_reference).ok();
    for (holder, key) in [(form, &b"Fields"[..]), (before.page_iter().next(), b"Annots")] {
        let Some(holder) = holder else { continue };
        let list = before.get_dictionary(holder).and_then(|dictionary| dictionary.get(key));
        match list.and_then(Object::as_reference) {
            Ok(list) => rules.entry(list).or_default().push(Rule::AddsOne(b"")),
            Err(_) => rules.entry(holder).or_default().push(Rule::AddsOne(key)),
        }
    }
    rules
}

fn root(document: &Document) -> Option<ObjectId> {
    document.trailer.get(b"Root").and_then(Object::as_reference).ok()
}

/// Lists objects that differ although they may not.
fn changed(before: &Document, after: &Document, rules: &Rules) -> Vec<ObjectId> {
    let none = Vec::new();
    let is_changed = |id: &ObjectId, old: &Object| match after.objects.get(id) {
        Some(new) => !is_allowed(old, new, rules.get(id).unwrap_or(&none)),
        None => true,
    };
    let mut changed: Vec<ObjectId> = before
        .objects
        .iter()
        .filter(|(id, old)| is_changed(id, old))
        .map(|(id, _)| *id)
        .collect();
    if root(before) != root(after) {
        changed.extend(root(before));
    }
    // What the document named although it was not there would show where nothing did.
    changed.extend(missing(before).into_iter().filter(|id| after.objects.contains_key(id)));
    changed
}

/// Lists objects that a document names and doesn't have.
fn missing(document: &Document) -> BTreeSet<ObjectId> {
    let mut missing = BTreeSet::new();
    let mut open: Vec<&Object> = document.objects.values().collect();
    while let Some(object) = open.pop() {
        match object {
            Object::Reference(id) if !document.objects.contains_key(id) => {
                missing.insert(*id);
            }
            Object::Array(items) => open.extend(items),
            Object::Dictionary(dictionary) => open.extend(dictionary.iter().map(|(_, value)| value)),
            Object::Stream(stream) => open.extend(stream.dict.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    missing
}

/// Compares two objects, but for what the rules allow.
fn is_allowed(old: &Object, new: &Object, rules: &[Rule]) -> bool {
    let (Object::Dictionary(old), Object::Dictionary(new)) = (old, new) else {
        let one_more = || rules.iter().any(|rule| matches!(rule, Rule::AddsOne(b""))) && grows(old, new, Some(1));
        return old == new || one_more();
    };
    let mut rest = (old.clone(), new.clone());
    for rule in rules {
        let (key, allowed) = match rule {
            Rule::Sets(key) => (*key, !old.has(key)),
            Rule::Replaces(key) => (*key, true),
            Rule::AddsOne(key) => (*key, under(old, new, key, Some(1))),
            Rule::Adds(key) => (*key, under(old, new, key, None)),
        };
        if allowed {
            rest.0.remove(key);
            rest.1.remove(key);
        }
    }
    rest.0 == rest.1
}

fn under(old: &Dictionary, new: &Dictionary, key: &[u8], by: Option<usize>) -> bool {
    let empty = Object::Array(Vec::new());
    let list = |dictionary: &Dictionary| dictionary.get(key).unwrap_or(&empty).clone();
    grows(&list(old), &list(new), by)
}

/// Says whether a list only got longer, at its end; by so many where it is said.
fn grows(old: &Object, new: &Object, by: Option<usize>) -> bool {
    match (old, new) {
        (Object::Array(old), Object::Array(new)) => {
            new.starts_with(old) && by.is_none_or(|by| new.len() == old.len() + by)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests;
