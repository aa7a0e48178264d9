//! People: profiles from the vault, memberships from the record.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::person::{Command, Membership, Role};
use yunqian_session::text::LocalizedText;
use yunqian_session::{MembershipId, ObjectRef, OrganisationId, PersonId};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::people::Profile;
use crate::problem::{Problem, ProblemBody};

/// Serves `/people` and `/memberships`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, register))
        .routes(routes!(show))
        .routes(routes!(join))
        .routes(routes!(leave))
}

/// A person as others may see it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PersonView {
    /// Id.
    pub id: PersonId,
    /// Name; empty once erased.
    pub name: LocalizedText,
    /// E-mail address, where the reader may have it (after consent, or in administration).
    pub email: Option<String>,
    /// Phone, likewise.
    pub phone: Option<String>,
    /// Memberships that hold.
    pub memberships: Vec<View<Membership>>,
}

/// A person to register, and as whom.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// Name.
    pub name: LocalizedText,
    /// E-mail address, one person's only.
    pub email: String,
    /// Phone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Preferred language.
    pub locale: String,
}

/// A membership to begin.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMembership {
    /// Person.
    pub person: PersonId,
    /// Organisation.
    pub organisation: OrganisationId,
    /// Role.
    pub role: Role,
}

fn person_view(app: &App, state: &yunqian_session::State, caller: Caller, id: PersonId) -> PersonView {
    let profile = app
        .people
        .profile(id)
        .filter(|_| id == caller.person || caller.sight(state).is_ok_and(|sight| sight.may_see_contacts(id)));
    let memberships = state.memberships_of(&id);
    PersonView {
        id,
        name: app.people.name(id),
        email: profile.as_ref().map(|profile| profile.email.clone()),
        phone: profile.and_then(|profile| profile.phone),
        memberships: memberships.map(|membership| View::of(app, state, membership)).collect(),
    }
}

/// Lists people.
#[utoipa::path(get, path = "/people", tag = "people", params(Paging),
    responses((status = 200, body = Page<PersonView>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
) -> Result<Json<Page<PersonView>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = app
        .people
        .all()
        .into_iter()
        .filter(|(id, _)| sight.sees(&ObjectRef::Person(*id)))
        .filter(|(_, profile)| paging.matches(profile.name.0.values().map(String::as_str)))
        .map(|(id, _)| person_view(&app, &state, caller, id))
        .collect();
    paging
        .page(found, &[("name", by(|v: &PersonView| v.name.get("en").to_owned()))])
        .map(Json)
}

/// Registers a person.
#[utoipa::path(post, path = "/people", tag = "people", request_body = NewPerson,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = PersonView), (status = "4XX", body = ProblemBody)))]
async fn register(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(new): Body<NewPerson>,
) -> Result<(StatusCode, Json<PersonView>), Problem> {
    let id = PersonId(key);
    if new.email.parse::<lettre::Address>().is_err() || new.email.len() > 254 {
        return Err(Problem::invalid("email-malformed"));
    }
    if new.name.0.values().all(|name| name.trim().is_empty()) {
        return Err(Problem::invalid("text-required"));
    }
    if app
        .people
        .find(&app.vault, &new.email)
        .await?
        .is_some_and(|other| other != id)
    {
        return Err(Problem::conflict("email-taken"));
    }
    app.desk.execute(caller.actor(), key, Command::Register { id }).await?;
    // The address is no part of the record, so that the desk takes another one for a repeat; but whose mail signs in
    // as a person is said once.
    if app.people.profile(id).is_some() {
        return Ok((StatusCode::CREATED, Json(person_view(&app, &app.state(), caller, id))));
    }
    let profile = Profile {
        name: new.name,
        email: new.email,
        phone: new.phone,
        locale: new.locale,
        demo: false,
    };
    app.people.put(&app.vault, Timestamp::now(), id, profile).await?;
    Ok((StatusCode::CREATED, Json(person_view(&app, &app.state(), caller, id))))
}

/// Shows a person.
#[utoipa::path(get, path = "/people/{id}", tag = "people", params(("id" = PersonId, Path)),
    responses((status = 200, body = PersonView), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<PersonId>) -> Result<Json<PersonView>, Problem> {
    let state = app.state();
    if !caller.sight(&state)?.sees(&ObjectRef::Person(id)) {
        return Err(Problem::not_found());
    }
    Ok(Json(person_view(&app, &state, caller, id)))
}

/// Lets a person act for an organisation.
#[utoipa::path(post, path = "/memberships", tag = "people", request_body = NewMembership,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Membership>), (status = "4XX", body = ProblemBody)))]
async fn join(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(new): Body<NewMembership>,
) -> Result<(StatusCode, Json<View<Membership>>), Problem> {
    let id = MembershipId(key);
    let command = Command::Join {
        id,
        person: new.person,
        organisation: new.organisation,
        role: new.role,
    };
    let answer = view::execute(&app, caller, key, command, |state| state.memberships.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Ends a membership.
#[utoipa::path(delete, path = "/memberships/{id}", tag = "people",
    params(("id" = MembershipId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 204), (status = "4XX", body = ProblemBody)))]
async fn leave(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<MembershipId>,
) -> Result<StatusCode, Problem> {
    app.desk.execute(caller.actor(), key, Command::Leave { id }).await?;
    Ok(StatusCode::NO_CONTENT)
}
