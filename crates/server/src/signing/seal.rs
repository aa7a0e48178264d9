use jiff::Timestamp;
use jiff::tz::TimeZone;
use yunqian_documents::{DocumentError, SignatureMark, Texts, render_mark};
use yunqian_session::State;
use yunqian_session::agreement::{Agreement, PlaceRole, Signatory};
use yunqian_signing::{
    Certificate, Digest, Document, ManagedKey, Mandate, Method, OwnCertificate, Particulars, Pending, Refused,
    SignerSubject, SigningError, Timestamping, UnixSeconds, Validity, timestamp,
};

use super::instance::{Instance, now};
use super::proof::Proof;
use super::text::{calendar, texts_in};
use crate::config::Config;
use crate::people::People;

/// Characters of the digest that the visible signature shows.
const EXCERPT: usize = 16;

/// How long the certificate of a managed key is valid.
const CERTIFICATE_DAYS: u64 = 1;
/// How far clocks may differ.
const CLOCK_SKEW_S: u64 = 60;

/// Why a signature can't be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SealError {
    /// This server has no authority that issues certificates.
    #[error("there is no signing authority")]
    NoAuthority,
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

/// A signature in the document, and the certificate it was made with.
#[derive(Debug)]
pub struct Written {
    /// SHA-256 of the document.
    pub digest: Digest,
    /// Serial number of the certificate, in hexadecimal.
    pub certificate: Option<String>,
}

/// Appends the signature that `seal.proof` releases.
///
/// The managed key is made for this one signature and forgotten with it. Its certificate is valid for a day: the
/// timestamp proves that it was used in time.
///
/// # Errors
/// When the proof does not hold, or the document does not grow out of what was authorised.
pub fn seal(instance: &Instance, seal: Seal<'_>, document: &mut Document) -> Result<Written, SealError> {
    let authority = instance.authority().ok_or(SealError::NoAuthority)?;
    let verified = seal.proof.verify(seal.config)?;
    let now = now();
    let key = ManagedKey::from_seed(seal.signatory.place.id.to_string(), rand::random());
    let validity = Validity {
        from: UnixSeconds(now.0 - CLOCK_SKEW_S),
        until: now.plus_days(CERTIFICATE_DAYS),
    };
    let chain = authority.issue(&subject(&seal), &key.public_key(), validity, rand::random())?;
    let shown = Shown::of(&seal, now)?;
    let particulars = shown.particulars(&seal, &chain, now);
    let released = key.release(verified)?;
    let sealed = instance.with_timestamps(now, |timestamps| document.seal(&released, &particulars, timestamps))?;
    Ok(Written {
        digest: sealed.digest,
        certificate: Some(hex::encode(chain[0].tbs_certificate().serial_number().as_bytes())),
    })
}

/// Lays out the signature that `seal.proof` authorises, for a key that its owner keeps.
///
/// # Errors
/// As [`seal`].
pub fn begin(
    instance: &Instance,
    seal: Seal<'_>,
    certificate: &OwnCertificate,
    document: &Document,
) -> Result<Pending, SealError> {
    let verified = seal.proof.verify(seal.config)?;
    let now = now();
    let shown = Shown::of(&seal, now)?;
    let particulars = shown.particulars(&seal, certificate.chain(), now);
    let token_bytes = instance.with_timestamps(now, |timestamps| timestamps.token_bytes());
    Ok(document.begin(Mandate::Authorised(&verified), &particulars, token_bytes)?)
}

/// Finishes what was begun with the signature that the key made, and a timestamp.
///
/// # Errors
/// When another key made it, or no timestamp authority answers.
pub fn finish(
    instance: &Instance,
    pending: Pending,
    signature: &[u8],
    document: &mut Document,
) -> Result<Digest, SealError> {
    let now = now();
    instance.with_timestamps(now, |timestamps| {
        let Timestamping {
            authorities,
            trust,
            nonce,
        } = timestamps;
        // Before an authority is asked: not for whoever sends something else.
        pending.check(signature)?;
        let token = timestamp(Digest::of(signature), *nonce, now, authorities, trust).map_err(SigningError::from)?;
        document.finish(pending, signature, Some(&token))?;
        Ok(document.digest())
    })
}

/// What a signature shows besides its certificate.
struct Shown {
    appearance: Vec<u8>,
    name: String,
}

impl Shown {
    fn of(seal: &Seal<'_>, now: UnixSeconds) -> Result<Self, DocumentError> {
        let name = seal.people.name(seal.signatory.acting_person());
        Ok(Self {
            appearance: appearance(seal, now)?,
            name: name.get(&seal.agreement.languages[0]).to_owned(),
        })
    }

    fn particulars<'a>(&'a self, seal: &Seal<'a>, chain: &'a [Certificate], now: UnixSeconds) -> Particulars<'a> {
        Particulars {
            chain,
            appearance: Some(&self.appearance),
            name: &self.name,
            reason: &seal.proof.binding.consent.text,
            location: "Yunqian",
            now,
        }
    }
}

fn subject(seal: &Seal<'_>) -> SignerSubject {
    let organisation = seal.state.organisations.get(&seal.signatory.place.organisation);
    let firm = organisation.map_or_else(String::new, |organisation| organisation.name.get("en").to_owned());
    let person = seal.people.name(seal.signatory.acting_person());
    SignerSubject {
        // A seal is the organisation's own: its certificate names nobody else.
        name: match seal.signatory.place.role {
            PlaceRole::OrganisationSeal => firm.clone(),
            PlaceRole::Signatory | PlaceRole::Witness { .. } => person.get("en").to_owned(),
        },
        organisation: firm,
        country: organisation.map_or_else(|| "CN".to_owned(), |organisation| organisation.country.clone()),
    }
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
        role: role(seal),
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

/// Says what it is where it is no signature in the signatory's own name: a seal, an attestation, in whose place.
fn role(seal: &Seal<'_>) -> Option<Texts> {
    let place = &seal.signatory.place;
    let of = place.role.attests().and_then(|of| seal.agreement.signatory(of));
    let is_seal = place.role == PlaceRole::OrganisationSeal;
    let stands_in = seal.signatory.delegation.is_some();
    if !is_seal && !stands_in && of.is_none() {
        return None;
    }
    let word = |language: &str, key: &str| yunqian_documents::label(language, key).unwrap_or_default();
    let named = |language: &str, key: &str, person| {
        let name = seal.people.name(person);
        format!("{} {}", word(language, key), name.get(language))
    };
    Some(texts_in(&seal.agreement.languages, &|language| {
        let parts = [
            is_seal.then(|| word(language, "organisation_seal").to_owned()),
            of.map(|of| named(language, "attests", of.acting_person())),
            stands_in.then(|| named(language, "in_place_of", place.person)),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }))
}
