//! A unit with a sender, a receiver and a recorder, all connected, in virtual time.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use yunqian_media::record::{Reader, SenderClock};
use yunqian_media::{Command, Route, Sfu, Transport};
use yunqian_signaling::{MediaCommand, MediaEvent, RoomId, Shown, Source, TrackId, UploadOffer, UploadTrack};

use super::packets::{Identity, Rtp, streams};
use crate::draw::Draw;
use crate::end::End;
use crate::outlet::Outlet;
use crate::people::who;

/// Rounds within which everybody is connected.
const ROUNDS: usize = 300;
/// What one input may make the unit send, in datagrams: each of its packets goes to one receiver, with repairs.
const MOST_SENT: usize = 200_000;

/// The stage.
pub struct Stage {
    sfu: Sfu,
    now: Instant,
    unit: SocketAddr,
    sender: End,
    receiver: End,
    reader: Option<Reader>,
    clock: SenderClock,
    sent: usize,
    /// What was agreed on.
    pub identity: Identity,
}

impl Stage {
    /// Connects everybody.
    pub fn new(layers: &[&str]) -> Self {
        let now = Instant::now();
        let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        let unit = at(40_000);
        let mut stage = Self {
            sfu: Sfu::new(vec![unit], vec![], now).expect("a certificate can be made"),
            now,
            unit,
            sender: End::new(at(50_001), now),
            receiver: End::new(at(50_002), now),
            reader: None,
            clock: SenderClock::default(),
            sent: 0,
            identity: Identity::default(),
        };
        stage.publish(layers);
        for source in [Source::Microphone, Source::Camera] {
            stage.command(MediaCommand::Record {
                track: track(source),
                on: true,
            });
        }
        stage.command(MediaCommand::Subscribe(
            who(2),
            vec![track(Source::Microphone), track(Source::Camera)],
        ));
        for _ in 0..ROUNDS {
            if stage.sender.sealer.is_some() && stage.receiver.sealer.is_some() && stage.receiver.connected {
                break;
            }
            stage.turn(10);
        }
        assert!(stage.sender.connected && stage.receiver.connected, "nobody connects");
        stage
    }

    fn publish(&mut self, layers: &[&str]) {
        let sdp = self.sender.offer(layers);
        let mids: Vec<String> = Identity::of(&sdp, "").mids;
        let tracks = mids.into_iter().zip([Source::Microphone, Source::Camera]);
        let offer = UploadOffer {
            connection: 1,
            generation: 1,
            sdp: sdp.clone(),
            tracks: tracks.map(|(mid, source)| UploadTrack { mid, source }).collect(),
        };
        self.command(MediaCommand::Upload(who(1), offer));
        let answer = self.reports().into_iter().find_map(|event| match event {
            MediaEvent::UploadAnswered { result, .. } => result.ok(),
            _ => None,
        });
        let answer = answer.expect("the offer is answered");
        self.identity = Identity::of(&sdp, &answer);
        self.sender.accept(&answer);
    }

    /// Sends sealed media.
    pub fn send_rtp(&mut self, packet: Rtp) {
        let Some(sealer) = &mut self.sender.sealer else {
            return;
        };
        let mut out = packet.header.clone();
        out.resize(packet.header.len() + packet.payload.len() + sealer.overhead(), 0);
        if sealer.rtp(
            packet.ssrc,
            packet.index,
            packet.header.len(),
            &packet.payload,
            &mut out,
        ) {
            self.deliver(self.sender.at, &out);
        }
        self.advance();
    }

    /// Sends sealed feedback.
    pub fn send_rtcp(&mut self, by_sender: bool, plain: &[u8]) {
        let end = if by_sender {
            &mut self.sender
        } else {
            &mut self.receiver
        };
        let sealed = end.sealer.as_mut().and_then(|sealer| sealer.rtcp(plain));
        if let Some(sealed) = sealed {
            self.deliver(if by_sender { self.sender.at } else { self.receiver.at }, &sealed);
        }
        self.advance();
    }

    /// Sends bytes as they are, from a known address.
    pub fn send_plain(&mut self, by_sender: bool, bytes: &[u8]) {
        self.deliver(if by_sender { self.sender.at } else { self.receiver.at }, bytes);
        self.advance();
    }

    /// Lets time pass.
    pub fn pass(&mut self, ms: u64) {
        for _ in 0..(ms / 100) {
            self.turn(100);
        }
        self.turn(ms % 100);
    }

    /// Has the room want something else.
    pub fn order(&mut self, draw: &mut Draw<'_>) {
        let source = if draw.flag() {
            Source::Camera
        } else {
            Source::Microphone
        };
        let command = match draw.byte() % 5 {
            0 => MediaCommand::Mute {
                track: track(source),
                muted: draw.flag(),
            },
            1 => MediaCommand::Record {
                track: track(source),
                on: draw.flag(),
            },
            2 => MediaCommand::Show(
                who(2),
                vec![Shown {
                    track: track(source),
                    height: draw.word(),
                }],
            ),
            3 => MediaCommand::Subscribe(who(2), vec![track(source)]),
            _ => MediaCommand::DownloadRestart(who(2)),
        };
        self.command(command);
        self.advance();
    }

    fn command(&mut self, command: MediaCommand) {
        self.sfu.command(
            self.now,
            Command {
                room: RoomId("room".into()),
                command,
            },
        );
    }

    fn reports(&mut self) -> Vec<MediaEvent> {
        std::iter::from_fn(|| self.sfu.take_report())
            .map(|report| report.event)
            .collect()
    }

    fn deliver(&mut self, from: SocketAddr, bytes: &[u8]) {
        let route = Route {
            transport: Transport::Udp,
            local: self.unit,
            remote: from,
        };
        self.sfu.datagram(self.now, route, bytes);
    }

    fn turn(&mut self, ms: u64) {
        self.now += Duration::from_millis(ms);
        for datagram in self.sender.speak(self.now) {
            self.deliver(self.sender.at, &datagram);
        }
        for datagram in self.receiver.speak(self.now) {
            self.deliver(self.receiver.at, &datagram);
        }
        self.advance();
    }

    /// Ends the unit's turn: its datagrams arrive, its offers are answered, its tap is read.
    fn advance(&mut self) {
        let mut outlet = Outlet::default();
        self.sfu.advance(self.now, &mut outlet);
        self.sent += outlet.0.len();
        assert!(self.sent < MOST_SENT, "one input makes a flood");
        for (to, bytes) in outlet.0 {
            let end = if to == self.sender.at {
                &mut self.sender
            } else {
                &mut self.receiver
            };
            end.hear(self.now, self.unit, &bytes);
        }
        for event in self.reports() {
            if let MediaEvent::DownloadOffered(_, offer) = event
                && let Some(sdp) = self.receiver.answer(&offer.sdp)
            {
                self.identity.receives = streams(&offer.sdp);
                let (connection, generation) = (offer.connection, offer.generation);
                self.command(MediaCommand::DownloadAnswer {
                    participant: who(2),
                    connection,
                    generation,
                    sdp,
                });
            }
        }
        for tapped in self.sfu.take_taps() {
            let reader = self.reader.get_or_insert_with(|| Reader::new(&tapped));
            reader.packet(&mut self.clock, tapped, 1_790_000_000_000_000);
        }
    }
}

fn track(source: Source) -> TrackId {
    TrackId::new(who(1), source)
}
