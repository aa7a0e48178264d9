//! Signing: what a signatory is asked to authorise, and the answer.

mod ask;
mod authorise;
mod bind;
mod decline;
mod delegation;
mod identity;
mod legal_hold;
mod own_key;
mod proof;
mod reminder;
mod remote;
mod revocation;
mod spoken;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::agreement::{Agreement, AuthorisationMethod, Signatory};
use yunqian_session::{AgreementId, SignatoryId, State};

use crate::app::App;
use crate::caller::Caller;
use crate::own_key::Presented;
use crate::problem::Problem;
use crate::sign_in::SigningKey;

/// Serves what signatories do.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(ask::ask))
        .routes(routes!(authorise::authorise))
        .routes(routes!(decline::decline))
        .routes(routes!(delegation::appoint, delegation::revoke))
        .routes(routes!(identity::show))
        .routes(routes!(identity::send_code))
        .routes(routes!(identity::confirm_by_code))
        .routes(routes!(identity::confirm_on_camera))
        .routes(routes!(own_key::give, own_key::shown))
        .routes(routes!(proof::show))
        .routes(routes!(reminder::remind))
        .routes(routes!(remote::services))
        .routes(routes!(remote::credentials))
        .routes(routes!(remote::choose))
        .routes(routes!(remote::sign))
        .routes(routes!(revocation::revoke))
        .routes(routes!(spoken::recital, spoken::read))
        .routes(routes!(spoken::heard))
        .routes(routes!(legal_hold::hold))
        .routes(routes!(legal_hold::lift))
}

fn key_id(key: &SigningKey) -> String {
    URL_SAFE_NO_PAD.encode(&key.id)
}

fn method(key: &SigningKey) -> AuthorisationMethod {
    key.kind.method()
}

/// Returns the certificate that was shown for the caller's place.
fn presented(app: &App, signatory: SignatoryId, caller: Caller) -> Result<Presented, Problem> {
    let found = app
        .signing
        .tickets
        .presented(signatory, caller.person, jiff::Timestamp::now());
    found.ok_or(Problem::conflict("certificate-wanted"))
}

/// Nobody is asked to authorise what can't be sealed.
fn require_authority(app: &App) -> Result<(), Problem> {
    match app.signing.authority() {
        Some(_) => Ok(()),
        None => Err(Problem::conflict("signing-authority-missing")),
    }
}

/// Returns the place at which the caller acts.
fn own_place(state: &State, caller: Caller, id: AgreementId) -> Result<(&Agreement, &Signatory), Problem> {
    let agreement = state.agreements.get(&id).ok_or_else(Problem::not_found)?;
    let own = agreement.place_of(caller.person).ok_or_else(Problem::not_found)?;
    Ok((agreement, own))
}

/// Returns the agreement that a place is in, as far as the caller sees it.
fn agreement_of(state: &State, caller: Caller, signatory: SignatoryId) -> Result<&Agreement, Problem> {
    let sight = caller.sight(state)?;
    state
        .agreement_of(&signatory)
        .filter(|agreement| sight.sees_agreement(agreement))
        .ok_or_else(Problem::not_found)
}
