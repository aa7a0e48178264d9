//! What was recorded of who signed, besides the key.

use super::record::{Authorised, Told};
use super::{AUTHORISATIONS, Findings, json};
use crate::evidence::container::Files;
use crate::evidence::verdict::Identity;

/// Kinds of factors that are known.
const CODE: &str = "code";
const ON_CAMERA: &str = "on_camera";

/// Tells, for each signature in its order, how it was authorised and what confirmed who acted.
pub(super) fn told(told: &Told) -> Vec<Identity> {
    let one = |signatory: &String| {
        let authorised = told.authorised.get(signatory);
        Identity {
            signatory: signatory.clone(),
            method: authorised.and_then(Authorised::method).map(str::to_owned),
            factors: authorised.map_or_else(Vec::new, |authorised| authorised.factors.clone()),
        }
    };
    told.sealed.iter().map(|sealed| one(&sealed.signatory)).collect()
}

/// Checks that it is told as it was.
pub(super) fn check(told: &Told, files: &Files) -> Findings {
    let mut findings = Findings::new();
    for sealed in &told.sealed {
        let signatory = &sealed.signatory;
        let Some(authorised) = told.authorised.get(signatory) else {
            continue;
        };
        let wrong = check_one(files, signatory, authorised);
        findings.extend(wrong.into_iter().map(|finding| format!("{signatory}: {finding}")));
    }
    findings
}

fn check_one(files: &Files, signatory: &str, authorised: &Authorised) -> Findings {
    let mut findings = Findings::new();
    let proof = files.get(&format!("{AUTHORISATIONS}{signatory}.json"));
    let proof = proof.and_then(|file| json::read(file));
    let answered = proof
        .as_ref()
        .and_then(|proof| proof.get("authorisation")?.get("method")?.as_str());
    if answered.is_some() && answered != authorised.method() {
        findings.push("it was authorised in another way than the record tells".to_owned());
    }
    for factor in &authorised.factors {
        match factor.kind.as_str() {
            CODE => {}
            ON_CAMERA if factor.by.is_some() && factor.by != authorised.person => {}
            ON_CAMERA => findings.push("nobody else saw it on camera".to_owned()),
            other => findings.push(format!("{other} confirms nothing that is known")),
        }
    }
    findings
}
