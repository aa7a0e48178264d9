//! Who signs: the factors besides the key, and what is still missing.

use axum::Json;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yunqian_session::agreement::{Agreement, Command, IdentityFactor, Signatory};
use yunqian_session::recording::Place;
use yunqian_session::{AgreementId, SignatoryId, State};

use super::{agreement_of, own_place};
use crate::api::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::mail::SigningCode;
use crate::problem::{Problem, ProblemBody};
use crate::recording::room_of;

/// What is asked of the caller's identity, and what stands of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct IdentityView {
    /// Factors asked for besides the key.
    pub needed: u8,
    /// Minutes for which one stands.
    pub minutes: u16,
    /// Whether the recital and the caller's own word on camera are asked for.
    pub spoken: bool,
    /// Those that stand.
    pub standing: Vec<StandingFactor>,
    /// Address that a code goes to, as far as its owner needs to know it again.
    pub address: String,
}

/// A factor that stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandingFactor {
    /// What it is.
    #[serde(flatten)]
    pub factor: IdentityFactor,
    /// Until when it stands.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
}

/// A code that the caller got.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeTry {
    /// Six digits.
    pub code: String,
}

/// Where a signatory was seen on camera.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSighting {
    /// The room of a ceremony or a negotiation.
    pub room: Place,
}

/// Shows what is asked of the caller's identity before it signs, and what stands of it.
#[utoipa::path(get, path = "/agreements/{id}/signing/identity", tag = "signing", params(("id" = AgreementId, Path)),
    responses((status = 200, body = IdentityView), (status = "4XX", body = ProblemBody)))]
pub async fn show(
    Shared(app): Shared<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
) -> Result<Json<IdentityView>, Problem> {
    let state = app.state();
    let (_, signatory) = own_place(&state, caller, id)?;
    let profile = app.people.profile(caller.person);
    Ok(Json(IdentityView {
        needed: app.config.identity.factors.saturating_sub(1),
        minutes: app.config.identity.minutes,
        spoken: app.config.identity.spoken && !signatory.place.role.is_witness(),
        standing: standing(&app, signatory),
        address: profile.map(|profile| masked(&profile.email)).unwrap_or_default(),
    }))
}

/// Sends the caller a one-time code for its place in an agreement.
#[utoipa::path(post, path = "/agreements/{id}/signing/code", tag = "signing", params(("id" = AgreementId, Path)),
    responses((status = 202, description = "Sent."), (status = "4XX", body = ProblemBody)))]
pub async fn send_code(
    Shared(app): Shared<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
) -> Result<StatusCode, Problem> {
    let state = app.state();
    let (agreement, signatory) = own_place(&state, caller, id)?;
    let profile = app
        .people
        .profile(caller.person)
        .ok_or(Problem::conflict("no-address"))?;
    let about = SigningCode {
        title: &agreement.title,
        number: &agreement.number,
    };
    app.sign_in
        .send_signing_code(
            &app.vault,
            Timestamp::now(),
            signatory.place.id,
            (caller.person, &profile),
            &about,
        )
        .await?;
    Ok(StatusCode::ACCEPTED)
}

/// Confirms the caller's identity by the code. A wrong, old, used or never sent one is always `code-wrong`.
#[utoipa::path(post, path = "/agreements/{id}/signing/code/verify", tag = "signing", request_body = CodeTry,
    params(("id" = AgreementId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn confirm_by_code(
    Shared(app): Shared<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<AgreementId>,
    Body(body): Body<CodeTry>,
) -> Result<Json<View<Agreement>>, Problem> {
    let state = app.state();
    let signatory = own_place(&state, caller, id)?.1.place.id;
    let is_repeat = state.seen(&key).is_some_and(|outcome| outcome.by == caller.actor());
    if !is_repeat {
        app.sign_in
            .judge_signing_code(&app.vault, Timestamp::now(), signatory, caller.person, &body.code)
            .await?;
    }
    let command = Command::ConfirmByCode { id, signatory };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Confirms that the caller, who hosts the room, saw a signatory on camera there.
#[utoipa::path(post, path = "/signatories/{id}/identity", tag = "signing", request_body = NewSighting,
    params(("id" = SignatoryId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Agreement>), (status = "4XX", body = ProblemBody)))]
pub async fn confirm_on_camera(
    Shared(app): Shared<App>,
    caller: Caller,
    Key(key): Key,
    Id(signatory): Id<SignatoryId>,
    Body(body): Body<NewSighting>,
) -> Result<Json<View<Agreement>>, Problem> {
    let (id, person, is_repeat) = {
        let state = app.state();
        let agreement = agreement_of(&state, caller, signatory)?;
        let found = agreement.signatory(signatory).ok_or_else(Problem::not_found)?;
        let is_repeat = state.seen(&key).is_some_and(|outcome| outcome.by == caller.actor());
        (agreement.id, found.acting_person(), is_repeat)
    };
    let room = body.room;
    if !is_repeat && !app.rooms.is_on_camera(&room_of(room), &person.to_string()).await {
        return Err(Problem::conflict("not-on-camera"));
    }
    let command = Command::ConfirmOnCamera { id, signatory, room };
    view::execute(&app, caller, key, command, |state| state.agreements.get(&id)).await
}

/// Refuses whoever has not confirmed enough before a request is used up for nothing; the domain decides in the end.
pub fn require_identity(app: &App, state: &State, id: AgreementId, signatory: SignatoryId) -> Result<(), Problem> {
    let found = state
        .agreements
        .get(&id)
        .and_then(|agreement| agreement.signatory(signatory));
    let standing = found.map_or(0, |signatory| standing(app, signatory).len());
    require_spoken(app, state, id, found)?;
    if 1 + standing < usize::from(app.config.identity.factors) {
        return Err(Problem {
            status: StatusCode::FORBIDDEN,
            code: "identity-incomplete",
        });
    }
    Ok(())
}

fn require_spoken(app: &App, state: &State, id: AgreementId, signatory: Option<&Signatory>) -> Result<(), Problem> {
    let is_asked = app.config.identity.spoken && signatory.is_some_and(|place| !place.place.role.is_witness());
    if !is_asked {
        return Ok(());
    }
    if state
        .agreements
        .get(&id)
        .is_some_and(|agreement| agreement.recital.is_none())
    {
        return Err(Problem::conflict("recital-missing"));
    }
    match signatory.and_then(|signatory| signatory.will) {
        Some(_) => Ok(()),
        None => Err(Problem {
            status: StatusCode::FORBIDDEN,
            code: "will-missing",
        }),
    }
}

fn standing(app: &App, signatory: &Signatory) -> Vec<StandingFactor> {
    let lifetime = app.config.identity_rule().lifetime;
    signatory
        .standing_factors(Timestamp::now(), lifetime)
        .filter_map(|confirmed| {
            Some(StandingFactor {
                factor: confirmed.factor,
                expires_at: confirmed.confirmed_at.checked_add(lifetime).ok()?,
            })
        })
        .collect()
}

/// Hides most of an address: `l•••@example.com`.
fn masked(email: &str) -> String {
    match email.split_once('@') {
        Some((name, host)) => format!("{}•••@{host}", name.chars().next().unwrap_or('•')),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_is_shown_only_as_far_as_its_owner_needs() {
        assert_eq!(masked("li.lei@example.com"), "l•••@example.com");
        assert_eq!(masked(""), "");
    }
}
