//! A participant's end of a peer connection, for load and tests: it offers or answers, sends what it is given,
//! counts what it receives.
//!
//! [`Peer`] is sans-IO as the unit itself: descriptions, datagrams and the time go in, [`Step`]s come out. Thousands
//! fit on one core when most read [`Depth::Headers`] only: they authenticate and answer everything that keeps the
//! connection alive, but count media by its headers without decrypting it.
//!
//! Deliberately not here: sockets, pacing, signalling, decoding.

mod tally;

use std::collections::HashMap;
use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::crypto::dtls::DtlsCert;
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Mid, Pt, Rid, Simulcast, SimulcastLayer};
use str0m::net::{Protocol, Receive};
use str0m::rtp::{Extension, ExtensionMap, RtpWrite};
use str0m::{Candidate, Event, Input, Output, Rtc, RtcConfig};

pub use tally::{Count, Tally};

/// Media packets that a peer reading headers alone still passes on, so that it knows the streams it reports on.
const INTRODUCTIONS: u8 = 4;

/// Why a peer can't go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PeerError {
    /// No certificate for DTLS could be made.
    #[error("no DTLS certificate could be generated")]
    Certificate,
    /// A description is malformed, or does not fit what was offered.
    #[error("unusable session description: {0}")]
    Description(String),
    /// The other side takes none of the codecs of this section.
    #[error("section {0} has no codec in common")]
    Codec(Section),
    /// The connection is over.
    #[error("the connection ended: {0}")]
    Ended(String),
}

/// A DTLS certificate; making one is costly, so that many peers share it.
#[derive(Debug, Clone)]
pub struct Identity(DtlsCert);

impl Identity {
    /// Makes one.
    ///
    /// # Errors
    /// [`PeerError::Certificate`].
    pub fn generate() -> Result<Self, PeerError> {
        let made = str0m::crypto::from_feature_flags().dtls_provider.generate_certificate();
        made.map(Self).ok_or(PeerError::Certificate)
    }
}

/// How much of the received media a peer reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Decrypts it, asks again for what was lost, reports how it arrives.
    Whole,
    /// Counts it by the headers alone.
    Headers,
}

/// Sound or pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Opus.
    Audio,
    /// VP8.
    Video,
}

/// A media section of the session description.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Section(Mid);

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A packet to send.
#[derive(Debug)]
pub struct Outgoing {
    /// On which section.
    pub section: Section,
    /// As which simulcast layer, where the section has some.
    pub layer: Option<&'static str>,
    /// Counts the packets of this stream.
    pub sequence: u64,
    /// On the codec's clock.
    pub timestamp: u32,
    /// Whether a picture ends here.
    pub marker: bool,
    /// Whether it is sent again on request.
    pub repairable: bool,
    /// The codec's payload.
    pub payload: Arc<[u8]>,
}

/// What happened.
#[derive(Debug)]
pub enum PeerEvent {
    /// ICE and DTLS are up.
    Connected,
    /// A media payload arrived ([`Depth::Whole`] only, the introductions excepted).
    Payload(Arc<[u8]>),
    /// The other side wants a keyframe of this section, and layer where it has some.
    KeyframeWanted(Section, Option<String>),
}

/// What to do next.
#[derive(Debug)]
pub enum Step {
    /// Send this datagram.
    Send(SocketAddr, Vec<u8>),
    /// Take note.
    Event(PeerEvent),
    /// Nothing before this moment, unless something comes in.
    Wait(Instant),
}

/// One end of a peer connection.
#[derive(Debug)]
pub struct Peer {
    rtc: Rtc,
    local: SocketAddr,
    depth: Depth,
    tally: Tally,
    introduced: u8,
    pending: Option<SdpPendingOffer>,
    formats: HashMap<Mid, Pt>,
}

impl Peer {
    /// Makes a peer that is reached at `local`. A peer reading headers alone leaves out feedback on every packet.
    ///
    /// # Errors
    /// When `local` can't be a candidate.
    pub fn new(identity: &Identity, local: SocketAddr, depth: Depth, now: Instant) -> Result<Self, PeerError> {
        let config = RtcConfig::new()
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .set_rtp_mode(true)
            .set_dtls_cert(identity.0.clone());
        let config = match depth {
            Depth::Whole => config,
            Depth::Headers => config.set_extension_map(few_extensions()),
        };
        let mut rtc = config.build(now);
        let candidate = Candidate::host(local, "udp").map_err(|e| PeerError::Description(e.to_string()))?;
        rtc.add_local_candidate(candidate);
        Ok(Self {
            rtc,
            local,
            depth,
            tally: Tally::default(),
            introduced: 0,
            pending: None,
            formats: HashMap::new(),
        })
    }

    /// Offers to send one section for each kind, the pictures in these simulcast layers (lowest first; none: a single
    /// stream). [`Peer::accept`] takes the answer.
    ///
    /// # Errors
    /// When an offer is out already.
    pub fn offer(&mut self, kinds: &[Kind], layers: &[&str]) -> Result<(String, Vec<Section>), PeerError> {
        let mut api = self.rtc.sdp_api();
        let sections = kinds
            .iter()
            .map(|kind| {
                let (media, simulcast) = match kind {
                    Kind::Audio => (MediaKind::Audio, None),
                    Kind::Video => (MediaKind::Video, simulcast(layers)),
                };
                Section(api.add_media(media, Direction::SendOnly, Some("load".to_owned()), None, simulcast))
            })
            .collect();
        let (offer, pending) = api
            .apply()
            .ok_or_else(|| PeerError::Description("nothing to offer".to_owned()))?;
        self.pending = Some(pending);
        Ok((offer.to_sdp_string(), sections))
    }

    /// Takes the answer to the last offer.
    ///
    /// # Errors
    /// When it is unusable, or there was no offer.
    pub fn accept(&mut self, answer: &str) -> Result<(), PeerError> {
        let unusable = |error: String| PeerError::Description(error);
        let pending = self
            .pending
            .take()
            .ok_or_else(|| unusable("no offer is out".to_owned()))?;
        let answer = SdpAnswer::from_sdp_string(answer).map_err(|e| unusable(e.to_string()))?;
        let api = self.rtc.sdp_api();
        api.accept_answer(pending, answer).map_err(|e| unusable(e.to_string()))
    }

    /// Answers an offer, the first or a later one.
    ///
    /// # Errors
    /// When it is unusable.
    pub fn answer(&mut self, offer: &str) -> Result<String, PeerError> {
        self.tally.learn(offer);
        let unusable = |error: String| PeerError::Description(error);
        let offer = SdpOffer::from_sdp_string(offer).map_err(|e| unusable(e.to_string()))?;
        let answer = self.rtc.sdp_api().accept_offer(offer);
        answer
            .map(|answer| answer.to_sdp_string())
            .map_err(|e| unusable(e.to_string()))
    }

    /// Takes a datagram and tells whether [`Peer::poll`] is to be called; what is not of WebRTC is ignored.
    ///
    /// # Errors
    /// When the connection is over.
    pub fn receive(&mut self, now: Instant, from: SocketAddr, bytes: &[u8]) -> Result<bool, PeerError> {
        if self.tally.count(bytes) && self.depth == Depth::Headers {
            if self.introduced == INTRODUCTIONS {
                return Ok(false);
            }
            self.introduced += 1;
        }
        let Ok(received) = Receive::new(Protocol::Udp, from, self.local, bytes) else {
            return Ok(false);
        };
        self.input(Input::Receive(now, received))?;
        Ok(true)
    }

    /// Lets time pass.
    ///
    /// # Errors
    /// When the connection is over.
    pub fn tick(&mut self, now: Instant) -> Result<(), PeerError> {
        self.input(Input::Timeout(now))
    }

    fn input(&mut self, input: Input<'_>) -> Result<(), PeerError> {
        self.rtc
            .handle_input(input)
            .map_err(|e| PeerError::Ended(e.to_string()))
    }

    /// Says what to do next. To be called until it waits, after everything that went in.
    ///
    /// # Errors
    /// When the connection is over.
    pub fn poll(&mut self) -> Result<Step, PeerError> {
        loop {
            if !self.rtc.is_alive() {
                return Err(PeerError::Ended("the other side fell silent or left".to_owned()));
            }
            let output = self.rtc.poll_output().map_err(|e| PeerError::Ended(e.to_string()))?;
            return Ok(match output {
                Output::Timeout(at) => Step::Wait(at),
                Output::Transmit(datagram) => Step::Send(datagram.destination, datagram.contents.into()),
                Output::Event(Event::Connected) => Step::Event(PeerEvent::Connected),
                Output::Event(Event::RtpPacket(packet)) => Step::Event(PeerEvent::Payload(packet.payload)),
                Output::Event(Event::KeyframeRequest(wanted)) => {
                    let layer = wanted.rid.map(|rid| rid.to_string());
                    Step::Event(PeerEvent::KeyframeWanted(Section(wanted.mid), layer))
                }
                Output::Event(_) => continue,
            });
        }
    }

    /// Hands over a packet; it leaves with the next [`Peer::tick`] and [`Peer::poll`].
    ///
    /// # Errors
    /// When the other side does not take it.
    pub fn send(&mut self, now: Instant, packet: Outgoing) -> Result<(), PeerError> {
        let format = self.format(packet.section)?;
        let Outgoing { section, layer, .. } = packet;
        let mut api = self.rtc.direct_api();
        let stream = api.stream_tx_by_mid(section.0, layer.map(Rid::from));
        let stream = stream.ok_or(PeerError::Codec(section))?;
        let write = RtpWrite::new(format, packet.sequence.into(), packet.timestamp, now, packet.payload);
        stream.write_rtp(write.marker(packet.marker).nackable(packet.repairable));
        Ok(())
    }

    /// Finds the payload type that both sides agreed on for a section.
    fn format(&mut self, section: Section) -> Result<Pt, PeerError> {
        if let Some(known) = self.formats.get(&section.0) {
            return Ok(*known);
        }
        let media = self.rtc.media(section.0).ok_or(PeerError::Codec(section))?;
        let codec = if media.kind().is_audio() {
            Codec::Opus
        } else {
            Codec::Vp8
        };
        let accepted = media.remote_pts().to_vec();
        let mut formats = self
            .rtc
            .codec_config()
            .find(|p| p.spec().codec == codec && accepted.contains(&p.pt()));
        let found = formats.take().map(|p| p.pt()).ok_or(PeerError::Codec(section))?;
        self.formats.insert(section.0, found);
        Ok(found)
    }

    /// What arrived.
    pub fn tally(&mut self) -> &mut Tally {
        &mut self.tally
    }
}

fn simulcast(layers: &[&str]) -> Option<Simulcast> {
    (!layers.is_empty()).then(|| Simulcast {
        send: layers.iter().map(|layer| SimulcastLayer::new(layer)).collect(),
        recv: Vec::new(),
    })
}

fn few_extensions() -> ExtensionMap {
    let mut map = ExtensionMap::empty();
    map.set(2, Extension::AbsoluteSendTime);
    map.set(4, Extension::RtpMid);
    map
}
