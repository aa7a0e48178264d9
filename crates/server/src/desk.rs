//! The desk: the one writer of the tenant's record.
//!
//! Commands queue up; the writer takes what is waiting, decides each on a working copy of the state that runs
//! ahead, appends all records in one durable write, and only then publishes the state, answers and tells
//! subscribers. A record nobody has on disk is seen by nobody. When the append fails, the working copy is thrown
//! away and every caller of the group is told.

use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_journal::{Head, Journal, JournalError};
use yunqian_session::{Actor, Command, ObjectRef, Record, Refusal, State};

/// Commands that may wait; beyond, callers wait for room (their sockets are bounded in turn).
const QUEUE: usize = 1_024;
/// Commands that one durable write may hold.
const GROUP: usize = 256;
/// Commits that a slow subscriber may lag behind before it must reload.
const LAG: usize = 4_096;

/// Why a command had no effect.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DeskError {
    /// A rule of the domain refused it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The same idempotency key came with another actor's command.
    #[error("the idempotency key was used by somebody else")]
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
    const BATCH: u32 = 10_000;
    let mut state = State::default();
    let mut from = 0;
    loop {
        let entries = journal.read(from, BATCH).await?;
        let Some(last) = entries.last() else { return Ok(state) };
        from = last.index + 1;
        for entry in entries {
            let record: Record = serde_json::from_slice(&entry.bytes)
                .map_err(|error| anyhow::anyhow!("entry {} is no record: {error}", entry.index))?;
            state
                .apply(&record)
                .map_err(|error| anyhow::anyhow!("entry {} does not apply: {error}", entry.index))?;
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

    async fn commit(&mut self, group: &mut Vec<Request>) {
        let mut working = self.state.clone();
        let mut decided = Vec::with_capacity(group.len());
        let mut entries = Vec::with_capacity(group.len());
        for request in group.drain(..) {
            match decide(&mut working, &request) {
                Ok(Some(record)) => {
                    entries.push(serde_json::to_vec(&record).expect("records serialise"));
                    decided.push((request.reply, Some(record)));
                }
                Ok(None) => decided.push((request.reply, None)),
                // A refusal may rest on a record of this very group; it is still true afterwards or never told.
                Err(error) => drop(request.reply.send(Err(error))),
            }
        }
        if entries.is_empty() {
            return decided.into_iter().for_each(|(reply, _)| drop(reply.send(Ok(()))));
        }
        match self.journal.append(self.head, &entries).await {
            Ok(head) => self.publish(working, head, decided),
            Err(error) => {
                tracing::error!(%error, "the journal refused an append");
                let error = Arc::new(error);
                for (reply, _) in decided {
                    drop(reply.send(Err(DeskError::NotStored(error.clone()))));
                }
            }
        }
    }

    fn publish(
        &mut self,
        working: State,
        head: Head,
        decided: Vec<(oneshot::Sender<Result<(), DeskError>>, Option<Record>)>,
    ) {
        let mut size = self.head.size;
        self.state = working;
        self.head = head;
        self.published.store(Arc::new(self.state.clone()));
        for (reply, record) in decided {
            if let Some(record) = record {
                size += 1;
                let changed = self.state.changed(&record);
                // No subscriber is no failure.
                drop(self.commits.send(Commit {
                    head: size,
                    record: Arc::new(record),
                    changed,
                }));
            }
            drop(reply.send(Ok(())));
        }
    }
}

/// Decides on the working copy and applies; `None` for a repeat.
fn decide(working: &mut State, request: &Request) -> Result<Option<Record>, DeskError> {
    if let Some(before) = working.seen(&request.key) {
        return if before.by == request.actor {
            Ok(None)
        } else {
            Err(DeskError::KeyReused)
        };
    }
    let now = jiff::Timestamp::now();
    let events = working.decide(now, &request.actor, request.command.clone())?;
    let record = Record {
        v: 1,
        key: request.key,
        at: now,
        by: request.actor,
        events,
    };
    working.apply(&record).expect("a record just decided applies");
    Ok(Some(record))
}
