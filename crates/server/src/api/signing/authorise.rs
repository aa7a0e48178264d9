use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Deserialize;
use utoipa::ToSchema;
use yunqian_session::agreement::{Agreement, Authorisation, AuthorisationMethod, Command, SigningKey};
use yunqian_session::{AgreementId, ObjectRef, SignatoryId};
use yunqian_signing::{Binding, Method, SignerKey};

use super::bind::bind;
use super::identity::require_identity;
use super::{key_id, method, own_place, presented, require_authority};
use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::crash;
use crate::own_key::{Presented, Remote};
use crate::problem::{Problem, ProblemBody};
use crate::sign_in::enrol_late;
use crate::signing::{Proof, now};

/// Strokes that a handwritten signature may have.
const STROKES: usize = 200;
/// Points that all strokes of a handwritten signature may have together.
const STROKE_POINTS: usize = 2_000;

/// A signatory's answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAuthorisation {
    /// Nonce of the binding.
    pub nonce: String,
    /// Key that answered, as listed in the request.
    pub key: String,
    /// `{"method": "passkey", "authenticator_data", "client_data_json", "signature"}` or
    /// `{"method": "device_key", "signature"}`; binary parts in base64url.
    #[schema(value_type = Object)]
    pub authorisation: yunqian_signing::Authorisation,
    /// Handwriting for the visible signature, in the unit square.
    #[serde(default)]
    pub strokes: Vec<Vec<[f32; 2]>>,
}

/// Authorises the caller's one signature.
#[utoipa::path(post, path = "/agreements/{id}/authorisations", tag = "signing", request_body = NewAuthorisation,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn authorise(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<NewAuthorisation>,
) -> Result<(StatusCode, Json<View<Agreement>>), Problem> {
    let state = app.state();
    let (_, signatory) = own_place(&state, caller, id)?;
    let signatory = signatory.place.id;
    require_authority(&app)?;
    let is_repeat = state.seen(&key).is_some_and(|outcome| {
        outcome.by == caller.actor() && outcome.objects.first() == Some(&ObjectRef::Agreement(id))
    });
    if is_repeat {
        let answer = view::show(&app, caller, |state| state.agreements.get(&id))?;
        return Ok((StatusCode::CREATED, answer));
    }
    require_identity(&app, &state, id, signatory)?;
    check_strokes(&body.strokes)?;
    let (mut proof, signer) = proof(&app, caller, signatory, body).await?;
    proof.verify(&app.config)?;
    require_current(&app, caller, id, &proof.binding)?;
    let signing_key = signing_key(&app, caller, signatory, &mut proof)?;
    let authorisation = Authorisation {
        method: match proof.authorisation.method() {
            Method::Passkey => AuthorisationMethod::Passkey,
            Method::DeviceKey => AuthorisationMethod::DeviceKey,
        },
        binding: proof.binding.challenge().to_string(),
        proof: app
            .blobs
            .put(serde_json::to_vec(&proof).expect("proofs serialise"))
            .await?
            .to_string(),
        key: signing_key,
        signer: None,
    };
    crash::point("authorise-stored");
    // Once more, for as much may have happened while the proof was written.
    require_current(&app, caller, id, &proof.binding)?;
    let command = Command::Authorise {
        id,
        signatory,
        authorisation,
        signer: Some(signer),
        identity: app.config.identity_rule(),
    };
    let answer = view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await?;
    crash::point("authorise-recorded");
    Ok((StatusCode::CREATED, answer))
}

/// Refuses the answer to a question that would be put otherwise now: the act was pulled, another power of attorney holds,
/// somebody is called something else.
fn require_current(app: &App, caller: Caller, id: AgreementId, answered: &Binding) -> Result<(), Problem> {
    let state = app.state();
    let (agreement, signatory) = own_place(&state, caller, id)?;
    let language = &answered.consent.language;
    let current = Binding {
        expires_at: answered.expires_at,
        issued_at: answered.issued_at,
        nonce: answered.nonce.clone(),
        ..bind(app, &state, agreement, signatory, language, answered.certificate_sha256)?
    };
    if current == *answered {
        Ok(())
    } else {
        Err(Problem::conflict("authorisation-outdated"))
    }
}

/// Says whose key makes the signature, and keeps the certificate with the proof where it is the caller's own.
fn signing_key(app: &App, caller: Caller, signatory: SignatoryId, proof: &mut Proof) -> Result<SigningKey, Problem> {
    let Some(authorised) = proof.binding.certificate_sha256 else {
        return Ok(SigningKey::Managed);
    };
    let Presented { certificate, service } = presented(app, signatory, caller)?;
    if certificate.sha256() != authorised {
        return Err(Problem::conflict("certificate-wanted"));
    }
    let chain = certificate.to_der().map_err(|error| Problem::internal(&error))?;
    proof.chain = chain.iter().map(|der| STANDARD.encode(der)).collect();
    let certificate = authorised.to_string();
    Ok(match service {
        None => SigningKey::Own { certificate },
        Some(Remote { service, .. }) => SigningKey::Remote { certificate, service },
    })
}

/// Refuses strokes that would not come back from the stored proof, and more of them than a hand writes.
fn check_strokes(strokes: &[Vec<[f32; 2]>]) -> Result<(), Problem> {
    if strokes.len() > STROKES || strokes.iter().map(Vec::len).sum::<usize>() > STROKE_POINTS {
        return Err(Problem::invalid("too-many-points"));
    }
    if strokes
        .iter()
        .flatten()
        .flatten()
        .all(|coordinate| coordinate.is_finite())
    {
        Ok(())
    } else {
        Err(Problem::invalid("strokes-invalid"))
    }
}

/// Makes the proof of an answer, and names the key that answered as the record does.
async fn proof(
    app: &App,
    caller: Caller,
    signatory: SignatoryId,
    body: NewAuthorisation,
) -> Result<(Proof, String), Problem> {
    let keys = app.sign_in.signing_keys(&app.vault, caller.person).await?;
    let key = keys
        .iter()
        .find(|key| key_id(key) == body.key)
        .ok_or(Problem::invalid("no-such-key"))?;
    let answered_by = match body.authorisation.method() {
        Method::Passkey => AuthorisationMethod::Passkey,
        Method::DeviceKey => AuthorisationMethod::DeviceKey,
    };
    if method(key) != answered_by || (answered_by == AuthorisationMethod::DeviceKey && !app.config.allows_device_keys())
    {
        return Err(Problem::invalid("no-such-key"));
    }
    enrol_late(app, caller.person, key).await?;
    let public_key = SignerKey::from_sec1(&key.public_key).map_err(|error| Problem::internal(&error))?;
    let now = now();
    let binding = app
        .signing
        .requests
        .take(signatory, &body.nonce, now)
        .ok_or(Problem::invalid("authorisation-expired"))?;
    let proof = Proof {
        binding,
        authorisation: body.authorisation,
        public_key: URL_SAFE_NO_PAD.encode(public_key.to_spki()),
        checked_at: now,
        strokes: body.strokes,
        chain: Vec::new(),
    };
    Ok((proof, key.digest()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_that_a_stored_proof_would_lose_are_refused() {
        let refused = |strokes: &[Vec<[f32; 2]>]| check_strokes(strokes).err().map(|problem| problem.code);
        assert_eq!(refused(&[vec![[0.1, 0.2], [1.2, -0.1]]]), None);
        assert_eq!(refused(&[vec![[0.1, f32::INFINITY]]]), Some("strokes-invalid"));
        assert_eq!(refused(&[vec![[f32::NAN, 0.5]]]), Some("strokes-invalid"));
        assert_eq!(refused(&vec![Vec::new(); STROKES + 1]), Some("too-many-points"));
        assert_eq!(refused(&[vec![[0.0, 0.0]; STROKE_POINTS + 1]]), Some("too-many-points"));
    }
}
