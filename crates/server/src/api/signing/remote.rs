//! Signing with a key that a signing service keeps.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yunqian_session::AgreementId;
use yunqian_session::agreement::{Agreement, SigningKey};
use yunqian_signing::{Digest, OwnCertificate};

use super::own_key::require_open;
use super::{own_place, presented, require_authority};
use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id};
use crate::own_key::{
    CertificateView, GivenAnswer, Presented, Question, Remote, Service, ServiceError, admit, begin, finish, names,
};
use crate::problem::{Problem, ProblemBody};
use crate::signing::now;

/// The services that keep keys.
#[derive(Debug, Serialize, ToSchema)]
pub struct SigningServices {
    /// Their names.
    pub items: Vec<String>,
}

/// Whose keys are looked for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoteUser {
    /// The service.
    pub service: String,
    /// Who the caller is there.
    pub user: String,
}

/// Keys that can sign.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemoteCredentials {
    /// Keys.
    pub items: Vec<RemoteCredential>,
}

/// A key that can sign.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemoteCredential {
    /// Its name at the service.
    pub id: String,
    /// Its certificate.
    pub certificate: CertificateView,
    /// What is asked for each signature.
    pub questions: Vec<Question>,
}

/// The key that the caller chooses.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChosenCredential {
    /// The service.
    pub service: String,
    /// The key's name there.
    pub credential: String,
}

/// What releases the key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoteRelease {
    /// Answers to the key's questions; passed on to the service and forgotten.
    pub answers: Vec<GivenAnswer>,
}

impl From<ServiceError> for Problem {
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Unavailable => Self {
                status: StatusCode::BAD_GATEWAY,
                code: "signing-service-unavailable",
            },
            ServiceError::Refused => Self::invalid("signing-service-refused"),
            ServiceError::NotReleased => Self::invalid("key-not-released"),
            ServiceError::Unfit => Self::invalid("key-unfit"),
        }
    }
}

fn service<'a>(app: &'a App, name: &str) -> Result<&'a Service, Problem> {
    let found = app.signing.services().iter().find(|service| service.name() == name);
    found.ok_or(Problem::invalid("no-such-service"))
}

/// Lists the services that keep keys.
#[utoipa::path(get, path = "/signing-services", tag = "signing",
    responses((status = 200, body = SigningServices), (status = "4XX", body = ProblemBody)))]
pub async fn services(State(app): State<App>, _: Caller) -> Json<SigningServices> {
    let names = app.signing.services().iter().map(|service| service.name().to_owned());
    Json(SigningServices { items: names.collect() })
}

/// Lists the keys that a service keeps for the caller and that can sign here.
#[utoipa::path(post, path = "/agreements/{id}/signing/remote/credentials", tag = "signing", request_body = RemoteUser,
    params(("id" = AgreementId, Path)),
    responses((status = 200, body = RemoteCredentials), (status = "4XX", body = ProblemBody)))]
pub async fn credentials(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
    Body(body): Body<RemoteUser>,
) -> Result<Json<RemoteCredentials>, Problem> {
    let state = app.state();
    let (_, signatory) = own_place(&state, caller, id)?;
    let service = service(&app, &body.service)?;
    let asked_at = Timestamp::now();
    app.signing
        .tries
        .search(asked_at, caller.person, service.name(), &body.user)?;
    let found = service.credentials(&body.user).await?;
    let items = found.into_iter().filter_map(|credential| {
        let certificate = OwnCertificate::read(&credential.chain, app.signing.trust(), now()).ok()?;
        names(&state, &app.people, signatory, &certificate).then_some(())?;
        Some(RemoteCredential {
            certificate: CertificateView::from(&certificate),
            id: credential.id,
            questions: credential.questions,
        })
    });
    Ok(Json(RemoteCredentials { items: items.collect() }))
}

/// Chooses the key that is to sign at the caller's place.
#[utoipa::path(put, path = "/agreements/{id}/signing/remote", tag = "signing", request_body = ChosenCredential,
    params(("id" = AgreementId, Path)),
    responses((status = 200, body = RemoteCredential), (status = "4XX", body = ProblemBody)))]
pub async fn choose(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
    Body(body): Body<ChosenCredential>,
) -> Result<Json<RemoteCredential>, Problem> {
    let signatory = {
        let state = app.state();
        let (agreement, signatory) = own_place(&state, caller, id)?;
        require_authority(&app)?;
        require_open(agreement, signatory)?;
        signatory.clone()
    };
    let place = (id, signatory.place.id, caller.person);
    let credential = service(&app, &body.service)?.credential(body.credential).await?;
    let certificate = admit(&app, &credential.chain, &signatory).await?;
    let chosen = RemoteCredential {
        id: credential.id.clone(),
        certificate: CertificateView::from(&certificate),
        questions: credential.questions,
    };
    let service = Remote {
        service: body.service,
        credential: credential.id,
    };
    let presented = Presented {
        certificate,
        service: Some(service),
    };
    app.signing.tickets.choose(place, presented, Timestamp::now());
    Ok(Json(chosen))
}

/// Has the service sign what the caller authorised.
#[utoipa::path(post, path = "/agreements/{id}/signing/remote/signature", tag = "signing", request_body = RemoteRelease,
    params(("id" = AgreementId, Path)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn sign(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
    Body(body): Body<RemoteRelease>,
) -> Result<Json<View<Agreement>>, Problem> {
    let signatory = {
        let state = app.state();
        let (_, signatory) = own_place(&state, caller, id)?;
        let authorised = signatory.awaits_own_key().map(|authorisation| &authorisation.key);
        if !matches!(authorised, Some(SigningKey::Remote { .. })) {
            return Err(Problem::conflict("authorisation-wanted"));
        }
        signatory.place.id
    };
    let Presented {
        certificate,
        service: Some(remote),
    } = presented(&app, signatory, caller)?
    else {
        return Err(Problem::conflict("certificate-wanted"));
    };
    let service = service(&app, &remote.service)?;
    let (by, tries) = (caller.person, &app.signing.tries);
    tries.release(Timestamp::now(), by, service.name(), &remote.credential)?;
    let credential = service.credential(remote.credential).await?;
    if credential.chain.first().map(|der| Digest::of(der)) != Some(certificate.sha256()) {
        return Err(Problem::conflict("certificate-wanted"));
    }
    let (request, _) = begin(&app, id, signatory).await?;
    let message = app
        .signing
        .turns
        .look(id, request, |begun| Digest::of(begun.pending.to_be_signed()));
    let message = message.ok_or(Problem::conflict("request-over"))?;
    match service.sign(&credential, message, &body.answers).await {
        Ok(signature) => {
            tries.released(by, service.name(), &credential.id);
            finish(&app, id, request, signature).await?;
        }
        Err(error) => {
            // Others may go on at once.
            drop(app.signing.turns.resume(id, request, Timestamp::now()));
            return Err(error.into());
        }
    }
    view::show(&app, caller, |state| state.agreements.get(&id))
}
