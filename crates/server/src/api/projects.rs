//! Projects, their history and their stages.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::money::{Ledger, Money};
use yunqian_session::project::{Command, Project, Proposal, Side, Stage, StageMove};
use yunqian_session::region::RegionCode;
use yunqian_session::state::HistoryEntry;
use yunqian_session::text::LocalizedText;
use yunqian_session::{Actor, FairId, ObjectRef, OrganisationId, PersonId, ProjectId};

use super::view::{self, View};
use crate::app::App;
use crate::caller::{Body, Caller, Id, Key};
use crate::list::{Filter, Page, Paging, by};
use crate::problem::{Problem, ProblemBody};

/// Serves `/projects`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list, propose))
        .routes(routes!(show))
        .routes(routes!(history))
        .routes(routes!(stage))
        .routes(routes!(assign))
        .routes(routes!(counterpart))
        .routes(routes!(money))
        .routes(routes!(suspend))
        .routes(routes!(resume))
        .routes(routes!(terminate))
}

/// The officer to put in charge.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewOfficer {
    /// Officer.
    pub officer: PersonId,
}

/// The other side, named by hand.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCounterpart {
    /// Counterpart.
    pub counterpart: OrganisationId,
    /// Region that the project lands in; the counterpart's own when absent.
    #[serde(default)]
    pub region: Option<RegionCode>,
}

/// Money that arrived, or foreign capital that was used.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMoney {
    /// Ledger: utilised foreign or paid in.
    pub ledger: Ledger,
    /// Amount.
    pub amount: Money,
    /// What it rests on.
    pub source: String,
}

/// Why.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Reason.
    pub reason: String,
}

/// Which projects are wanted.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// Of this fair.
    #[serde(default)]
    pub fair: Option<FairId>,
    /// Offer or demand.
    #[serde(default)]
    pub side: Option<Side>,
    /// Industry code.
    #[serde(default)]
    pub industry: Option<String>,
    /// Country of origin.
    #[serde(default)]
    pub country: Option<String>,
    /// Stage.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// Region, with all below it.
    #[serde(default)]
    pub region: Option<RegionCode>,
}

/// Lists projects.
#[utoipa::path(get, path = "/projects", tag = "projects", params(Paging, Wanted),
    responses((status = 200, body = Page<View<Project>>), (status = "4XX", body = ProblemBody)))]
async fn list(
    State(app): State<App>,
    caller: Caller,
    Filter(paging): Filter<Paging>,
    Filter(wanted): Filter<Wanted>,
) -> Result<Json<Page<View<Project>>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let found = state
        .projects
        .iter()
        .filter_map(|found| sight.project(found))
        .filter(|found| wanted.admits(&state, found))
        .filter(|found| paging.matches(found.proposal.title.0.values().map(String::as_str)))
        .map(Arc::new);
    view::page(
        &app,
        &state,
        &paging,
        found,
        &[
            ("-proposed_at", by(|found: &Arc<Project>| found.proposed_at)),
            ("stage", by(|found: &Arc<Project>| found.proposal.stage)),
            ("title", by(|found: &Arc<Project>| found.proposal.title.clone().0)),
            ("report_due_on", by(|found: &Arc<Project>| found.report_due_on)),
        ],
    )
}

impl Wanted {
    fn admits(&self, state: &yunqian_session::State, project: &Project) -> bool {
        let proposal = &project.proposal;
        self.fair.is_none_or(|fair| proposal.fair == fair)
            && self.side.is_none_or(|side| proposal.side == side)
            && self.stage.is_none_or(|stage| proposal.stage == stage)
            && self
                .industry
                .as_ref()
                .is_none_or(|industry| proposal.industry == *industry)
            && self.country.as_ref().is_none_or(|country| proposal.country == *country)
            && self.region.as_ref().is_none_or(|region| {
                proposal
                    .region
                    .as_ref()
                    .is_some_and(|lands_in| state.is_within(lands_in, region))
            })
    }
}

/// Proposes a project.
#[utoipa::path(post, path = "/projects", tag = "projects", request_body = Proposal,
    params(("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 201, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn propose(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Body(body): Body<Proposal>,
) -> Result<(StatusCode, Json<View<Project>>), Problem> {
    crate::files::must_be_known(&app, caller, &body.documents).await?;
    let id = ProjectId(key);
    let command = Command::Propose { id, proposal: body };
    let answer = view::execute(&app, caller, key, command, |state| state.projects.get(&id)).await?;
    Ok((StatusCode::CREATED, answer))
}

/// Shows a project.
#[utoipa::path(get, path = "/projects/{id}", tag = "projects", params(("id" = ProjectId, Path)),
    responses((status = 200, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn show(State(app): State<App>, caller: Caller, Id(id): Id<ProjectId>) -> Result<Json<View<Project>>, Problem> {
    view::show(&app, caller, |state| state.projects.get(&id))
}

/// A line of a history with its author's name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct HistoryLine {
    /// Line.
    #[serde(flatten)]
    pub entry: HistoryEntry,
    /// Name of who did it; none for the system.
    pub name: Option<LocalizedText>,
}

/// Tells the whole history of a project, oldest first, as far as the caller may read it.
#[utoipa::path(get, path = "/projects/{id}/history", tag = "projects", params(("id" = ProjectId, Path), Paging),
    responses((status = 200, body = Page<HistoryLine>), (status = "4XX", body = ProblemBody)))]
async fn history(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<ProjectId>,
    Filter(paging): Filter<Paging>,
) -> Result<Json<Page<HistoryLine>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    state
        .projects
        .get(&id)
        .filter(|found| sight.sees_project(found))
        .ok_or_else(Problem::not_found)?;
    let mut lines = sight.history(&ObjectRef::Project(id));
    lines.retain(|entry| paging.matches([entry.what.as_str()]));
    let page = paging.page(lines, &[("seq", by(|entry: &HistoryEntry| entry.seq))])?;
    Ok(Json(page.map(|entry| {
        let name = match entry.by {
            Actor::Person { person, .. } => Some(app.people.name(person)),
            Actor::System => None,
        };
        HistoryLine { entry, name }
    })))
}

/// Moves a project to another stage.
#[utoipa::path(post, path = "/projects/{id}/stage", tag = "projects", request_body = StageMove,
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn stage(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ProjectId>,
    Body(body): Body<StageMove>,
) -> Result<Json<View<Project>>, Problem> {
    let command = Command::Move { id, to: body };
    view::execute(&app, caller, key, command, |state| state.projects.get(&id)).await
}

/// Puts an officer in charge.
#[utoipa::path(post, path = "/projects/{id}/officer", tag = "projects", request_body = NewOfficer,
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn assign(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ProjectId>,
    Body(body): Body<NewOfficer>,
) -> Result<Json<View<Project>>, Problem> {
    let command = Command::Assign {
        id,
        officer: body.officer,
    };
    view::execute(&app, caller, key, command, |state| state.projects.get(&id)).await
}

/// Names the other side by hand, where no interest did.
#[utoipa::path(post, path = "/projects/{id}/counterpart", tag = "projects", request_body = NewCounterpart,
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn counterpart(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ProjectId>,
    Body(body): Body<NewCounterpart>,
) -> Result<Json<View<Project>>, Problem> {
    let command = Command::Match {
        id,
        counterpart: body.counterpart,
        region: body.region,
    };
    view::execute(&app, caller, key, command, |state| state.projects.get(&id)).await
}

/// Enters money into a signed project's ledger.
#[utoipa::path(post, path = "/projects/{id}/money", tag = "projects", request_body = NewMoney,
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn money(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ProjectId>,
    Body(body): Body<NewMoney>,
) -> Result<Json<View<Project>>, Problem> {
    let command = Command::EnterMoney {
        id,
        ledger: body.ledger,
        amount: body.amount,
        source: body.source,
    };
    view::execute(&app, caller, key, command, |state| state.projects.get(&id)).await
}

/// Suspends a project.
#[utoipa::path(post, path = "/projects/{id}/suspend", tag = "projects", request_body = Reason,
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn suspend(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ProjectId>,
    Body(body): Body<Reason>,
) -> Result<Json<View<Project>>, Problem> {
    let command = Command::Suspend {
        id,
        reason: body.reason,
    };
    view::execute(&app, caller, key, command, |state| state.projects.get(&id)).await
}

/// Lets a suspended project go on.
#[utoipa::path(post, path = "/projects/{id}/resume", tag = "projects",
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn resume(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ProjectId>,
) -> Result<Json<View<Project>>, Problem> {
    let command = Command::Resume { id };
    view::execute(&app, caller, key, command, |state| state.projects.get(&id)).await
}

/// Terminates a project.
#[utoipa::path(post, path = "/projects/{id}/terminate", tag = "projects", request_body = Reason,
    params(("id" = ProjectId, Path), ("Idempotency-Key" = uuid::Uuid, Header)),
    responses((status = 200, body = View<Project>), (status = "4XX", body = ProblemBody)))]
async fn terminate(
    State(app): State<App>,
    caller: Caller,
    Key(key): Key,
    Id(id): Id<ProjectId>,
    Body(body): Body<Reason>,
) -> Result<Json<View<Project>>, Problem> {
    let command = Command::Terminate {
        id,
        reason: body.reason,
    };
    view::execute(&app, caller, key, command, |state| state.projects.get(&id)).await
}
