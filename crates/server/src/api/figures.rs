//! Figures: totals by the rules of honest counting, and the rows behind each.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::FairId;
use yunqian_session::agreement::AgreementKind;
use yunqian_session::figures::{Figures, GroupBy, Query, Row};

use crate::app::App;
use crate::caller::{Caller, Id};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves figures of fairs.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(show)).routes(routes!(rows))
}

/// What is counted, in which groups.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Groups; cities when absent.
    #[serde(default)]
    pub by: Option<GroupBy>,
    /// The one kind that is counted; all, each in its column, when absent.
    #[serde(default)]
    pub kind: Option<AgreementKind>,
    /// Key of one group, to see its rows alone.
    #[serde(default)]
    pub group: Option<String>,
}

impl Wanted {
    fn query(&self) -> Query {
        Query {
            by: self.by.unwrap_or(GroupBy::City),
            kinds: self.kind.into_iter().collect(),
        }
    }
}

/// Counts what was signed at a fair.
#[utoipa::path(get, path = "/fairs/{id}/figures", tag = "figures", params(("id" = FairId, Path), Wanted),
    responses((status = 200, body = Figures), (status = "4XX", body = ProblemBody)))]
async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<FairId>,
    Filter(wanted): Filter<Wanted>,
) -> Result<Json<Figures>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    state
        .fairs
        .get(&id)
        .filter(|fair| sight.sees_fair(fair))
        .ok_or_else(Problem::not_found)?;
    sight
        .figures(id, &wanted.query())
        .map(Json)
        .ok_or_else(Problem::forbidden)
}

/// Lists the agreements that a figure is made of.
#[utoipa::path(get, path = "/fairs/{id}/figures/rows", tag = "figures", params(("id" = FairId, Path), Wanted, Paging),
    responses((status = 200, body = Page<Row>), (status = "4XX", body = ProblemBody)))]
async fn rows(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<FairId>,
    Filter(wanted): Filter<Wanted>,
    Filter(paging): Filter<Paging>,
) -> Result<Json<Page<Row>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    state
        .fairs
        .get(&id)
        .filter(|fair| sight.sees_fair(fair))
        .ok_or_else(Problem::not_found)?;
    let query = wanted.query();
    let mut rows = sight.figure_rows(id, &query).ok_or_else(Problem::forbidden)?;
    rows.retain(|row| wanted.group.as_ref().is_none_or(|group| row.key(query.by) == *group));
    rows.retain(|row| paging.matches(row.title.0.values().map(String::as_str).chain([row.number.as_str()])));
    paging
        .page(
            rows,
            &[
                ("number", by(|row: &Row| row.number.clone())),
                ("signed_at", by(|row: &Row| row.signed_at)),
                ("amount", by(|row: &Row| row.amount.map(|amount| amount.minor))),
            ],
        )
        .map(Json)
}
