//! `/own-key`: what the holder of a ticket may do. `yunqian sign` and the signing page speak it.

use axum::Json;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use yunqian_session::agreement::{Agreement, Signatory};
use yunqian_session::text::LocalizedText;
use yunqian_signing::{CertificateRefused, OwnCertificate};

use super::admission::admit;
use super::ticket::Ticket;
use super::work;
use crate::app::App;
use crate::caller::{Body, Id};
use crate::problem::{Problem, ProblemBody};

/// Length of the frozen document, with which the content begins.
const FROZEN_LENGTH: HeaderName = HeaderName::from_static("yunqian-frozen-length");

/// Serves `/own-key`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(present))
        .routes(routes!(begin))
        .routes(routes!(content))
        .routes(routes!(finish))
}

/// What a ticket's holder is to sign, and how far it is.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnKeyTask {
    /// Agreement.
    pub agreement: TaskAgreement,
    /// Place.
    pub signatory: TaskSignatory,
    /// SHA-256 (hex) of the frozen document.
    pub document_sha256: String,
    /// What comes next.
    pub state: TaskState,
    /// The certificate that was shown.
    pub certificate: Option<CertificateView>,
    /// Until when the ticket stands.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// The agreement, as far as its signatory needs to know it again.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskAgreement {
    /// Number.
    pub number: String,
    /// Title.
    pub title: LocalizedText,
}

/// Who signs.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskSignatory {
    /// Name.
    pub name: LocalizedText,
    /// Organisation.
    pub organisation: LocalizedText,
}

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TaskState {
    /// The certificate is to be shown.
    CertificateWanted,
    /// The signatory is to authorise a signature with it.
    AuthorisationWanted,
    /// The key may sign.
    Ready,
    /// It has signed.
    Signed,
}

/// A certificate in words.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CertificateView {
    /// For whom.
    pub subject: String,
    /// By whom.
    pub issuer: String,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub not_after: Timestamp,
    /// SHA-256 (hex).
    pub sha256: String,
}

impl From<&OwnCertificate> for CertificateView {
    fn from(certificate: &OwnCertificate) -> Self {
        Self {
            subject: certificate.subject(),
            issuer: certificate.issuer(),
            not_after: Timestamp::from_second(certificate.not_after().0.cast_signed()).unwrap_or(Timestamp::MAX),
            sha256: certificate.sha256().to_string(),
        }
    }
}

/// A certificate and those above it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCertificate {
    /// DER in base64; the signer's first.
    pub chain: Vec<String>,
}

/// A signature that is laid out.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyRequest {
    /// Id.
    pub id: Uuid,
    /// What the key signs, over SHA-256: the DER of the CMS signed attributes, in base64.
    pub to_be_signed: String,
    /// Until when the document waits for it.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// What the key made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyAnswer {
    /// ECDSA-Sig-Value or RSA PKCS #1 v1.5, in base64.
    pub signature: String,
}

/// Whoever holds a ticket: `Authorization: Bearer …`.
pub struct Holder(pub Ticket);

impl FromRequestParts<App> for Holder {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let secret = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        let ticket = secret.and_then(|secret| app.signing.tickets.find(secret.trim(), Timestamp::now()));
        let ticket = ticket.ok_or(Problem::unauthenticated("ticket-over"))?;
        // Whoever acted at the place when the ticket was made still does.
        let state = app.state();
        place(&state, ticket)?;
        Ok(Self(ticket))
    }
}

/// Returns the place of a ticket, if it is still its person's.
fn place(state: &yunqian_session::State, ticket: Ticket) -> Result<(&Agreement, &Signatory), Problem> {
    let agreement = state.agreements.get(&ticket.agreement);
    let found = agreement.and_then(|agreement| Some((&**agreement, agreement.signatory(ticket.signatory)?)));
    found
        .filter(|(_, signatory)| signatory.acting_person() == ticket.person)
        .ok_or(Problem::unauthenticated("ticket-over"))
}

fn task(app: &App, ticket: Ticket) -> Result<Json<OwnKeyTask>, Problem> {
    let state = app.state();
    let (agreement, signatory) = place(&state, ticket)?;
    let frozen = agreement.frozen.as_ref().ok_or(Problem::conflict("text-not-frozen"))?;
    let presented = app
        .signing
        .tickets
        .presented(ticket.signatory, ticket.person, Timestamp::now());
    let presented = presented.as_ref().map(|presented| &presented.certificate);
    let organisation = state.organisations.get(&signatory.place.organisation);
    Ok(Json(OwnKeyTask {
        agreement: TaskAgreement {
            number: agreement.number.clone(),
            title: agreement.title.clone(),
        },
        signatory: TaskSignatory {
            name: app.people.name(signatory.acting_person()),
            organisation: organisation.map(|it| it.name.clone()).unwrap_or_default(),
        },
        document_sha256: frozen.document.clone(),
        state: task_state(signatory, presented),
        certificate: presented.map(CertificateView::from),
        expires_at: ticket.expires_at,
    }))
}

fn task_state(signatory: &Signatory, presented: Option<&OwnCertificate>) -> TaskState {
    if signatory.is_sealed() {
        return TaskState::Signed;
    }
    let Some(presented) = presented else {
        return TaskState::CertificateWanted;
    };
    let authorised = signatory.awaits_own_key().and_then(|it| it.key.certificate());
    match authorised {
        Some(certificate) if certificate == presented.sha256().to_string() => TaskState::Ready,
        _ => TaskState::AuthorisationWanted,
    }
}

/// Shows what is to be signed with the ticket, and how far that is.
#[utoipa::path(get, path = "/own-key", tag = "signing",
    responses((status = 200, body = OwnKeyTask), (status = "4XX", body = ProblemBody)))]
pub async fn show(State(app): State<App>, Holder(ticket): Holder) -> Result<Json<OwnKeyTask>, Problem> {
    task(&app, ticket)
}

/// Shows the certificate that the signature is to be made with.
#[utoipa::path(put, path = "/own-key/certificate", tag = "signing", request_body = NewCertificate,
    responses((status = 200, body = OwnKeyTask), (status = "4XX", body = ProblemBody)))]
pub async fn present(
    State(app): State<App>,
    Holder(ticket): Holder,
    Body(body): Body<NewCertificate>,
) -> Result<Json<OwnKeyTask>, Problem> {
    let chain = body.chain.iter().map(|der| STANDARD.decode(der));
    let chain = chain
        .collect::<Result<Vec<_>, _>>()
        .map_err(|_| Problem::invalid("certificate-invalid"))?;
    let signatory = place(&app.state(), ticket)?.1.clone();
    let certificate = admit(&app, &chain, &signatory).await?;
    app.signing.tickets.present(ticket, certificate);
    task(&app, ticket)
}

impl From<CertificateRefused> for Problem {
    fn from(refused: CertificateRefused) -> Self {
        Self::invalid(match refused {
            CertificateRefused::Untrusted => "certificate-untrusted",
            CertificateRefused::NotValidNow => "certificate-expired",
            CertificateRefused::Usage => "certificate-usage",
            _ => "certificate-invalid",
        })
    }
}

/// Lays out the authorised signature at the document's end, which waits 30 seconds for the key's answer.
#[utoipa::path(post, path = "/own-key/requests", tag = "signing",
    responses((status = 201, body = KeyRequest), (status = "4XX", body = ProblemBody)))]
pub async fn begin(State(app): State<App>, Holder(ticket): Holder) -> Result<(StatusCode, Json<KeyRequest>), Problem> {
    let (id, expires_at) = work::begin(&app, ticket.agreement, ticket.signatory).await?;
    let to_be_signed = app.signing.turns.look(ticket.agreement, id, |begun| {
        STANDARD.encode(begun.pending.to_be_signed())
    });
    let request = KeyRequest {
        id,
        to_be_signed: to_be_signed.ok_or(Problem::conflict("request-over"))?,
        expires_at,
    };
    Ok((StatusCode::CREATED, Json(request)))
}

/// Gives the bytes that the signature covers, so that its holder can see for itself what the key signs: they begin with
/// the frozen document, and their SHA-256 is the `messageDigest` among the signed attributes.
#[utoipa::path(get, path = "/own-key/requests/{id}/content", tag = "signing", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), (status = "4XX", body = ProblemBody)))]
pub async fn content(State(app): State<App>, Holder(ticket): Holder, Id(id): Id<Uuid>) -> Result<Response, Problem> {
    let covered = app.signing.turns.look(ticket.agreement, id, |begun| {
        let length = begun.document.frozen().length_bytes;
        begun
            .pending
            .covered(&begun.document)
            .map(|pieces| (length, pieces.concat()))
    });
    let covered = covered.ok_or(Problem::conflict("request-over"))?;
    let (length, bytes) = covered.map_err(|error| Problem::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (FROZEN_LENGTH, length.to_string()),
    ];
    Ok((headers, bytes).into_response())
}

/// Finishes the signature with what the key made. A repeat after it was written answers as the first did.
#[utoipa::path(post, path = "/own-key/requests/{id}/signature", tag = "signing", request_body = KeyAnswer,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = OwnKeyTask), (status = "4XX", body = ProblemBody)))]
pub async fn finish(
    State(app): State<App>,
    Holder(ticket): Holder,
    Id(id): Id<Uuid>,
    Body(body): Body<KeyAnswer>,
) -> Result<Json<OwnKeyTask>, Problem> {
    let signature = STANDARD
        .decode(&body.signature)
        .map_err(|_| Problem::invalid("signature-wrong"))?;
    let state = app.state();
    if !place(&state, ticket)?.1.is_sealed() {
        work::finish(&app, ticket.agreement, id, signature).await?;
    }
    task(&app, ticket)
}
