//! One room's task: owns the room, carries out what it puts out.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::extract::ws::Utf8Bytes;
use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_media::{Command, Handle};
use yunqian_signaling::{
    Attach, Audience, Banned, ClientFrame, CloseCode, ErrorCode, Fact, MediaCommand, MediaEvent, Output, ParticipantId,
    Resume, Room, RoomGrant, RoomId, ServerFrame, ServerMessage, TrackId, UploadOffer,
};

use super::clock;
use super::queue::Queue;
use super::tap::{Note, Tap, Wish};
use crate::turn::Turn;

const TICK: Duration = Duration::from_millis(250);
/// Between two counts of the people in a room, whom the lobby tells.
const COUNTING: Duration = Duration::from_secs(1);
/// How long an empty room remembers its chat, focus and mode.
const EMPTY: Duration = Duration::from_secs(3600);
/// When clients may come back after the server stops.
const RETRY_AFTER_MS: u32 = 2_000;

/// Names one socket of a participant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SocketId(pub(super) u64);

/// What happens to a room.
pub(super) enum Input {
    /// A socket said `hello`.
    Enter(Box<Hello>),
    /// A participant said something.
    Frame(ParticipantId, ClientFrame),
    /// A socket is gone.
    Gone(ParticipantId, SocketId),
    /// A machine comes.
    Attach(Box<RoomGrant>, Attach, oneshot::Sender<Result<Attached, ErrorCode>>),
    /// A machine offers anew.
    Reoffer(ParticipantId, Attach, oneshot::Sender<Result<Attached, ErrorCode>>),
    /// A machine goes.
    Detach(ParticipantId),
    /// The forwarding unit reports.
    Media(MediaEvent),
    /// The business record says something about the room.
    Fact(Fact),
    /// The room is to be tapped so, or no longer.
    Tap(Option<Wish>),
    /// The recorder needs a keyframe of a track.
    Keyframe(TrackId),
    /// Somebody asks whether a person is on camera there.
    OnCamera(String, oneshot::Sender<bool>),
    /// The room is to close.
    Close,
}

/// A `hello` whose grant was verified.
pub(super) struct Hello {
    pub(super) grant: RoomGrant,
    pub(super) id: Uuid,
    pub(super) resume: Option<Resume>,
    pub(super) upload: Option<UploadOffer>,
    pub(super) socket: SocketId,
    pub(super) queue: Arc<Queue>,
    pub(super) entered: oneshot::Sender<Result<ParticipantId, ErrorCode>>,
}

/// A machine that is in a room.
#[derive(Debug, Clone)]
pub struct Attached {
    /// Its id there.
    pub participant: ParticipantId,
    /// The answer to its offer.
    pub sdp: String,
    /// Fires when the connection that the answer belongs to is over: lost, given up, or another in its place.
    pub over: CancellationToken,
}

/// A person who left a room and did not come back within a minute.
#[derive(Debug, Clone)]
pub struct Departure {
    /// The room.
    pub room: RoomId,
    /// The person, by its id in the business record.
    pub person: String,
}

/// A machine's connection; tells that it is over when it goes.
#[derive(Default)]
struct Line(CancellationToken);

impl Drop for Line {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Who was removed from a room; outlives the room's task.
pub(super) type Bans = Arc<Mutex<Vec<Banned>>>;

/// The task's state.
pub(super) struct RoomTask {
    pub(super) id: RoomId,
    pub(super) room: Room,
    pub(super) media: Handle,
    pub(super) turn: Arc<Turn>,
    pub(super) inputs: mpsc::Receiver<Input>,
    /// How many are in the room, for others to read.
    pub(super) attendance: Arc<AtomicUsize>,
    pub(super) shutdown: CancellationToken,
    pub(super) bans: Bans,
    departures: broadcast::Sender<Departure>,
    tap: Tap,
    sockets: HashMap<ParticipantId, (SocketId, Arc<Queue>)>,
    /// Machines that wait for their answer.
    offered: HashMap<ParticipantId, oneshot::Sender<Result<Attached, ErrorCode>>>,
    /// The connections of machines.
    lines: HashMap<ParticipantId, Line>,
}

impl RoomTask {
    #[expect(
        clippy::too_many_arguments,
        reason = "a task is given everything it works with once, here"
    )]
    pub(super) fn new(
        id: RoomId,
        room: Room,
        media: Handle,
        turn: Arc<Turn>,
        inputs: mpsc::Receiver<Input>,
        attendance: Arc<AtomicUsize>,
        bans: Bans,
        departures: broadcast::Sender<Departure>,
        notes: mpsc::Sender<(RoomId, Note)>,
        shutdown: CancellationToken,
    ) -> Self {
        let tap = Tap::new(id.clone(), notes);
        Self {
            id,
            room,
            media,
            turn,
            inputs,
            attendance,
            shutdown,
            bans,
            departures,
            tap,
            sockets: HashMap::new(),
            offered: HashMap::new(),
            lines: HashMap::new(),
        }
    }

    /// Runs until the room closes, stays empty, or the server stops.
    pub(super) async fn run(mut self) {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let banned = self.bans.lock().expect("no panic while held").clone();
        self.room.learn(clock::now(), Fact::Banned(banned));
        let (mut occupied, mut counted) = (Instant::now(), Instant::now());
        loop {
            tokio::select! {
                () = self.shutdown.cancelled() => {
                    self.end(CloseCode::GoingAway, Some(RETRY_AFTER_MS));
                    return;
                }
                input = self.inputs.recv() => match input {
                    None => return,
                    Some(Input::Close) => {
                        self.end(CloseCode::RoomClosed, None);
                        return;
                    }
                    Some(input) => self.take(input),
                },
                _ = ticks.tick() => {
                    let out = self.room.tick(clock::now());
                    self.carry_out(out);
                    if counted.elapsed() >= COUNTING {
                        counted = Instant::now();
                        self.attendance.store(self.room.people(), Ordering::Relaxed);
                    }
                    self.tap.tick(&self.room, &self.media, Instant::now());
                    if !self.room.is_empty() {
                        occupied = Instant::now();
                    } else if occupied.elapsed() > EMPTY {
                        return;
                    }
                }
            }
        }
    }

    fn take(&mut self, input: Input) {
        let now = clock::now();
        let out = match input {
            Input::Enter(hello) => self.enter(*hello),
            Input::Frame(from, frame) => self.room.handle(now, from, frame),
            Input::Gone(participant, socket) => self.gone(participant, socket),
            Input::Attach(grant, attach, answered) => {
                let id = ParticipantId(Uuid::now_v7());
                let joined = self.room.attach(now, id, *grant, attach);
                self.await_answer(id, joined, answered)
            }
            Input::Reoffer(id, attach, answered) => {
                let is_new = matches!(attach, Attach::Upload { anew: true, .. });
                let offered = self.room.reoffer(now, id, attach);
                if is_new && offered.is_ok() {
                    self.lines.remove(&id);
                }
                self.await_answer(id, offered, answered)
            }
            Input::Detach(id) => self.room.detach(now, id),
            Input::Media(event) => {
                if let MediaEvent::Lost(id, _) = &event {
                    self.lines.remove(id);
                }
                if let MediaEvent::Speaking(participants) = &event {
                    self.tap.speaking(participants);
                }
                self.room.media(now, event)
            }
            Input::Fact(fact) => self.room.learn(now, fact),
            Input::Tap(wish) => {
                self.tap.wish(wish, &self.media);
                Vec::new()
            }
            Input::Keyframe(track) => {
                self.tap.keyframe(track, &self.media);
                Vec::new()
            }
            Input::OnCamera(person, answered) => {
                // Who asked may have gone meanwhile.
                let _ = answered.send(self.room.is_on_camera(&person));
                Vec::new()
            }
            Input::Close => Vec::new(),
        };
        self.carry_out(out);
    }

    /// Keeps who asked until the forwarding unit answered, or says at once why it will not.
    fn await_answer(
        &mut self,
        id: ParticipantId,
        offered: Result<Vec<Output>, ErrorCode>,
        answered: oneshot::Sender<Result<Attached, ErrorCode>>,
    ) -> Vec<Output> {
        match offered {
            Ok(out) => {
                self.offered.insert(id, answered);
                out
            }
            Err(code) => {
                // Who asked may have gone meanwhile; then nothing came of it.
                let _ = answered.send(Err(code));
                Vec::new()
            }
        }
    }

    /// Hands a machine its answer. A newcomer whose asker is gone has to go too; one that was there stays.
    fn answered(&mut self, participant: ParticipantId, result: Result<String, ErrorCode>) {
        let Some(answered) = self.offered.remove(&participant) else {
            return;
        };
        let is_new = !self.lines.contains_key(&participant);
        let attached = result.map(|sdp| Attached {
            participant,
            sdp,
            over: self.lines.entry(participant).or_default().0.clone(),
        });
        if let Err(Ok(attached)) = answered.send(attached)
            && is_new
        {
            let out = self.room.detach(clock::now(), attached.participant);
            self.carry_out(out);
        }
    }

    fn enter(&mut self, hello: Hello) -> Vec<Output> {
        let now = clock::now();
        let token = hex::encode(rand::random::<[u8; 24]>());
        let resumed = hello.resume.as_ref().and_then(|resume| {
            let upload = hello.upload.clone();
            let person = &hello.grant.sub;
            self.room.resume(now, resume, person, token.clone(), hello.id, upload)
        });
        let joined = match resumed {
            Some((id, out)) => Ok((id, out)),
            None => {
                let id = ParticipantId(Uuid::now_v7());
                self.room
                    .join(now, id, hello.grant, token, hello.id, hello.upload)
                    .map(|out| (id, out))
            }
        };
        match joined {
            Ok((id, out)) => {
                let old = self.sockets.insert(id, (hello.socket, hello.queue));
                if let Some((_, old)) = old {
                    old.close(CloseCode::Replaced);
                }
                // A session that is gone already has sent, or will send, its `Gone`.
                let _ = hello.entered.send(Ok(id));
                out
            }
            Err(code) => {
                let _ = hello.entered.send(Err(code));
                Vec::new()
            }
        }
    }

    fn gone(&mut self, participant: ParticipantId, socket: SocketId) -> Vec<Output> {
        let current = self.sockets.get(&participant).map(|(id, _)| *id);
        if current != Some(socket) {
            return Vec::new();
        }
        self.sockets.remove(&participant);
        self.room.disconnect(clock::now(), participant)
    }

    fn end(&mut self, code: CloseCode, retry_after_ms: Option<u32>) {
        self.tap.end();
        let out = self.room.close(clock::now(), code, retry_after_ms);
        self.carry_out(out);
    }

    fn carry_out(&mut self, outputs: Vec<Output>) {
        for output in outputs {
            match output {
                Output::Send { to, class, mut frame } => {
                    self.tap.told(&frame.body);
                    self.name_servers(&to, &mut frame);
                    let text = Utf8Bytes::from(frame.to_text());
                    for queue in self.hearers(&to) {
                        queue.push(class.clone(), text.clone());
                    }
                }
                Output::Media(command) => {
                    if let MediaCommand::Remove(id) = &command {
                        self.lines.remove(id);
                    }
                    self.command(command);
                }
                Output::Answered { participant, result } => self.answered(participant, result),
                Output::Departed { person } => self.departed(person),
                Output::Bans(banned) => *self.bans.lock().expect("no panic while held") = banned,
                Output::Close { participant, code } => {
                    if let Some((_, queue)) = self.sockets.remove(&participant) {
                        queue.close(code);
                        let out = self.room.disconnect(clock::now(), participant);
                        self.carry_out(out);
                    }
                }
            }
        }
    }

    /// Tells whoever listens. One who lags behind misses the oldest; what it would do then also runs out by itself.
    fn departed(&self, person: String) {
        let room = self.id.clone();
        let _ = self.departures.send(Departure { room, person });
    }

    /// Puts STUN and TURN servers into a `welcome`, with credentials of the newcomer's own.
    fn name_servers(&self, to: &Audience, frame: &mut ServerFrame) {
        if let (Audience::One(participant), ServerMessage::Welcome { ice_servers, .. }) = (to, &mut frame.body) {
            *ice_servers = self.turn.servers(jiff::Timestamp::now(), &participant.to_string());
        }
    }

    fn hearers(&self, to: &Audience) -> Vec<&Queue> {
        if let Audience::One(one) = to {
            return self.sockets.get(one).map(|(_, q)| &**q).into_iter().collect();
        }
        self.sockets
            .iter()
            .filter(|(id, _)| self.room.hears(to, **id))
            .map(|(_, (_, queue))| &**queue)
            .collect()
    }

    /// Hands a command to the forwarding unit; one it has no room for is answered in its place.
    fn command(&mut self, command: MediaCommand) {
        let upload = match &command {
            MediaCommand::Upload(id, offer) => Some((*id, offer.connection, offer.generation)),
            _ => None,
        };
        let watch = match &command {
            MediaCommand::Watch(id, ..) => Some(*id),
            _ => None,
        };
        let room = self.id.clone();
        let Err(error) = self.media.send(Command { room, command }) else {
            return;
        };
        tracing::error!(room = %self.id, %error, "media command not taken");
        let result = Err(ErrorCode::MediaUnavailable);
        let event = match (upload, watch) {
            (Some((participant, connection, generation)), _) => MediaEvent::UploadAnswered {
                participant,
                connection,
                generation,
                result,
            },
            (None, Some(participant)) => MediaEvent::WatchAnswered { participant, result },
            (None, None) => return,
        };
        let out = self.room.media(clock::now(), event);
        self.carry_out(out);
    }
}
