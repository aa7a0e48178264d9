//! What a signed document needs so that it can be checked without asking anybody.

use yunqian_signing::{Report, StatusNeeded, UnixSeconds, ValidationMaterial, certificate_der};

use super::pki;
use crate::app::App;

/// Gathers certificates, OCSP answers and revocation lists for every path in a report. What other authorities don't
/// tell is left out; the level that is verified afterwards shows it.
///
/// # Errors
/// When our own authority's statements can't be made.
pub fn gather(app: &App, report: &Report, now: UnixSeconds) -> anyhow::Result<ValidationMaterial> {
    let mut material = ValidationMaterial::default();
    let needed = report.status_needed();
    for StatusNeeded { certificate, issuer } in &needed {
        for certificate in [certificate, issuer] {
            material.certificates.push(certificate_der(certificate)?);
        }
    }
    let Some(authority) = app.signing.authority() else {
        return Ok(material);
    };
    let [root, issuing] = authority.certificates();
    let by = |issuer| {
        let asked = needed.iter().filter(|needed| !needed.has_ended(now));
        asked.filter(move |needed| &needed.issuer == issuer)
    };
    for needed in by(issuing) {
        material
            .ocsp
            .push(pki::status(app, authority, &needed.ocsp_request()?, now)?);
    }
    if by(issuing).next().is_some() {
        material.lists.push(pki::issuing(app, authority, now)?);
    }
    if by(root).next().is_some() {
        material.lists.push(authority.root_list(now)?);
    }
    Ok(material)
}
