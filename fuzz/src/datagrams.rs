//! Datagrams of strangers, and of an address that passed its checks but has no keys yet.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use yunqian_media::{Command, Route, Sfu, Transport};
use yunqian_signaling::{MediaCommand, MediaEvent, RoomId, Source, UploadOffer, UploadTrack};

use crate::draw::{Draw, put};
use crate::end::End;
use crate::outlet::Outlet;
use crate::people::who;
use crate::sdp;
use crate::stun;

const MOST_STEPS: usize = 200;

/// A unit that waits for a sender and for a receiver, and what they know.
struct Unit {
    sfu: Sfu,
    now: Instant,
    /// User names and passwords of its two connections.
    doors: Vec<(String, String)>,
    reports: usize,
}

/// Sends datagrams of every protocol that shares the port.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let mut unit = Unit::new();
    for _ in 0..MOST_STEPS {
        if draw.is_over() {
            break;
        }
        unit.step(&mut draw);
    }
    unit.now += Duration::from_secs(31);
    unit.advance();
    assert!(unit.reports <= 2, "strangers' datagrams were reported");
}

impl Unit {
    fn new() -> Self {
        let now = Instant::now();
        let here: Vec<SocketAddr> = vec!["127.0.0.1:40000".parse().expect("an address")];
        let sfu = Sfu::new(here.clone(), here, now).expect("a certificate can be made");
        let mut unit = Self {
            sfu,
            now,
            doors: Vec::new(),
            reports: 0,
        };
        let offer = UploadOffer {
            connection: 1,
            generation: 1,
            sdp: sdp::CAMERA.to_owned(),
            tracks: vec![UploadTrack {
                mid: "v".into(),
                source: Source::Camera,
            }],
        };
        let watch = sdp::CAMERA.replace("sendonly", "recvonly").replace(" send", " recv");
        for command in [
            MediaCommand::Upload(who(1), offer),
            MediaCommand::Watch(who(2), watch, vec![]),
        ] {
            unit.sfu.command(
                now,
                Command {
                    room: RoomId("room".into()),
                    command,
                },
            );
            while let Some(report) = unit.sfu.take_report() {
                let (MediaEvent::UploadAnswered { result, .. } | MediaEvent::WatchAnswered { result, .. }) =
                    report.event
                else {
                    continue;
                };
                let answer = result.expect("the offer is answered");
                let value = |name: &str| {
                    answer
                        .lines()
                        .find_map(|line| line.strip_prefix(name).map(str::to_owned))
                };
                let door = (value("a=ice-ufrag:"), value("a=ice-pwd:"));
                unit.doors.push((door.0.expect("a name"), door.1.expect("a password")));
            }
        }
        unit
    }

    fn step(&mut self, draw: &mut Draw<'_>) {
        let (way, from) = (draw.byte(), draw.byte());
        match way % 6 {
            0 | 1 => self.deliver(from, draw.bytes()),
            2 | 3 => {
                let message = self.check(draw);
                self.deliver(from, &message);
            }
            4 => {
                let (kind, epoch) = (draw.byte(), draw.word());
                let record = record(kind, epoch, draw.word(), draw.bytes());
                self.deliver(from, &record);
            }
            _ => {
                self.now += Duration::from_millis(u64::from(draw.word() & 0x03ff));
                self.advance();
            }
        }
    }

    /// A check of a path, true or nearly so.
    fn check(&self, draw: &mut Draw<'_>) -> Vec<u8> {
        let shape = draw.byte();
        let (name, password) = &self.doors[draw.below(self.doors.len())];
        let mut attributes = Vec::new();
        if shape & 1 == 0 {
            attributes.push((0x0006, format!("{name}:abcd").into_bytes()));
        }
        if shape & 2 == 0 {
            attributes.push((0x0024, 0x6e00_01ff_u32.to_be_bytes().to_vec()));
            attributes.push((0x802a, vec![9; 8]));
        }
        if shape & 4 == 0 {
            attributes.push((0x0025, Vec::new()));
        }
        for _ in 0..(shape >> 3 & 3) {
            attributes.push((draw.word(), draw.bytes().to_vec()));
        }
        let kind = if shape & 0x20 == 0 {
            0x0001
        } else {
            draw.word() & 0x3fff
        };
        stun::message(kind, &attributes, (shape & 0x40 == 0).then_some(password.as_bytes()))
    }

    fn deliver(&mut self, from: u8, bytes: &[u8]) {
        let route = Route {
            transport: if from & 0x80 == 0 {
                Transport::Udp
            } else {
                Transport::Tcp
            },
            local: "127.0.0.1:40000".parse().expect("an address"),
            remote: SocketAddr::from(([192, 0, 2, from & 3], 5_000)),
        };
        self.sfu.datagram(self.now, route, bytes);
        self.advance();
    }

    fn advance(&mut self) {
        let mut outlet = Outlet::default();
        self.sfu.advance(self.now, &mut outlet);
        assert!(outlet.0.len() < 100, "a datagram makes a flood");
        while let Some(report) = self.sfu.take_report() {
            // Connections that nobody came to end; nothing else is told.
            self.reports += usize::from(matches!(report.event, MediaEvent::Lost(..) | MediaEvent::Connected(..)));
        }
    }
}

/// A DTLS record.
fn record(kind: u8, epoch: u16, number: u16, body: &[u8]) -> Vec<u8> {
    let mut out = vec![kind, 254, 253];
    out.extend(epoch.to_be_bytes());
    out.extend([0, 0, 0, 0]);
    out.extend(number.to_be_bytes());
    out.extend(u16::try_from(body.len()).unwrap_or(u16::MAX).to_be_bytes());
    out.extend(body);
    out
}

/// What a true client says first.
fn hello() -> Vec<u8> {
    let now = Instant::now();
    let at: SocketAddr = "127.0.0.1:50001".parse().expect("an address");
    let here: SocketAddr = "127.0.0.1:40000".parse().expect("an address");
    let mut sfu = Sfu::new(vec![here], vec![], now).expect("a certificate can be made");
    let mut end = End::new(at, now);
    let command = MediaCommand::Watch(who(2), end.offer(&[]).replace("sendonly", "recvonly"), vec![]);
    sfu.command(
        now,
        Command {
            room: RoomId("room".into()),
            command,
        },
    );
    let answer = std::iter::from_fn(|| sfu.take_report()).find_map(|report| match report.event {
        MediaEvent::WatchAnswered { result, .. } => result.ok(),
        _ => None,
    });
    end.accept(&answer.expect("the offer is answered").replace("sendonly", "recvonly"));
    let mut now = now;
    for _ in 0..100 {
        now += Duration::from_millis(50);
        for datagram in end.speak(now) {
            if matches!(datagram.first(), Some(20..=63)) {
                return datagram;
            }
            let route = Route {
                transport: Transport::Udp,
                local: here,
                remote: at,
            };
            sfu.datagram(now, route, &datagram);
        }
        let mut outlet = Outlet::default();
        sfu.advance(now, &mut outlet);
        outlet.0.iter().for_each(|(_, bytes)| end.hear(now, here, bytes));
    }
    Vec::new()
}

/// Checks, a handshake's beginning, media without keys.
pub fn seeds() -> Vec<Vec<u8>> {
    let check = |door: u8| vec![2, 0, 0, door];
    let raw = |bytes: &[u8]| {
        let mut out = vec![0, 0];
        put(&mut out, bytes);
        out
    };
    let wait = [5, 0, 0, 100];
    let first = hello();
    let body = first.get(13..).unwrap_or_default();
    let mut begun = check(0);
    begun.extend(wait);
    begun.extend([4, 0, 22, 0, 0, 0, 0]);
    put(&mut begun, body);
    begun.extend(wait);
    let media = raw(&[0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 5, 0x10, 0x10, 0, 0, 0, 0, 0, 0]);
    let feedback = raw(&[0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 0, 5, 0x80, 0, 0, 1]);
    vec![
        check(0),
        check(1),
        [check(0), check(1), raw(&first)].concat(),
        begun,
        [check(0), media, feedback, wait.to_vec()].concat(),
        [vec![2, 0, 0x78, 0, 0, 6], vec![0, 2, 65, 66], vec![0, 8, 0, 1, 1]].concat(),
    ]
}
