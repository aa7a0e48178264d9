//! Whether a certificate may sign at a place: it names who signs there, and its issuers say that it stands.

use axum::http::StatusCode;
use yunqian_session::State;
use yunqian_session::agreement::{PlaceRole, Signatory};
use yunqian_signing::{CertificateStatus, CertifiedNames, OwnCertificate, StatusNeeded};

use crate::app::App;
use crate::people::People;
use crate::problem::Problem;
use crate::signing::now;

/// Reads a certificate, the signer's first in `chain`, and admits it to sign at a place.
///
/// # Errors
/// Those of [`OwnCertificate::read`], `certificate-names-another`, and those of [`require_standing`].
pub async fn admit(app: &App, chain: &[Vec<u8>], signatory: &Signatory) -> Result<OwnCertificate, Problem> {
    let certificate = OwnCertificate::read(chain, app.signing.trust(), now())?;
    if !names(&app.state(), &app.people, signatory, &certificate) {
        return Err(Problem::invalid("certificate-names-another"));
    }
    require_standing(app, &certificate).await?;
    Ok(certificate)
}

/// Says whether a certificate names who signs: the organisation by its name or number; in a personal certificate, that
/// names no organisation, the signatory or whoever acts for it.
pub fn names(state: &State, people: &People, signatory: &Signatory, certificate: &OwnCertificate) -> bool {
    let CertifiedNames {
        common,
        organisations,
        identifiers,
    } = certificate.names();
    let organisation = state.organisations.get(&signatory.place.organisation);
    let is_numbered = organisation.is_some_and(|it| {
        let uscc = it.uscc.iter().cloned().map(String::from);
        let numbers: Vec<String> = uscc.chain(it.lei.iter().cloned().map(String::from)).collect();
        identifiers
            .iter()
            .any(|identifier| numbers.iter().any(|own| is_number(identifier, own)))
    });
    if is_numbered {
        return true;
    }
    if !organisations.is_empty() {
        return organisation.is_some_and(|it| organisations.iter().any(|name| it.name.is_called(name)));
    }
    // A person's own certificate is no organisation's seal.
    let people = [signatory.place.person, signatory.acting_person()].map(|person| people.name(person));
    let is_person = common.iter().any(|name| people.iter().any(|own| own.is_called(name)));
    is_person && signatory.place.role != PlaceRole::OrganisationSeal
}

/// Says whether an identifier is this number, bare or behind its scheme and country as `LEIXG-…` (EN 319 412-1, 5.1.4).
fn is_number(identifier: &str, number: &str) -> bool {
    identifier == number || identifier.split_once('-').is_some_and(|(_, bare)| bare == number)
}

/// Asks the issuers of a certificate, and of those above it, whether it stands: what was revoked, or can never be
/// proven to stand, makes no signature.
///
/// # Errors
/// `certificate-revoked`; `certificate-without-status` when one says nowhere who tells; `certificate-status-unknown`
/// when nobody answers now.
pub async fn require_standing(app: &App, certificate: &OwnCertificate) -> Result<(), Problem> {
    let needed = certificate.status_needed().to_vec();
    let is_silent = |it: &StatusNeeded| it.ocsp_addresses().is_empty() && it.list_addresses().is_empty();
    if needed.iter().any(is_silent) {
        return Err(Problem::invalid("certificate-without-status"));
    }
    let worker = app.clone();
    let asking = tokio::task::spawn_blocking(move || {
        let outside = worker.signing.outside();
        needed
            .iter()
            .try_for_each(|needed| match outside.status(needed, now()) {
                Some(CertificateStatus::Good) => Ok(()),
                Some(CertificateStatus::Revoked(_)) => Err(Problem::invalid("certificate-revoked")),
                None => Err(Problem {
                    status: StatusCode::SERVICE_UNAVAILABLE,
                    code: "certificate-status-unknown",
                }),
            })
    });
    asking.await.map_err(|error| Problem::internal(&error))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_bare_or_behind_its_scheme() {
        let number = "529900T8BM49AURSDO55";
        assert!(is_number(number, number));
        assert!(is_number("LEIXG-529900T8BM49AURSDO55", number));
        assert!(!is_number("LEIXG-529900T8BM49AURSDO56", number));
        assert!(!is_number("x529900T8BM49AURSDO55", number));
    }
}
