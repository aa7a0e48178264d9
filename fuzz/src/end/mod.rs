//! A participant's end of a connection, whose keys are known here: anything at all can be sealed under them.

mod egress;

use std::net::SocketAddr;
use std::sync::OnceLock;
use std::time::Instant;

use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::crypto::dtls::DtlsCert;
use str0m::crypto::from_feature_flags;
use str0m::media::{Direction, MediaKind, Simulcast, SimulcastLayer};
use str0m::net::{Protocol, Receive};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};

pub(crate) use egress::Sealer;
use egress::{Agreed, provider};

/// One end.
pub struct End {
    rtc: Rtc,
    /// Its address.
    pub at: SocketAddr,
    /// Whether ICE and DTLS are up.
    pub connected: bool,
    /// Its keys, once there are some.
    pub sealer: Option<Sealer>,
    pending: Option<SdpPendingOffer>,
}

fn certificate() -> DtlsCert {
    static MADE: OnceLock<DtlsCert> = OnceLock::new();
    let make = || {
        from_feature_flags()
            .dtls_provider
            .generate_certificate()
            .expect("a certificate can be made")
    };
    MADE.get_or_init(make).clone()
}

impl End {
    /// Makes an end.
    pub fn new(at: SocketAddr, now: Instant) -> Self {
        let mut rtc = RtcConfig::new()
            .set_rtp_mode(true)
            .set_dtls_cert(certificate())
            .set_crypto_provider(provider().clone())
            .build(now);
        rtc.add_local_candidate(Candidate::host(at, "udp").expect("a candidate"));
        Self {
            rtc,
            at,
            connected: false,
            sealer: None,
            pending: None,
        }
    }

    /// Offers to send sound, and a picture in layers of these names.
    pub fn offer(&mut self, layers: &[&str]) -> String {
        let simulcast = (!layers.is_empty()).then(|| Simulcast {
            send: layers.iter().map(|layer| SimulcastLayer::new(layer)).collect(),
            recv: vec![],
        });
        let mut api = self.rtc.sdp_api();
        api.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None);
        api.add_media(MediaKind::Video, Direction::SendOnly, None, None, simulcast);
        let (offer, pending) = api.apply().expect("something to offer");
        self.pending = Some(pending);
        offer.to_sdp_string()
    }

    /// Takes the answer.
    pub fn accept(&mut self, sdp: &str) {
        let answer = SdpAnswer::from_sdp_string(sdp).expect("an answer");
        let pending = self.pending.take().expect("an offer is out");
        self.rtc
            .sdp_api()
            .accept_answer(pending, answer)
            .expect("a fitting answer");
    }

    /// Answers an offer.
    pub fn answer(&mut self, sdp: &str) -> Option<String> {
        let offer = SdpOffer::from_sdp_string(sdp).expect("an offer");
        Some(self.rtc.sdp_api().accept_offer(offer).ok()?.to_sdp_string())
    }

    /// Takes a datagram.
    pub fn hear(&mut self, now: Instant, from: SocketAddr, bytes: &[u8]) {
        if let Ok(receive) = Receive::new(Protocol::Udp, from, self.at, bytes) {
            // An end that broke is silent from then on.
            let _ = self.rtc.handle_input(Input::Receive(now, receive));
        }
    }

    /// Lets time pass; gives what it sends. Once it has keys, media is sealed elsewhere: what it would send itself of
    /// it is left out.
    pub fn speak(&mut self, now: Instant) -> Vec<Vec<u8>> {
        let mut sent = Vec::new();
        if self.rtc.handle_input(Input::Timeout(now)).is_err() {
            return sent;
        }
        while let Ok(output) = self.rtc.poll_output() {
            match output {
                Output::Timeout(_) => break,
                Output::Transmit(datagram) => {
                    if !matches!(datagram.contents.first(), Some(128..=191)) {
                        sent.push(datagram.contents.to_vec());
                    }
                }
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(_) => {}
            }
        }
        if let Some(agreed) = Agreed::take() {
            self.sealer = Sealer::new(&agreed);
        }
        sent
    }
}
