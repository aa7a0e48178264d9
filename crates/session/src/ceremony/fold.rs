use super::{Act, ActState, Ceremony, Event};
use crate::ActId;
use crate::state::{ApplyError, Moment, ObjectRef, State, present};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, _moment: Moment) -> Result<(), ApplyError> {
        match self {
            Self::Created {
                id,
                fair,
                item,
                title,
                officiant,
            } => {
                let ceremony = Ceremony {
                    id: *id,
                    fair: *fair,
                    item: *item,
                    title: title.clone(),
                    officiant: *officiant,
                    acts: Vec::new(),
                };
                state.ceremonies.insert(*id, ceremony);
                state.links.ceremony_of_item.insert(*item, *id);
            }
            Self::Nominated { .. } => return self.nominate(state),
            Self::Moved { act, to } => act_mut(state, *act)?.state = to.clone(),
            Self::Ready { act, signatory } => act_mut(state, *act)?.ready.push(*signatory),
        }
        Ok(())
    }

    fn nominate(&self, state: &mut State) -> Result<(), ApplyError> {
        let Self::Nominated {
            id,
            act,
            title,
            sites,
            agreements,
            pages_shown,
        } = self.clone()
        else {
            return Ok(());
        };
        for agreement in &agreements {
            present(state.agreements.get_mut(agreement), *agreement)?.act = Some(act);
        }
        present(state.ceremonies.get_mut(&id), id)?.acts.push(Act {
            id: act,
            title,
            sites,
            agreements,
            pages_shown,
            ready: Vec::new(),
            state: ActState::Nominated,
        });
        state.links.ceremony_of_act.insert(act, id);
        Ok(())
    }

    /// An act's history is in those of its ceremony, its agreements and their projects.
    pub(crate) fn objects(&self, state: &State) -> Vec<ObjectRef> {
        let act = match self {
            Self::Created { id, item, fair, .. } => return vec![(*id).into(), (*item).into(), (*fair).into()],
            Self::Nominated { act, .. } | Self::Moved { act, .. } | Self::Ready { act, .. } => act,
        };
        let mut objects = vec![ObjectRef::Act(*act)];
        let Some((ceremony, found)) = state.act(act) else {
            return objects;
        };
        objects.push(ceremony.id.into());
        for id in &found.agreements {
            objects.push((*id).into());
            if let Some(agreement) = state.agreements.get(id) {
                let project = agreement.project.into();
                if !objects.contains(&project) {
                    objects.push(project);
                }
            }
        }
        objects
    }
}

fn act_mut(state: &mut State, id: ActId) -> Result<&mut Act, ApplyError> {
    let ceremony = *present(state.links.ceremony_of_act.get(&id), id)?;
    let ceremony = present(state.ceremonies.get_mut(&ceremony), ceremony)?;
    present(ceremony.acts.iter_mut().find(|act| act.id == id), id)
}
