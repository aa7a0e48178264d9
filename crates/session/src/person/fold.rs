use super::{EnrolledKey, Event, Membership, Person};
use crate::state::{ApplyError, Moment, ObjectRef, State, present};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, moment: Moment) -> Result<(), ApplyError> {
        match self {
            Self::Registered { id } => {
                let person = Person {
                    id: *id,
                    registered_at: moment.at,
                    keys: Vec::new(),
                };
                state.people.insert(*id, person);
            }
            &Self::Joined {
                id,
                person,
                organisation,
                role,
            } => {
                let membership = Membership {
                    id,
                    person,
                    organisation,
                    role,
                    ended_at: None,
                };
                state.memberships.insert(id, membership);
                state.links.memberships_of_person.add(person, id);
                state.links.memberships_of_organisation.add(organisation, id);
            }
            Self::Left { id } => {
                present(state.memberships.get_mut(id), *id)?.ended_at = Some(moment.at);
            }
            Self::KeyEnrolled { id, key, method } => {
                let enrolled = EnrolledKey {
                    key: key.clone(),
                    method: *method,
                    enrolled_at: moment.at,
                };
                present(state.people.get_mut(id), *id)?.keys.push(enrolled);
            }
            Self::KeyRemoved { id, key } => {
                let person = present(state.people.get_mut(id), *id)?;
                person.keys.retain(|enrolled| enrolled.key != *key);
            }
        }
        Ok(())
    }

    pub(crate) fn objects(&self, state: &State) -> Vec<ObjectRef> {
        match self {
            Self::Registered { id } | Self::KeyEnrolled { id, .. } | Self::KeyRemoved { id, .. } => vec![(*id).into()],
            Self::Joined {
                id,
                person,
                organisation,
                ..
            } => vec![(*id).into(), (*person).into(), (*organisation).into()],
            Self::Left { id } => match state.memberships.get(id) {
                Some(membership) => vec![(*id).into(), membership.person.into(), membership.organisation.into()],
                None => vec![(*id).into()],
            },
        }
    }
}
