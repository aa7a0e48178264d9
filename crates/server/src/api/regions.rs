//! Regions.

use axum::Json;
use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::region::Region;

use crate::app::App;
use crate::caller::Caller;
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/regions`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
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
