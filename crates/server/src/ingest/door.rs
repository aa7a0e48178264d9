//! The way into a room and out of it, for one session.

use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use yunqian_signaling::{Attach, ErrorCode, ParticipantId, RoomId, Source, UploadTrack};

use super::offer::{Flow, Kind, Offer};
use crate::rooms::{RoomAccess, Rooms};

/// How long a room may take to answer an offer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a machine is: in which room, as whom. A feed keeps its place while its encoder is away for less than a
/// minute, and with it its tile on the stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) room: RoomId,
    pub(super) participant: ParticipantId,
}

/// A session's hold on its place.
pub(super) struct Door {
    rooms: Rooms,
    pub(super) place: Place,
    leaving: CancellationToken,
}

/// A place that was just taken.
pub(super) struct Entered {
    /// The answer to the offer.
    pub(super) answer: String,
    /// The session's side.
    pub(super) door: Door,
    /// The room's side.
    pub(super) keeper: Keeper,
}

/// Waits for the end of a session.
pub(super) struct Keeper {
    rooms: Rooms,
    place: Place,
    leaving: CancellationToken,
    over: CancellationToken,
}

impl Door {
    /// Enters a room, in the place that is still kept for it where there is one.
    ///
    /// # Errors
    /// As the room refuses; `MediaUnavailable` when it does not answer.
    pub(super) async fn enter(
        rooms: &Rooms,
        access: RoomAccess,
        kept: Option<Place>,
        offer: &Offer,
    ) -> Result<Entered, ErrorCode> {
        let room = access.room.clone();
        let entering = async {
            if let Some(place) = kept.filter(|place| place.room == room) {
                let again = rooms.reoffer(&place.room, place.participant, attach(offer, true)).await;
                if !matches!(again, Err(ErrorCode::NoSuchParticipant)) {
                    return again;
                }
            }
            rooms.attach(access, attach(offer, true)).await
        };
        let attached = timeout(PATIENCE, entering)
            .await
            .unwrap_or(Err(ErrorCode::MediaUnavailable))?;
        let place = Place {
            room,
            participant: attached.participant,
        };
        let leaving = CancellationToken::new();
        let door = Self {
            rooms: rooms.clone(),
            place: place.clone(),
            leaving: leaving.clone(),
        };
        let keeper = Keeper {
            rooms: rooms.clone(),
            place,
            leaving,
            over: attached.over,
        };
        Ok(Entered {
            answer: attached.sdp,
            door,
            keeper,
        })
    }

    /// Offers again on the connection that there is, under other ICE credentials.
    ///
    /// # Errors
    /// As the room refuses; `MediaUnavailable` when it does not answer. The session is as it was then.
    pub(super) async fn restart(&self, offer: &Offer) -> Result<String, ErrorCode> {
        let Place { room, participant } = &self.place;
        let asking = self.rooms.reoffer(room, *participant, attach(offer, false));
        let attached = timeout(PATIENCE, asking)
            .await
            .unwrap_or(Err(ErrorCode::MediaUnavailable))?;
        Ok(attached.sdp)
    }

    /// Gives the place up.
    pub(super) fn leave(&self) {
        self.leaving.cancel();
    }
}

impl Keeper {
    /// Waits until the session leaves, which gives the place up, or its connection is over, which does not: the room
    /// keeps the place for a minute.
    pub(super) async fn run(self) {
        tokio::select! {
            () = self.leaving.cancelled() => self.rooms.detach(&self.place.room, self.place.participant).await,
            () = self.over.cancelled() => {}
        }
    }
}

/// What a machine asks of its room; on a connection of its own, or on the one there is.
fn attach(offer: &Offer, anew: bool) -> Attach {
    let track = |(mid, kind): &(String, Kind)| UploadTrack {
        mid: mid.clone(),
        source: match kind {
            Kind::Audio => Source::Microphone,
            Kind::Video => Source::Camera,
        },
    };
    let sdp = offer.sdp.clone();
    match offer.flow {
        Flow::Sends => Attach::Upload {
            sdp,
            tracks: offer.sections.iter().map(track).collect(),
            anew,
        },
        Flow::Receives => Attach::Watch { sdp, channel: None },
    }
}
