use jiff::Timestamp;

use super::{Event, Project, Proposal, Stage, Standing};
use crate::state::{ApplyError, Moment, ObjectRef, State, present};
use crate::{ProjectId, text};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, moment: Moment) -> Result<(), ApplyError> {
        if let Self::Proposed { id, proposal } = self {
            insert(state, *id, proposal, moment.at);
            return Ok(());
        }
        let id = self.id();
        if let Self::Matched { counterpart, .. } = self {
            state.links.projects_of_counterpart.add(*counterpart, id);
        }
        let project = present(state.projects.get_mut(&id), id)?;
        match self {
            Self::Proposed { .. } => {}
            Self::Assigned { officer, .. } => project.officer = Some(*officer),
            Self::Matched {
                counterpart, region, ..
            } => {
                project.counterpart = Some(*counterpart);
                // A region once known never changes: the duplicate check rests on it.
                if project.proposal.region.is_none() {
                    project.proposal.region.clone_from(region);
                }
            }
            Self::Moved { to, .. } => enter(project, to.to, moment.at),
            Self::MoneyEntered { entry, .. } => project.money.push(entry.clone()),
            Self::Signed { agreement, .. } => {
                project.signed_by = Some(*agreement);
                enter(project, Stage::Signed, moment.at);
            }
            Self::Suspended { reason, .. } => {
                project.standing = Standing::Suspended {
                    standing_reason: reason.clone(),
                };
            }
            Self::Resumed { .. } => project.standing = Standing::Active,
            Self::Terminated { reason, .. } => {
                project.standing = Standing::Terminated {
                    standing_reason: reason.clone(),
                };
                project.report_due_on = None;
            }
        }
        Ok(())
    }

    pub(crate) fn objects(&self, state: &State) -> Vec<ObjectRef> {
        let own = self.id();
        let fair = state.projects.get(&own).map(|project| project.proposal.fair);
        let of_fair = match self {
            // What the fair's own history tells: where projects come from and that they signed.
            Self::Proposed { .. } | Self::Signed { .. } => fair.map(ObjectRef::from),
            _ => None,
        };
        std::iter::once(own.into()).chain(of_fair).collect()
    }

    fn id(&self) -> ProjectId {
        match self {
            Self::Proposed { id, .. }
            | Self::Assigned { id, .. }
            | Self::Matched { id, .. }
            | Self::Moved { id, .. }
            | Self::MoneyEntered { id, .. }
            | Self::Signed { id, .. }
            | Self::Suspended { id, .. }
            | Self::Resumed { id }
            | Self::Terminated { id, .. } => *id,
        }
    }
}

fn insert(state: &mut State, id: ProjectId, proposal: &Proposal, at: Timestamp) {
    let product = text::normalised(&proposal.product);
    state.links.projects_of_product.add(product, id);
    for organisation in std::iter::once(proposal.owner).chain(proposal.agent) {
        state.links.projects_of_organisation.add(organisation, id);
    }
    if let Some(predecessor) = proposal.succeeds {
        state.links.successor_of.insert(predecessor, id);
    }
    let project = Project {
        id,
        proposal: proposal.clone(),
        officer: None,
        counterpart: None,
        stage_since: at,
        report_due_on: proposal.stage.report_due_on(at),
        standing: Standing::Active,
        money: Vec::new(),
        signed_by: None,
        proposed_at: at,
    };
    state.projects.insert(id, project);
}

fn enter(project: &mut Project, stage: Stage, at: Timestamp) {
    project.proposal.stage = stage;
    project.stage_since = at;
    project.report_due_on = stage.report_due_on(at);
}
