//! Each signature against its signatory's own authorisation.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use yunqian_signing::{
    Binding, Digest, Purpose, Report, SignerKey, UnixSeconds, VerifiedAuthorisation, verify_authorisation,
};

use super::record::{Authorised, Role, Told};
use super::revisions::field;
use super::{AUTHORISATIONS, Findings, MAX_SKEW_S, is_near, json};
use crate::evidence::container::Files;
use crate::evidence::trust::Site;
use crate::signing::Proof;

/// Checks every signature that the record tells of.
pub(super) fn check(told: &Told, report: &Report, files: &Files, site: &Site) -> Findings {
    let mut findings = Findings::new();
    for sealed in &told.sealed {
        let signatory = &sealed.signatory;
        let Some(authorised) = told.authorised.get(signatory) else {
            continue;
        };
        if let Err(finding) = check_one(told, report, files, site, signatory, authorised) {
            findings.push(format!("{signatory}: {finding}"));
        }
    }
    let expected: Vec<String> = told.sealed.iter().map(|sealed| path(&sealed.signatory)).collect();
    let extra = files
        .keys()
        .filter(|path| path.starts_with(AUTHORISATIONS) && !expected.contains(path));
    findings.extend(extra.map(|path| format!("{path} belongs to no signature")));
    findings
}

fn path(signatory: &str) -> String {
    format!("{AUTHORISATIONS}{signatory}.json")
}

fn check_one(
    told: &Told,
    report: &Report,
    files: &Files,
    site: &Site,
    signatory: &str,
    authorised: &Authorised,
) -> Result<(), String> {
    let file = files.get(&path(signatory)).ok_or("the authorisation is missing")?;
    if Digest::of(file) != authorised.proof {
        return Err("the authorisation is not the record's".to_owned());
    }
    let proof: Proof = json::read_as(file).ok_or("the authorisation can't be read")?;
    if proof.binding.challenge() != authorised.binding {
        return Err("the record tells of another binding".to_owned());
    }
    check_binding(told, report, signatory, &proof.binding)?;
    check_place(told, signatory, authorised, &proof.binding)?;
    if !authorised.at.is_some_and(|at| is_near(at, proof.checked_at)) {
        return Err("the record tells another time of it".to_owned());
    }
    let verified = verified(&proof, site)?;
    let signature = report
        .signatures
        .iter()
        .find(|signature| signature.field == proof.binding.field)
        .ok_or("the signature is missing")?;
    if signature.authorisation != Some(verified.evidence()) {
        return Err("the signature names another authorisation".to_owned());
    }
    let certificate = proof.binding.certificate_sha256;
    if certificate.is_some() && signature.certificate_sha256 != certificate {
        return Err("the signature was made with another certificate".to_owned());
    }
    if signature.purpose.as_deref() != Some(proof.binding.purpose.name()) {
        return Err("the signature was made for another purpose".to_owned());
    }
    // Whether there is a timestamp that holds is the document's own check.
    match signature.timestamped_at {
        Some(UnixSeconds(at)) if at + MAX_SKEW_S < proof.checked_at.0 => {
            Err("the signature is older than its authorisation".to_owned())
        }
        _ => Ok(()),
    }
}

fn check_binding(told: &Told, report: &Report, signatory: &str, binding: &Binding) -> Result<(), String> {
    let need = |holds: bool, what: &str| if holds { Ok(()) } else { Err(what.to_owned()) };
    need(binding.agreement_id == told.agreement, "it is for another agreement")?;
    need(binding.signer_id == signatory, "it is another signatory's")?;
    need(binding.field == field(signatory), "it is for another field")?;
    need(
        binding.document_sha256 == report.frozen.sha256,
        "it is for another document",
    )?;
    need(binding.pages_sha256 == report.pages, "it is for other pages")?;
    need(
        told.languages.contains(&binding.consent.language),
        "its consent is in neither of the document's languages",
    )
}

/// Checks that the place's role and whom it stands for are what was authorised.
fn check_place(told: &Told, signatory: &str, authorised: &Authorised, binding: &Binding) -> Result<(), String> {
    let place = told.places.iter().find(|place| place.id == signatory);
    let role = &place.ok_or("it is at no place of the draft")?.role;
    let purpose = match role {
        Role::Signatory => Purpose::SignAgreement,
        Role::OrganisationSeal => Purpose::SealForOrganisation,
        Role::Witness { .. } => Purpose::AttestSignature,
    };
    let attested = match role {
        Role::Witness { of } => {
            let sealed = told.sealed.iter().find(|sealed| &sealed.signatory == of);
            (Some(of.clone()), sealed.map(|sealed| sealed.revision))
        }
        _ => (None, None),
    };
    if binding.purpose != purpose {
        return Err("it is for another role".to_owned());
    }
    if (binding.attested_signer_id.clone(), binding.attested_revision_sha256) != attested {
        return Err("it attests another signature".to_owned());
    }
    if binding.power_of_attorney_sha256.map(|digest| digest.to_string()) != authorised.power {
        return Err("it is under another power of attorney".to_owned());
    }
    Ok(())
}

fn verified(proof: &Proof, site: &Site) -> Result<VerifiedAuthorisation, String> {
    let key = URL_SAFE_NO_PAD
        .decode(&proof.public_key)
        .map_err(|_| "the key can't be read")?;
    let key = SignerKey::from_spki(&key).map_err(|error| error.to_string())?;
    let origins: Vec<&str> = site.origins.iter().map(String::as_str).collect();
    let answer = &proof.authorisation;
    verify_authorisation(&proof.binding, answer, &key, &site.rp_id, &origins, proof.checked_at)
        .map_err(|refused| refused.to_string())
}
