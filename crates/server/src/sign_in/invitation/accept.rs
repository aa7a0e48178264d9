use axum::extract::{Path, State};
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use yunqian_journal::JournalError;
use yunqian_session::{Actor, MembershipId, PersonId, person};

use super::create::made_by;
use super::stored::{Invitation, Invitee};
use crate::app::App;
use crate::caller::Body;
use crate::people::Profile;
use crate::problem::Problem;
use crate::sign_in::{SetCookies, derived};

/// How the invited person wants to be called.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// Name; as invited when absent.
    #[serde(default)]
    name: Option<String>,
}

/// Accepts an invitation: registers the person where it is new, lets it join and signs it in.
#[utoipa::path(post, path = "/invitations/{token}/accept", tag = "sign-in", params(("token" = String, Path)), responses((status = 204, description = "Signed in.")))]
pub async fn accept(
    State(app): State<App>,
    Path(token): Path<String>,
    Body(acceptance): Body<Acceptance>,
) -> Result<(SetCookies, StatusCode), Problem> {
    let now = Timestamp::now();
    let (invitation, mut invitee) = Invitation::usable(&app.vault, now, &token).await?;
    invitee.name = checked_name(acceptance.name.as_deref().unwrap_or(&invitee.name))?;
    let (newcomer, membership) = made_by(invitation.id);
    let person = match app.people.find(&app.vault, &invitee.email).await? {
        Some(known) => known,
        None => register(&app, now, &invitation, newcomer, invitee).await?,
    };
    join(&app, &invitation, person, membership).await?;
    let was_usable = invitation.use_up(&app.vault).await?;
    if !was_usable {
        return Err(Problem {
            status: StatusCode::GONE,
            code: "invitation-used",
        });
    }
    app.sign_in.admit(&app.vault, &app.state(), now, person).await
}

async fn register(
    app: &App,
    now: Timestamp,
    invitation: &Invitation,
    newcomer: PersonId,
    invitee: Invitee,
) -> Result<PersonId, Problem> {
    let key = derived(invitation.id, "registration");
    app.desk
        .execute(Actor::System, key, person::Command::Register { id: newcomer })
        .await?;
    let profile = Profile {
        name: invitee.named(),
        email: invitee.email,
        phone: None,
        locale: invitee.locale,
        demo: false,
    };
    match app.people.put(&app.vault, now, newcomer, profile).await {
        Ok(()) => Ok(newcomer),
        Err(JournalError::KeyTaken) => Err(Problem::conflict("email-taken")),
        Err(error) => Err(error.into()),
    }
}

async fn join(app: &App, invitation: &Invitation, person: PersonId, id: MembershipId) -> Result<(), Problem> {
    let (inviter, under) = invitation.inviter;
    let actor = Actor::Person {
        person: inviter,
        membership: under,
    };
    let (organisation, role) = (invitation.organisation, invitation.role);
    let command = person::Command::Join {
        id,
        person,
        organisation,
        role,
    };
    app.desk
        .execute(actor, derived(invitation.id, "joining"), command)
        .await?;
    Ok(())
}

/// Takes a name: one line of 1 to 100 characters.
///
/// # Errors
/// `invalid-name`.
pub fn checked_name(name: &str) -> Result<String, Problem> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_fit = (1..=100).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if is_fit {
        Ok(name)
    } else {
        Err(Problem::invalid("invalid-name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_that_says_something() {
        assert_eq!(checked_name(" 李  雷\n").unwrap(), "李 雷");
        for name in ["", " \n ", "a\u{0}b", &"雷".repeat(101)] {
            assert_eq!(checked_name(name).unwrap_err().code, "invalid-name");
        }
    }
}
