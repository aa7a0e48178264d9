//! What reads answer with: an aggregate as the record has it, and the names of everything it mentions.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use yunqian_session::agreement::{Agreement, IdentityFactor};
use yunqian_session::ceremony::{Ceremony, Stage};
use yunqian_session::fair::Fair;
use yunqian_session::interest::{Interest, InterestState};
use yunqian_session::meeting::Meeting;
use yunqian_session::organisation::Organisation;
use yunqian_session::person::Membership;
use yunqian_session::pitch::Pitch;
use yunqian_session::programme::Item;
use yunqian_session::project::Project;
use yunqian_session::recording::Recording;
use yunqian_session::text::LocalizedText;
use yunqian_session::{AgreementId, Command, OrganisationId, PersonId, ProjectId, State};

use super::visible::Visible;
use crate::app::App;
use crate::caller::Caller;
use crate::list::{Order, Page, Paging};
use crate::problem::Problem;

/// An object with the names of the organisations, people, projects and agreements that it mentions, by id.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct View<T> {
    /// The object.
    #[serde(flatten)]
    pub object: T,
    /// Names by id; regions by code.
    pub names: BTreeMap<String, LocalizedText>,
}

impl<T: Mentions + Clone> View<T> {
    /// Looks up the names.
    pub fn of(app: &App, state: &State, object: &T) -> Self {
        let mut names = Names {
            app,
            state,
            found: BTreeMap::new(),
        };
        object.mentions(&mut names);
        Self {
            object: object.clone(),
            names: names.found,
        }
    }
}

/// Carries out a command and answers with what it was about, as far as the caller sees it: a key that is sent again
/// with another address opens nothing.
///
/// # Errors
/// The command's refusal; `not-found` for what the caller does not see.
pub async fn execute<T: Mentions + Visible + Clone>(
    app: &App,
    caller: Caller,
    key: Uuid,
    command: impl Into<Command>,
    find: impl FnOnce(&State) -> Option<&Arc<T>>,
) -> Result<Json<View<T>>, Problem> {
    app.desk.execute(caller.actor(), key, command).await?;
    show(app, caller, find)
}

/// Answers with one page of a list; names are looked up for that page alone.
///
/// # Errors
/// `invalid-query`, see [`Paging::page`].
pub fn page<T: Mentions + Clone>(
    app: &App,
    state: &State,
    paging: &Paging,
    found: impl Iterator<Item = Arc<T>>,
    keys: &[(&str, Order<Arc<T>>)],
) -> Result<Json<Page<View<T>>>, Problem> {
    let page = paging.page(found.collect(), keys)?;
    Ok(Json(page.map(|object| View::of(app, state, object.as_ref()))))
}

/// Answers with an object, as far as the caller sees it.
///
/// # Errors
/// `not-found`, where there is none or it is not for these eyes.
pub fn show<T: Mentions + Visible + Clone>(
    app: &App,
    caller: Caller,
    find: impl FnOnce(&State) -> Option<&Arc<T>>,
) -> Result<Json<View<T>>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let object = find(&state)
        .and_then(|object| object.seen(&sight))
        .ok_or_else(Problem::not_found)?;
    Ok(Json(View::of(app, &state, &object)))
}

/// Collects names.
pub struct Names<'a> {
    app: &'a App,
    state: &'a State,
    found: BTreeMap<String, LocalizedText>,
}

impl Names<'_> {
    fn put(&mut self, id: Uuid, name: LocalizedText) {
        self.found.insert(id.to_string(), name);
    }

    /// Adds an organisation's name.
    pub fn organisation(&mut self, id: OrganisationId) {
        if let Some(organisation) = self.state.organisations.get(&id) {
            let name = organisation.name.clone();
            self.put(id.0, name);
        }
    }

    /// Adds a person's name.
    pub fn person(&mut self, id: PersonId) {
        let name = self.app.people.name(id);
        self.put(id.0, name);
    }

    /// Adds a project's title.
    pub fn project(&mut self, id: ProjectId) {
        if let Some(project) = self.state.projects.get(&id) {
            let title = project.proposal.title.clone();
            self.put(id.0, title);
        }
    }

    /// Adds an agreement's title.
    pub fn agreement(&mut self, id: AgreementId) {
        if let Some(agreement) = self.state.agreements.get(&id) {
            let title = agreement.title.clone();
            self.put(id.0, title);
        }
    }

    /// Adds a region's name, and its city's.
    pub fn region(&mut self, code: &yunqian_session::region::RegionCode) {
        let mut next = Some(code.clone());
        while let Some(code) = next {
            let Some(region) = self.state.regions.get(&code) else {
                return;
            };
            self.found.insert(code.0, region.name.clone());
            next = region.parent.clone();
        }
    }
}

/// Tells which names go with an object.
pub trait Mentions {
    /// Adds the names to `names`.
    fn mentions(&self, names: &mut Names<'_>);
}

impl Mentions for Organisation {
    fn mentions(&self, names: &mut Names<'_>) {
        self.region.iter().for_each(|region| names.region(region));
    }
}

impl Mentions for Membership {
    fn mentions(&self, names: &mut Names<'_>) {
        names.person(self.person);
        names.organisation(self.organisation);
    }
}

impl Mentions for Fair {
    fn mentions(&self, names: &mut Names<'_>) {
        names.organisation(self.announcement.host);
    }
}

impl Mentions for Item {
    fn mentions(&self, _: &mut Names<'_>) {}
}

impl Mentions for Project {
    fn mentions(&self, names: &mut Names<'_>) {
        names.organisation(self.proposal.owner);
        self.proposal
            .agent
            .into_iter()
            .chain(self.counterpart)
            .for_each(|id| names.organisation(id));
        self.officer.into_iter().for_each(|id| names.person(id));
        self.proposal.region.iter().for_each(|region| names.region(region));
        self.proposal
            .tranche_of
            .into_iter()
            .chain(self.proposal.succeeds)
            .for_each(|id| names.project(id));
        self.signed_by.into_iter().for_each(|id| names.agreement(id));
    }
}

impl Mentions for Pitch {
    fn mentions(&self, names: &mut Names<'_>) {
        names.project(self.project);
        names.organisation(self.agent);
        self.principal.into_iter().for_each(|id| names.organisation(id));
    }
}

impl Mentions for Interest {
    fn mentions(&self, names: &mut Names<'_>) {
        names.project(self.project);
        names.organisation(self.organisation);
        names.person(self.person);
        if let InterestState::Answered { answered_by, .. } | InterestState::Linked { answered_by, .. } = &self.state {
            names.person(*answered_by);
        }
    }
}

impl Mentions for Meeting {
    fn mentions(&self, names: &mut Names<'_>) {
        names.project(self.project);
        self.sides.iter().for_each(|id| names.organisation(*id));
        self.participants.iter().for_each(|id| names.person(*id));
    }
}

impl Mentions for Agreement {
    fn mentions(&self, names: &mut Names<'_>) {
        names.project(self.project);
        self.parties.iter().for_each(|id| names.organisation(*id));
        for signatory in &self.signatories {
            names.organisation(signatory.place.organisation);
            names.person(signatory.place.person);
            if let Some(delegation) = &signatory.delegation {
                names.person(delegation.delegate);
                names.person(delegation.appointed_by);
            }
            for confirmed in &signatory.factors {
                if let IdentityFactor::OnCamera { by, .. } = confirmed.factor {
                    names.person(by);
                }
            }
        }
        let first = self.follows.map(|follows| follows.agreement);
        let chain = first.into_iter().chain(self.later.iter().map(|later| later.agreement));
        chain.for_each(|id| names.agreement(id));
        self.versions.iter().for_each(|version| names.person(version.person));
    }
}

impl Mentions for Stage {
    fn mentions(&self, names: &mut Names<'_>) {
        for agreement in self.acts.iter().flat_map(|act| &act.agreements) {
            agreement.parties.iter().for_each(|id| names.organisation(*id));
            agreement
                .signatories
                .iter()
                .flat_map(|place| std::iter::once(place.person).chain(place.in_place_of))
                .for_each(|person| names.person(person));
        }
    }
}

impl Mentions for Ceremony {
    fn mentions(&self, names: &mut Names<'_>) {
        names.person(self.officiant);
        for agreement in self.acts.iter().flat_map(|act| &act.agreements) {
            names.agreement(*agreement);
        }
    }
}

impl Mentions for Recording {
    fn mentions(&self, names: &mut Names<'_>) {
        for person in self
            .tracks
            .iter()
            .filter_map(|track| track.person)
            .chain(self.started_by)
        {
            names.person(person);
        }
    }
}
