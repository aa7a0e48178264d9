use super::{Event, Organisation};
use crate::state::{ApplyError, Moment, ObjectRef, State};
use crate::{Actor, OrganisationId};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, moment: Moment) -> Result<(), ApplyError> {
        let Self::Registered { id, registration } = self.clone();
        let organisation = Organisation {
            id,
            kind: registration.kind,
            name: registration.name,
            country: registration.country,
            region: registration.region,
            uscc: registration.uscc,
            lei: registration.lei,
            registered_at: moment.at,
            registered_by: side_of(state, moment.by),
        };
        state.organisations.insert(id, organisation);
        Ok(())
    }

    pub(crate) fn objects(&self, _state: &State) -> Vec<ObjectRef> {
        let Self::Registered { id, .. } = self;
        vec![ObjectRef::Organisation(*id)]
    }
}

fn side_of(state: &State, by: Actor) -> Option<OrganisationId> {
    match by {
        Actor::System => None,
        Actor::Person { membership, .. } => Some(state.memberships.get(&membership)?.organisation),
    }
}
