use jiff::Timestamp;
use jiff::tz::TimeZone;
use yunqian_documents::{DocumentError, SignatureMark, render_mark};
use yunqian_session::State;
use yunqian_session::agreement::{Agreement, PlaceRole, Signatory};
use yunqian_signing::{
    Authority, ManagedKey, Method, Refused, Sealed, Sealing, SignerSubject, SigningError, UnixSeconds, Validity,
};

use super::document::{calendar, texts_in};
use super::proof::Proof;
use crate::config::Config;
use crate::people::People;

/// Characters of the digest that the visible signature shows.
const EXCERPT: usize = 16;

/// Why a signature can't be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// The stored proof does not hold.
    #[error("the proof does not hold: {0}")]
    Proof(#[from] Refused),
    /// The visible signature can't be set.
    #[error(transparent)]
    Mark(#[from] DocumentError),
    /// The PDF or a timestamp is at fault.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

/// What a seal is made of, besides the document.
#[derive(Debug, Clone, Copy)]
pub struct Seal<'a> {
    /// State.
    pub state: &'a State,
    /// Names.
    pub people: &'a People,
    /// Configuration.
    pub config: &'a Config,
    /// Agreement.
    pub agreement: &'a Agreement,
    /// Signatory.
    pub signatory: &'a Signatory,
    /// Proof of the authorisation.
    pub proof: &'a Proof,
}

/// Writes the signature that `seal.proof` releases into the latest revision `pdf`.
///
/// The managed key is made for this one signature and forgotten with it; its certificate is valid for a year, so
/// that validators without proof of time accept it that long.
///
/// # Errors
/// When the proof does not hold, or the document does not grow out of what was authorised.
pub fn seal(authority: &Authority, seal: Seal<'_>, pdf: &[u8]) -> Result<Sealed, SealError> {
    let verified = seal.proof.verify(seal.config)?;
    let now = UnixSeconds(Timestamp::now().as_second().unsigned_abs());
    let key = ManagedKey::from_seed(seal.signatory.place.id.to_string(), rand::random());
    let language = seal.agreement.languages[0].as_str();
    let name = seal.people.name(seal.signatory.acting_person());
    let organisation = seal.state.organisations.get(&seal.signatory.place.organisation);
    let firm = organisation.map_or_else(String::new, |organisation| organisation.name.get("en").to_owned());
    let subject = SignerSubject {
        // A seal is the organisation's own: its certificate names nobody else.
        name: match seal.signatory.place.role {
            PlaceRole::OrganisationSeal => firm.clone(),
            PlaceRole::Signatory | PlaceRole::Witness { .. } => name.get("en").to_owned(),
        },
        organisation: firm,
        country: organisation.map_or_else(|| "CN".to_owned(), |organisation| organisation.country.clone()),
    };
    let validity = Validity {
        from: UnixSeconds(now.0 - 60),
        until: now.plus_days(365),
    };
    let chain = authority.issue(&subject, &key, validity, rand::random())?;
    let appearance = appearance(&seal, now)?;
    let sealing = Sealing {
        pdf,
        key: key.release(verified)?,
        chain: &chain,
        now,
        nonce: rand::random(),
        appearance: Some(&appearance),
        name: name.get(language),
        reason: &seal.proof.binding.consent.text,
        location: "Yunqian",
    };
    Ok(yunqian_signing::seal(
        &sealing,
        &[&authority.tsa(now, rand::random())],
        &authority.trust(),
    )?)
}

fn appearance(seal: &Seal<'_>, now: UnixSeconds) -> Result<Vec<u8>, DocumentError> {
    let method = match seal.proof.authorisation.method() {
        Method::Passkey => "method_passkey",
        Method::DeviceKey => "method_device_key",
    };
    let person = seal.people.name(seal.signatory.acting_person());
    let organisation = seal.state.organisations.get(&seal.signatory.place.organisation);
    let signed_at = Timestamp::from_second(now.0.cast_signed())
        .unwrap_or_default()
        .to_zoned(TimeZone::UTC);
    let languages = &seal.agreement.languages;
    render_mark(&SignatureMark {
        languages: languages.clone(),
        name: texts_in(languages, &|language| person.get(language).to_owned()),
        organisation: texts_in(languages, &|language| {
            organisation.map_or_else(String::new, |organisation| organisation.name.get(language).to_owned())
        }),
        in_place_of: seal.signatory.delegation.as_ref().map(|_| {
            let name = seal.people.name(seal.signatory.place.person);
            texts_in(languages, &|language| {
                let word = yunqian_documents::label(language, "in_place_of").unwrap_or_default();
                format!("{word} {}", name.get(language))
            })
        }),
        method: texts_in(languages, &|language| {
            yunqian_documents::label(language, method)
                .unwrap_or_default()
                .to_owned()
        }),
        time: signed_at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        digest_excerpt: seal
            .proof
            .binding
            .document_sha256
            .to_string()
            .chars()
            .take(EXCERPT)
            .collect(),
        created: calendar(signed_at.date()),
        demonstration: seal.config.demo,
        strokes: seal.proof.strokes.clone(),
    })
}
