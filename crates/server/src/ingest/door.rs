//! The way into a room and out of it, for one session.

use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use yunqian_signaling::{
    ClientMessage, Direction, ErrorCode, RoomGrant, ServerMessage, Source, UploadOffer, UploadTrack,
};

use super::offer::{Kind, Offer};
use crate::rooms::{Rooms, Seat};

/// How long a room may take to answer an offer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Calls that may wait; the session's lock lets one through at a time.
const CALLS: usize = 1;

/// What a session may ask of its place in the room.
pub(super) struct Door {
    calls: mpsc::Sender<Restart>,
    leaving: CancellationToken,
}

/// A restart asked for.
struct Restart {
    offer: UploadOffer,
    answer: oneshot::Sender<Result<String, ErrorCode>>,
}

/// A place in a room that was just taken.
pub(super) struct Attached {
    /// The answer to the offer.
    pub(super) answer: String,
    /// The session's side.
    pub(super) door: Door,
    /// The room's side.
    pub(super) keeper: Keeper,
}

/// Holds the place until the session or the room ends it.
pub(super) struct Keeper {
    seat: Seat,
    calls: mpsc::Receiver<Restart>,
    leaving: CancellationToken,
    pending: Option<oneshot::Sender<Result<String, ErrorCode>>>,
}

impl Door {
    /// Enters a room with something to send.
    ///
    /// # Errors
    /// As the room refuses; `MediaUnavailable` when it does not answer.
    pub(super) async fn publish(rooms: &Rooms, grant: RoomGrant, offer: &Offer) -> Result<Attached, ErrorCode> {
        let entering = async {
            let seat = rooms.seat(grant, upload(offer, 1)).await?;
            loop {
                match seat.hear().await {
                    Some(ServerMessage::Welcome {
                        upload: Some(answer), ..
                    }) => return Ok((seat, answer.sdp)),
                    Some(ServerMessage::Welcome { upload_error, .. }) => {
                        return Err(upload_error.unwrap_or(ErrorCode::MediaUnavailable));
                    }
                    Some(_) => {}
                    None => return Err(ErrorCode::RoomClosed),
                }
            }
        };
        let (seat, answer) = timeout(PATIENCE, entering)
            .await
            .map_err(|_| ErrorCode::MediaUnavailable)??;
        let (sender, calls) = mpsc::channel(CALLS);
        let leaving = CancellationToken::new();
        let door = Self {
            calls: sender,
            leaving: leaving.clone(),
        };
        let keeper = Keeper {
            seat,
            calls,
            leaving,
            pending: None,
        };
        Ok(Attached { answer, door, keeper })
    }

    /// Offers anew on the same connection under other ICE credentials. `attempt` rises from one call to the next.
    ///
    /// # Errors
    /// As the room refuses; `MediaUnavailable` when it does not answer. The session is as it was then.
    pub(super) async fn restart(&self, attempt: u32, offer: &Offer) -> Result<String, ErrorCode> {
        let (answer, answered) = oneshot::channel();
        let restart = Restart {
            offer: upload(offer, attempt),
            answer,
        };
        let asking = async {
            self.calls.send(restart).await.map_err(|_| ErrorCode::RoomClosed)?;
            answered.await.unwrap_or(Err(ErrorCode::RoomClosed))
        };
        timeout(PATIENCE, asking)
            .await
            .unwrap_or(Err(ErrorCode::MediaUnavailable))
    }

    /// Leaves the room.
    pub(super) fn leave(&self) {
        self.leaving.cancel();
    }
}

impl Keeper {
    /// Keeps the place until the session leaves, the room closes it, or its connection is lost for good.
    pub(super) async fn run(mut self) {
        loop {
            tokio::select! {
                () = self.leaving.cancelled() => return,
                call = self.calls.recv() => match call {
                    None => return,
                    Some(Restart { offer, answer }) => {
                        self.pending = Some(answer);
                        self.seat.say(ClientMessage::UploadOffer { offer }).await;
                    }
                },
                heard = self.seat.hear() => match heard {
                    None | Some(ServerMessage::MediaLost { direction: Direction::Upload }) => return,
                    Some(ServerMessage::UploadAnswer { answer }) => self.answered(Ok(answer.sdp)),
                    Some(ServerMessage::Error { code, .. }) => self.answered(Err(code)),
                    Some(_) => {}
                },
            }
        }
    }

    fn answered(&mut self, result: Result<String, ErrorCode>) {
        if let Some(pending) = self.pending.take() {
            // Who asked may have given up.
            let _ = pending.send(result);
        }
    }
}

/// One offer on the session's one connection.
fn upload(offer: &Offer, generation: u32) -> UploadOffer {
    let track = |(mid, kind): &(String, Kind)| UploadTrack {
        mid: mid.clone(),
        source: match kind {
            Kind::Audio => Source::Microphone,
            Kind::Video => Source::Camera,
        },
    };
    UploadOffer {
        connection: 1,
        generation,
        sdp: offer.sdp.clone(),
        tracks: offer.sections.iter().map(track).collect(),
    }
}
