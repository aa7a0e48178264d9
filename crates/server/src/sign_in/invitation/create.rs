use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use yunqian_session::person::{self, Role};
use yunqian_session::{Actor, MembershipId, OrganisationId, PersonId, Record, Refusal};

use super::accept::checked_name;
use super::stored::{Invitation, Invitee, LIFE_DAYS};
use crate::app::App;
use crate::caller::{Body, Caller, Key};
use crate::mail::{Invited, Letter};
use crate::problem::Problem;
use crate::sign_in::code::Email;
use crate::sign_in::derived;
use crate::texts;

/// Whom to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationRequest {
    /// Address.
    email: Email,
    /// Name, if known; the invited person is asked for it.
    #[serde(default)]
    name: Option<String>,
    /// Organisation to act for.
    organisation: OrganisationId,
    /// Role.
    role: Role,
    /// Language of the invitation (BCP 47 primary).
    locale: String,
}

/// An invitation that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationSent {
    id: Uuid,
    /// When it ends.
    #[schema(value_type = String, format = DateTime)]
    expires_at: Timestamp,
}

/// Invites somebody to act for an organisation.
#[utoipa::path(post, path = "/invitations", tag = "sign-in", responses((status = 201, body = InvitationSent)))]
pub async fn create(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(request): Body<InvitationRequest>,
) -> Result<(StatusCode, Json<InvitationSent>), Problem> {
    let now = Timestamp::now();
    let inviter = (caller.person, caller.membership);
    if let Some(sent) = Invitation::get(&app.vault, key).await? {
        return if sent.inviter == inviter {
            Ok(answer(&sent))
        } else {
            Err(Problem::conflict("idempotency-key-reused"))
        };
    }
    let invitee = request.invitee()?;
    may_join(&app, now, caller, request.organisation, request.role)?;
    app.sign_in.limits.invitations_of_person.count(now, caller.person)?;
    let asked = (request.organisation, request.role);
    let (invitation, token) = Invitation::new(now, key, inviter, asked, invitee.clone());
    invitation.put(&app.vault).await?;
    app.sign_in.mail.post(now, letter(&app, &invitation, &invitee, &token));
    Ok(answer(&invitation))
}

fn answer(invitation: &Invitation) -> (StatusCode, Json<InvitationSent>) {
    (
        StatusCode::CREATED,
        Json(InvitationSent {
            id: invitation.id,
            expires_at: invitation.expires_at,
        }),
    )
}

impl InvitationRequest {
    fn invitee(&self) -> Result<Invitee, Problem> {
        let name = self.name.as_deref().map(checked_name).transpose()?.unwrap_or_default();
        let locale = texts::spoken(&self.locale)
            .ok_or(Problem::invalid("unknown-language"))?
            .to_owned();
        Ok(Invitee {
            email: self.email.clone().checked()?,
            name,
            locale,
        })
    }
}

/// Asks the record whether the caller could let somebody join, on a copy where a newcomer is registered.
fn may_join(
    app: &App,
    now: Timestamp,
    caller: Caller,
    organisation: OrganisationId,
    role: Role,
) -> Result<(), Problem> {
    let mut trial = (*app.state()).clone();
    let id = PersonId(Uuid::now_v7());
    let events = trial.decide(now, &Actor::System, person::Command::Register { id }.into())?;
    let registered = Record::new(Uuid::now_v7(), now, Actor::System, events);
    trial.apply(&registered).expect("a record just decided applies");
    let join = person::Command::Join {
        id: MembershipId(Uuid::now_v7()),
        person: id,
        organisation,
        role,
    };
    trial
        .decide(now, &caller.actor(), join.into())
        .map(drop)
        .map_err(|refusal: Refusal| refusal.into())
}

fn letter(app: &App, invitation: &Invitation, invitee: &Invitee, token: &str) -> Letter {
    let state = app.state();
    let organisation = state.organisations.get(&invitation.organisation);
    let inviter = app.people.name(invitation.inviter.0);
    let invited = Invited {
        to: &invitee.email,
        name: if invitee.name.is_empty() {
            &invitee.email
        } else {
            &invitee.name
        },
        inviter: inviter.get(&invitee.locale),
        organisation: organisation.map_or("", |organisation| organisation.name.get(&invitee.locale)),
        link: &format!("{}/invitations/{token}", app.config.public_url),
        days: LIFE_DAYS,
    };
    Letter::invitation(&invitee.locale, &invited)
}

/// Ids of what accepting an invitation makes, so that an interrupted acceptance is taken up where it stopped.
pub fn made_by(invitation: Uuid) -> (PersonId, MembershipId) {
    (
        PersonId(derived(invitation, "person")),
        MembershipId(derived(invitation, "membership")),
    )
}
