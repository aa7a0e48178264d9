//! One thread that drives many peers over sockets of their own.
//!
//! A peer joins the crowd with its connection negotiated; later offers come through [`Crowd::renegotiate`]. Receiving
//! is a plain read for every datagram on purpose: letting the kernel coalesce them would save the server's side of
//! loopback the work of taking them apart, which no real network does.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context;
use mio::net::UdpSocket;
use mio::{Events, Interest, Poll, Token, Waker};
use tokio::sync::{oneshot, watch};
use yunqian_media::peer::{Peer, PeerError};

use super::member::{Member, Seen};
use super::source::{Origin, Source};

const WAKE: Token = Token(usize::MAX);

/// How long peers that only receive may wait for their timers.
const RECEIVERS_TURN: Duration = Duration::from_millis(5);
/// The same for peers that send.
const SENDERS_TURN: Duration = Duration::from_millis(1);

/// Names a member of a crowd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MemberId(usize);

/// What to put into a crowd.
pub struct Newcomer {
    /// The peer, negotiated.
    pub peer: Peer,
    /// Its socket.
    pub socket: UdpSocket,
    /// When it began to join.
    pub began: Instant,
    /// What it sends, if anything.
    pub source: Option<Source>,
}

/// How far a crowd's members have come.
#[derive(Debug, Clone, Copy, Default)]
pub struct Progress {
    /// Those whose connection came up.
    pub connected: usize,
    /// Those who received media.
    pub watching: usize,
    /// Those whose connection ended by itself.
    pub lost: usize,
}

enum Command {
    Join(MemberId, Box<Newcomer>),
    Renegotiate(MemberId, String, oneshot::Sender<Result<String, PeerError>>),
    SendLayers(MemberId, usize),
    Await(Origin, oneshot::Sender<Instant>),
    Open,
    Close(oneshot::Sender<Seen>),
    Leave(MemberId),
    Stop,
}

/// The running thread; it ends when this is dropped.
pub struct Crowd {
    commands: Sender<Command>,
    waker: Arc<Waker>,
    progress: watch::Receiver<Progress>,
    next: std::sync::atomic::AtomicUsize,
    thread: Option<JoinHandle<()>>,
}

impl Crowd {
    /// Starts a thread for peers; `sends` when they do.
    ///
    /// # Errors
    /// When the system gives no poller or thread.
    pub fn start(epoch: Instant, sends: bool) -> anyhow::Result<Self> {
        let poll = Poll::new()?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKE)?);
        let (commands, inbox) = channel();
        let (told, progress) = watch::channel(Progress::default());
        let turn = Turn {
            poll,
            inbox,
            told,
            members: HashMap::new(),
            seen: Seen::new(epoch),
            turn: if sends { SENDERS_TURN } else { RECEIVERS_TURN },
        };
        let thread = std::thread::Builder::new()
            .name("crowd".to_owned())
            .spawn(move || turn.run())
            .context("no thread for the crowd")?;
        Ok(Self {
            commands,
            waker,
            progress,
            next: 0.into(),
            thread: Some(thread),
        })
    }

    /// Lets a peer join.
    pub fn join(&self, newcomer: Newcomer) -> MemberId {
        let id = MemberId(self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
        self.tell(Command::Join(id, Box::new(newcomer)));
        id
    }

    /// Answers a later offer on a member's connection.
    ///
    /// # Errors
    /// When the member is gone or the offer is unusable.
    pub async fn renegotiate(&self, id: MemberId, offer: String) -> anyhow::Result<String> {
        let (reply, answer) = oneshot::channel();
        self.tell(Command::Renegotiate(id, offer, reply));
        Ok(answer.await.context("the member left the crowd")??)
    }

    /// Ends a member's connection.
    pub fn leave(&self, id: MemberId) {
        self.tell(Command::Leave(id));
    }

    /// Has a member send only so many of its layers, from the smallest.
    pub fn send_layers(&self, id: MemberId, layers: usize) {
        self.tell(Command::SendLayers(id, layers));
    }

    /// Waits for the next packet that a member reads whole and that comes from there; one wait at a time.
    ///
    /// # Errors
    /// When another wait takes its place or the thread has ended.
    pub async fn first_from(&self, origin: Origin) -> anyhow::Result<Instant> {
        let (reply, at) = oneshot::channel();
        self.tell(Command::Await(origin, reply));
        at.await.context("nobody waits any more")
    }

    /// Begins to measure.
    pub fn open(&self) {
        self.tell(Command::Open);
    }

    /// Ends measuring and gives what was seen since it began.
    ///
    /// # Errors
    /// When the thread has ended.
    pub async fn close(&self) -> anyhow::Result<Seen> {
        let (reply, seen) = oneshot::channel();
        self.tell(Command::Close(reply));
        seen.await.context("the crowd's thread ended")
    }

    /// How far the members have come, now and later.
    pub fn progress(&self) -> watch::Receiver<Progress> {
        self.progress.clone()
    }

    fn tell(&self, command: Command) {
        // A thread that ended is noticed by whoever waits for an answer.
        let _ = self.commands.send(command);
        let _ = self.waker.wake();
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.tell(Command::Stop);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the crowd's thread panicked");
        }
    }
}

struct Turn {
    poll: Poll,
    inbox: Receiver<Command>,
    told: watch::Sender<Progress>,
    members: HashMap<usize, Member>,
    seen: Seen,
    turn: Duration,
}

impl Turn {
    fn run(mut self) {
        let mut events = Events::with_capacity(1024);
        let mut looked = Instant::now();
        loop {
            let result = self.poll.poll(&mut events, Some(self.turn));
            if result.is_err_and(|error| error.kind() != io::ErrorKind::Interrupted) {
                return;
            }
            if !self.obey() {
                return;
            }
            for event in &events {
                if let Some(member) = self.members.get_mut(&event.token().0) {
                    member.read(&mut self.seen);
                }
            }
            let now = Instant::now();
            if now.duration_since(looked) >= self.turn {
                looked = now;
                for member in self.members.values_mut() {
                    member.turn(now, &mut self.seen);
                }
            }
            let progress = self.seen.progress;
            self.told.send_if_modified(|told| {
                let changed = told.connected != progress.connected
                    || told.watching != progress.watching
                    || told.lost != progress.lost;
                *told = progress;
                changed
            });
        }
    }

    /// Carries out the commands; tells whether to go on.
    fn obey(&mut self) -> bool {
        while let Ok(command) = self.inbox.try_recv() {
            match command {
                Command::Join(id, newcomer) => self.admit(id, *newcomer),
                Command::Renegotiate(id, offer, reply) => {
                    let member = self.members.get_mut(&id.0);
                    if let Some(answer) = member.map(|member| member.renegotiate(&offer, &mut self.seen)) {
                        let _ = reply.send(answer);
                    }
                }
                Command::SendLayers(id, layers) => {
                    if let Some(member) = self.members.get_mut(&id.0) {
                        member.send_layers(layers);
                    }
                }
                Command::Await(origin, reply) => self.seen.awaited = Some((origin, reply)),
                Command::Open => {
                    self.seen.open();
                    self.members.values_mut().for_each(Member::restart);
                }
                Command::Close(reply) => {
                    let members = self.members.values_mut();
                    let _ = reply.send(self.seen.close(members));
                }
                Command::Leave(id) => drop(self.members.remove(&id.0)),
                Command::Stop => return false,
            }
        }
        true
    }

    fn admit(&mut self, id: MemberId, mut newcomer: Newcomer) {
        let registered = self
            .poll
            .registry()
            .register(&mut newcomer.socket, Token(id.0), Interest::READABLE);
        if let Err(error) = registered {
            tracing::error!(%error, "a peer's socket can't be polled");
            self.seen.progress.lost += 1;
            return;
        }
        let mut member = Member::new(newcomer);
        member.turn(Instant::now(), &mut self.seen);
        self.members.insert(id.0, member);
    }
}
