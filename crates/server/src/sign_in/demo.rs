use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::person::Role;
use yunqian_session::text::LocalizedText;
use yunqian_session::{OrganisationId, PersonId};

use super::SetCookies;
use crate::app::App;
use crate::caller::Body;
use crate::problem::{Problem, no_such_path};

/// Returns the routes; outside demonstration mode they answer as if there were none.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(people, enter))
}

/// The people of the demonstration.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemoPeople {
    items: Vec<DemoPerson>,
}

/// A person of the demonstration.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemoPerson {
    person_id: PersonId,
    /// Name.
    name: LocalizedText,
    email: String,
    role: Role,
    organisation_id: OrganisationId,
    organisation_name: LocalizedText,
}

/// Whom to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemoChoice {
    /// Person.
    person_id: PersonId,
}

/// Lists the people of the demonstration.
#[utoipa::path(get, path = "/sign-in/demo", tag = "sign-in", responses((status = 200, body = DemoPeople)))]
pub async fn people(State(app): State<App>) -> Result<Json<DemoPeople>, Problem> {
    only_in_demo(&app).await?;
    let state = app.state();
    let items = app
        .people
        .all()
        .into_iter()
        .filter(|(_, profile)| profile.demo)
        .filter_map(|(id, profile)| {
            let membership = state.memberships_of(&id).next()?;
            Some(DemoPerson {
                person_id: id,
                name: profile.name,
                email: profile.email,
                role: membership.role,
                organisation_id: membership.organisation,
                organisation_name: state.organisations.get(&membership.organisation)?.name.clone(),
            })
        });
    Ok(Json(DemoPeople { items: items.collect() }))
}

/// Signs in as a person of the demonstration.
#[utoipa::path(post, path = "/sign-in/demo", tag = "sign-in", responses((status = 204, description = "Signed in.")))]
pub async fn enter(
    State(app): State<App>,
    Body(choice): Body<DemoChoice>,
) -> Result<(SetCookies, StatusCode), Problem> {
    only_in_demo(&app).await?;
    let is_demo = app.people.profile(choice.person_id).is_some_and(|profile| profile.demo);
    if !is_demo {
        return Err(Problem::not_found());
    }
    app.sign_in
        .admit(&app.vault, &app.state(), Timestamp::now(), choice.person_id)
        .await
}

async fn only_in_demo(app: &App) -> Result<(), Problem> {
    if app.config.demo {
        Ok(())
    } else {
        Err(no_such_path().await)
    }
}
