//! The document's revisions against the record's.

use yunqian_signing::{Digest, Kind, Report};

use super::record::Told;
use super::{Findings, is_near};

/// Names a signatory's signature field.
pub(super) fn field(signatory: &str) -> String {
    format!("sig-{}", signatory.replace('-', ""))
}

/// Checks that the document is the record's at every step: as frozen, after each signature, as signed, as archived.
pub(super) fn check(told: &Told, report: &Report, pdf: &[u8]) -> Findings {
    let mut findings = Findings::new();
    match &told.frozen {
        Some(frozen) if frozen.document != report.frozen.sha256 => {
            findings.push("the document does not grow out of the frozen one".to_owned());
        }
        Some(frozen) if frozen.pages != report.pages => {
            findings.push("the pages are not those that were frozen".to_owned());
        }
        _ => {}
    }
    let revision_of = |field: &str| {
        let signature = report.signatures.iter().find(|signature| signature.field == field)?;
        report
            .revisions
            .iter()
            .find(|revision| revision.length_bytes == signature.covers_bytes)
    };
    for sealed in &told.sealed {
        let field = field(&sealed.signatory);
        if revision_of(&field).map(|revision| revision.sha256) != Some(sealed.revision) {
            findings.push(format!("{field} is not the signature that the record tells of"));
        }
        let signature = report.signatures.iter().find(|signature| signature.field == field);
        let stamped = signature.and_then(|signature| signature.timestamped_at);
        // Whether there is a timestamp that holds is the document's own check.
        if stamped.is_some_and(|stamped| !sealed.at.is_some_and(|at| is_near(at, stamped))) {
            findings.push(format!("{field} was timestamped at another time than the record's"));
        }
        let serial = signature.and_then(|signature| signature.serial.as_ref());
        if sealed.certificate.is_some() && sealed.certificate.as_ref() != serial {
            findings.push(format!("{field} was signed with another certificate than the record's"));
        }
    }
    let acts = report
        .signatures
        .iter()
        .filter(|signature| signature.kind == Kind::Signature);
    for signature in acts {
        if told
            .sealed
            .iter()
            .all(|sealed| field(&sealed.signatory) != signature.field)
        {
            findings.push(format!("{} is not in the record", signature.field));
        }
    }
    let last = told.archived.last().or(told.signed.as_ref());
    if last != Some(&Digest::of(pdf)) {
        findings.push("the document is not the record's last one".to_owned());
    }
    let signed = told.sealed.last().map(|sealed| sealed.revision);
    if told.signed != signed {
        findings.push("the record's signed document is not that of the last signature".to_owned());
    }
    findings
}
