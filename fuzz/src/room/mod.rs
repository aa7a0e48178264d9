//! A room, and what several participants say in it.

mod bodies;

use std::collections::BTreeMap;

use uuid::Uuid;
use yunqian_signaling::{
    Attach, Audience, ClientFrame, Direction, ErrorCode, Fact, Grants, Knock, MAX_FRAME_BYTES, MediaCommand,
    MediaEvent, Mode, Output, ParticipantId, Resume, Role, Room, RoomGrant, RoomId, RoomKind, ServerFrame,
    ServerMessage, Source, Statistics, UnixMillis, UploadOffer, UploadTrack,
};

use crate::draw::{Draw, put};
use crate::people::who;
pub use bodies::{BODIES, frame_text};

/// How many people come and go.
pub(crate) const PEOPLE: u8 = 8;

/// The room, its clock and what it was told to tell.
struct Hall {
    room: Room,
    now: u64,
    messages: u64,
    last_seq: u64,
    tokens: BTreeMap<ParticipantId, String>,
    offers: Vec<(ParticipantId, UploadOffer)>,
}

/// Walks a room.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let kinds = [
        RoomKind::Roadshow,
        RoomKind::Negotiation,
        RoomKind::Lecture,
        RoomKind::Meeting,
        RoomKind::Ceremony,
    ];
    let kind = kinds[draw.below(kinds.len())];
    let mode = if draw.flag() { Mode::Rehearsal } else { Mode::Live };
    let mut hall = Hall {
        room: Room::new(RoomId("hall".into()), kind, mode, vec![], UnixMillis(0)),
        now: 0,
        messages: 0,
        last_seq: 0,
        tokens: BTreeMap::new(),
        offers: Vec::new(),
    };
    hall.enter(1, Role::Host, Knock::Never);
    while !draw.is_over() {
        hall.step(&mut draw);
    }
}

/// The id of the message of a number (UUIDv7).
pub(crate) fn message_id(number: u64) -> Uuid {
    Uuid::from_u128(0x7 << 76 | 0x2 << 62 | u128::from(number))
}

fn grant(number: u8, role: Role, knock: Knock) -> RoomGrant {
    RoomGrant {
        aud: RoomGrant::AUDIENCE.into(),
        // Some people have two windows open.
        sub: format!("person-{}", number % 6),
        exp: 0,
        room: RoomId("hall".into()),
        kind: RoomKind::Roadshow,
        name: format!("Name {number}"),
        organisation: None,
        role,
        grants: Grants {
            caption: role != Role::Viewer,
            ..Grants::of(role)
        },
        rehearsal: false,
        knock,
        machine: false,
    }
}

impl Hall {
    fn step(&mut self, draw: &mut Draw<'_>) {
        self.now += 40;
        let now = UnixMillis(self.now);
        let number = 1 + draw.byte() % PEOPLE;
        let out = match draw.byte() % 18 {
            0..=7 => return self.say(number, draw),
            8..=10 => return self.say(1, draw),
            11 => {
                let roles = [
                    Role::Host,
                    Role::Presenter,
                    Role::Panel,
                    Role::Interpreter,
                    Role::Viewer,
                ];
                let knocks = [Knock::AsTheRoomSays, Knock::Always, Knock::Never];
                return self.enter(number, roles[draw.below(roles.len())], knocks[draw.below(knocks.len())]);
            }
            12 => self.room.disconnect(now, who(number)),
            13 => {
                self.now += u64::from(draw.word());
                self.room.tick(UnixMillis(self.now))
            }
            14 => return self.resume(number, draw),
            15 => {
                let event = self.event(number, draw);
                self.room.media(now, event)
            }
            16 => self.machine(number, draw),
            _ => self.room.learn(now, fact(draw)),
        };
        self.settle(out);
    }

    fn say(&mut self, from: u8, draw: &mut Draw<'_>) {
        let kind = draw.below(BODIES.len());
        // Now and then a message comes twice.
        self.messages += u64::from(!draw.byte().is_multiple_of(8));
        let text = frame_text(kind, self.messages, draw);
        let Ok(frame) = ClientFrame::parse(&text) else {
            return;
        };
        let out = self.room.handle(UnixMillis(self.now), who(from), frame);
        self.settle(out);
    }

    fn enter(&mut self, number: u8, role: Role, knock: Knock) {
        if self.tokens.contains_key(&who(number)) {
            return;
        }
        let token = format!("token-{number}");
        let now = UnixMillis(self.now);
        self.messages += 1;
        let hello = message_id(self.messages);
        let joined = self
            .room
            .join(now, who(number), grant(number, role, knock), token.clone(), hello, None);
        if let Ok(out) = joined {
            self.tokens.insert(who(number), token);
            self.settle(out);
        }
    }

    fn resume(&mut self, number: u8, draw: &mut Draw<'_>) {
        let Some(token) = self.tokens.get(&who(number)).cloned() else {
            return;
        };
        let resume = Resume {
            token,
            last_seq: self.last_seq.saturating_sub(draw.word().into()),
        };
        let fresh = format!("token-{number}-{}", self.now);
        let person = format!("person-{}", number % 6);
        self.messages += 1;
        let hello = message_id(self.messages);
        let now = UnixMillis(self.now);
        let back = self.room.resume(now, &resume, &person, fresh.clone(), hello, None);
        if let Some((id, out)) = back {
            self.tokens.insert(id, fresh);
            self.settle(out);
        }
    }

    fn event(&mut self, number: u8, draw: &mut Draw<'_>) -> MediaEvent {
        let participant = who(number);
        match draw.byte() % 7 {
            0 if !self.offers.is_empty() => {
                let (participant, offer) = self.offers.remove(0);
                MediaEvent::UploadAnswered {
                    participant,
                    connection: offer.connection,
                    generation: offer.generation,
                    result: if draw.flag() {
                        Err(ErrorCode::BadSdp)
                    } else {
                        Ok("answer".into())
                    },
                }
            }
            1 => MediaEvent::Lost(participant, Direction::Upload),
            2 => MediaEvent::Lost(participant, Direction::Download),
            3 => MediaEvent::Speaking(vec![participant, who(draw.byte())]),
            4 => MediaEvent::Demand(participant, Source::Camera, draw.byte()),
            5 => MediaEvent::Statistics(vec![Statistics {
                participant,
                direction: Direction::Download,
                kbit_per_s: draw.long(),
                loss_per_mille: draw.word(),
                rtt_ms: Some(draw.long()),
                estimate_kbit_per_s: None,
            }]),
            _ => MediaEvent::Connected(participant, Direction::Upload),
        }
    }

    fn machine(&mut self, number: u8, draw: &mut Draw<'_>) -> Vec<Output> {
        let now = UnixMillis(self.now);
        let id = who(100 + number);
        let watch = draw.flag();
        let role = if watch { Role::Viewer } else { Role::Presenter };
        let attach = match watch {
            true => Attach::Watch {
                sdp: draw.text(),
                channel: None,
            },
            false => Attach::Upload {
                sdp: draw.text(),
                tracks: vec![UploadTrack {
                    mid: draw.text(),
                    source: Source::Camera,
                }],
                anew: draw.flag(),
            },
        };
        match draw.byte() % 3 {
            0 => {
                let machine = RoomGrant {
                    machine: true,
                    ..grant(number, role, Knock::Never)
                };
                self.room.attach(now, id, machine, attach).unwrap_or_default()
            }
            1 => self.room.reoffer(now, id, attach).unwrap_or_default(),
            _ => self.room.detach(now, id),
        }
    }

    /// Looks at what is sent, and plays the forwarding unit.
    fn settle(&mut self, out: Vec<Output>) {
        let mut answers = Vec::new();
        for output in out {
            match output {
                // Every third answer keeps the room waiting.
                Output::Media(MediaCommand::Upload(participant, offer)) if offer.generation % 3 == 0 => {
                    self.offers.push((participant, offer));
                }
                Output::Media(MediaCommand::Upload(participant, offer)) => answers.push(MediaEvent::UploadAnswered {
                    participant,
                    connection: offer.connection,
                    generation: offer.generation,
                    result: Ok("answer".into()),
                }),
                Output::Send { to, frame, .. } => self.look(&to, &frame),
                Output::Close { participant, .. } => drop(self.tokens.remove(&participant)),
                _ => {}
            }
        }
        for answer in answers {
            let more = self.room.media(UnixMillis(self.now), answer);
            self.settle(more);
        }
    }

    fn look(&mut self, to: &Audience, frame: &ServerFrame) {
        if let Some(seq) = frame.seq {
            // Who comes back alone is told again what it missed.
            assert!(
                seq > self.last_seq || matches!(to, Audience::One(_)),
                "{seq} after {} to {to:?}",
                self.last_seq
            );
            self.last_seq = self.last_seq.max(seq);
        }
        let text = frame.to_text();
        assert!(
            text.len() <= MAX_FRAME_BYTES,
            "a frame of {} bytes to {to:?}",
            text.len()
        );
        if !matches!(frame.body, ServerMessage::Stroke { .. }) {
            let read: ServerFrame = serde_json::from_str(&text).expect("what was written is read");
            assert_eq!(read, *frame);
        }
    }
}

fn fact(draw: &mut Draw<'_>) -> Fact {
    match draw.byte() % 5 {
        0 => Fact::Mode(if draw.flag() { Mode::Live } else { Mode::Rehearsal }),
        1 => Fact::Focus(draw.flag().then(|| draw.text())),
        2 => Fact::Bulletin {
            kind: "fact".into(),
            value: draw.text().into(),
        },
        3 => Fact::Recording(draw.flag()),
        _ => Fact::Broadcast(draw.flag()),
    }
}

/// Everybody comes, and each says everything once; then short walks.
pub fn seeds() -> Vec<Vec<u8>> {
    let enter = |role: u8| (1..PEOPLE).flat_map(move |number| [number, 11, (role + number) % 5, number % 3]);
    let say = |from: u8, kind: usize| {
        let mut out = vec![from, 0, u8::try_from(kind).expect("fewer than 256 kinds"), 1];
        out.extend([1; 3]);
        put(&mut out, b"zh");
        out
    };
    let everything = |room: u8| {
        let mut out = vec![room, 0];
        out.extend(enter(room));
        out.extend((0..BODIES.len()).flat_map(|kind| say(u8::try_from(kind % 3).expect("small"), kind)));
        out
    };
    let single = |kind: usize| [vec![0, 0], enter(0).collect(), say(0, kind), say(1, kind)].concat();
    (0..5).map(everything).chain((0..BODIES.len()).map(single)).collect()
}
