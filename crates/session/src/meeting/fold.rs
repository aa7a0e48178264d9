use super::{Event, Meeting, MeetingMove, MeetingRequest, MeetingState};
use crate::state::{ApplyError, Moment, ObjectRef, State, present};
use crate::{Actor, MeetingId, OrganisationId, PersonId};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, moment: Moment) -> Result<(), ApplyError> {
        match self {
            Self::Requested {
                id,
                request,
                by,
                person,
            } => {
                insert(state, *id, request.clone(), *by, *person);
                Ok(())
            }
            Self::Invited { id, person } => {
                present(state.meetings.get_mut(id), *id)?.invite(*person);
                Ok(())
            }
            Self::Moved { id, to } => {
                let meeting = present(state.meetings.get_mut(id), *id)?;
                meeting.enter(to, moment.by);
                Ok(())
            }
        }
    }

    pub(crate) fn objects(&self, state: &State) -> Vec<ObjectRef> {
        let (Self::Requested { id, .. } | Self::Invited { id, .. } | Self::Moved { id, .. }) = self;
        let meeting = state.meetings.get(id);
        let others = meeting.into_iter().flat_map(|meeting| {
            let interest = meeting.interest.map(ObjectRef::from);
            std::iter::once(meeting.project.into()).chain(interest)
        });
        std::iter::once((*id).into()).chain(others).collect()
    }
}

fn insert(state: &mut State, id: MeetingId, request: MeetingRequest, by: OrganisationId, person: PersonId) {
    let mut meeting = Meeting {
        id,
        fair: request.fair,
        project: request.project,
        interest: request.interest,
        topic: request.topic,
        sides: vec![by, request.with],
        participants: vec![person],
        slot: request.slot,
        version: 0,
        state: MeetingState::Requested,
    };
    for participant in request.participants {
        meeting.invite(participant);
    }
    state.meetings.insert(id, meeting);
    state.links.meetings_of_project.add(request.project, id);
}

impl Meeting {
    fn invite(&mut self, person: PersonId) {
        if !self.participants.contains(&person) {
            self.participants.push(person);
        }
    }

    fn enter(&mut self, to: &MeetingMove, by: Actor) {
        self.state = match to {
            MeetingMove::Accepted => {
                if let Actor::Person { person, .. } = by {
                    self.invite(person);
                }
                MeetingState::Accepted
            }
            MeetingMove::Scheduled { slot } => {
                self.slot = Some(*slot);
                self.version += 1;
                MeetingState::Scheduled
            }
            MeetingMove::Held => MeetingState::Held,
            MeetingMove::NoShow { absent } => MeetingState::NoShow { absent: *absent },
            MeetingMove::Cancelled { reason } => MeetingState::Cancelled { reason: reason.clone() },
        };
    }
}
