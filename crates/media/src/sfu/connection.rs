//! One peer connection, fenced off: whatever its `Rtc` does, even a panic, ends it alone.

use std::net::SocketAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use str0m::crypto::dtls::DtlsCert;
use str0m::media::Mid;
use str0m::net::{Protocol, Receive};
use str0m::rtp::{Extension, ExtensionMap, RtpPacket, RtpWrite};
use str0m::{Candidate, Event, IceConnectionState, Input, Output, Rtc, RtcConfig, RtcError};
use yunqian_signaling::{Direction, ParticipantId};

use super::Datagram;

/// How many sent video packets are kept for retransmission.
const RETRANSMISSION_PACKETS: usize = 512;
/// How long a connection may take from its first negotiation to DTLS done.
const SETUP: Duration = Duration::from_secs(30);

/// What a connection reports while it is polled.
#[expect(clippy::large_enum_variant, reason = "nearly all are packets, and none is stored")]
pub(super) enum ConnectionEvent {
    /// ICE and DTLS are up.
    Connected,
    /// A packet of one of the remote's tracks.
    Packet(RtpPacket),
    /// The remote wants a keyframe of what it receives there.
    KeyframeWanted(Mid),
}

/// A peer connection and what the unit keeps about it.
pub(super) struct Connection {
    rtc: Option<Box<Rtc>>,
    pub(super) owner: ParticipantId,
    pub(super) direction: Direction,
    pub(super) next: Instant,
    pub(super) connected: bool,
    setup_until: Option<Instant>,
}

/// What connections are made from.
pub(super) struct Recipe {
    pub(super) certificate: DtlsCert,
    pub(super) candidates: Vec<SocketAddr>,
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
            .set_send_buffer_video(RETRANSMISSION_PACKETS)
            .set_dtls_cert(self.certificate.clone());
        match direction {
            Direction::Upload => config,
            Direction::Download => config.set_extension_map(download_extensions()),
        }
    }
}

/// No transport-wide sequence numbers towards viewers: feedback on every packet costs more than
/// it gives while there is no layer to choose.
fn download_extensions() -> ExtensionMap {
    let mut map = ExtensionMap::empty();
    map.set(1, Extension::AudioLevel);
    map.set(2, Extension::AbsoluteSendTime);
    map.set(4, Extension::RtpMid);
    map.set(13, Extension::VideoOrientation);
    map
}

impl Connection {
    pub(super) fn new(recipe: &Recipe, owner: ParticipantId, direction: Direction, now: Instant) -> Option<Self> {
        let mut connection = Self {
            rtc: Some(Box::new(recipe.config(direction).build(now))),
            owner,
            direction,
            next: now,
            connected: false,
            setup_until: None,
        };
        for address in &recipe.candidates {
            let candidate = Candidate::host(*address, "udp").ok()?;
            connection.with(|rtc| {
                rtc.add_local_candidate(candidate);
            })?;
        }
        Some(connection)
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
    pub(super) fn receive(&mut self, now: Instant, from: SocketAddr, to: SocketAddr, bytes: &[u8]) {
        let Ok(receive) = Receive::new(Protocol::Udp, from, to, bytes) else {
            return;
        };
        let fed = self.with(|rtc| rtc.handle_input(Input::Receive(now, receive)));
        self.judge(fed);
    }

    /// Hands over packets to send on a section.
    pub(super) fn write(&mut self, now: Instant, mid: Mid, packets: Vec<RtpWrite>) {
        let fed = self.with(|rtc| {
            if let Some(stream) = rtc.direct_api().stream_tx_by_mid(mid, None) {
                for packet in packets {
                    stream.write_rtp(packet);
                }
            }
            rtc.handle_input(Input::Timeout(now))
        });
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
    pub(super) fn drain(&mut self, out: &mut Vec<Datagram>, mut event: impl FnMut(ConnectionEvent)) {
        let mut connected = false;
        let outcome = self.with(|rtc| {
            loop {
                match rtc.poll_output()? {
                    Output::Timeout(at) => return Ok(at),
                    Output::Transmit(t) => out.push(Datagram {
                        from: t.source,
                        to: t.destination,
                        bytes: t.contents.into(),
                    }),
                    Output::Event(Event::Connected) => {
                        connected = true;
                        event(ConnectionEvent::Connected);
                    }
                    Output::Event(Event::IceConnectionStateChange(IceConnectionState::Disconnected)) => {
                        rtc.disconnect()
                    }
                    Output::Event(Event::RtpPacket(packet)) => {
                        event(ConnectionEvent::Packet(packet));
                    }
                    Output::Event(Event::KeyframeRequest(request)) => {
                        event(ConnectionEvent::KeyframeWanted(request.mid));
                    }
                    Output::Event(_) => {}
                }
            }
        });
        if connected {
            self.connected = true;
            self.setup_until = None;
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
        };
        let who = ParticipantId(uuid::Uuid::nil());
        let now = Instant::now();
        let mut broken = Connection::new(&recipe, who, Direction::Upload, now).unwrap();
        let mut other = Connection::new(&recipe, who, Direction::Upload, now).unwrap();
        assert!(broken.with(|_| -> () { panic!("misused") }).is_none());
        assert!(!broken.is_alive());
        assert!(broken.with(|_| ()).is_none());
        other.tick(now);
        assert!(other.is_alive());
    }
}
