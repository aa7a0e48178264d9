use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::task::JoinError;
use yunqian_documents::{
    AgreementDocument, Amount, Clause, DocumentError, Line, Party, SignatoryBlock, render_agreement,
};
use yunqian_journal::Digest;
use yunqian_session::agreement::{Agreement, UploadedText};
use yunqian_session::money::Money;
use yunqian_session::{AgreementId, State};
use yunqian_signing::{Frozen, SignatureField, SigningError, prepare};

use super::field;
use super::text::{calendar, country, host_zone, identifier, kind_key, label, organisation_name, texts_in};
use crate::app::App;
use crate::people::People;

/// Why a text can't be frozen.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// It can't be set.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// Its fields can't be made.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The uploaded document is not where it was stored.
    #[error("the uploaded document can't be read: {0}")]
    Upload(String),
}

/// Texts that are set at the same time; each takes a core for a while.
static TYPESETTING: Semaphore = Semaphore::const_new(1);

/// Waits for a turn at typesetting.
pub(crate) async fn typesetting_turn() -> SemaphorePermit<'static> {
    TYPESETTING.acquire().await.expect("nobody closes it")
}

/// Sets the current version of an agreement, one after the other: a request that is given up keeps its turn until its
/// text is set, so that many of them don't take the machine. None where there is no such agreement.
///
/// # Errors
/// When the typesetting itself breaks; what the text is refused for is the inner result.
pub async fn render_current(app: &App, id: AgreementId) -> Result<Option<Result<Frozen, RenderError>>, JoinError> {
    let state = app.state();
    let Some(agreement) = state.agreements.get(&id) else {
        return Ok(None);
    };
    let upload = match agreement.versions.last().and_then(|version| version.upload.as_ref()) {
        None => None,
        Some(upload) => match uploaded(app, upload).await {
            Ok(pdf) => Some((pdf, signature_fields(upload))),
            Err(error) => return Ok(Some(Err(error))),
        },
    };
    let turn = typesetting_turn().await;
    let app = app.clone();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        if let Some((pdf, fields)) = upload {
            return Some(prepare(&pdf, &fields).map_err(RenderError::from));
        }
        let agreement = state.agreements.get(&id)?;
        Some(render(&state, &app.people, agreement, app.config.demo))
    })
    .await
}

async fn uploaded(app: &App, upload: &UploadedText) -> Result<Vec<u8>, RenderError> {
    let unreadable = |error: &dyn std::fmt::Display| RenderError::Upload(error.to_string());
    let digest: Digest = upload.document.parse().map_err(|error| unreadable(&error))?;
    let found = app.blobs.get(digest).await.map_err(|error| unreadable(&error))?;
    found.ok_or_else(|| unreadable(&"it is missing"))
}

/// Returns the signature fields of an uploaded text.
pub fn signature_fields(upload: &UploadedText) -> Vec<SignatureField> {
    let points = |hundredths: i32| f64::from(hundredths) / 100.0;
    let fields = upload.fields.iter().map(|place| SignatureField {
        name: field(place.signatory),
        page: usize::try_from(place.page).unwrap_or(usize::MAX),
        x: points(place.x),
        y: points(place.y),
        width: points(place.width),
        height: points(place.height),
    });
    fields.collect()
}

/// Sets the current version of an agreement and makes its signature fields. Takes tens of milliseconds: call it
/// where blocking is allowed.
///
/// # Errors
/// When a text is missing in one of the languages or has characters that no font has.
fn render(state: &State, people: &People, agreement: &Agreement, demonstration: bool) -> Result<Frozen, RenderError> {
    let rendered = render_agreement(&describe(state, people, agreement, demonstration))?;
    let fields: Vec<_> = rendered
        .fields
        .into_iter()
        .map(|place| SignatureField {
            name: place.field,
            page: place.page,
            x: place.x,
            y: place.y,
            width: place.width,
            height: place.height,
        })
        .collect();
    Ok(prepare(&rendered.pdf, &fields)?)
}

fn describe(state: &State, people: &People, agreement: &Agreement, demonstration: bool) -> AgreementDocument {
    let both = |make: &dyn Fn(&str) -> String| texts_in(&agreement.languages, make);
    let written = agreement
        .versions
        .last()
        .map_or(agreement.drafted_at, |version| version.at);
    let day = written.to_zoned(host_zone(state, agreement)).date();
    AgreementDocument {
        number: agreement.number.clone(),
        kind: both(&|language| label(language, kind_key(agreement.kind))),
        title: both(&|language| agreement.title.get(language).to_owned()),
        languages: agreement.languages.clone(),
        parties: agreement
            .parties
            .iter()
            .filter_map(|id| state.organisations.get(id))
            .map(|organisation| Party {
                name: both(&|language| organisation.name.get(language).to_owned()),
                identifier: identifier(organisation),
                country: both(&|language| country(language, &organisation.country)),
            })
            .collect(),
        amounts: [
            ("amount_agreed", agreement.amount),
            ("amount_foreign", agreement.foreign),
        ]
        .into_iter()
        .filter_map(|(key, amount)| {
            amount.map(|amount| Line {
                label: both(&|language| label(language, key)),
                value: both(&|language| money(language, amount)),
            })
        })
        .collect(),
        clauses: agreement
            .versions
            .last()
            .map(|version| &version.clauses)
            .into_iter()
            .flatten()
            .map(|clause| Clause {
                heading: both(&|language| clause.heading.get(language).to_owned()),
                body: both(&|language| clause.body.get(language).to_owned()),
            })
            .collect(),
        signatories: agreement
            .signatories
            .iter()
            .map(|signatory| SignatoryBlock {
                field: field(signatory.place.id),
                name: both(&|language| people.name(signatory.place.person).get(language).to_owned()),
                organisation: both(&|language| {
                    organisation_name(state, signatory.place.organisation)
                        .get(language)
                        .to_owned()
                }),
                capacity: both(&|language| signatory.place.capacity.get(language).to_owned()),
            })
            .collect(),
        place: both(&|language| label(language, "place_online")),
        date: both(&|language| calendar(day).written(language)),
        created: calendar(day),
        demonstration,
    }
}

fn money(language: &str, amount: Money) -> String {
    let written = Amount {
        currency: amount.currency.code(),
        minor: amount.minor,
        digits: amount.currency.exponent().unwrap_or(0),
        approximate: amount.approximate,
    };
    written.written(language)
}
