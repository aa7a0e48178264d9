//! One participant of a Yunqian room from its grant to its leaving.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use mio::net::UdpSocket;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use uuid::Uuid;
use yunqian_client::Session;
use yunqian_media::peer::{Depth, Kind, Peer, Section};
use yunqian_signaling::{
    ClientMessage, DownloadOffer, ErrorCode, ServerMessage, Shown, Source as TrackSource, UploadOffer, UploadTrack,
};

use super::crowd::{MemberId, Newcomer};
use super::fair::{Entrance, Fair};
use super::hall::{Hall, PATIENCE};
use super::source::{Camera, LAYERS, Source};

/// How long leaving may take.
const FAREWELL: Duration = Duration::from_secs(2);

/// A participant to be.
pub struct Participant {
    /// Counts those who receive.
    pub number: usize,
    /// Where to.
    pub room: Uuid,
    /// As what it enters.
    pub entrance: Entrance,
    /// What it sends, if it is on stage.
    pub camera: Option<Camera>,
    /// Whether it shows what it is offered.
    pub looks: bool,
    /// Given back once the participant is in.
    pub turn: Option<OwnedSemaphorePermit>,
}

impl Participant {
    /// Joins and stays until the hall's stop. Faults are noted there.
    pub async fn attend(self, hall: Arc<Hall>, fair: Fair) {
        if let Err(error) = self.take_part(&hall, &fair).await {
            hall.fault(&error);
        }
    }

    async fn take_part(self, hall: &Hall, fair: &Fair) -> anyhow::Result<()> {
        let grant = fair.grant(self.room, self.entrance).await?;
        let began = Instant::now();
        let mut upload = self.camera.map(|camera| Upload::new(hall, camera)).transpose()?;
        let offer = upload.as_ref().map(|upload| upload.offer.clone());
        let entered = timeout(PATIENCE, Session::enter(&fair.socket_url(), grant, offer)).await;
        let (mut session, welcome) = entered.context("no welcome in time")??;
        let mut sending = None;
        if let Some(answer) = welcome.upload
            && let Some(upload) = upload.take()
        {
            sending = Some(upload.start(hall, &answer.sdp, began)?);
        }
        if let Some(camera) = self.camera {
            hall.introduce(camera.number, welcome.participant);
        }
        let mut download = Download::new(hall, self.number, began, self.looks);
        if let Some(offer) = welcome.download {
            download.take(&mut session, offer).await?;
        }
        drop(self.turn);
        loop {
            let frame = tokio::select! {
                () = hall.stop.cancelled() => break,
                frame = session.hear() => frame?,
            };
            match frame.body {
                ServerMessage::DownloadOffer { offer } => download.take(&mut session, offer).await?,
                // The answer crossed a newer offer, which was or will be answered.
                ServerMessage::Error {
                    code: ErrorCode::BadGeneration,
                    ..
                } => {}
                ServerMessage::Error { code, .. } => anyhow::bail!("refused: {code:?}"),
                ServerMessage::Cue { cue } => hall.cue_arrived(cue.id),
                ServerMessage::Demand {
                    source: TrackSource::Camera,
                    layers,
                } => {
                    if let Some(id) = sending {
                        hall.senders.send_layers(id, layers.into());
                    }
                }
                _ => {}
            }
        }
        let _ = timeout(FAREWELL, session.leave()).await;
        Ok(())
    }
}

/// The sending side before it is answered.
struct Upload {
    peer: Peer,
    socket: UdpSocket,
    sections: [Section; 2],
    offer: UploadOffer,
    camera: Camera,
}

impl Upload {
    fn new(hall: &Hall, camera: Camera) -> anyhow::Result<Self> {
        let (mut peer, socket) = hall.peer(Depth::Whole)?;
        let layers: &[&str] = if camera.simulcast { &LAYERS } else { &[] };
        let (sdp, sections) = peer.offer(&[Kind::Audio, Kind::Video], layers)?;
        let sections: [Section; 2] = sections.try_into().ok().context("two sections were offered")?;
        let sources = [TrackSource::Microphone, TrackSource::Camera];
        let tracks = sections.iter().zip(sources).map(|(section, source)| UploadTrack {
            mid: section.to_string(),
            source,
        });
        let offer = UploadOffer {
            connection: 1,
            generation: 1,
            sdp,
            tracks: tracks.collect(),
        };
        Ok(Self {
            peer,
            socket,
            sections,
            offer,
            camera,
        })
    }

    fn start(mut self, hall: &Hall, answer: &str, began: Instant) -> anyhow::Result<MemberId> {
        self.peer.accept(answer)?;
        let source = Source::new(&self.sections, self.camera, hall.epoch);
        Ok(hall.senders.join(Newcomer {
            peer: self.peer,
            socket: self.socket,
            began,
            source: Some(source),
        }))
    }
}

/// The receiving side.
pub struct Download<'a> {
    hall: &'a Hall,
    number: usize,
    began: Instant,
    looks: bool,
    current: Option<(u32, MemberId)>,
}

impl<'a> Download<'a> {
    /// Begins with nothing; `looks` unless everything is out of sight.
    pub fn new(hall: &'a Hall, number: usize, began: Instant, looks: bool) -> Self {
        Self {
            hall,
            number,
            began,
            looks,
            current: None,
        }
    }

    /// Answers an offer: on the same connection, or on a new one in its place.
    ///
    /// # Errors
    /// When the offer is unusable or the socket fails.
    pub async fn take(&mut self, session: &mut Session, offer: DownloadOffer) -> anyhow::Result<()> {
        if !self.looks {
            let hidden = offer.tracks.iter().map(|sent| Shown {
                track: sent.track.clone(),
                height: 0,
            });
            let tracks = hidden.collect();
            session.say(ClientMessage::Show { tracks }).await?;
        }
        let crowd = self.hall.receiver(self.number);
        let answer = |sdp| ClientMessage::DownloadAnswer {
            connection: offer.connection,
            generation: offer.generation,
            sdp,
        };
        if let Some((connection, id)) = self.current {
            if connection == offer.connection {
                let sdp = crowd.renegotiate(id, offer.sdp.clone()).await?;
                return Ok(session.say(answer(sdp)).await?);
            }
            crowd.leave(id);
        }
        let (mut peer, socket) = self.hall.peer(self.hall.depth(self.number))?;
        let sdp = peer.answer(&offer.sdp)?;
        session.say(answer(sdp)).await?;
        let id = crowd.join(Newcomer {
            peer,
            socket,
            began: self.began,
            source: None,
        });
        self.current = Some((offer.connection, id));
        Ok(())
    }
}
