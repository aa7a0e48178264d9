use axum::Json;
use axum::extract::{Path, State};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use yunqian_session::OrganisationId;
use yunqian_session::person::Role;
use yunqian_session::text::LocalizedText;

use super::stored::Invitation;
use crate::app::App;
use crate::problem::Problem;

/// What somebody is invited to.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    organisation_id: OrganisationId,
    organisation_name: LocalizedText,
    role: Role,
    /// Name of who invites, in the language of the invitation.
    invited_by: String,
    /// Name of who is invited.
    name: LocalizedText,
    /// Address that the invitation was sent to.
    email: String,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Tells what an invitation is for.
#[utoipa::path(get, path = "/invitations/{token}", tag = "sign-in", params(("token" = String, Path)), responses((status = 200, body = InvitationView)))]
pub async fn show(State(app): State<App>, Path(token): Path<String>) -> Result<Json<InvitationView>, Problem> {
    let (invitation, invitee) = Invitation::usable(&app.vault, Timestamp::now(), &token).await?;
    let state = app.state();
    let organisation = state
        .organisations
        .get(&invitation.organisation)
        .ok_or(Problem::not_found())?;
    Ok(Json(InvitationView {
        organisation_id: organisation.id,
        organisation_name: organisation.name.clone(),
        role: invitation.role,
        invited_by: app.people.name(invitation.inviter.0).get(&invitee.locale).to_owned(),
        name: invitee.named(),
        email: invitee.email,
        expires_at: invitation.expires_at,
    }))
}
