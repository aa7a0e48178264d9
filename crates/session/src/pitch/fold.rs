use super::{Event, Pitch, PitchState};
use crate::PitchId;
use crate::state::{ApplyError, Moment, ObjectRef, State, present};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, _moment: Moment) -> Result<(), ApplyError> {
        match self {
            Self::Drafted {
                id,
                project,
                item,
                agent,
                principal,
            } => {
                let pitch = Pitch {
                    id: *id,
                    project: *project,
                    item: *item,
                    agent: *agent,
                    principal: *principal,
                    state: PitchState::Draft,
                };
                state.pitches.insert(*id, pitch);
                state.links.pitches_of_item.add(*item, *id);
                state.links.pitches_of_project.add(*project, *id);
                Ok(())
            }
            Self::Moved { id, to } => enter(state, *id, to),
        }
    }

    pub(crate) fn objects(&self, state: &State) -> Vec<ObjectRef> {
        let (Self::Drafted { id, .. } | Self::Moved { id, .. }) = self;
        match state.pitches.get(id) {
            Some(pitch) => vec![(*id).into(), pitch.project.into(), pitch.item.into()],
            None => vec![(*id).into()],
        }
    }
}

/// Published pitches stand in their item's order; those that will not be given leave it.
fn enter(state: &mut State, id: PitchId, to: &PitchState) -> Result<(), ApplyError> {
    let pitch = present(state.pitches.get_mut(&id), id)?;
    pitch.state = to.clone();
    let item = pitch.item;
    let item = present(state.items.get_mut(&item), item)?;
    match to {
        PitchState::Published => item.pitches.push(id),
        PitchState::Expired | PitchState::Withdrawn => item.pitches.retain(|other| *other != id),
        _ => {}
    }
    Ok(())
}
