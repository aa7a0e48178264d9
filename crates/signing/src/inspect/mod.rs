//! Our own verifier: what every signature covers, whether it holds, whom it names, what came after, how far it can
//! be proven.
//!
//! Stricter than general validators: after the frozen document each revision must add exactly one signature or
//! document timestamp and may change nothing but what that needs, and the last one must cover the whole file. Times
//! are proven from the last document timestamp backwards: its authority's certificate must be good now, the one
//! before at the last one's time, and so on down to each signature's own timestamp (EN 319 102-1, 5.6.3).

mod changes;
mod evidence;
mod fields;
mod report;
mod revisions;
mod signature;

use lopdf::Document;

pub(crate) use evidence::Evidence;
pub(crate) use fields::{FoundField, signature_fields};
pub use report::{Kind, Level, Problem, Report, RevisionReport, SignatureReport};

use crate::digest::{Beginnings, Hasher};
use crate::prepare::page_digests;
use crate::{SigningError, Trust, UnixSeconds};

/// Reads a PDF and checks everything about its signatures as of `now`.
///
/// # Errors
/// When the file can't be read.
pub fn inspect(pdf: &[u8], trust: &Trust, now: UnixSeconds) -> Result<Report, SigningError> {
    examine(pdf, trust, now).map(|examined| examined.report)
}

/// What examining a file gave, so that whoever goes on with it need not read or hash it again.
pub(crate) struct Examined {
    pub(crate) report: Report,
    /// The document as of its last revision.
    pub(crate) document: Document,
    /// SHA-256 of the whole file, not yet finished.
    pub(crate) hasher: Hasher,
}

/// Reads each revision once and hashes the file once, whatever the number of signatures.
pub(crate) fn examine(pdf: &[u8], trust: &Trust, now: UnixSeconds) -> Result<Examined, SigningError> {
    let mut stages = revisions::split(pdf)?;
    let document = &stages.last().expect("there is always one revision").document;
    let fields = signature_fields(document)?;
    let mut document_problems = fields::repeated(&fields);
    let evidence = Evidence::read(document);
    let mut found: Vec<_> = fields
        .iter()
        .filter_map(|field| signature::read(pdf, document, field))
        .collect();
    found.sort_by_key(signature::Found::end);
    let ends = stages.iter().map(|stage| stage.length_bytes);
    let beginnings = Beginnings::new(pdf, ends.chain(found.iter().filter_map(signature::Found::open)));
    let judge = signature::Judge::new(&beginnings, &evidence, trust, now);
    let mut signatures = judge.judge(found);
    signature::check_certification(&mut signatures);
    signature::check_closing(&mut signatures);
    let frozen = revisions::frozen(&stages, &signatures);
    document_problems.extend(revisions::check(&stages, frozen, &fields, &signatures));
    let report_of = |stage: &revisions::Stage| RevisionReport {
        length_bytes: stage.length_bytes,
        sha256: beginnings.digest(stage.length_bytes),
    };
    let report = Report {
        frozen: report_of(&stages[frozen]),
        pages: page_digests(&stages[frozen].document)?,
        revisions: stages.iter().map(report_of).collect(),
        signatures,
        unsigned_fields: fields
            .into_iter()
            .filter(|field| field.value.is_none())
            .map(|field| field.name)
            .collect(),
        document_problems,
    };
    let last = stages.pop().expect("there is always one revision");
    Ok(Examined {
        report,
        document: last.document,
        hasher: beginnings.into_hasher(),
    })
}
