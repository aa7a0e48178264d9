use fluent_bundle::FluentArgs;
use yunqian_session::State;
use yunqian_session::agreement::{Agreement, PlaceRole, Signatory, SignatoryState};
use yunqian_session::ceremony::ActState;
use yunqian_signing::{Binding, Consent, Digest, Purpose, UnixSeconds};

use crate::app::App;
use crate::problem::Problem;
use crate::signing::{LIFETIME_S, field, now};
use crate::texts;

/// Makes what a signatory is asked to authorise, its consent in `language`.
///
/// # Errors
/// `text-not-frozen`; the domain's refusal where its turn has not come.
pub fn bind(
    app: &App,
    state: &State,
    agreement: &Agreement,
    signatory: &Signatory,
    language: &str,
    certificate: Option<Digest>,
) -> Result<Binding, Problem> {
    let frozen = agreement.frozen.as_ref().ok_or(Problem::conflict("text-not-frozen"))?;
    // Of an act that was pulled nothing is signed.
    let act = agreement.act.and_then(|act| state.act(&act));
    let act = act.filter(|(_, act)| !matches!(act.state, ActState::Pulled { .. }));
    let attested = attested(agreement, signatory)?;
    let issued_at = now();
    let nonce: [u8; 16] = rand::random();
    Ok(Binding {
        act_id: act.map(|(_, act)| act.id.to_string()),
        agreement_id: agreement.id.to_string(),
        attested_revision_sha256: attested.map(|(_, revision)| read(revision)).transpose()?,
        attested_signer_id: attested.map(|(signatory, _)| signatory.place.id.to_string()),
        ceremony_id: act.map(|(ceremony, _)| ceremony.id.to_string()),
        certificate_sha256: certificate,
        consent: Consent {
            language: language.to_owned(),
            text: Sentence {
                app,
                state,
                agreement,
                signatory,
                document: &frozen.document,
            }
            .in_language(language),
        },
        document_sha256: read(&frozen.document)?,
        expires_at: UnixSeconds(issued_at.0 + LIFETIME_S),
        field: field(signatory.place.id),
        issued_at,
        nonce: hex::encode(nonce),
        pages_sha256: frozen
            .pages
            .iter()
            .map(String::as_str)
            .map(read)
            .collect::<Result<_, _>>()?,
        power_of_attorney_sha256: power(signatory).map(read).transpose()?,
        purpose: purpose(signatory.place.role),
        signer_id: signatory.place.id.to_string(),
        version: Binding::VERSION,
    })
}

/// Returns the signature that a witness attests, and its revision.
fn attested<'a>(agreement: &'a Agreement, signatory: &Signatory) -> Result<Option<(&'a Signatory, &'a str)>, Problem> {
    let Some(of) = signatory.place.role.attests() else {
        return Ok(None);
    };
    match agreement.signatory(of).map(|of| (of, &of.state)) {
        Some((of, SignatoryState::Sealed { revision, .. })) => Ok(Some((of, revision))),
        _ => Err(Problem::conflict("nothing-to-attest")),
    }
}

/// Returns the digest of the power of attorney that a delegate acts under.
fn power(signatory: &Signatory) -> Option<&str> {
    let delegation = signatory.delegation.as_ref()?;
    Some(&delegation.power_of_attorney.digest)
}

fn purpose(role: PlaceRole) -> Purpose {
    match role {
        PlaceRole::Signatory => Purpose::SignAgreement,
        PlaceRole::OrganisationSeal => Purpose::SealForOrganisation,
        PlaceRole::Witness { .. } => Purpose::AttestSignature,
    }
}

fn read(hex: &str) -> Result<Digest, Problem> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(hex, &mut bytes).map_err(|_| Problem::internal(&"the record holds a digest that is none"))?;
    Ok(Digest::from_bytes(bytes))
}

/// The consent that is asked for, by what the signatory does.
struct Sentence<'a> {
    app: &'a App,
    state: &'a State,
    agreement: &'a Agreement,
    signatory: &'a Signatory,
    document: &'a str,
}

impl Sentence<'_> {
    fn in_language(&self, language: &str) -> String {
        let place = &self.signatory.place;
        let mut arguments = FluentArgs::new();
        arguments.set("title", self.agreement.title.get(language));
        arguments.set("number", self.agreement.number.as_str());
        arguments.set("digest", self.document);
        if let Some(organisation) = self.state.organisations.get(&place.organisation) {
            arguments.set("organisation", organisation.name.get(language).to_owned());
        }
        let of = place.role.attests().and_then(|of| self.agreement.signatory(of));
        if let Some(of) = of {
            let name = self.app.people.name(of.acting_person());
            arguments.set("signatory", name.get(language).to_owned());
        }
        let power = power(self.signatory);
        if let Some(power) = power {
            let name = self.app.people.name(place.person);
            arguments.set("principal", name.get(language).to_owned());
            arguments.set("power", power);
        }
        let key = match (place.role, power.is_some()) {
            (PlaceRole::Signatory, false) => "consent-sign-agreement",
            (PlaceRole::Signatory, true) => "consent-sign-agreement-for",
            (PlaceRole::OrganisationSeal, false) => "consent-seal-for-organisation",
            (PlaceRole::OrganisationSeal, true) => "consent-seal-for-organisation-for",
            (PlaceRole::Witness { .. }, _) => "consent-attest-signature",
        };
        texts::text(language, key, Some(&arguments)).expect("every catalogue has the consents; a test reads them")
    }
}
