//! A peer connection of the webrtc crate, set up as rooms need it.

use std::net::IpAddr;
use std::sync::Arc;

use rtc::ice::mdns::MulticastDnsMode;
use rtc::rtp_transceiver::rtp_sender::{RTCPFeedback, RTCRtpCodec, RTCRtpCodecParameters, RtpCodecKind};
use tokio::sync::{mpsc, watch};
use webrtc::media_stream::track_remote::TrackRemote;
use webrtc::peer_connection::{
    MediaEngine, PeerConnection, PeerConnectionBuilder, PeerConnectionEventHandler, RTCConfigurationBuilder,
    RTCPeerConnectionState, Registry, SettingEngine, SrtpProtectionProfile, register_default_interceptors,
};

use crate::ClientError;

const OPUS: u8 = 111;
const VP8: u8 = 96;
const VP8_AGAIN: u8 = 97;

/// What a connection tells.
pub(crate) struct Connection {
    /// The connection.
    pub peer: Arc<dyn PeerConnection>,
    /// Whether it is up.
    pub state: watch::Receiver<RTCPeerConnectionState>,
    /// Tracks of the other side.
    pub tracks: mpsc::UnboundedReceiver<Arc<dyn TrackRemote>>,
}

/// Passes the library's calls on; a connection has few tracks, so that their queue needs no bound.
struct Ears {
    state: watch::Sender<RTCPeerConnectionState>,
    tracks: mpsc::UnboundedSender<Arc<dyn TrackRemote>>,
}

#[async_trait::async_trait]
impl PeerConnectionEventHandler for Ears {
    async fn on_connection_state_change(&self, state: RTCPeerConnectionState) {
        self.state.send_replace(state);
    }

    async fn on_track(&self, track: Arc<dyn TrackRemote>) {
        // Nobody listens any more once the connection was replaced.
        let _ = self.tracks.send(track);
    }
}

impl Connection {
    /// Makes a connection that sends from `local`.
    pub(crate) async fn open(local: IpAddr) -> Result<Self, ClientError> {
        let mut media = codecs()?;
        let interceptors = register_default_interceptors(Registry::new(), &mut media)?;
        let mut settings = SettingEngine::default();
        settings.set_multicast_dns_mode(MulticastDnsMode::Disabled);
        settings.set_include_loopback_candidate(local.is_loopback());
        settings.set_srtp_protection_profiles(vec![
            SrtpProtectionProfile::Srtp_Aead_Aes_128_Gcm,
            SrtpProtectionProfile::Srtp_Aead_Aes_256_Gcm,
            SrtpProtectionProfile::Srtp_Aes128_Cm_Hmac_Sha1_80,
        ]);
        let (state, seen) = watch::channel(RTCPeerConnectionState::New);
        let (tracks, incoming) = mpsc::unbounded_channel();
        let peer = PeerConnectionBuilder::new()
            .with_configuration(RTCConfigurationBuilder::new().build())
            .with_media_engine(media)
            .with_setting_engine(settings)
            .with_interceptor_registry(interceptors)
            .with_handler(Arc::new(Ears { state, tracks }))
            .with_udp_addrs(vec![format!("{local}:0")])
            .build()
            .await?;
        Ok(Self {
            peer: Arc::new(peer),
            state: seen,
            tracks: incoming,
        })
    }
}

/// Opus, and VP8 with repetition of lost packets.
fn codecs() -> Result<MediaEngine, ClientError> {
    let mut engine = MediaEngine::default();
    let parameters = |payload_type, rtp_codec| RTCRtpCodecParameters {
        rtp_codec,
        payload_type,
    };
    engine.register_codec(parameters(OPUS, opus()), RtpCodecKind::Audio)?;
    engine.register_codec(parameters(VP8, vp8()), RtpCodecKind::Video)?;
    let again = RTCRtpCodec {
        mime_type: "video/rtx".to_owned(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: format!("apt={VP8}"),
        rtcp_feedback: Vec::new(),
    };
    engine.register_codec(parameters(VP8_AGAIN, again), RtpCodecKind::Video)?;
    Ok(engine)
}

/// Opus as browsers offer it.
pub(crate) fn opus() -> RTCRtpCodec {
    RTCRtpCodec {
        mime_type: "audio/opus".to_owned(),
        clock_rate: 48_000,
        channels: 2,
        sdp_fmtp_line: "minptime=10;useinbandfec=1".to_owned(),
        rtcp_feedback: Vec::new(),
    }
}

/// VP8 with the feedback the server uses.
pub(crate) fn vp8() -> RTCRtpCodec {
    let feedback = |typ: &str, parameter: &str| RTCPFeedback {
        typ: typ.to_owned(),
        parameter: parameter.to_owned(),
    };
    RTCRtpCodec {
        mime_type: "video/VP8".to_owned(),
        clock_rate: 90_000,
        channels: 0,
        sdp_fmtp_line: String::new(),
        rtcp_feedback: vec![feedback("ccm", "fir"), feedback("nack", ""), feedback("nack", "pli")],
    }
}
