use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::decision::Decision;
use crate::state::{ApplyError, Moment, ObjectRef, State};

use crate::{
    MembershipId, PersonId, Refusal, agreement, ceremony, fair, interest, meeting, organisation, person, pitch,
    programme, project, recording, region,
};

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
        #[expect(clippy::large_enum_variant, reason = "drafts are few among events")]
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Event {
            $($(#[$doc])* $variant($module::Event),)*
        }

        impl Command {
            pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), Refusal> {
                match self {
                    $(Self::$variant(command) => command.decide(decision),)*
                }
            }
        }

        impl Event {
            /// Folds the event into the state.
            pub(crate) fn fold(&self, state: &mut State, moment: Moment) -> Result<(), ApplyError> {
                match self {
                    $(Self::$variant(event) => event.fold(state, moment),)*
                }
            }

            /// Returns the objects in whose histories the event belongs; its own comes first.
            pub(crate) fn objects(&self, state: &State) -> Vec<ObjectRef> {
                match self {
                    $(Self::$variant(event) => event.objects(state),)*
                }
            }
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
    /// About recordings.
    Recording(recording),
}

impl Event {
    /// Returns the event's kebab-case name, such as `project-proposed`, and its data.
    pub(crate) fn named(&self) -> (String, serde_json::Value) {
        let mut name = Vec::new();
        let mut value = serde_json::to_value(self).expect("events are plain data");
        for _ in 0..2 {
            let serde_json::Value::Object(fields) = value else {
                break;
            };
            let (key, inner) = fields.into_iter().next().expect("an enum's JSON has one key");
            name.push(key);
            value = inner;
        }
        (name.join("-").replace('_', "-"), value)
    }
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
    /// Digest of the command as a person asked it, by which another command under the same key is told from a repeat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<String>,
}

impl Record {
    /// The version of the format that this program writes.
    pub const VERSION: u32 = 1;

    /// Makes the record of a decided command.
    pub fn new(key: Uuid, at: Timestamp, by: Actor, events: Vec<Event>) -> Self {
        Self {
            v: Self::VERSION,
            key,
            at,
            by,
            events,
            request: None,
        }
    }
}
