use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use yunqian_session::AgreementId;
use yunqian_session::agreement::{Agreement, AgreementState, Signatory, SignatoryState};

use super::{own_place, require_authority};
use crate::app::App;
use crate::caller::{Caller, Id};
use crate::own_key::CertificateView;
use crate::problem::{Problem, ProblemBody};

/// A ticket to sign with a key of one's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnKeyTicket {
    /// The secret; it is shown once.
    pub ticket: String,
    /// What `yunqian sign` takes: this server's address, and the ticket behind `#`.
    pub address: String,
    /// Until when it stands.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// The certificate that was shown with the ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct ShownCertificate {
    /// None as long as none was.
    pub certificate: Option<CertificateView>,
}

/// Gives the caller a ticket with which its own key may sign at its place; one given before ends.
#[utoipa::path(post, path = "/agreements/{id}/signing/key", tag = "signing", params(("id" = AgreementId, Path)),
    responses((status = 201, body = OwnKeyTicket), (status = "4XX", body = ProblemBody)))]
pub async fn give(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
) -> Result<(StatusCode, Json<OwnKeyTicket>), Problem> {
    let state = app.state();
    let (agreement, signatory) = own_place(&state, caller, id)?;
    require_authority(&app)?;
    require_open(agreement, signatory)?;
    let place = (id, signatory.place.id, caller.person);
    let (issued, ticket) = app.signing.tickets.issue(place, rand::random(), Timestamp::now());
    let given = OwnKeyTicket {
        address: format!("{}/own-key#{ticket}", app.config.public_url),
        ticket,
        expires_at: issued.expires_at,
    };
    Ok((StatusCode::CREATED, Json(given)))
}

/// Shows the certificate that was shown with the caller's ticket.
#[utoipa::path(get, path = "/agreements/{id}/signing/key", tag = "signing", params(("id" = AgreementId, Path)),
    responses((status = 200, body = ShownCertificate), (status = "4XX", body = ProblemBody)))]
pub async fn shown(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
) -> Result<Json<ShownCertificate>, Problem> {
    let state = app.state();
    let signatory = own_place(&state, caller, id)?.1.place.id;
    let presented = app
        .signing
        .tickets
        .presented(signatory, caller.person, Timestamp::now());
    Ok(Json(ShownCertificate {
        certificate: presented.map(|presented| CertificateView::from(&presented.certificate)),
    }))
}

/// Refuses a place at which nothing is to be signed any more, or not yet.
pub fn require_open(agreement: &Agreement, signatory: &Signatory) -> Result<(), Problem> {
    if agreement.state != AgreementState::Signing {
        return Err(Problem::conflict("wrong-state"));
    }
    if signatory.state != SignatoryState::Waiting && signatory.awaits_own_key().is_none() {
        return Err(Problem::conflict("signatory-has-acted"));
    }
    Ok(())
}
