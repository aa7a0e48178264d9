//! What validators ask of the instance's own authority: certificates, revocation lists, OCSP (RFC 6960, appendix A);
//! and, where the authority is the demonstration's, its timestamps.

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use yunqian_signing::{
    IssuingAuthority, IssuingKey, Revocation, RevocationReason, TimestampAuthority, UnixSeconds, certificate_der,
};

use super::instance::{PKI_PATH, now};
use super::tsa::{QUERY, REPLY};
use crate::app::App;

/// Largest question that is read.
const MAX_QUESTION_BYTES: usize = 16 * 1024;

/// Serves `/pki`.
pub fn router() -> Router<App> {
    let paths = Router::new()
        .route("/{file}", get(file))
        .route("/ocsp", post(ocsp))
        .route("/ocsp/{*request}", get(ocsp_in_path))
        .route("/tsa/{number}", post(tsa))
        .layer(DefaultBodyLimit::max(MAX_QUESTION_BYTES));
    Router::new().nest(PKI_PATH, paths)
}

/// Serves `root` and `issuing-…`, each as certificate (`.cer`) and revocation list (`.crl`). Certificates of before keys
/// had names point to `issuing`: the first of all.
async fn file(State(app): State<App>, Path(file): Path<String>) -> Response {
    let Some((name, kind)) = file.split_once('.') else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match kind {
        "cer" => answer(&app, "application/pkix-cert", |authority| match name {
            "root" => Ok(certificate_der(authority.roots().first().context("no root")?)?),
            _ => Ok(certificate_der(&named(authority, name)?.identity.certificate)?),
        }),
        "crl" => answer(&app, "application/pkix-crl", |authority| match name {
            "root" => app.signing.lists_above(now())?.into_iter().next().context("no list"),
            _ => list(&app, authority, named(authority, name)?, now()),
        }),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn named<'a>(authority: &'a IssuingAuthority, name: &str) -> anyhow::Result<&'a IssuingKey> {
    let found = match name {
        "issuing" => authority.keys().last(),
        _ => authority.keys().find(|key| key.name() == name),
    };
    found.context("no such key")
}

/// Makes the list of one of the authority's keys as of now.
///
/// # Errors
/// When it can't be written.
pub fn list(app: &App, authority: &IssuingAuthority, key: &IssuingKey, now: UnixSeconds) -> anyhow::Result<Vec<u8>> {
    let state = app.state();
    let revoked = state
        .revoked_certificates()
        .filter_map(|certificate| Some((hex::decode(&certificate.serial).ok()?, revocation(certificate)?)))
        .collect::<Vec<_>>();
    Ok(authority.list(key, &revoked, now)?)
}

async fn ocsp(State(app): State<App>, request: Bytes) -> Response {
    ocsp_answer(&app, &request)
}

async fn ocsp_in_path(State(app): State<App>, Path(request): Path<String>) -> Response {
    let request = STANDARD.decode(request).unwrap_or_default();
    ocsp_answer(&app, &request)
}

fn ocsp_answer(app: &App, request: &[u8]) -> Response {
    answer(app, "application/ocsp-response", |authority| {
        status(app, authority, request, now())
    })
}

/// Answers an OCSP question from the record.
///
/// # Errors
/// When the answer can't be written.
pub fn status(app: &App, authority: &IssuingAuthority, request: &[u8], now: UnixSeconds) -> anyhow::Result<Vec<u8>> {
    let state = app.state();
    let known = |serial: &[u8]| state.certificate(&hex::encode(serial)).map(revocation);
    Ok(authority.ocsp(request, now, &known)?)
}

fn revocation(certificate: &yunqian_session::agreement::IssuedCertificate) -> Option<Revocation> {
    use yunqian_session::agreement::RevocationReason as Recorded;
    let (at, reason) = certificate.revoked?;
    Some(Revocation {
        at: UnixSeconds(at.as_second().unsigned_abs()),
        reason: match reason {
            Recorded::Unspecified => RevocationReason::Unspecified,
            Recorded::KeyCompromise => RevocationReason::KeyCompromise,
            Recorded::AffiliationChanged => RevocationReason::AffiliationChanged,
            Recorded::Superseded => RevocationReason::Superseded,
            Recorded::CessationOfOperation => RevocationReason::CessationOfOperation,
        },
    })
}

async fn tsa(
    State(app): State<App>,
    Path(number): Path<usize>,
    headers: axum::http::HeaderMap,
    request: Bytes,
) -> Response {
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != QUERY) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response();
    }
    answer(&app, REPLY, |_| {
        let demonstration = app
            .signing
            .demonstration()
            .context("only a demonstration has timestamps of its own")?;
        let tsas = demonstration.tsas(now(), rand::random());
        let tsa = number.checked_sub(1).and_then(|index| tsas.get(index));
        Ok(tsa
            .ok_or_else(|| anyhow::anyhow!("no such authority"))?
            .respond(&request)?)
    })
}

fn answer(app: &App, kind: &'static str, make: impl FnOnce(&IssuingAuthority) -> anyhow::Result<Vec<u8>>) -> Response {
    let Some(authority) = app.signing.authority() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match make(authority) {
        Ok(bytes) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Err(error) => {
            tracing::warn!(
                error = format!("{error:#}"),
                "a question to the authority was not answered"
            );
            StatusCode::NOT_FOUND.into_response()
        }
    }
}
