use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::organisation::Kind;
use yunqian_session::person::{Membership, Role};
use yunqian_session::region::RegionCode;
use yunqian_session::text::LocalizedText;
use yunqian_session::{MembershipId, OrganisationId, PersonId};

use super::family::Family;
use super::{SetCookies, admit};
use crate::app::App;
use crate::caller::{Body, Caller};
use crate::problem::Problem;
use crate::texts;

/// Returns the routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(session, set_language))
        .routes(routes!(switch))
}

/// Who is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// The person.
    person: SessionPerson,
    /// Memberships that hold, the oldest first.
    memberships: Vec<SessionMembership>,
    /// The one that the person acts under.
    active_membership: SessionMembership,
    /// Whether this is a demonstration.
    demo: bool,
    /// The host of the fair.
    tenant: SessionTenant,
}

/// The person that is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionPerson {
    id: PersonId,
    /// Name.
    name: LocalizedText,
    /// E-mail address.
    email: String,
    /// Preferred language (BCP 47 primary).
    locale: String,
}

/// A membership of the person that is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionMembership {
    id: MembershipId,
    role: Role,
    organisation_id: OrganisationId,
    organisation_name: LocalizedText,
    organisation_kind: Kind,
    /// Region that the organisation is in and answers for.
    region: Option<RegionCode>,
}

/// The host of the fair.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionTenant {
    /// Name of the province's office; empty before there is one.
    name: LocalizedText,
}

/// A change of the membership acted under.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MembershipChoice {
    /// Membership.
    membership_id: MembershipId,
}

/// A change of the person's own settings.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionChange {
    /// Preferred language (BCP 47 primary).
    locale: String,
}

/// Tells who is signed in.
#[utoipa::path(get, path = "/session", tag = "sign-in", responses((status = 200, body = SessionView)))]
pub async fn session(State(app): State<App>, caller: Caller) -> Result<Json<SessionView>, Problem> {
    view(&app, caller).map(Json)
}

/// Sets the person's language.
#[utoipa::path(patch, path = "/session", tag = "sign-in", responses((status = 200, body = SessionView)))]
pub async fn set_language(
    State(app): State<App>,
    caller: Caller,
    Body(change): Body<SessionChange>,
) -> Result<Json<SessionView>, Problem> {
    let locale = texts::spoken(&change.locale)
        .ok_or(Problem::invalid("unknown-language"))?
        .to_owned();
    let profile = app.people.profile(caller.person).ok_or(Problem::not_found())?;
    app.people
        .put(
            &app.vault,
            Timestamp::now(),
            caller.person,
            crate::people::Profile { locale, ..profile },
        )
        .await?;
    view(&app, caller).map(Json)
}

/// Acts under another membership from now on.
#[utoipa::path(post, path = "/session/membership", tag = "sign-in", responses((status = 204, description = "Switched.")))]
pub async fn switch(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Body(choice): Body<MembershipChoice>,
) -> Result<(SetCookies, StatusCode), Problem> {
    if !admit::acts(&app.state(), caller.person, choice.membership_id) {
        return Err(Problem::not_found());
    }
    let sign_in = app.sign_in.claims(&headers)?.sid;
    let _alone = app.sign_in.rotating.lock().await;
    let mut family = Family::get(&app.vault, sign_in)
        .await?
        .ok_or(Problem::unauthenticated("session-expired"))?;
    family.membership = choice.membership_id;
    family.put(&app.vault).await?;
    Ok((
        app.sign_in.session_cookie(Timestamp::now(), &family),
        StatusCode::NO_CONTENT,
    ))
}

fn view(app: &App, caller: Caller) -> Result<SessionView, Problem> {
    let state = app.state();
    let profile = app
        .people
        .profile(caller.person)
        .ok_or(Problem::unauthenticated("session-expired"))?;
    let membership = |membership: &Membership| {
        let organisation = state
            .organisations
            .get(&membership.organisation)
            .expect("members join what is registered");
        SessionMembership {
            id: membership.id,
            role: membership.role,
            organisation_id: organisation.id,
            organisation_name: organisation.name.clone(),
            organisation_kind: organisation.kind,
            region: organisation.region.clone(),
        }
    };
    let active = state
        .memberships
        .get(&caller.membership)
        .ok_or(Problem::unauthenticated("session-expired"))?;
    let office = state
        .organisations
        .iter()
        .find(|organisation| organisation.kind == Kind::ProvinceOffice);
    Ok(SessionView {
        person: SessionPerson {
            id: caller.person,
            name: profile.name,
            email: profile.email,
            locale: profile.locale,
        },
        memberships: state.memberships_of(&caller.person).map(membership).collect(),
        active_membership: membership(active),
        demo: app.config.demo,
        tenant: SessionTenant {
            name: office.map(|office| office.name.clone()).unwrap_or_default(),
        },
    })
}
