use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::{Actor, Command, Event, PersonId, Record, Refusal, RefusalKind, State, agreement};

/// A state that is only changed by commands; every record goes through JSON on its way, as in the journal.
#[derive(Debug, Clone)]
pub(super) struct World {
    pub(super) state: State,
    pub(super) now: Timestamp,
    pub(super) records: Vec<String>,
    next: u128,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            state: State::default(),
            now: "2020-04-15T09:00:00+08:00".parse().unwrap(),
            records: Vec::new(),
            next: 1,
        }
    }

    /// Returns an id that nothing has.
    pub(super) fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    /// Returns a digest that nothing has.
    pub(super) fn digest(&mut self) -> String {
        self.next += 1;
        format!("{:064x}", self.next)
    }

    pub(super) fn pass(&mut self, hours: i64) {
        self.now = self.now.checked_add(SignedDuration::from_hours(hours)).unwrap();
    }

    /// Decides a command and applies what it led to.
    pub(super) fn run(&mut self, actor: Actor, command: impl Into<Command>) -> Result<Vec<Event>, Refusal> {
        let events = self.state.decide(self.now, &actor, answered(actor, command.into()))?;
        let key = self.id();
        let record = Record::new(key, self.now, actor, events.clone());
        let json = serde_json::to_string(&record).unwrap();
        let read: Record = serde_json::from_str(&json).unwrap();
        assert_eq!(read, record, "a record reads back as it was written");
        self.state.apply(&read).unwrap();
        self.records.push(json);
        Ok(events)
    }

    /// Says whether a command would be carried out.
    pub(super) fn allows(&self, actor: Actor, command: impl Into<Command>) -> bool {
        let command = answered(actor, command.into());
        self.state.decide(self.now, &actor, command).is_ok()
    }

    /// Runs a command that must not be refused.
    #[track_caller]
    pub(super) fn must(&mut self, actor: Actor, command: impl Into<Command>) -> Vec<Event> {
        let command = command.into();
        match self.run(actor, command.clone()) {
            Ok(events) => events,
            Err(refusal) => panic!("{command:?} was refused: {refusal} ({})", refusal.code()),
        }
    }

    /// Returns what the journal's records replay to.
    pub(super) fn replay(&self) -> State {
        let mut state = State::default();
        for json in &self.records {
            state.apply(&serde_json::from_str(json).unwrap()).unwrap();
        }
        state
    }
}

/// Returns the one key by which a person authorises.
pub(super) fn key_of(person: PersonId) -> String {
    format!("{:064x}", person.0.as_u128() | 1 << 127)
}

/// Says whose key answered, as the border does: the actor's own, where the test names no other.
fn answered(actor: Actor, mut command: Command) -> Command {
    if let (Command::Agreement(agreement::Command::Authorise { signer, .. }), Actor::Person { person, .. }) =
        (&mut command, actor)
    {
        signer.get_or_insert_with(|| key_of(person));
    }
    command
}

/// Returns the code of the refusal of a command that changes nothing.
#[track_caller]
fn refused(world: &World, actor: Actor, command: impl Into<Command>) -> Refusal {
    let command = command.into();
    match world.state.decide(world.now, &actor, answered(actor, command.clone())) {
        Ok(events) => panic!("{command:?} was not refused but led to {events:?}"),
        Err(refusal) => refusal,
    }
}

/// Returns only the code of a refusal.
#[track_caller]
pub(super) fn code(world: &World, actor: Actor, command: impl Into<Command>) -> &'static str {
    refused(world, actor, command).code()
}

/// Returns only the kind of a refusal.
#[track_caller]
pub(super) fn kind(world: &World, actor: Actor, command: impl Into<Command>) -> RefusalKind {
    refused(world, actor, command).kind()
}
