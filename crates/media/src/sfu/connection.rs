//! One peer connection, fenced off: whatever its `Rtc` does, even a panic, ends it alone.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use str0m::crypto::dtls::DtlsCert;
use str0m::media::Mid;
use str0m::net::{Protocol, Receive, TcpType};
use str0m::rtp::rtcp::Rtcp;
use str0m::rtp::{Extension, ExtensionMap, RawPacket, RtpPacket};
use str0m::stats::PeerStats;
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc, RtcConfig, RtcError};
use yunqian_signaling::{Direction, ParticipantId};

use crate::demux::{is_binding_success, nominates};
use crate::egress::{Agreed, Line, Sealer, provider};
use crate::outbox::{Outbox, Route, Transport};

/// How long a connection may take from its first negotiation to DTLS done.
const SETUP: Duration = Duration::from_secs(30);
/// How often an upload's losses are told.
const STATISTICS: Duration = Duration::from_secs(2);

/// What a connection reports while it is polled.
#[expect(clippy::large_enum_variant, reason = "nearly all are packets, and none is stored")]
pub(super) enum ConnectionEvent {
    /// ICE and DTLS are up.
    Connected,
    /// A packet of one of the remote's tracks.
    Packet(RtpPacket),
    /// The remote wants a keyframe of what it receives there.
    KeyframeWanted(Mid),
    /// The remote's feedback on what it receives.
    Feedback(Rtcp),
    /// How the connection fared lately.
    Statistics(Box<PeerStats>),
}

/// A peer connection and what the unit keeps about it.
pub(super) struct Connection {
    rtc: Option<Box<Rtc>>,
    pub(super) owner: ParticipantId,
    pub(super) direction: Direction,
    pub(super) next: Instant,
    pub(super) connected: bool,
    setup_until: Option<Instant>,
    /// The keys under which this crate sends (downloads).
    sealer: Option<Sealer>,
    /// The path that was proven last.
    route: Option<Route>,
    /// Whether the first offer of a download is still to be answered.
    pub(super) awaits_answer: bool,
    /// What came meanwhile; the last datagram only.
    pub(super) held: Option<(Route, Vec<u8>)>,
    /// The path the remote chooses with the check that is being handled.
    chosen: Option<Route>,
}

/// What connections are made from.
pub(super) struct Recipe {
    pub(super) certificate: DtlsCert,
    pub(super) candidates: Vec<SocketAddr>,
    pub(super) tcp_candidates: Vec<SocketAddr>,
}

impl Recipe {
    fn config(&self, direction: Direction) -> RtcConfig {
        let config = RtcConfig::new()
            .clear_codecs()
            .enable_opus(true, false)
            .enable_vp8(true)
            .enable_vp9(true)
            .enable_h264(true)
            .set_rtp_mode(true)
            .set_ice_lite(true)
            .set_dtls_cert(self.certificate.clone());
        match direction {
            Direction::Upload => config.set_stats_interval(Some(STATISTICS)),
            Direction::Download => config
                .set_extension_map(download_extensions())
                .set_crypto_provider(provider().clone())
                .enable_raw_packets(true),
        }
    }

    fn candidates(&self) -> impl Iterator<Item = Candidate> {
        let udp = self.candidates.iter().map(|at| Candidate::host(*at, "udp"));
        let passive = |at: &SocketAddr| Candidate::builder().tcp().host(*at).tcptype(TcpType::Passive).build();
        udp.chain(self.tcp_candidates.iter().map(passive)).flatten()
    }
}

/// No transport-wide sequence numbers towards viewers: feedback on every packet costs more than
/// it gives (see [`crate::bandwidth`]).
fn download_extensions() -> ExtensionMap {
    let mut map = ExtensionMap::empty();
    map.set(2, Extension::AbsoluteSendTime);
    map.set(4, Extension::RtpMid);
    map.set(13, Extension::VideoOrientation);
    map
}

impl Connection {
    pub(super) fn new(recipe: &Recipe, owner: ParticipantId, direction: Direction, now: Instant) -> Self {
        let mut connection = Self {
            rtc: Some(Box::new(recipe.config(direction).build(now))),
            owner,
            direction,
            next: now,
            connected: false,
            setup_until: None,
            sealer: None,
            route: None,
            awaits_answer: false,
            held: None,
            chosen: None,
        };
        for candidate in recipe.candidates() {
            connection.with(|rtc| {
                rtc.add_local_candidate(candidate);
            });
        }
        connection
    }

    /// Runs `f` on the `Rtc`; none when the connection is dead or just died of a panic.
    pub(super) fn with<T>(&mut self, f: impl FnOnce(&mut Rtc) -> T) -> Option<T> {
        let rtc = self.rtc.as_mut()?;
        match catch_unwind(AssertUnwindSafe(|| f(rtc))) {
            Ok(value) => Some(value),
            Err(_) => {
                tracing::error!(participant = %self.owner, direction = ?self.direction,
                    "peer connection panicked and was ended");
                self.kill();
                None
            }
        }
    }

    /// Ends the connection; a half-broken `Rtc` may panic once more while it is dropped.
    fn kill(&mut self) {
        let rtc = self.rtc.take();
        let _ = catch_unwind(AssertUnwindSafe(|| drop(rtc)));
    }

    /// Tells whether the connection still works.
    pub(super) fn is_alive(&self) -> bool {
        self.rtc.as_ref().is_some_and(|rtc| rtc.is_alive())
    }

    /// The local ICE username, by which the remote's first checks name this connection.
    pub(super) fn username(&mut self) -> Option<String> {
        self.with(|rtc| rtc.direct_api().local_ice_credentials().ufrag)
    }

    /// Starts the time within which the connection must come up.
    pub(super) fn expect_setup(&mut self, now: Instant) {
        if !self.connected && self.setup_until.is_none() {
            self.setup_until = Some(now + SETUP);
        }
        self.next = now;
    }

    /// Feeds one datagram.
    pub(super) fn receive(&mut self, now: Instant, route: Route, bytes: &[u8]) {
        let protocol = match route.transport {
            Transport::Udp => Protocol::Udp,
            Transport::Tcp => Protocol::Tcp,
        };
        let Ok(receive) = Receive::new(protocol, route.remote, route.local, bytes) else {
            return;
        };
        self.chosen = nominates(bytes).then_some(route);
        let fed = self.with(|rtc| rtc.handle_input(Input::Receive(now, receive)));
        self.judge(fed);
    }

    /// Moves the connection's time on.
    pub(super) fn tick(&mut self, now: Instant) {
        if self.setup_until.is_some_and(|until| until <= now) {
            self.kill();
        }
        let fed = self.with(|rtc| rtc.handle_input(Input::Timeout(now)));
        self.judge(fed);
    }

    fn judge(&mut self, fed: Option<Result<(), RtcError>>) {
        if let Some(Err(error)) = fed {
            tracing::debug!(participant = %self.owner, %error, "peer connection failed");
            self.kill();
        }
    }

    /// Polls until the connection waits again; every input must be followed by this, since an
    /// `Rtc` holds one incoming packet only.
    pub(super) fn drain(&mut self, out: &mut Outbox, mut event: impl FnMut(ConnectionEvent)) {
        let mut connected = false;
        let (mut route, chosen) = (self.route, self.chosen.take());
        let receives = self.direction == Direction::Download;
        let outcome = self.with(|rtc| {
            loop {
                match rtc.poll_output()? {
                    Output::Timeout(at) => return Ok(at),
                    Output::Transmit(t) => {
                        let transport = match t.proto {
                            Protocol::Udp => Transport::Udp,
                            _ => Transport::Tcp,
                        };
                        let to = Route {
                            transport,
                            local: t.source,
                            remote: t.destination,
                        };
                        let answers = |chosen: &Route| *chosen == to && is_binding_success(&t.contents);
                        if route.is_none() && is_dtls(&t.contents) || chosen.as_ref().is_some_and(answers) {
                            route = Some(to);
                        }
                        // Towards receivers only this crate speaks RTP and RTCP.
                        if !(receives && is_rtp(&t.contents)) {
                            out.push(to, &t.contents);
                        }
                    }
                    Output::Event(Event::Connected) => {
                        connected = true;
                        event(ConnectionEvent::Connected);
                    }
                    Output::Event(Event::IceConnectionStateChange(IceConnectionState::Disconnected)) => {
                        rtc.disconnect();
                    }
                    Output::Event(happened) => {
                        if let Some(happened) = translate(happened) {
                            event(happened);
                        }
                    }
                }
            }
        });
        self.route = route;
        if connected {
            self.connected = true;
            self.setup_until = None;
        }
        if let Some(agreed) = Agreed::take() {
            self.sealer = Sealer::new(&agreed);
        }
        match outcome {
            Some(Ok(at)) => self.next = self.setup_until.map_or(at, |until| until.min(at)),
            Some(Err::<_, RtcError>(error)) => {
                tracing::debug!(participant = %self.owner, %error, "peer connection failed");
                self.kill();
            }
            None => {}
        }
    }

    /// The way out to a receiver, once it is there.
    pub(super) fn line<'a>(&'a mut self, out: &'a mut Outbox) -> Option<Line<'a>> {
        Some(Line {
            route: self.route?,
            sealer: self.sealer.as_mut()?,
            out,
        })
    }
}

fn translate(event: Event) -> Option<ConnectionEvent> {
    match event {
        Event::RtpPacket(packet) => Some(ConnectionEvent::Packet(packet)),
        Event::KeyframeRequest(request) => Some(ConnectionEvent::KeyframeWanted(request.mid)),
        Event::PeerStats(statistics) => Some(ConnectionEvent::Statistics(Box::new(statistics))),
        Event::RawPacket(raw) => match *raw {
            RawPacket::RtcpRx(feedback) => Some(ConnectionEvent::Feedback(feedback)),
            _ => None,
        },
        _ => None,
    }
}

/// First bytes of what shares the port (RFC 7983).
fn is_dtls(datagram: &[u8]) -> bool {
    matches!(datagram.first(), Some(20..=63))
}

fn is_rtp(datagram: &[u8]) -> bool {
    matches!(datagram.first(), Some(128..=191))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_inside_ends_this_connection_and_nothing_else() {
        let certificate = super::super::certificate().unwrap();
        let recipe = Recipe {
            certificate,
            candidates: vec!["127.0.0.1:4".parse().unwrap()],
            tcp_candidates: vec![],
        };
        let who = ParticipantId(uuid::Uuid::nil());
        let now = Instant::now();
        let mut broken = Connection::new(&recipe, who, Direction::Upload, now);
        let mut other = Connection::new(&recipe, who, Direction::Upload, now);
        assert!(broken.with(|_| -> () { panic!("misused") }).is_none());
        assert!(!broken.is_alive());
        assert!(broken.with(|_| ()).is_none());
        other.tick(now);
        assert!(other.is_alive());
    }
}
