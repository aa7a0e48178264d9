//! One WebSocket: frames in, the queue out, signs of life both ways.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{MissedTickBehavior, interval_at, timeout};
use uuid::Uuid;
use yunqian_signaling::{
    ClientFrame, ClientMessage, CloseCode, ErrorCode, MAX_FRAME_BYTES, ParticipantId, Room, RoomGrant, ServerFrame,
    ServerMessage, VERSION,
};

use super::queue::{Next, Queue};
use super::task::{Hello, Input, SocketId};
use super::{Rooms, clock};

const HELLO: Duration = Duration::from_secs(5);
const PING: Duration = Duration::from_secs(5);
const DEAD: Duration = Duration::from_secs(15);
const CLOSING: Duration = Duration::from_secs(3);
/// What each socket keeps for reading, and clears at every look for more; larger frames take several looks.
const READ_BUFFER_BYTES: usize = 1024;
/// Malformed frames after which the socket closes.
const BAD_FRAMES: u32 = 5;

static SOCKETS: AtomicU64 = AtomicU64::new(1);

/// Why a session ends.
enum End {
    /// With this code.
    Code(CloseCode),
    /// The socket is gone already.
    Gone,
}

/// Accepts a WebSocket. A frame somewhat over the limit can still be refused by name; one far
/// over it ends the socket in the transport.
pub(super) async fn upgrade(State(rooms): State<Rooms>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .max_message_size(2 * MAX_FRAME_BYTES)
        .max_frame_size(2 * MAX_FRAME_BYTES)
        .read_buffer_size(READ_BUFFER_BYTES)
        .on_upgrade(move |socket| serve(rooms, socket))
}

async fn serve(rooms: Rooms, mut socket: WebSocket) {
    let end = match timeout(HELLO, first_frame(&mut socket)).await {
        Err(_) => {
            refuse(&mut socket, None, ErrorCode::HelloExpected).await;
            End::Code(CloseCode::HelloTimeout)
        }
        Ok(Err(end)) => end,
        Ok(Ok(frame)) => attend(&rooms, &mut socket, frame).await,
    };
    if let End::Code(code) = end {
        // The peer may be gone; there is nobody to tell then.
        let _ = timeout(CLOSING, say_goodbye(&mut socket, code)).await;
    }
}

/// Closes in order: a socket dropped with something unread resets the connection, and the peer
/// would never see the code.
async fn say_goodbye(socket: &mut WebSocket, code: CloseCode) {
    let close = CloseFrame {
        code: code.number(),
        reason: Utf8Bytes::from_static(code.reason()),
    };
    if socket.send(Message::Close(Some(close))).await.is_err() {
        return;
    }
    while let Some(Ok(message)) = socket.recv().await {
        if matches!(message, Message::Close(_)) {
            return;
        }
    }
}

async fn first_frame(socket: &mut WebSocket) -> Result<ClientFrame, End> {
    loop {
        match socket.recv().await {
            Some(Ok(Message::Text(text))) => match ClientFrame::parse(&text) {
                Ok(frame) => return Ok(frame),
                Err(error) => {
                    refuse(socket, None, error.code()).await;
                    return Err(End::Code(CloseCode::Protocol));
                }
            },
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(Message::Binary(_))) => return Err(End::Code(CloseCode::Protocol)),
            Some(Ok(Message::Close(_)) | Err(_)) | None => return Err(End::Gone),
        }
    }
}

/// Sends an error outside any room.
async fn refuse(socket: &mut WebSocket, ack: Option<Uuid>, code: ErrorCode) {
    let frame = ServerFrame {
        seq: None,
        ack,
        at: clock::now(),
        body: ServerMessage::Error {
            code,
            retry_after_ms: None,
        },
    };
    let _ = timeout(PING, socket.send(Message::text(frame.to_text()))).await;
}

/// Enters the room and stays until the socket or the room ends.
async fn attend(rooms: &Rooms, socket: &mut WebSocket, frame: ClientFrame) -> End {
    let ClientMessage::Hello {
        version,
        grant,
        resume,
        upload,
    } = frame.body
    else {
        refuse(socket, Some(frame.id), ErrorCode::HelloExpected).await;
        return End::Code(CloseCode::Protocol);
    };
    if rooms.inner.shutdown.is_cancelled() {
        return End::Code(CloseCode::GoingAway);
    }
    let grant = match admit(rooms, version, &grant) {
        Ok(grant) => grant,
        Err(code) => return turn_away(socket, frame.id, code).await,
    };
    let queue = Arc::new(Queue::default());
    let id = SocketId(SOCKETS.fetch_add(1, Ordering::Relaxed));
    let (entered, answer) = oneshot::channel();
    let Some(room) = rooms.inner.registry.enter(&grant) else {
        return turn_away(socket, frame.id, ErrorCode::RoomClosed).await;
    };
    let hello = Hello {
        grant,
        id: frame.id,
        resume,
        upload,
        socket: id,
        queue: queue.clone(),
        entered,
    };
    // When the room's task just ended, the answer says so.
    let _ = room.send(Input::Enter(Box::new(hello))).await;
    match answer.await.unwrap_or(Err(ErrorCode::RoomClosed)) {
        Err(_) if rooms.inner.shutdown.is_cancelled() => End::Code(CloseCode::GoingAway),
        Err(code) => turn_away(socket, frame.id, code).await,
        Ok(participant) => {
            let session = Session {
                participant,
                room: room.clone(),
                queue,
                heard: Instant::now(),
                bad_frames: 0,
            };
            let end = session.run(socket).await;
            let _ = room.send(Input::Gone(participant, id)).await;
            end
        }
    }
}

fn admit(rooms: &Rooms, version: u32, grant: &str) -> Result<RoomGrant, ErrorCode> {
    if version != VERSION {
        return Err(ErrorCode::UnsupportedVersion);
    }
    rooms.inner.keys.verify(grant)
}

async fn turn_away(socket: &mut WebSocket, hello: Uuid, code: ErrorCode) -> End {
    let (frame, close) = Room::refusal(clock::now(), hello, code);
    let _ = timeout(PING, socket.send(Message::text(frame.to_text()))).await;
    End::Code(close)
}

/// A socket in a room.
struct Session {
    participant: ParticipantId,
    room: mpsc::Sender<Input>,
    queue: Arc<Queue>,
    heard: Instant,
    bad_frames: u32,
}

impl Session {
    async fn run(mut self, socket: &mut WebSocket) -> End {
        let mut pings = interval_at(tokio::time::Instant::now() + PING, PING);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let message = tokio::select! {
                received = socket.recv() => {
                    self.heard = Instant::now();
                    match self.receive(received).await {
                        Ok(()) => continue,
                        Err(end) => return end,
                    }
                }
                next = self.queue.next() => match next {
                    Next::Frame(text) => Message::Text(text),
                    Next::Close(code) => return End::Code(code),
                },
                _ = pings.tick() => {
                    if self.heard.elapsed() > DEAD {
                        return End::Gone;
                    }
                    Message::Ping(Bytes::new())
                }
            };
            // A client that takes nothing for this long is as good as gone; it resumes.
            match timeout(DEAD, socket.send(message)).await {
                Ok(Ok(())) => {}
                Ok(Err(_)) | Err(_) => return End::Gone,
            }
        }
    }

    async fn receive(&mut self, received: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        match received {
            Some(Ok(Message::Text(text))) => match ClientFrame::parse(&text) {
                Ok(frame) => {
                    let input = Input::Frame(self.participant, frame);
                    // A full room makes this wait, and so the client's sending.
                    let sent = self.room.send(input).await;
                    sent.map_err(|_| End::Code(CloseCode::RoomClosed))
                }
                Err(error) => self.bad_frame(error.code()),
            },
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Ok(Message::Binary(_))) => Err(End::Code(CloseCode::Protocol)),
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(End::Gone),
        }
    }

    fn bad_frame(&mut self, code: ErrorCode) -> Result<(), End> {
        let frame = ServerFrame {
            seq: None,
            ack: None,
            at: clock::now(),
            body: ServerMessage::Error {
                code,
                retry_after_ms: None,
            },
        };
        let text = Utf8Bytes::from(frame.to_text());
        self.queue.push(yunqian_signaling::Class::Reply, text);
        self.bad_frames += 1;
        if code == ErrorCode::FrameTooLarge || self.bad_frames >= BAD_FRAMES {
            self.queue.close(CloseCode::Protocol);
        }
        Ok(())
    }
}
