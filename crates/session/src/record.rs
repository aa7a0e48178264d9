use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    MembershipId, PersonId, agreement, ceremony, fair, interest, meeting, organisation, person, pitch, programme,
    project, region,
};

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The system itself: jobs and set-up.
    System,
    /// A person under one of its memberships.
    Person {
        /// Person.
        person: PersonId,
        /// Membership.
        membership: MembershipId,
    },
}

macro_rules! aggregates {
    ($($(#[$doc:meta])* $variant:ident($module:ident)),* $(,)?) => {
        /// What somebody wants.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command {
            $($(#[$doc])* $variant($module::Command),)*
        }

        /// What happened.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Event {
            $($(#[$doc])* $variant($module::Event),)*
        }

        $(
            impl From<$module::Command> for Command {
                fn from(command: $module::Command) -> Self {
                    Self::$variant(command)
                }
            }

            impl From<$module::Event> for Event {
                fn from(event: $module::Event) -> Self {
                    Self::$variant(event)
                }
            }
        )*
    };
}

aggregates! {
    /// About regions.
    Region(region),
    /// About organisations.
    Organisation(organisation),
    /// About people and memberships.
    Person(person),
    /// About fairs.
    Fair(fair),
    /// About programme items.
    Item(programme),
    /// About projects.
    Project(project),
    /// About pitches.
    Pitch(pitch),
    /// About interests.
    Interest(interest),
    /// About meetings.
    Meeting(meeting),
    /// About agreements.
    Agreement(agreement),
    /// About ceremonies.
    Ceremony(ceremony),
}

/// What one command led to; the journal stores its JSON as one entry, so that a command happens whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Version of the format; 1.
    pub v: u32,
    /// Idempotency key of the command.
    pub key: Uuid,
    /// When it was decided.
    pub at: Timestamp,
    /// Who asked.
    pub by: Actor,
    /// What happened, in order.
    pub events: Vec<Event>,
}
