//! The room, told and walked.

mod booths;
mod door;
mod forum;
mod private;
mod site;
mod stage;
mod walk;

use super::*;
use crate::{
    ClientFrame, ClientMessage, CueKind, ErrorCode, Grants, Knock, MediaEvent, Participant, Resume, Role, RoomGrant,
    Snapshot, Spotlight, TrackId, UploadOffer, UploadTrack,
};

/// A room, its clock, and everything it put out.
struct Hall {
    room: Room,
    now: u64,
    ids: u128,
    outputs: Vec<Output>,
    /// What each participant knows: its snapshot with what it heard since folded in.
    views: BTreeMap<ParticipantId, Snapshot>,
}

fn grants(role: Role) -> Grants {
    let stage = role != Role::Viewer;
    Grants {
        publish_camera: stage,
        publish_microphone: stage,
        publish_screen: stage,
        subscribe: true,
        chat: true,
        moderate: role == Role::Host,
        interpret: role == Role::Interpreter,
        caption: role == Role::Host,
        hidden: false,
    }
}

fn who(n: u128) -> ParticipantId {
    ParticipantId(Uuid::from_u128(n))
}

impl Hall {
    fn new(mode: Mode) -> Self {
        let id = RoomId("hall".into());
        Self {
            room: Room::new(id, RoomKind::Roadshow, mode, vec![], UnixMillis(0)),
            now: 0,
            ids: 1000,
            outputs: Vec::new(),
            views: BTreeMap::new(),
        }
    }

    fn of_kind(kind: RoomKind) -> Self {
        let mut hall = Self::new(Mode::Live);
        hall.room.kind = kind;
        hall
    }

    fn grant(n: u128, role: Role) -> RoomGrant {
        RoomGrant {
            aud: RoomGrant::AUDIENCE.into(),
            sub: format!("person-{n}"),
            exp: 0,
            room: RoomId("hall".into()),
            kind: RoomKind::Roadshow,
            name: format!("Name {n}"),
            organisation: None,
            role,
            grants: grants(role),
            rehearsal: false,
            knock: Knock::AsTheRoomSays,
            machine: false,
        }
    }

    fn enter(&mut self, n: u128, role: Role) -> Result<(), ErrorCode> {
        self.come(n, Self::grant(n, role))
    }

    fn come(&mut self, n: u128, grant: RoomGrant) -> Result<(), ErrorCode> {
        let hello = self.fresh();
        let now = UnixMillis(self.now);
        let token = format!("token-{n}");
        let out = self.room.join(now, who(n), grant, token, hello, None)?;
        self.settle(out);
        Ok(())
    }

    fn fresh(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    /// Keeps outputs and plays a forwarding unit that accepts every upload.
    fn settle(&mut self, out: Vec<Output>) {
        for output in out {
            if let Output::Media(MediaCommand::Upload(participant, offer)) = &output {
                let event = MediaEvent::UploadAnswered {
                    participant: *participant,
                    connection: offer.connection,
                    generation: offer.generation,
                    result: Ok("answer".into()),
                };
                self.outputs.push(output.clone());
                let more = self.room.media(UnixMillis(self.now), event);
                self.settle(more);
            } else {
                self.hear(&output);
                self.outputs.push(output);
            }
        }
    }

    /// Folds a frame into what its receivers know.
    fn hear(&mut self, output: &Output) {
        let Output::Send { to, frame, .. } = output else {
            return;
        };
        if let (
            Audience::One(one),
            ServerMessage::Welcome {
                snapshot: Some(first), ..
            },
        ) = (to, &frame.body)
        {
            self.views.insert(*one, (**first).clone());
        }
        for (id, view) in &mut self.views {
            if frame.seq.is_some() && self.room.hears(to, *id) {
                view.fold(&frame.body);
            }
        }
    }

    /// Says something that is carried out.
    fn done(&mut self, n: u128, body: ClientMessage) -> Uuid {
        self.say(n, body.clone());
        assert_eq!(self.refused(), None, "{body:?}");
        Uuid::from_u128(self.ids)
    }

    /// Says something that is refused.
    fn refuses(&mut self, n: u128, body: ClientMessage, code: ErrorCode) {
        self.say(n, body.clone());
        assert_eq!(self.refused(), Some(code), "{body:?}");
    }

    /// What a participant was told of one kind, last first.
    fn told<T>(&self, n: u128, which: impl Fn(&ServerMessage) -> Option<T>) -> Vec<T> {
        let sent = self.sent().filter(|(to, _)| self.room.hears(to, who(n)));
        let mut told: Vec<T> = sent.filter_map(|(_, frame)| which(&frame.body)).collect();
        told.reverse();
        told
    }

    fn view(&self, n: u128) -> Snapshot {
        self.room.snapshot(who(n))
    }

    fn say(&mut self, n: u128, body: ClientMessage) {
        let id = self.fresh();
        let out = self.room.handle(UnixMillis(self.now), who(n), ClientFrame { id, body });
        self.settle(out);
    }

    fn tick(&mut self, ms: u64) {
        self.now += ms;
        let out = self.room.tick(UnixMillis(self.now));
        self.settle(out);
    }

    fn publish(&mut self, n: u128, sources: &[Source]) {
        let connection = u32::try_from(self.ids).unwrap();
        let tracks = sources
            .iter()
            .enumerate()
            .map(|(mid, source)| UploadTrack {
                mid: mid.to_string(),
                source: *source,
            })
            .collect();
        let offer = UploadOffer {
            connection,
            generation: 1,
            sdp: "offer".into(),
            tracks,
        };
        self.say(n, ClientMessage::UploadOffer { offer });
    }

    fn last_reply(&self) -> ServerMessage {
        let reply = self.outputs.iter().rev().find_map(|o| match o {
            Output::Send {
                class: Class::Reply,
                frame,
                ..
            } => Some(frame.body.clone()),
            _ => None,
        });
        reply.unwrap()
    }

    fn refused(&self) -> Option<ErrorCode> {
        match self.last_reply() {
            ServerMessage::Error { code, .. } => Some(code),
            _ => None,
        }
    }

    fn snapshot(&self) -> Snapshot {
        self.room.snapshot(who(1))
    }

    fn listed(&self, n: u128) -> Option<Participant> {
        let all = self.snapshot().participants;
        all.into_iter().find(|p| p.id == who(n))
    }

    fn subscription(&self, n: u128) -> Vec<TrackId> {
        let last = self.outputs.iter().rev().find_map(|o| match o {
            Output::Media(MediaCommand::Subscribe(to, tracks)) if *to == who(n) => Some(tracks.clone()),
            _ => None,
        });
        last.unwrap_or_default()
    }

    fn sent(&self) -> impl Iterator<Item = (&Audience, &ServerFrame)> {
        self.outputs.iter().filter_map(|o| match o {
            Output::Send { to, frame, .. } => Some((to, &**frame)),
            _ => None,
        })
    }
}

fn stage() -> Hall {
    let mut hall = Hall::new(Mode::Live);
    hall.enter(1, Role::Host).unwrap();
    hall.enter(2, Role::Presenter).unwrap();
    hall.enter(3, Role::Viewer).unwrap();
    hall
}

#[test]
fn a_newcomer_is_welcomed_with_the_room_as_it_is() {
    let mut hall = stage();
    hall.say(2, ClientMessage::Chat { text: "hello".into() });
    hall.enter(4, Role::Viewer).unwrap();
    let ServerMessage::Welcome { snapshot, resumed, .. } = hall.last_reply() else {
        panic!("no welcome")
    };
    let snapshot = snapshot.unwrap();
    assert!(!resumed);
    assert_eq!(snapshot.participants.len(), 2);
    hall.tick(250);
    assert_eq!(hall.snapshot().viewers, 2);
    assert_eq!(snapshot.chat[0].text, "hello");
}

#[test]
fn a_viewer_is_promoted_and_demoted_without_rejoining() {
    let mut hall = stage();
    hall.publish(3, &[Source::Camera]);
    assert_eq!(hall.refused(), Some(ErrorCode::NotAllowed));
    let promote = ClientMessage::Promote {
        participant: who(3),
        screen: false,
    };
    hall.say(3, promote.clone());
    assert_eq!(hall.refused(), Some(ErrorCode::NotAllowed));
    hall.say(1, promote);
    hall.publish(3, &[Source::Camera, Source::Microphone]);
    assert!(matches!(hall.last_reply(), ServerMessage::UploadAnswer { .. }));
    assert_eq!(hall.listed(3).unwrap().tracks.len(), 2);
    assert_eq!(
        hall.subscription(2),
        [
            TrackId::new(who(3), Source::Camera),
            TrackId::new(who(3), Source::Microphone)
        ]
    );
    hall.say(1, ClientMessage::Demote { participant: who(3) });
    assert_eq!(hall.listed(3), None);
    assert!(hall.outputs.contains(&Output::Media(MediaCommand::EndUpload(who(3)))));
    assert!(hall.subscription(2).is_empty());
}

#[test]
fn somebody_is_on_camera_as_long_as_its_camera_sends() {
    let mut hall = stage();
    let person = hall.listed(2).unwrap().person;
    hall.publish(2, &[Source::Microphone]);
    assert!(!hall.room.is_on_camera(&person));
    hall.publish(2, &[Source::Camera]);
    assert!(hall.room.is_on_camera(&person));
    assert!(!hall.room.is_on_camera("somebody else"));
    let source = Source::Camera;
    for (muted, is_seen) in [(true, false), (false, true)] {
        hall.say(2, ClientMessage::Mute { source, muted });
        assert_eq!(hall.room.is_on_camera(&person), is_seen);
    }
}

#[test]
fn what_a_host_muted_only_a_host_lets_through_again() {
    let mut hall = stage();
    hall.publish(2, &[Source::Microphone]);
    let mute = |muted| ClientMessage::MuteParticipant {
        participant: who(2),
        source: Source::Microphone,
        muted,
    };
    hall.say(1, mute(true));
    let held = |muted| {
        Output::Media(MediaCommand::Mute {
            track: TrackId::new(who(2), Source::Microphone),
            muted,
        })
    };
    assert!(hall.outputs.contains(&held(true)));
    let unmute = ClientMessage::Mute {
        source: Source::Microphone,
        muted: false,
    };
    hall.say(2, unmute.clone());
    assert_eq!(hall.refused(), Some(ErrorCode::MutedByHost));
    hall.publish(2, &[Source::Microphone]);
    assert!(hall.listed(2).unwrap().tracks[0].muted_by_host);
    hall.say(1, mute(false));
    hall.say(2, unmute);
    assert_eq!(
        hall.outputs.iter().rev().find(|o| **o == held(false)),
        Some(&held(false))
    );
}

#[test]
fn a_removed_person_does_not_come_back() {
    let mut hall = stage();
    hall.say(1, ClientMessage::Remove { participant: who(2) });
    let close = Output::Close {
        participant: who(2),
        code: CloseCode::Removed,
    };
    assert!(hall.outputs.contains(&close));
    assert_eq!(hall.enter(2, Role::Presenter), Err(ErrorCode::Removed));
    hall.say(1, ClientMessage::Remove { participant: who(1) });
    assert_eq!(hall.refused(), Some(ErrorCode::NotAllowed));
}

#[test]
fn a_locked_room_lets_only_moderators_in() {
    let mut hall = stage();
    hall.say(1, ClientMessage::Lock { locked: true });
    assert_eq!(hall.enter(5, Role::Presenter), Err(ErrorCode::RoomLocked));
    assert_eq!(hall.enter(6, Role::Host), Ok(()));
}

#[test]
fn viewers_wait_out_the_rehearsal() {
    let mut hall = Hall::new(Mode::Rehearsal);
    hall.enter(1, Role::Host).unwrap();
    hall.enter(2, Role::Presenter).unwrap();
    hall.publish(2, &[Source::Camera]);
    hall.enter(3, Role::Viewer).unwrap();
    assert!(hall.subscription(3).is_empty());
    assert!(!hall.room.hears(&Audience::Inside, who(3)));
    hall.say(3, ClientMessage::RaiseHand {});
    assert_eq!(hall.refused(), Some(ErrorCode::NotLive));
    hall.say(1, ClientMessage::SetMode { mode: Mode::Live });
    assert_eq!(hall.subscription(3), [TrackId::new(who(2), Source::Camera)]);
    assert!(hall.room.hears(&Audience::Inside, who(3)));
}

#[test]
fn the_record_moves_the_room_like_its_host_does() {
    let mut hall = Hall::new(Mode::Rehearsal);
    hall.enter(1, Role::Host).unwrap();
    hall.enter(2, Role::Presenter).unwrap();
    hall.publish(2, &[Source::Camera]);
    hall.enter(3, Role::Viewer).unwrap();
    let facts = [
        Fact::Mode(Mode::Live),
        Fact::Focus(Some("pitch-9".into())),
        Fact::Bulletin {
            kind: "total".into(),
            value: 7.into(),
        },
    ];
    for fact in facts {
        let out = hall.room.learn(UnixMillis(0), fact);
        hall.settle(out);
    }
    assert_eq!(hall.subscription(3).len(), 1);
    let snapshot = hall.snapshot();
    assert_eq!(snapshot.state.focus.as_deref(), Some("pitch-9"));
    assert_eq!(snapshot.bulletins["total"], 7);
}

#[test]
fn the_same_message_twice_is_carried_out_once() {
    let mut hall = stage();
    let id = hall.fresh();
    for _ in 0..2 {
        let body = ClientMessage::Chat { text: "once".into() };
        let out = hall.room.handle(UnixMillis(0), who(3), ClientFrame { id, body });
        assert!(matches!(
            out.last(),
            Some(Output::Send {
                class: Class::Reply,
                ..
            })
        ));
    }
    assert_eq!(hall.snapshot().chat.len(), 1);
}

#[test]
fn a_broken_socket_resumes_with_what_it_missed() {
    let mut hall = stage();
    let seen = hall.snapshot().seq;
    let out = hall.room.disconnect(UnixMillis(10), who(2));
    hall.settle(out);
    hall.say(3, ClientMessage::Chat { text: "missed".into() });
    let resume = Resume {
        token: "token-2".into(),
        last_seq: seen,
    };
    let hello = hall.fresh();
    let back = |hall: &mut Hall, resume: &Resume| {
        let now = UnixMillis(hall.now);
        hall.room.resume(now, resume, "person-2", "rotated".into(), hello, None)
    };
    let (id, out) = back(&mut hall, &resume).unwrap();
    assert_eq!(id, who(2));
    let bodies: Vec<_> = out
        .iter()
        .filter_map(|o| match o {
            Output::Send {
                to: Audience::One(_),
                frame,
                ..
            } => Some(&frame.body),
            _ => None,
        })
        .collect();
    assert!(matches!(
        bodies[0],
        ServerMessage::Welcome {
            resumed: true,
            snapshot: None,
            ..
        }
    ));
    assert!(
        bodies
            .iter()
            .any(|b| matches!(b, ServerMessage::Chat { line } if line.text == "missed"))
    );
    assert!(back(&mut hall, &resume).is_none(), "a token works once");
}

#[test]
fn who_stays_away_is_let_go_after_a_minute() {
    let mut hall = stage();
    hall.publish(2, &[Source::Camera]);
    let out = hall.room.disconnect(UnixMillis(0), who(2));
    hall.settle(out);
    assert!(!hall.listed(2).unwrap().online);
    hall.tick(59_999);
    assert!(hall.listed(2).is_some());
    hall.tick(1);
    assert!(hall.listed(2).is_none());
    assert!(hall.outputs.contains(&Output::Media(MediaCommand::Remove(who(2)))));
}

#[test]
fn a_welcome_waits_for_the_upload_that_came_with_the_hello() {
    let mut hall = stage();
    let offer = UploadOffer {
        connection: 1,
        generation: 1,
        sdp: "offer".into(),
        tracks: vec![UploadTrack {
            mid: "0".into(),
            source: Source::Camera,
        }],
    };
    let hello = hall.fresh();
    let grant = Hall::grant(7, Role::Presenter);
    let now = UnixMillis(0);
    let out = hall
        .room
        .join(now, who(7), grant, "t".into(), hello, Some(offer))
        .unwrap();
    let welcomes = |out: &[Output]| {
        out.iter().any(|o| {
            matches!(o,
        Output::Send { frame, .. } if matches!(frame.body, ServerMessage::Welcome { .. }))
        })
    };
    assert!(!welcomes(&out));
    hall.settle(out);
    let ServerMessage::Welcome { upload, .. } = hall.last_reply() else {
        panic!("no welcome")
    };
    assert_eq!(upload.unwrap().sdp, "answer");
}

#[test]
fn an_upload_answered_while_the_socket_was_away_is_answered_on_asking_again() {
    let mut hall = stage();
    let offer = UploadOffer {
        connection: 1,
        generation: 1,
        sdp: "offer".into(),
        tracks: vec![],
    };
    let id = hall.fresh();
    let ask = |hall: &mut Hall| {
        let body = ClientMessage::UploadOffer { offer: offer.clone() };
        hall.room.handle(UnixMillis(0), who(2), ClientFrame { id, body })
    };
    let asked = ask(&mut hall);
    let out = hall.room.disconnect(UnixMillis(0), who(2));
    hall.settle(out);
    let resume = Resume {
        token: "token-2".into(),
        last_seq: 0,
    };
    let hello = hall.fresh();
    let now = UnixMillis(0);
    let back = hall.room.resume(now, &resume, "person-2", "new".into(), hello, None);
    hall.settle(back.unwrap().1);
    hall.settle(asked);
    let again = ask(&mut hall);
    hall.settle(again);
    assert!(matches!(hall.last_reply(), ServerMessage::UploadAnswer { .. }));
}

#[test]
fn a_flood_is_refused_then_closed_and_the_room_goes_on() {
    let mut hall = stage();
    for _ in 0..500 {
        hall.say(3, ClientMessage::RaiseHand {});
    }
    let close = Output::Close {
        participant: who(3),
        code: CloseCode::Flooding,
    };
    assert!(hall.outputs.contains(&close));
    hall.say(
        2,
        ClientMessage::Chat {
            text: "still here".into(),
        },
    );
    assert_eq!(hall.last_reply(), ServerMessage::Done {});
}

#[test]
fn ceremony_signals_reach_everybody_and_a_countdown_ends_by_itself() {
    let mut hall = stage();
    hall.say(
        2,
        ClientMessage::Ready {
            act: "act-1".into(),
            ready: true,
        },
    );
    hall.say(
        1,
        ClientMessage::Cue {
            kind: CueKind::Countdown,
            act: Some("act-1".into()),
            text: None,
            in_ms: 3_000,
        },
    );
    hall.say(
        2,
        ClientMessage::Stroke {
            act: "act-1".into(),
            stroke: 0,
            points: vec![[0.5, 0.5, 0.0]],
            end: false,
        },
    );
    let strokes = hall
        .sent()
        .filter(|(_, f)| matches!(f.body, ServerMessage::Stroke { .. }));
    assert_eq!(strokes.count(), 1);
    let snapshot = hall.snapshot();
    assert_eq!(snapshot.ready.len(), 1);
    assert_eq!(snapshot.cues[0].at, UnixMillis(3_000));
    hall.tick(8_000);
    assert_eq!(hall.snapshot().cues, []);
}
