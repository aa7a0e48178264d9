//! A participant: its socket and its two peer connections.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use tokio::net::UdpSocket;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use webrtc::peer_connection::RTCPeerConnectionState;
use yunqian_signaling::{ClientMessage, Direction, ErrorCode, ServerFrame, ServerMessage, Source};

use crate::download::Download;
pub use crate::download::Received;
use crate::media::Frames;
use crate::upload::{Sources, Upload};
use crate::{ClientError, Session};

/// How long the server may take to let somebody in or out.
const PATIENCE: Duration = Duration::from_secs(15);

/// Somebody in a room. Dropping it leaves the room without a word; [`Participant::leave`] says goodbye.
#[derive(Debug)]
pub struct Participant {
    wishes: mpsc::Sender<Wish>,
    received: watch::Receiver<Received>,
    sending: watch::Receiver<u32>,
    task: JoinHandle<Result<(), ClientError>>,
}

#[derive(Debug, Clone, Copy)]
enum Wish {
    ChangeNetwork,
    Leave,
}

impl Participant {
    /// Enters the room that `grant` opens at `url` (`ws://…/api/v1/rooms/ws`), sending these sources.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn join(url: &str, grant: String, sources: Vec<(Source, Frames)>) -> Result<Self, ClientError> {
        let local = address_towards(url).await?;
        let mut sources = (!sources.is_empty()).then(|| Sources::start(sources));
        let mut upload = None;
        if let Some(sources) = &mut sources {
            upload = Some(Upload::open(local, 1, sources).await?);
        }
        let offer = upload.as_ref().map(|upload| upload.offer().clone());
        let entered = timeout(PATIENCE, Session::enter(url, grant, offer)).await;
        let (mut session, welcome) = entered.map_err(|_| ClientError::Silence("the welcome"))??;
        if let (Some(upload), Some(answer)) = (&upload, welcome.upload) {
            upload.accept(answer.sdp).await?;
        }
        let (told, received) = watch::channel(Received::default());
        let mut download = Download::new(local, told);
        if let Some(offer) = welcome.download {
            let answer = download.answer(offer).await?;
            session.say(answer).await?;
        }
        let (wishes, heard) = mpsc::channel(8);
        let (up, sending) = watch::channel(0);
        let presence = Presence {
            local,
            session,
            sources,
            upload,
            uploads: 1,
            download,
            up,
        };
        Ok(Self {
            wishes,
            received,
            sending,
            task: tokio::spawn(presence.run(heard)),
        })
    }

    /// What arrived, now and later.
    #[must_use]
    pub fn received(&self) -> watch::Receiver<Received> {
        self.received.clone()
    }

    /// The number of the upload connection that is up; 0 before the first.
    #[must_use]
    pub fn sending(&self) -> watch::Receiver<u32> {
        self.sending.clone()
    }

    /// Starts both directions anew, as after a change of network.
    pub async fn change_network(&self) {
        // One who has left already has no network to change.
        let _ = self.wishes.send(Wish::ChangeNetwork).await;
    }

    /// Stays until the room or a source ends, or until `stop`; then leaves.
    ///
    /// # Errors
    /// When the server closed the socket, or a source could not be read.
    pub async fn stay_until(mut self, stop: impl Future<Output = ()>) -> Result<(), ClientError> {
        let wishes = self.wishes.clone();
        let ended = tokio::select! {
            ended = &mut self.task => Some(ended),
            () = stop => None,
        };
        let ended = match ended {
            Some(ended) => ended,
            None => {
                // One whose task has just ended hears no more.
                let _ = wishes.send(Wish::Leave).await;
                (&mut self.task).await
            }
        };
        ended.unwrap_or(Err(ClientError::Silence("the participant's task")))
    }

    /// Leaves the room.
    ///
    /// # Errors
    /// When the participant had ended before.
    pub async fn leave(self) -> Result<(), ClientError> {
        self.stay_until(async {}).await
    }
}

impl Drop for Participant {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What the task owns.
struct Presence {
    local: IpAddr,
    session: Session,
    sources: Option<Sources>,
    upload: Option<Upload>,
    uploads: u32,
    download: Download,
    up: watch::Sender<u32>,
}

impl Presence {
    async fn run(mut self, mut wishes: mpsc::Receiver<Wish>) -> Result<(), ClientError> {
        let result = loop {
            let step = tokio::select! {
                frame = self.session.hear() => match frame {
                    Ok(frame) => self.react(frame).await,
                    Err(ClientError::Closed(1000)) => break Ok(()),
                    Err(error) => Err(error),
                },
                wish = wishes.recv() => match wish {
                    Some(Wish::ChangeNetwork) => self.change_network().await,
                    Some(Wish::Leave) | None => break Ok(()),
                },
                state = changed(&mut self.upload) => self.uploaded(state).await,
                ended = ended(&mut self.sources) => break ended,
                () = self.download.track() => Ok(()),
            };
            if let Err(error) = step {
                break Err(error);
            }
        };
        if let Some(upload) = self.upload.take() {
            upload.close().await;
        }
        self.download.close().await;
        let _ = timeout(PATIENCE, self.session.leave()).await;
        result
    }

    async fn react(&mut self, frame: ServerFrame) -> Result<(), ClientError> {
        match frame.body {
            ServerMessage::DownloadOffer { offer } => {
                let answer = self.download.answer(offer).await?;
                self.session.say(answer).await
            }
            ServerMessage::UploadAnswer { answer } => match &self.upload {
                Some(upload) if answer.connection == self.uploads => upload.accept(answer.sdp).await,
                _ => Ok(()),
            },
            ServerMessage::MediaLost {
                direction: Direction::Upload,
            } => self.offer_again().await,
            // An answer that the next offer overtook; that one is answered by itself.
            ServerMessage::Error {
                code: ErrorCode::BadGeneration,
                ..
            } => Ok(()),
            ServerMessage::Error { code, .. } => Err(ClientError::Refused(code)),
            _ => Ok(()),
        }
    }

    async fn uploaded(&mut self, state: RTCPeerConnectionState) -> Result<(), ClientError> {
        if state == RTCPeerConnectionState::Connected
            && let (Some(upload), Some(sources)) = (&self.upload, &self.sources)
        {
            upload.start(sources).await?;
            self.up.send_replace(self.uploads);
        }
        Ok(())
    }

    async fn change_network(&mut self) -> Result<(), ClientError> {
        self.offer_again().await?;
        self.session.say(ClientMessage::DownloadRestart {}).await
    }

    /// Offers the sources on a new connection; the old one goes on until the new one is made.
    async fn offer_again(&mut self) -> Result<(), ClientError> {
        let Some(sources) = &self.sources else {
            return Ok(());
        };
        self.uploads += 1;
        let upload = Upload::open(self.local, self.uploads, sources).await?;
        let offer = upload.offer().clone();
        if let Some(old) = self.upload.replace(upload) {
            old.close().await;
        }
        self.session.say(ClientMessage::UploadOffer { offer }).await
    }
}

async fn changed(upload: &mut Option<Upload>) -> RTCPeerConnectionState {
    match upload {
        Some(upload) => upload.changed().await,
        None => std::future::pending().await,
    }
}

async fn ended(sources: &mut Option<Sources>) -> Result<(), ClientError> {
    match sources {
        Some(sources) => sources.ended().await,
        None => std::future::pending().await,
    }
}

/// The address of this machine that the server sees.
async fn address_towards(url: &str) -> Result<IpAddr, ClientError> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split('/').next().unwrap_or(rest);
    let with_port = if authority.contains(':') {
        authority.to_owned()
    } else {
        format!("{authority}:443")
    };
    let addresses: Vec<SocketAddr> = tokio::net::lookup_host(with_port).await?.collect();
    // IPv4 first: `localhost` is both, and the server names its IPv4 addresses.
    let remote = addresses.iter().find(|address| address.is_ipv4()).or(addresses.first());
    let remote = remote.ok_or(ClientError::Silence("the server's address"))?;
    let any: IpAddr = if remote.is_ipv4() {
        [0, 0, 0, 0].into()
    } else {
        [0; 16].into()
    };
    let socket = UdpSocket::bind(SocketAddr::new(any, 0)).await?;
    socket.connect(remote).await?;
    Ok(socket.local_addr()?.ip())
}
