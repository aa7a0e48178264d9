//! The desk: the one writer of the tenant's record.
//!
//! Commands queue up; the writer takes what is waiting, decides each on a working copy of the state that runs
//! ahead, appends all records in one durable write, and only then publishes the state, answers and tells
//! subscribers. A record nobody has on disk is seen by nobody. When the append fails, the working copy is thrown
//! away, what the journal holds by then is read, and the group is decided anew or its callers are told.

use std::sync::Arc;

use arc_swap::ArcSwap;
use sha2::{Digest, Sha256};
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_journal::{Head, Journal, JournalError};
use yunqian_session::{Actor, Command, ObjectRef, Record, Refusal, State};

/// Commands that may wait; beyond, callers wait for room (their sockets are bounded in turn).
const QUEUE: usize = 1_024;
/// Commands that one durable write may hold.
const GROUP: usize = 256;
/// How often a group is decided anew because somebody else appended first.
const ATTEMPTS: usize = 5;
/// Commits that a slow subscriber may lag behind before it must reload.
const LAG: usize = 4_096;

/// Why a command had no effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// A rule of the domain refused it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The same idempotency key came with another command, or another actor's.
    #[error("the idempotency key was used for something else")]
    KeyReused,
    /// It could not be made durable; nothing happened.
    #[error("the journal could not store the command: {0}")]
    NotStored(Arc<JournalError>),
    /// The server is stopping.
    #[error("the server is stopping")]
    Stopping,
}

/// What a commit changed; sent to subscribers after it is durable.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Number of records after it.
    pub head: u64,
    /// The record.
    pub record: Arc<Record>,
    /// Objects it touched.
    pub changed: Vec<ObjectRef>,
}

struct Request {
    actor: Actor,
    key: Uuid,
    command: Command,
    reply: oneshot::Sender<Result<(), DeskError>>,
}

/// A handle on the desk; cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk {
    requests: mpsc::Sender<Request>,
    published: Arc<ArcSwap<State>>,
    commits: broadcast::Sender<Commit>,
}

/// The writer; run it until the shutdown token fires.
pub struct Writer {
    journal: Journal,
    head: Head,
    state: State,
    requests: mpsc::Receiver<Request>,
    published: Arc<ArcSwap<State>>,
    commits: broadcast::Sender<Commit>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("head", &self.head)
            .finish_non_exhaustive()
    }
}

/// Replays the journal and opens the desk over it.
///
/// # Errors
/// When the journal can't be read or holds what is no record.
pub async fn open(journal: Journal) -> anyhow::Result<(Desk, Writer)> {
    let state = replay(&journal).await?;
    let head = journal.head().await;
    let (requests, waiting) = mpsc::channel(QUEUE);
    let (commits, _) = broadcast::channel(LAG);
    let published = Arc::new(ArcSwap::from_pointee(state.clone()));
    let desk = Desk {
        requests,
        published: published.clone(),
        commits: commits.clone(),
    };
    Ok((
        desk,
        Writer {
            journal,
            head,
            state,
            requests: waiting,
            published,
            commits,
        },
    ))
}

async fn replay(journal: &Journal) -> anyhow::Result<State> {
    let mut state = State::default();
    read_on(journal, &mut state, drop).await?;
    Ok(state)
}

/// Applies what the journal holds beyond `state`, and hands on each of those records.
async fn read_on(journal: &Journal, state: &mut State, mut each: impl FnMut(Record)) -> anyhow::Result<()> {
    const BATCH: u32 = 10_000;
    loop {
        let entries = journal.read(state.head(), BATCH).await?;
        if entries.is_empty() {
            return Ok(());
        }
        for entry in entries {
            let record: Record = serde_json::from_slice(&entry.bytes)
                .map_err(|error| anyhow::anyhow!("entry {} is no record: {error}", entry.index))?;
            state
                .apply(&record)
                .map_err(|error| anyhow::anyhow!("entry {} does not apply: {error}", entry.index))?;
            each(record);
        }
    }
}

impl Desk {
    /// Returns the state as of the last durable commit.
    pub fn state(&self) -> Arc<State> {
        self.published.load_full()
    }

    /// Subscribes to commits from now on.
    pub fn commits(&self) -> broadcast::Receiver<Commit> {
        self.commits.subscribe()
    }

    /// Carries out a command once per key; a repeat of the same actor's command answers as the first did.
    ///
    /// # Errors
    /// See [`DeskError`].
    pub async fn execute(&self, actor: Actor, key: Uuid, command: impl Into<Command>) -> Result<(), DeskError> {
        let (reply, answer) = oneshot::channel();
        let request = Request {
            actor,
            key,
            command: command.into(),
            reply,
        };
        self.requests.send(request).await.map_err(|_| DeskError::Stopping)?;
        answer.await.map_err(|_| DeskError::Stopping)?
    }
}

impl Writer {
    /// Serves commands until `shutdown`; commands already taken are finished.
    pub async fn run(mut self, shutdown: CancellationToken) {
        let mut group = Vec::with_capacity(GROUP);
        loop {
            tokio::select! {
                biased;
                () = shutdown.cancelled() => break,
                taken = self.requests.recv_many(&mut group, GROUP) => if taken == 0 { break },
            }
            self.commit(&mut group).await;
        }
    }

    /// Decides, stores and answers a group. Nothing is answered before the outcome is certain, refusals neither: they
    /// may rest on a record of the very same group.
    async fn commit(&mut self, group: &mut Vec<Request>) {
        for _ in 0..ATTEMPTS {
            let mut working = self.state.clone();
            let decided: Vec<_> = group.iter().map(|request| decide(&mut working, request)).collect();
            let records: Vec<_> = decided
                .iter()
                .filter_map(|decision| decision.as_ref().ok()?.clone())
                .collect();
            let entries: Vec<_> = records
                .iter()
                .map(|record| serde_json::to_vec(record).expect("records serialise"))
                .collect();
            let error = if entries.is_empty() {
                None
            } else {
                self.journal.append(self.head, &entries).await.err()
            };
            let Some(error) = error else {
                self.publish(working, records).await;
                for (request, decision) in group.drain(..).zip(decided) {
                    drop(request.reply.send(decision.map(drop)));
                }
                return;
            };
            tracing::error!(%error, "the journal refused an append");
            // The journal may have moved on, by somebody else or by this very append; decide on what is there.
            if !self.catch_up().await || !matches!(error, JournalError::StaleHead { .. }) {
                return self.give_up(group, error);
            }
        }
        let actual = self.head;
        self.give_up(group, JournalError::StaleHead { actual });
    }

    /// Makes a state that is durable visible, and tells subscribers what changed.
    async fn publish(&mut self, state: State, records: Vec<Record>) {
        self.head = self.journal.head().await;
        let before = state.head() - records.len() as u64;
        self.state = state;
        self.published.store(Arc::new(self.state.clone()));
        for (head, record) in (before + 1..).zip(records) {
            let changed = self.state.changed(&record);
            // No subscriber is no failure.
            drop(self.commits.send(Commit {
                head,
                record: Arc::new(record),
                changed,
            }));
        }
    }

    /// Reads what the journal holds beyond the state; false when it can't be read.
    async fn catch_up(&mut self) -> bool {
        let mut state = self.state.clone();
        let mut records = Vec::new();
        match read_on(&self.journal, &mut state, |record| records.push(record)).await {
            Ok(()) => {
                self.publish(state, records).await;
                true
            }
            Err(error) => {
                tracing::error!(%error, "the journal can't be read");
                false
            }
        }
    }

    /// Answers a group whose append failed: what is in the journal all the same was done, the rest was not.
    fn give_up(&self, group: &mut Vec<Request>, error: JournalError) {
        let error = Arc::new(error);
        for request in group.drain(..) {
            let stored = self
                .state
                .seen(&request.key)
                .is_some_and(|before| before.by == request.actor);
            let answer = if stored {
                Ok(())
            } else {
                Err(DeskError::NotStored(error.clone()))
            };
            drop(request.reply.send(answer));
        }
    }
}

/// Digests what a person asks, 16 bytes in hex; the system's own commands carry times and repeat by their keys alone.
fn request_digest(request: &Request) -> Option<String> {
    matches!(request.actor, Actor::Person { .. })
        .then(|| hex::encode(&Sha256::digest(format!("{:?}", request.command))[..16]))
}

/// Decides on the working copy and applies; `None` for a repeat.
fn decide(working: &mut State, request: &Request) -> Result<Option<Record>, DeskError> {
    let asked = request_digest(request);
    if let Some(before) = working.seen(&request.key) {
        let is_repeat =
            before.by == request.actor && before.request.as_ref().is_none_or(|it| asked.as_ref() == Some(it));
        return if is_repeat { Ok(None) } else { Err(DeskError::KeyReused) };
    }
    let now = jiff::Timestamp::now();
    let events = working.decide(now, &request.actor, request.command.clone())?;
    let mut record = Record::new(request.key, now, request.actor, events);
    record.request = asked;
    working.apply(&record).expect("a record just decided applies");
    Ok(Some(record))
}

#[cfg(test)]
mod tests {
    use super::*;
    use yunqian_session::{PersonId, person};

    fn register(id: u128) -> (Uuid, person::Command) {
        let id = Uuid::from_u128(id);
        (id, person::Command::Register { id: PersonId(id) })
    }

    #[tokio::test]
    async fn a_writer_that_lost_the_race_reads_on_and_decides_again() {
        let dir = tempfile::tempdir().unwrap();
        let shutdown = CancellationToken::new();
        let mut desks = Vec::new();
        let mut writers = Vec::new();
        for _ in 0..2 {
            let (desk, writer) = open(Journal::open(dir.path()).await.unwrap()).await.unwrap();
            writers.push(tokio::spawn(writer.run(shutdown.clone())));
            desks.push(desk);
        }
        for round in 0..20 {
            for (desk, id) in desks.iter().zip([2 * round + 1, 2 * round + 2]) {
                let (key, command) = register(id);
                desk.execute(Actor::System, key, command).await.unwrap();
            }
        }
        let (key, command) = register(1);
        desks[1].execute(Actor::System, key, command).await.unwrap();
        assert_eq!(
            desks[1].state().people.len(),
            40,
            "a repeat on the other writer changes nothing"
        );
        shutdown.cancel();
        for writer in writers {
            writer.await.unwrap();
        }
        let journal = Journal::open(dir.path()).await.unwrap();
        assert_eq!(replay(&journal).await.unwrap().people.len(), 40);
    }

    #[tokio::test]
    async fn commands_of_one_group_see_each_other_and_a_key_belongs_to_its_first_actor() {
        let dir = tempfile::tempdir().unwrap();
        let (desk, writer) = open(Journal::open(dir.path()).await.unwrap()).await.unwrap();
        let (key, command) = register(7);
        let (twice, again) = (Uuid::from_u128(8), command.clone());
        let (first, second) = tokio::join!(desk.execute(Actor::System, key, command), async {
            let second = desk.execute(Actor::System, twice, again);
            let run = writer.run(CancellationToken::new());
            tokio::select! { answer = second => answer, () = run => unreachable!("it runs until it is told to stop") }
        });
        first.unwrap();
        assert!(
            matches!(second, Err(DeskError::Refused(_))),
            "the same person is registered once"
        );
    }
}
