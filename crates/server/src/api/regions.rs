//! Regions.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::region::{Command, Level, Region, RegionCode};
use yunqian_session::text::LocalizedText;

use crate::app::App;
use crate::caller::{Body, Caller, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/regions`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list, add))
}

/// A region to add.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRegion {
    /// Code.
    pub code: RegionCode,
    /// Level.
    pub level: Level,
    /// Region above.
    pub parent: RegionCode,
    /// Name.
    pub name: LocalizedText,
    /// First day that the code is valid.
    #[schema(value_type = String, format = Date)]
    pub valid_from: Date,
}

/// Lists the tenant's regions.
#[utoipa::path(get, path = "/regions", tag = "registries", params(Paging),
    responses((status = 200, body = Page<Region>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    _caller: Caller,
    Filter(paging): Filter<Paging>,
) -> Result<Json<Page<Region>>, Problem> {
    let state = app.state();
    let found = state
        .regions
        .iter()
        .filter(|region| paging.matches(region.name.0.values().map(String::as_str)))
        .map(|region| Region::clone(region))
        .collect();
    paging
        .page(found, &[("code", by(|region: &Region| region.code.clone()))])
        .map(Json)
}

/// Adds a region below those that are there.
#[utoipa::path(post, path = "/regions", tag = "registries", request_body = NewRegion,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = Region), (status = "4XX", body = ProblemBody)))]
async fn add(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(new): Body<NewRegion>,
) -> Result<(StatusCode, Json<Region>), Problem> {
    let region = Region {
        code: new.code,
        level: new.level,
        parent: Some(new.parent),
        name: new.name,
        valid_from: new.valid_from,
    };
    let code = region.code.clone();
    app.desk.execute(caller.actor(), key, Command::Add(region)).await?;
    let state = app.state();
    let added = state.regions.get(&code).ok_or_else(Problem::not_found)?;
    Ok((StatusCode::CREATED, Json(Region::clone(added))))
}
