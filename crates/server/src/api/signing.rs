//! Signing: what a signatory is asked to authorise, and the answer.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use fluent_bundle::FluentArgs;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::agreement::{Agreement, Authorisation, AuthorisationMethod, Command, Signatory};
use yunqian_session::{AgreementId, ObjectRef, SignatoryId};
use yunqian_signing::{Binding, Consent, Digest, Method, Purpose, SignerKey, UnixSeconds};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::problem::{Problem, ProblemBody};
use crate::sign_in::{SigningKey, SigningKeyKind};
use crate::signing::{LIFETIME_S, Proof, field};
use crate::texts;

/// Strokes that a handwritten signature may have.
const STROKES: usize = 200;
/// Points that all strokes of a handwritten signature may have together.
const STROKE_POINTS: usize = 2_000;

/// Serves what signatories do.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask))
        .routes(routes!(authorise))
        .routes(routes!(decline))
}

/// What a signatory is asked to authorise.
#[derive(Debug, Serialize, ToSchema)]
pub struct SigningRequest {
    /// The caller's place in the agreement.
    pub signatory: SignatoryId,
    /// What is authorised; a device key signs its `canonical` form.
    #[schema(value_type = Object)]
    pub binding: Binding,
    /// The binding as the bytes that are signed (JSON, UTF-8).
    pub canonical: String,
    /// SHA-256 of the canonical form in base64url: the challenge of a passkey.
    pub challenge: String,
    /// Relying party of the passkeys.
    pub rp_id: String,
    /// Keys of the caller that may answer.
    pub keys: Vec<KeyChoice>,
    /// Whether a device key is allowed here.
    pub device_keys_allowed: bool,
}

/// A key that may answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyChoice {
    /// Credential id in base64url, or the device key's id.
    pub id: String,
    /// Kind.
    pub method: AuthorisationMethod,
    /// Name that its owner gave it.
    pub label: String,
}

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

/// Why a signatory refuses.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDecline {
    /// Reason.
    pub reason: String,
}

/// Asks what the caller is to authorise; each answer uses one request up.
#[utoipa::path(get, path = "/agreements/{id}/signing", tag = "signing", params(("id" = AgreementId, Path)),
    responses((status = 200, body = SigningRequest), (status = "4XX", body = ProblemBody)))]
async fn ask(
    State(app): State<App>,
    caller: Caller,
    headers: axum::http::HeaderMap,
    Id(id): Id<AgreementId>,
) -> Result<Json<SigningRequest>, Problem> {
    let state = app.state();
    let (agreement, signatory) = own_place(&state, caller, id)?;
    require_authority(&app)?;
    let binding = bind(&state, agreement, signatory, texts::accepted(&headers))?;
    let keys = app.sign_in.signing_keys(&app.vault, caller.person).await?;
    let request = SigningRequest {
        signatory: signatory.place.id,
        canonical: String::from_utf8(binding.canonical_bytes()).expect("JSON is UTF-8"),
        challenge: URL_SAFE_NO_PAD.encode(binding.challenge().as_bytes()),
        rp_id: app.config.relying_party().to_owned(),
        keys: keys
            .iter()
            .map(|key| KeyChoice {
                id: key_id(key),
                method: method(key),
                label: key.label.clone(),
            })
            .collect(),
        device_keys_allowed: app.config.allow_device_keys,
        binding: binding.clone(),
    };
    app.signing.requests.put(signatory.place.id, binding);
    Ok(Json(request))
}

/// Authorises the caller's one signature.
#[utoipa::path(post, path = "/agreements/{id}/authorisations", tag = "signing", request_body = NewAuthorisation,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn authorise(
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
    check_strokes(&body.strokes)?;
    let proof = proof(&app, caller, signatory, body).await?;
    proof.verify(&app.config)?;
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
    };
    let command = Command::Authorise {
        id,
        signatory,
        authorisation,
    };
    let answer = view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
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

async fn proof(app: &App, caller: Caller, signatory: SignatoryId, body: NewAuthorisation) -> Result<Proof, Problem> {
    let keys = app.sign_in.signing_keys(&app.vault, caller.person).await?;
    let key = keys
        .iter()
        .find(|key| key_id(key) == body.key)
        .ok_or(Problem::invalid("no-such-key"))?;
    let answered_by = match body.authorisation.method() {
        Method::Passkey => AuthorisationMethod::Passkey,
        Method::DeviceKey => AuthorisationMethod::DeviceKey,
    };
    if method(key) != answered_by || (answered_by == AuthorisationMethod::DeviceKey && !app.config.allow_device_keys) {
        return Err(Problem::invalid("no-such-key"));
    }
    let public_key = SignerKey::from_sec1(&key.public_key).map_err(|error| Problem::internal(&error))?;
    let now = now();
    let binding = app
        .signing
        .requests
        .take(signatory, &body.nonce, now)
        .ok_or(Problem::invalid("authorisation-expired"))?;
    Ok(Proof {
        binding,
        authorisation: body.authorisation,
        public_key: URL_SAFE_NO_PAD.encode(public_key.to_spki()),
        checked_at: now,
        strokes: body.strokes,
    })
}

/// Refuses to sign.
#[utoipa::path(post, path = "/agreements/{id}/decline", tag = "signing", request_body = NewDecline,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
async fn decline(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<NewDecline>,
) -> Result<Json<View<Agreement>>, Problem> {
    let state = app.state();
    let signatory = own_place(&state, caller, id)?.1.place.id;
    let command = Command::Decline {
        id,
        signatory,
        reason: body.reason,
    };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

fn key_id(key: &SigningKey) -> String {
    URL_SAFE_NO_PAD.encode(&key.id)
}

fn method(key: &SigningKey) -> AuthorisationMethod {
    match key.kind {
        SigningKeyKind::Passkey => AuthorisationMethod::Passkey,
        SigningKeyKind::DeviceKey => AuthorisationMethod::DeviceKey,
    }
}

/// Nobody is asked to authorise what can't be sealed.
fn require_authority(app: &App) -> Result<(), Problem> {
    match app.signing.authority() {
        Some(_) => Ok(()),
        None => Err(Problem::conflict("signing-authority-missing")),
    }
}

fn own_place(
    state: &yunqian_session::State,
    caller: Caller,
    id: AgreementId,
) -> Result<(&Agreement, &Signatory), Problem> {
    let agreement = state.agreements.get(&id).ok_or_else(Problem::not_found)?;
    let own = agreement
        .signatories
        .iter()
        .find(|signatory| signatory.place.person == caller.person);
    Ok((agreement, own.ok_or_else(Problem::not_found)?))
}

fn bind(
    state: &yunqian_session::State,
    agreement: &Agreement,
    signatory: &Signatory,
    language: &str,
) -> Result<Binding, Problem> {
    let frozen = agreement.frozen.as_ref().ok_or(Problem::conflict("text-not-frozen"))?;
    let read = |hex: &String| digest(hex).ok_or_else(|| Problem::internal(&"the record holds a digest that is none"));
    let act = agreement.act.and_then(|act| state.act(&act));
    let issued_at = now();
    let nonce: [u8; 16] = rand::random();
    Ok(Binding {
        act_id: act.map(|(_, act)| act.id.to_string()),
        agreement_id: agreement.id.to_string(),
        ceremony_id: act.map(|(ceremony, _)| ceremony.id.to_string()),
        consent: consent(agreement, &frozen.document, language),
        document_sha256: read(&frozen.document)?,
        expires_at: UnixSeconds(issued_at.0 + LIFETIME_S),
        field: field(signatory.place.id),
        issued_at,
        nonce: hex::encode(nonce),
        pages_sha256: frozen.pages.iter().map(read).collect::<Result<_, _>>()?,
        purpose: Purpose::SignAgreement,
        signer_id: signatory.place.id.to_string(),
        version: Binding::VERSION,
    })
}

fn digest(text: &str) -> Option<Digest> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes).ok()?;
    Some(Digest::from_bytes(bytes))
}

fn consent(agreement: &Agreement, document: &str, language: &str) -> Consent {
    let mut arguments = FluentArgs::new();
    arguments.set("title", agreement.title.get(language));
    arguments.set("number", agreement.number.as_str());
    arguments.set("digest", document);
    let text = texts::text(language, "consent-sign-agreement", Some(&arguments));
    Consent {
        language: language.to_owned(),
        text: text.expect("both catalogues have the consent; a test reads them"),
    }
}

fn now() -> UnixSeconds {
    UnixSeconds(Timestamp::now().as_second().unsigned_abs())
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
