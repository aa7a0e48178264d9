use super::{Event, Fair, FairState};
use crate::state::{ApplyError, Moment, ObjectRef, State, present};

impl Event {
    pub(crate) fn fold(&self, state: &mut State, _moment: Moment) -> Result<(), ApplyError> {
        match self {
            Self::Created { id, announcement } => {
                let fair = Fair {
                    id: *id,
                    announcement: announcement.clone(),
                    state: FairState::Draft,
                };
                state.fairs.insert(*id, fair);
            }
            Self::Moved { id, to } => present(state.fairs.get_mut(id), *id)?.state = *to,
        }
        Ok(())
    }

    pub(crate) fn objects(&self, _state: &State) -> Vec<ObjectRef> {
        let (Self::Created { id, .. } | Self::Moved { id, .. }) = self;
        vec![ObjectRef::Fair(*id)]
    }
}
