//! Our own verifier: what every signature covers, whether it holds, whom it names, what came after.
//!
//! Stricter than general validators: after the frozen document each revision must add exactly one
//! signature and may change nothing but that signature's field (the first one also the catalog's
//! `/Perms`), and the last signature must cover the whole file.

mod fields;
mod report;
mod revisions;
mod signature;

pub(crate) use fields::signature_fields;
pub use report::{Problem, Report, RevisionReport, SignatureReport};

use crate::{SigningError, Trust};

/// Reads a PDF and checks everything about its signatures; fails only if it can't be read.
pub fn inspect(pdf: &[u8], trust: &Trust) -> Result<Report, SigningError> {
    let stages = revisions::split(pdf)?;
    let document = &stages.last().expect("there is always one revision").document;
    let fields = signature_fields(document)?;
    let mut document_problems = fields::repeated(&fields);
    let mut signatures: Vec<SignatureReport> = fields
        .iter()
        .filter_map(|field| signature::check(pdf, document, field, trust))
        .collect();
    signatures.sort_by_key(|signature| signature.covers_bytes);
    signature::check_certification(&mut signatures);
    let frozen = revisions::frozen(&stages, &signatures);
    document_problems.extend(revisions::check(&stages, frozen, &fields, &signatures));
    Ok(Report {
        frozen: stages[frozen].report,
        revisions: stages.iter().map(|stage| stage.report).collect(),
        signatures,
        unsigned_fields: fields
            .into_iter()
            .filter(|field| field.value.is_none())
            .map(|field| field.name)
            .collect(),
        document_problems,
    })
}
