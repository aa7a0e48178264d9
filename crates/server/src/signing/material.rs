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
    let standing: Vec<_> = needed.iter().filter(|needed| !needed.has_ended(now)).collect();
    for key in authority.keys() {
        let issuer = &key.identity.certificate;
        let mut by = standing.iter().filter(|needed| &needed.issuer == issuer).peekable();
        if by.peek().is_some() {
            material.lists.push(pki::list(app, authority, key, now)?);
        }
        for needed in by {
            let answer = pki::status(app, authority, &needed.ocsp_request()?, now)?;
            material.ocsp.push(answer);
        }
    }
    let issuers = authority.keys().map(|key| &key.identity.certificate);
    let mut issuers = issuers.filter(|issuer| standing.iter().any(|needed| &needed.certificate == *issuer));
    let is_root = |it: &StatusNeeded| authority.roots().contains(&it.issuer);
    let is_ours = |it: &StatusNeeded| is_root(it) || authority.keys().any(|key| key.identity.certificate == it.issuer);
    for needed in standing.iter().filter(|needed| !is_ours(needed)) {
        app.signing.outside().ask(needed, now, &mut material);
    }
    if issuers.next().is_some() || standing.iter().any(|needed| is_root(needed)) {
        material.lists.extend(app.signing.lists_above(now)?);
    }
    Ok(material)
}
