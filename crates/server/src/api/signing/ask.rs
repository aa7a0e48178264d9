use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use yunqian_session::agreement::{Agreement, AuthorisationMethod};
use yunqian_session::{AgreementId, SignatoryId};
use yunqian_signing::Binding;

use super::bind::bind;
use super::{key_id, method, own_place, presented, require_authority};
use crate::app::App;
use crate::caller::{Caller, Id};
use crate::problem::{Problem, ProblemBody};
use crate::texts;

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

/// How the signature is to be made.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Whose key makes the signature; the instance's, where nothing is said.
    #[serde(default)]
    #[param(inline)]
    pub key: WantedKey,
    /// Language of the consent, one of the agreement's two; where nothing is said, the first of them that
    /// `Accept-Language` names, else the agreement's first.
    pub consent: Option<String>,
}

/// Whose key makes the signature.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WantedKey {
    /// One that the instance makes for this signature.
    #[default]
    Managed,
    /// The caller's own, whose certificate was shown.
    Own,
}

/// Asks what the caller is to authorise; each answer uses one request up. With `key=own` the authorisation names the
/// certificate that was shown with the caller's ticket, and releases a signature with no other.
#[utoipa::path(get, path = "/agreements/{id}/signing", tag = "signing", params(("id" = AgreementId, Path), Wanted),
    responses((status = 200, body = SigningRequest), (status = "4XX", body = ProblemBody)))]
pub async fn ask(
    State(app): State<App>,
    caller: Caller,
    headers: axum::http::HeaderMap,
    Id(id): Id<AgreementId>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<SigningRequest>, Problem> {
    let Query(wanted) = wanted.map_err(|_| Problem::invalid("invalid-query"))?;
    let state = app.state();
    let (agreement, signatory) = own_place(&state, caller, id)?;
    require_authority(&app)?;
    let certificate = match wanted.key {
        WantedKey::Managed => None,
        WantedKey::Own => Some(presented(&app, signatory.place.id, caller)?.certificate.sha256()),
    };
    let language = consent_language(agreement, wanted.consent.as_deref(), &headers)?;
    let binding = bind(&app, &state, agreement, signatory, language, certificate)?;
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
        device_keys_allowed: app.config.allows_device_keys(),
        binding: binding.clone(),
    };
    app.signing.requests.put(signatory.place.id, binding);
    Ok(Json(request))
}

/// Nobody consents in a language that the document is not in.
fn consent_language<'a>(
    agreement: &'a Agreement,
    wanted: Option<&str>,
    headers: &axum::http::HeaderMap,
) -> Result<&'a str, Problem> {
    let languages = &agreement.languages;
    let chosen = match wanted {
        Some(wanted) => Some(
            languages
                .iter()
                .find(|language| *language == wanted)
                .ok_or(Problem::invalid("consent-language"))?,
        ),
        None => texts::accepted_of(languages, headers),
    };
    Ok(chosen.unwrap_or(&languages[0]))
}
