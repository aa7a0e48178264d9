use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::collection::Index;
use super::object::ObjectRef;
use crate::{Actor, Event};

/// Something that happened, kept with every object that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// Position in the journal of the record that it is in.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// What.
    pub event: Event,
}

/// One line of an object's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HistoryEntry {
    /// Position in the journal of the record that it is in.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who: `"system"` or a person and its membership.
    pub by: Actor,
    /// What happened, kebab-case: `project-proposed`, `interest-answered`, …
    pub what: String,
    /// The event's own data.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
}

impl Happening {
    /// Returns it as a line of a history.
    pub fn entry(&self) -> HistoryEntry {
        let (what, details) = self.event.named();
        HistoryEntry {
            seq: self.seq,
            at: self.at,
            by: self.by,
            what,
            details,
        }
    }
}

/// The histories of all objects.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Histories(Index<ObjectRef, Arc<Happening>>);

impl Histories {
    pub(crate) fn add(&mut self, happening: Happening, objects: Vec<ObjectRef>) {
        let happening = Arc::new(happening);
        for object in objects {
            self.0.add(object, happening.clone());
        }
    }

    pub(crate) fn of<'a>(
        &'a self,
        object: &ObjectRef,
    ) -> impl DoubleEndedIterator<Item = &'a Arc<Happening>> + use<'a> {
        self.0.of(object)
    }
}
