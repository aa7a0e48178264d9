//! A decision in the making: the command's working copy of the state and the events so far.
//!
//! Every emitted event is folded into the working copy at once, so that what follows from it (an act that is
//! signed by its last agreement) is decided on the state that it led to.

use std::sync::Arc;

use jiff::Timestamp;

use crate::access::{Acting, Right, View};
use crate::fair::{Fair, FairState};
use crate::refusal::common;
use crate::state::{Collection, Moment};
use crate::{Actor, Event, FairId, Refusal, State};

pub(crate) struct Decision {
    pub(crate) state: State,
    pub(crate) now: Timestamp,
    pub(crate) acting: Acting,
    actor: Actor,
    events: Vec<Event>,
}

impl Decision {
    pub(crate) fn new(state: &State, now: Timestamp, actor: &Actor) -> Result<Self, Refusal> {
        Ok(Self {
            acting: Acting::resolve(state, actor)?,
            state: state.clone(),
            now,
            actor: *actor,
            events: Vec::new(),
        })
    }

    pub(crate) fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// Takes an event into the decision.
    pub(crate) fn emit(&mut self, event: impl Into<Event>) -> Result<(), Refusal> {
        let event = event.into();
        let moment = Moment {
            at: self.now,
            by: self.actor,
        };
        self.state.fold(&event, moment)?;
        self.events.push(event);
        Ok(())
    }

    /// Returns what the actor sees.
    pub(crate) fn view(&self) -> View<'_> {
        View::new(&self.state, self.acting.clone())
    }

    /// Refuses unless the actor's role gives it the right.
    pub(crate) fn require(&self, right: Right) -> Result<(), Refusal> {
        Ok(self.acting.require(right)?)
    }

    /// Returns a fair that the actor sees and that is not over.
    pub(crate) fn open_fair(&self, id: FairId) -> Result<Arc<Fair>, Refusal> {
        let fair = seen(&self.state.fairs, &id, |fair| self.view().sees_fair(fair))?;
        match fair.state {
            FairState::Closed | FairState::Cancelled => Err(common::Refusal::FairOver.into()),
            _ => Ok(fair),
        }
    }
}

/// Returns an aggregate if it is there and the actor sees it; a guessed id gives nothing.
pub(crate) fn seen<K: Ord + Clone, V>(
    collection: &Collection<K, V>,
    id: &K,
    sees: impl FnOnce(&V) -> bool,
) -> Result<Arc<V>, common::Refusal> {
    match collection.get(id) {
        Some(found) if sees(found) => Ok(found.clone()),
        _ => Err(common::Refusal::NotFound),
    }
}

/// Refuses an id that is in use.
pub(crate) fn fresh<K: Ord + Clone, V>(collection: &Collection<K, V>, id: &K) -> Result<(), common::Refusal> {
    if collection.contains(id) {
        return Err(common::Refusal::IdTaken);
    }
    Ok(())
}
