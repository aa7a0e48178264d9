//! What a participant sends.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use rtc::media::Sample;
use rtc::media_stream::MediaStreamTrack;
use rtc::rtp_transceiver::rtp_sender::{RTCRtpCodec, RTCRtpCodingParameters, RTCRtpEncodingParameters, RtpCodecKind};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};
use webrtc::media_stream::track_local::static_sample::TrackLocalStaticSample;
use webrtc::peer_connection::{RTCPeerConnectionState, RTCSessionDescription};
use webrtc::rtp_transceiver::{RTCRtpTransceiverDirection, RTCRtpTransceiverInit, RtpSender, RtpTransceiver};
use yunqian_signaling::{Source, UploadOffer, UploadTrack};

use crate::connection::{Connection, opus, vp8};
use crate::media::{Frame, Frames};
use crate::{ClientError, sdp};

/// Frames read ahead of their time.
const AHEAD: usize = 8;
/// A file that was held up for so long starts over instead of catching up.
const LATE: Duration = Duration::from_secs(1);

/// Where frames of one source go now; nowhere before the connection is up.
type Outlet = watch::Sender<Option<Sink>>;

/// One source's track on the current connection.
#[derive(Clone)]
struct Sink {
    track: Arc<TrackLocalStaticSample>,
    ssrc: u32,
    payload_type: u8,
}

/// The sources of a participant, which outlive connections.
pub(crate) struct Sources {
    outlets: Vec<(Source, Outlet)>,
    ended: mpsc::Receiver<Result<(), ClientError>>,
}

impl Sources {
    /// Starts to read; each source waits for its outlet.
    pub(crate) fn start(sources: Vec<(Source, Frames)>) -> Self {
        let (end, ended) = mpsc::channel(sources.len().max(1));
        let outlets = sources.into_iter().map(|(source, frames)| {
            let (outlet, sink) = watch::channel(None);
            let (reader, read) = mpsc::channel(AHEAD);
            // A thread of its own, which nobody awaits: reading a pipe may block for ever.
            std::thread::spawn(move || {
                for frame in frames {
                    if reader.blocking_send(frame).is_err() {
                        return;
                    }
                }
            });
            tokio::spawn(pump(read, sink, end.clone()));
            (source, outlet)
        });
        Self {
            outlets: outlets.collect(),
            ended,
        }
    }

    /// Waits until a source ends: a file's end is no error.
    pub(crate) async fn ended(&mut self) -> Result<(), ClientError> {
        self.ended.recv().await.unwrap_or(Ok(()))
    }
}

/// Sends frames in their time, until the source or the participant ends.
async fn pump(
    mut frames: mpsc::Receiver<Result<Frame, ClientError>>,
    mut sink: watch::Receiver<Option<Sink>>,
    ended: mpsc::Sender<Result<(), ClientError>>,
) {
    let mut due = None;
    while let Some(frame) = frames.recv().await {
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => return drop(ended.send(Err(error)).await),
        };
        let Ok(current) = sink.wait_for(Option::is_some).await.map(|sink| sink.clone()) else {
            return;
        };
        let now = Instant::now();
        let at = due
            .filter(|due: &Instant| now.duration_since(*due) < LATE)
            .unwrap_or(now);
        sleep_until(at).await;
        due = Some(at + frame.duration);
        let sample = Sample {
            data: frame.data,
            duration: frame.duration,
            ..Sample::default()
        };
        let Some(Sink {
            track,
            ssrc,
            payload_type,
        }) = current
        else {
            continue;
        };
        // What a connection that just went away does not take is lost, as on a network.
        if let Err(error) = track.sample_writer(ssrc, payload_type).write_sample(&sample).await {
            tracing::debug!(%error, "a frame was not sent");
        }
    }
    let _ = ended.send(Ok(())).await;
}

/// What one section sends: from where, its track, its SSRC and the transceiver to end it by.
type Sending = (Source, Arc<TrackLocalStaticSample>, u32, Arc<dyn RtpTransceiver>);

/// One upload connection.
pub(crate) struct Upload {
    connection: Connection,
    offer: UploadOffer,
    tracks: Vec<Sending>,
}

impl Upload {
    /// Makes the `number`th connection and its offer.
    pub(crate) async fn open(local: IpAddr, number: u32, sources: &Sources) -> Result<Self, ClientError> {
        let connection = Connection::open(local).await?;
        let mut tracks = Vec::new();
        for (source, _) in &sources.outlets {
            let ssrc = rand::random();
            let track = Arc::new(TrackLocalStaticSample::new(stream_track(*source, ssrc))?);
            let init = RTCRtpTransceiverInit {
                direction: RTCRtpTransceiverDirection::Sendonly,
                ..RTCRtpTransceiverInit::default()
            };
            let transceiver = connection
                .peer
                .add_transceiver_from_track(track.clone(), Some(init))
                .await?;
            tracks.push((*source, track, ssrc, transceiver));
        }
        let offer = connection.peer.create_offer(None).await?;
        let sdp = offer.sdp.clone();
        connection.peer.set_local_description(offer).await?;
        let mut sections = sdp::sections(&sdp);
        let named = tracks.iter().filter_map(|(source, ..)| {
            let kind = if source.is_video() { "video" } else { "audio" };
            let at = sections.iter().position(|section| section.kind == kind)?;
            let mid = sections.remove(at).mid;
            Some(UploadTrack { mid, source: *source })
        });
        let offer = UploadOffer {
            connection: number,
            generation: 1,
            tracks: named.collect(),
            sdp,
        };
        Ok(Self {
            connection,
            offer,
            tracks,
        })
    }

    /// What is offered.
    pub(crate) fn offer(&self) -> &UploadOffer {
        &self.offer
    }

    /// Takes the answer.
    pub(crate) async fn accept(&self, sdp: String) -> Result<(), ClientError> {
        let answer = RTCSessionDescription::answer(sdp)?;
        Ok(self.connection.peer.set_remote_description(answer).await?)
    }

    /// Waits for the connection's next state.
    pub(crate) async fn changed(&mut self) -> RTCPeerConnectionState {
        match self.connection.state.changed().await {
            Ok(()) => *self.connection.state.borrow_and_update(),
            Err(_) => RTCPeerConnectionState::Closed,
        }
    }

    /// Lets the sources' frames through this connection.
    pub(crate) async fn start(&self, sources: &Sources) -> Result<(), ClientError> {
        for (source, track, ssrc, transceiver) in &self.tracks {
            let Some(sender) = transceiver.sender().await? else {
                continue;
            };
            let sink = Sink {
                track: track.clone(),
                ssrc: *ssrc,
                payload_type: payload_type(&*sender).await?,
            };
            let mut outlets = sources.outlets.iter();
            if let Some((_, outlet)) = outlets.find(|(known, _)| known == source) {
                outlet.send_replace(Some(sink));
            }
        }
        Ok(())
    }

    /// Ends the connection.
    pub(crate) async fn close(self) {
        if let Err(error) = self.connection.peer.close().await {
            tracing::debug!(%error, "a connection did not close in order");
        }
    }
}

async fn payload_type(sender: &dyn RtpSender) -> Result<u8, ClientError> {
    let parameters = sender.get_parameters().await?;
    let codec = parameters.rtp_parameters.codecs.first();
    codec
        .map(|codec| codec.payload_type)
        .ok_or(ClientError::Silence("a common codec"))
}

fn stream_track(source: Source, ssrc: u32) -> MediaStreamTrack {
    let (kind, codec): (_, RTCRtpCodec) = if source.is_video() {
        (RtpCodecKind::Video, vp8())
    } else {
        (RtpCodecKind::Audio, opus())
    };
    let coding = RTCRtpEncodingParameters {
        rtp_coding_parameters: RTCRtpCodingParameters {
            ssrc: Some(ssrc),
            ..RTCRtpCodingParameters::default()
        },
        codec,
        ..RTCRtpEncodingParameters::default()
    };
    MediaStreamTrack::new(
        "yunqian".to_owned(),
        source.name().to_owned(),
        source.name().to_owned(),
        kind,
        vec![coding],
    )
}
