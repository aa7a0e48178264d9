//! A participant inside this process: it speaks the protocol as a browser does, without a socket.

use std::sync::Arc;

use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;
use yunqian_signaling::{
    ClientFrame, ClientMessage, ErrorCode, ParticipantId, RoomGrant, ServerFrame, ServerMessage, UploadOffer,
};

use super::Rooms;
use super::queue::{Next, Queue};
use super::task::{Hello, Input, SocketId};

/// A place in a room; dropped, it is given up.
pub struct Seat {
    participant: ParticipantId,
    socket: SocketId,
    room: mpsc::Sender<Input>,
    queue: Arc<Queue>,
}

impl Rooms {
    /// Takes a place in a grant's room with something to send.
    ///
    /// # Errors
    /// As the room refuses.
    pub async fn seat(&self, grant: RoomGrant, upload: UploadOffer) -> Result<Seat, ErrorCode> {
        let room = self.inner.registry.enter(&grant).ok_or(ErrorCode::RoomClosed)?;
        let queue = Arc::new(Queue::default());
        let socket = SocketId(rand::random());
        let (entered, answer) = oneshot::channel();
        let hello = Hello {
            grant,
            id: Uuid::now_v7(),
            resume: None,
            upload: Some(upload),
            socket,
            queue: queue.clone(),
            entered,
        };
        // When the room's task just ended, the answer says so.
        let _ = room.send(Input::Enter(Box::new(hello))).await;
        let participant = answer.await.unwrap_or(Err(ErrorCode::RoomClosed))?;
        Ok(Seat {
            participant,
            socket,
            room,
            queue,
        })
    }
}

impl Seat {
    /// Waits for what the room says next; none when it closed the place.
    pub async fn hear(&self) -> Option<ServerMessage> {
        match self.queue.next().await {
            Next::Frame(text) => {
                let frame: ServerFrame = serde_json::from_str(&text).expect("the room's own frames parse");
                Some(frame.body)
            }
            Next::Close(_) => None,
        }
    }

    /// Says something.
    pub async fn say(&self, body: ClientMessage) {
        let frame = ClientFrame {
            id: Uuid::now_v7(),
            body,
        };
        // A room that ended meanwhile closes the place, and `hear` tells.
        let _ = self.room.send(Input::Frame(self.participant, frame)).await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let frame = ClientFrame {
            id: Uuid::now_v7(),
            body: ClientMessage::Leave {},
        };
        // A room too busy to be told so lets go of who does not answer by itself.
        let _ = self.room.try_send(Input::Frame(self.participant, frame));
        let _ = self.room.try_send(Input::Gone(self.participant, self.socket));
    }
}
