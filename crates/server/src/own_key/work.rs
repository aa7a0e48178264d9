//! Laying a signature out for a key, and finishing it with the key's answer.

use axum::http::StatusCode;
use jiff::Timestamp;
use uuid::Uuid;
use yunqian_journal::Digest;
use yunqian_session::agreement::{Agreement, Authorisation, Command};
use yunqian_session::{Actor, AgreementId, SignatoryId};
use yunqian_signing::{Document, SigningError};

use super::admission::require_standing;
use super::turns::{Begun, PATIENCE};
use crate::app::App;
use crate::problem::Problem;
use crate::signing::{self, Proof, Seal, SealError, now};

/// Lays out the authorised signature of a place; returns the request's id and until when the document waits.
///
/// # Errors
/// `authorisation-wanted`, `document-busy`, `key-answers-late`, those of [`yunqian_signing::OwnCertificate::read`] and
/// [`require_standing`] when the certificate no longer holds.
pub async fn begin(app: &App, id: AgreementId, signatory: SignatoryId) -> Result<(Uuid, Timestamp), Problem> {
    if app.signing.turns.rests(signatory, Timestamp::now()) {
        return Err(Problem {
            status: StatusCode::TOO_MANY_REQUESTS,
            code: "key-answers-late",
        });
    }
    let standing = standing(app, id, signatory).await?;
    let turn = app.signing.turns.take(id, Timestamp::now());
    let turn = turn.ok_or(Problem::conflict("document-busy"))?;
    // Read after the turn is taken: nobody appends to the document from here on.
    let state = app.state();
    let agreement = state.agreements.get(&id).cloned().ok_or_else(Problem::not_found)?;
    let Authorisation { binding, proof, .. } = authorised(&agreement, signatory)?.clone();
    if proof != standing {
        return Err(Problem::conflict("request-over"));
    }
    let base = agreement.document.clone().ok_or(Problem::conflict("text-not-frozen"))?;
    let proof = read(app, &proof).await?;
    let pdf = stored(app, &base).await?;
    let worker = app.clone();
    let laid_out = tokio::task::spawn_blocking(move || {
        let state = worker.state();
        let certificate = proof.own_certificate(worker.signing.trust(), now())?;
        let document = Document::open(pdf, worker.signing.trust(), now()).map_err(|error| Problem::internal(&error))?;
        let place = agreement.signatory(signatory).ok_or_else(Problem::not_found)?;
        let seal = Seal {
            state: &state,
            people: &worker.people,
            config: &worker.config,
            agreement: &agreement,
            signatory: place,
            proof: &proof,
        };
        let pending = signing::begin(&worker.signing, seal, &certificate, &document);
        Ok::<_, Problem>((document, pending.map_err(|error| Problem::internal(&error))?))
    });
    let (document, pending) = laid_out.await.map_err(|error| Problem::internal(&error))??;
    let request = Uuid::now_v7();
    let until = Timestamp::now().saturating_add(PATIENCE).unwrap_or(Timestamp::MAX);
    turn.wait_for(Begun {
        id: request,
        binding,
        base,
        signatory,
        until,
        document,
        pending,
    });
    let app = app.clone();
    tokio::spawn(async move {
        tokio::time::sleep(PATIENCE.unsigned_abs()).await;
        app.signing.turns.give_up(Timestamp::now());
    });
    Ok((request, until))
}

/// Asks whether the certificate of an authorised signature still stands, before the document waits for its key; returns
/// which proof it is in.
async fn standing(app: &App, id: AgreementId, signatory: SignatoryId) -> Result<String, Problem> {
    let state = app.state();
    let agreement = state.agreements.get(&id).ok_or_else(Problem::not_found)?;
    let digest = authorised(agreement, signatory)?.proof.clone();
    let proof = read(app, &digest).await?;
    require_standing(app, &proof.own_certificate(app.signing.trust(), now())?).await?;
    Ok(digest)
}

async fn read(app: &App, proof: &str) -> Result<Proof, Problem> {
    serde_json::from_slice(&stored(app, proof).await?).map_err(|error| Problem::internal(&error))
}

fn authorised(agreement: &Agreement, signatory: SignatoryId) -> Result<&Authorisation, Problem> {
    let found = agreement.signatory(signatory).ok_or_else(Problem::not_found)?;
    if found.is_sealed() {
        return Err(Problem::conflict("signatory-has-acted"));
    }
    found.awaits_own_key().ok_or(Problem::conflict("authorisation-wanted"))
}

async fn stored(app: &App, digest: &str) -> Result<Vec<u8>, Problem> {
    let digest: Digest = digest.parse().map_err(|error| Problem::internal(&error))?;
    let found = app.blobs.get(digest).await?;
    found.ok_or_else(|| Problem::internal(&format!("blob {digest} is missing")))
}

/// Finishes a request with the key's signature, and writes it into the record.
///
/// # Errors
/// `request-over` when the document waits no longer; `signature-wrong` when another key made it, or of something else;
/// `timestamp-unavailable`. In each case the signature is to be begun anew.
pub async fn finish(app: &App, id: AgreementId, request: Uuid, signature: Vec<u8>) -> Result<(), Problem> {
    let resumed = app.signing.turns.resume(id, request, Timestamp::now());
    let (turn, begun) = resumed.ok_or(Problem::conflict("request-over"))?;
    let Begun {
        signatory,
        binding,
        base,
        mut document,
        pending,
        ..
    } = begun;
    let worker = app.clone();
    let finishing = tokio::task::spawn_blocking(move || {
        let digest = signing::finish(&worker.signing, pending, &signature, &mut document)?;
        Ok::<_, SealError>((document, digest))
    });
    let finished = finishing.await.map_err(|error| Problem::internal(&error))?;
    let (document, digest) = finished.map_err(|error| {
        if matches!(error, SealError::Signing(SigningError::AnotherKey)) {
            app.signing.turns.lapsed(signatory, Timestamp::now());
        }
        problem(error)
    })?;
    let revision = app.blobs.put(document.into_bytes()).await?.to_string();
    if revision != digest.to_string() {
        return Err(Problem::internal(&"the stored document is another"));
    }
    let command = Command::Seal {
        id,
        signatory,
        binding,
        base,
        revision,
        certificate: None,
    };
    app.desk.execute(Actor::System, Uuid::now_v7(), command).await?;
    drop(turn);
    Ok(())
}

fn problem(error: SealError) -> Problem {
    match error {
        SealError::Signing(SigningError::AnotherKey) => Problem::invalid("signature-wrong"),
        SealError::Signing(SigningError::Timestamp(error)) => {
            tracing::warn!(%error, "no timestamp for a signature of an own key");
            Problem {
                status: StatusCode::SERVICE_UNAVAILABLE,
                code: "timestamp-unavailable",
            }
        }
        // A token larger than any before: begun anew, there is room for it.
        SealError::Signing(SigningError::PlaceholderTooSmall { .. }) => Problem::conflict("request-over"),
        error => Problem::internal(&error),
    }
}
