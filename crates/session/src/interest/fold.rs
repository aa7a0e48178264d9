use super::{Answer, Event, Interest, InterestState};
use crate::state::{ApplyError, Moment, ObjectRef, State, present};
use crate::{InterestId, ProjectId};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, moment: Moment) -> Result<(), ApplyError> {
        if let Self::Sent { .. } = self {
            self.insert(state, moment);
            return Ok(());
        }
        let id = self.id();
        let interest = present(state.interests.get_mut(&id), id)?;
        match self {
            Self::Sent { .. } => {}
            Self::Answered {
                answer, message, by, ..
            } => {
                interest.state = InterestState::Answered {
                    answer: *answer,
                    answer_message: message.clone(),
                    answered_at: moment.at,
                    answered_by: *by,
                };
            }
            Self::Linked { project, .. } => interest.state = linked(&interest.state, *project),
            Self::Expired { .. } => interest.state = InterestState::Expired,
        }
        Ok(())
    }

    fn insert(&self, state: &mut State, moment: Moment) {
        let Self::Sent {
            id,
            project,
            pitch,
            organisation,
            person,
            kind,
            message,
            attachments,
            due_at,
        } = self.clone()
        else {
            return;
        };
        let interest = Interest {
            id,
            project,
            pitch,
            organisation,
            person,
            kind,
            message,
            attachments,
            sent_at: moment.at,
            due_at,
            state: InterestState::Sent,
        };
        state.interests.insert(id, interest);
        state.links.interests_of_project.add(project, id);
        state.links.interests_of_organisation.add(organisation, id);
    }

    pub(crate) fn objects(&self, state: &State) -> Vec<ObjectRef> {
        let id = self.id();
        let project = state.interests.get(&id).map(|interest| interest.project.into());
        std::iter::once(id.into()).chain(project).collect()
    }

    fn id(&self) -> InterestId {
        match self {
            Self::Sent { id, .. } | Self::Answered { id, .. } | Self::Linked { id, .. } | Self::Expired { id } => *id,
        }
    }
}

fn linked(before: &InterestState, linked_project: ProjectId) -> InterestState {
    match before {
        InterestState::Answered {
            answer_message,
            answered_at,
            answered_by,
            ..
        } => InterestState::Linked {
            linked_project,
            answer: Answer::Accepted,
            answer_message: answer_message.clone(),
            answered_at: *answered_at,
            answered_by: *answered_by,
        },
        other => other.clone(),
    }
}
