use super::{Event, Item, ItemState};
use crate::state::{ApplyError, Moment, ObjectRef, State, present};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, _moment: Moment) -> Result<(), ApplyError> {
        match self {
            Self::Planned { id, fair, plan } => {
                let item = Item {
                    id: *id,
                    fair: *fair,
                    plan: plan.clone(),
                    state: ItemState::Planned,
                    pitches: Vec::new(),
                    current_pitch: None,
                };
                state.items.insert(*id, item);
                state.links.items_of_fair.add(*fair, *id);
            }
            Self::Replanned { id, plan } => present(state.items.get_mut(id), *id)?.plan = plan.clone(),
            Self::Moved { id, to } => {
                let item = present(state.items.get_mut(id), *id)?;
                item.state = *to;
                if *to == ItemState::Ended {
                    item.current_pitch = None;
                }
            }
            Self::Presented { id, pitch } => present(state.items.get_mut(id), *id)?.current_pitch = *pitch,
        }
        Ok(())
    }

    pub(crate) fn objects(&self, _state: &State) -> Vec<ObjectRef> {
        match self {
            Self::Planned { id, fair, .. } => vec![(*id).into(), (*fair).into()],
            Self::Replanned { id, .. } | Self::Moved { id, .. } => vec![(*id).into()],
            Self::Presented { id, pitch } => {
                let pitch = pitch.map(ObjectRef::from);
                std::iter::once((*id).into()).chain(pitch).collect()
            }
        }
    }
}
