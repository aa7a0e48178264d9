//! What a participant receives: answers to the server's offers, and counts by track.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use tokio::sync::watch;
use tokio::task::JoinSet;
use webrtc::media_stream::track_remote::{TrackRemote, TrackRemoteEvent};
use webrtc::peer_connection::RTCSessionDescription;
use yunqian_signaling::{ClientMessage, DownloadOffer, TrackId};

use crate::connection::Connection;
use crate::{ClientError, sdp};

/// What arrived on the current connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// The number of the connection; a higher one than before has taken its place.
    pub connection: u32,
    /// Packets by track.
    pub packets: BTreeMap<TrackId, u64>,
}

/// Which track each id in the session description stands for.
type Names = Arc<Mutex<HashMap<String, TrackId>>>;

/// The current download connection.
pub(crate) struct Download {
    local: IpAddr,
    number: u32,
    connection: Option<Connection>,
    names: Names,
    received: watch::Sender<Received>,
    readers: JoinSet<()>,
}

impl Download {
    pub(crate) fn new(local: IpAddr, received: watch::Sender<Received>) -> Self {
        Self {
            local,
            number: 0,
            connection: None,
            names: Names::default(),
            received,
            readers: JoinSet::new(),
        }
    }

    /// Answers an offer, on a new connection where it asks for one.
    pub(crate) async fn answer(&mut self, offer: DownloadOffer) -> Result<ClientMessage, ClientError> {
        if self.number != offer.connection {
            self.close().await;
            self.number = offer.connection;
            self.received.send_replace(Received {
                connection: offer.connection,
                ..Received::default()
            });
        }
        if self.connection.is_none() {
            self.connection = Some(Connection::open(self.local).await?);
        }
        let connection = self.connection.as_ref().expect("it was just made");
        self.learn(&offer);
        let description = RTCSessionDescription::offer(offer.sdp)?;
        connection.peer.set_remote_description(description).await?;
        let answer = connection.peer.create_answer(None).await?;
        let sdp = answer.sdp.clone();
        connection.peer.set_local_description(answer).await?;
        Ok(ClientMessage::DownloadAnswer {
            connection: offer.connection,
            generation: offer.generation,
            sdp,
        })
    }

    fn learn(&self, offer: &DownloadOffer) {
        let sections = sdp::sections(&offer.sdp);
        let mut names = self.names.lock().expect("no holder panics");
        for sent in &offer.tracks {
            let section = sections.iter().find(|section| section.mid == sent.mid);
            if let Some(id) = section.and_then(|section| section.track.clone()) {
                names.insert(id, sent.track.clone());
            }
        }
    }

    /// Waits for the next track and starts to count it; for ever while there is no connection.
    pub(crate) async fn track(&mut self) {
        let Some(connection) = &mut self.connection else {
            return std::future::pending().await;
        };
        match connection.tracks.recv().await {
            Some(track) => {
                let (names, received, number) = (self.names.clone(), self.received.clone(), self.number);
                self.readers.spawn(count(track, number, names, received));
            }
            None => std::future::pending().await,
        }
    }

    /// Ends the connection.
    pub(crate) async fn close(&mut self) {
        self.readers.shutdown().await;
        if let Some(connection) = self.connection.take()
            && let Err(error) = connection.peer.close().await
        {
            tracing::debug!(%error, "a connection did not close in order");
        }
    }
}

/// Counts a track's packets until it ends.
async fn count(track: Arc<dyn TrackRemote>, number: u32, names: Names, received: watch::Sender<Received>) {
    let id = track.track_id().await;
    while let Some(event) = track.poll().await {
        if !matches!(event, TrackRemoteEvent::OnRtpPacket(_)) {
            continue;
        }
        let Some(name) = names.lock().expect("no holder panics").get(&id).cloned() else {
            continue;
        };
        received.send_if_modified(|received| {
            let current = received.connection == number;
            if current {
                *received.packets.entry(name).or_default() += 1;
            }
            current
        });
    }
}
