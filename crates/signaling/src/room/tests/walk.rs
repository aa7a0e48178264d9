//! Walks over random messages: the room is never in an illegal state, and what each participant folded from what it
//! heard is what a fresh snapshot says.

use proptest::prelude::*;

use super::*;
use crate::{
    BoothId, ChannelId, ChatRules, HandoverStep, Layout, LayoutKind, Place, QuestionRules, QuestionState, RoomId,
};

fn one() -> impl Strategy<Value = ParticipantId> {
    (1u128..9).prop_map(who)
}

fn person() -> impl Strategy<Value = String> {
    (1u128..9).prop_map(|n| format!("person-{n}"))
}

fn source() -> impl Strategy<Value = Source> {
    proptest::sample::select(Source::ALL.to_vec())
}

/// The id of an early message, so that some name a thing that is there.
fn thing() -> impl Strategy<Value = Uuid> {
    (1001u128..1060).prop_map(Uuid::from_u128)
}

fn channel() -> impl Strategy<Value = ChannelId> {
    thing().prop_map(ChannelId)
}

fn word() -> impl Strategy<Value = String> {
    "[a-z ]{0,5}"
}

fn any_upload() -> impl Strategy<Value = ClientMessage> {
    (1u32..4, proptest::collection::vec(source(), 0..3)).prop_map(|(connection, sources)| {
        let tracks = sources.into_iter().map(|source| UploadTrack {
            mid: "0".into(),
            source,
        });
        ClientMessage::UploadOffer {
            offer: UploadOffer {
                connection,
                generation: 1,
                sdp: String::new(),
                tracks: tracks.collect(),
            },
        }
    })
}

fn any_talk() -> impl Strategy<Value = ClientMessage> {
    prop_oneof![
        word().prop_map(|text| ClientMessage::Chat { text }),
        Just(ClientMessage::RaiseHand {}),
        proptest::option::of(one()).prop_map(|participant| ClientMessage::LowerHand { participant }),
        ("[a-z]{0,2}", any::<bool>()).prop_map(|(act, ready)| ClientMessage::Ready { act, ready }),
        word().prop_map(|text| ClientMessage::Ask { text }),
        thing().prop_map(|question| ClientMessage::UpvoteQuestion { question }),
        (thing(), proptest::collection::vec(0u8..4, 0..3))
            .prop_map(|(poll, options)| ClientMessage::Vote { poll, options }),
        (word(), any::<bool>()).prop_map(|(text, is_final)| ClientMessage::Caption {
            language: "zh".into(),
            line: 1,
            text,
            is_final
        }),
        (thing(), 0u64..9_000).prop_map(|(cue, at)| ClientMessage::CueShown {
            cue,
            at: UnixMillis(at)
        }),
        (proptest::option::of(word()), 0u32..3)
            .prop_map(|(document, page)| ClientMessage::ShareDocument { document, page }),
    ]
}

fn any_private() -> impl Strategy<Value = ClientMessage> {
    prop_oneof![
        one().prop_map(|participant| ClientMessage::AskPrivate { participant }),
        (person(), any::<bool>()).prop_map(|(person, accept)| ClientMessage::AnswerPrivate { person, accept }),
        (person(), word()).prop_map(|(person, text)| ClientMessage::SayPrivate { person, text }),
        person().prop_map(|person| ClientMessage::EndPrivate { person }),
        proptest::collection::vec(one(), 0..4).prop_map(|participants| ClientMessage::CallBreakout {
            room: RoomId("aside".into()),
            participants
        }),
        (thing(), any::<bool>()).prop_map(|(breakout, accept)| ClientMessage::AnswerBreakout { breakout, accept }),
        thing().prop_map(|breakout| ClientMessage::LeaveBreakout { breakout }),
        thing().prop_map(|breakout| ClientMessage::EndBreakout { breakout }),
    ]
}

fn any_booth() -> impl Strategy<Value = ClientMessage> {
    let steps = vec![HandoverStep::Ask, HandoverStep::Accept, HandoverStep::Decline];
    let booth = || thing().prop_map(BoothId);
    prop_oneof![
        ("[a-c]{1,2}", proptest::option::of(booth()))
            .prop_map(|(language, booth)| ClientMessage::OpenChannel { language, booth }),
        channel().prop_map(|channel| ClientMessage::CloseChannel { channel }),
        booth().prop_map(|booth| ClientMessage::JoinBooth { booth }),
        Just(ClientMessage::LeaveBooth {}),
        proptest::sample::select(steps).prop_map(|step| ClientMessage::Handover { step }),
        Just(ClientMessage::TakeOver {}),
        channel().prop_map(|channel| ClientMessage::Direct { channel }),
        proptest::option::of(channel()).prop_map(|channel| ClientMessage::Relay { channel }),
        proptest::option::of(channel()).prop_map(|channel| ClientMessage::Listen { channel }),
    ]
}

fn any_order() -> impl Strategy<Value = ClientMessage> {
    let place = || (one(), source()).prop_map(|(participant, source)| Place { participant, source });
    let layout = proptest::collection::vec(place(), 0..3).prop_map(|places| Layout {
        kind: LayoutKind::Grid,
        places,
    });
    prop_oneof![
        (one(), source(), any::<bool>()).prop_map(|(participant, source, muted)| ClientMessage::MuteParticipant {
            participant,
            source,
            muted
        }),
        one().prop_map(|participant| ClientMessage::Remove { participant }),
        person().prop_map(|person| ClientMessage::Readmit { person }),
        (one(), any::<bool>()).prop_map(|(participant, screen)| ClientMessage::Promote { participant, screen }),
        one().prop_map(|participant| ClientMessage::Demote { participant }),
        (one(), any::<bool>()).prop_map(|(participant, on)| ClientMessage::Cohost { participant, on }),
        (one(), any::<bool>()).prop_map(|(participant, on_stage)| ClientMessage::SetStage { participant, on_stage }),
        any::<bool>().prop_map(|on| ClientMessage::ArriveBackstage { on }),
        proptest::option::of(layout).prop_map(|layout| ClientMessage::SetLayout { layout }),
        (any::<bool>(), proptest::option::of(one()))
            .prop_map(|(pictures, listen_to)| ClientMessage::Survey { pictures, listen_to }),
        (proptest::option::of(one()), proptest::option::of(0u32..9))
            .prop_map(|(participant, seconds)| ClientMessage::Call { participant, seconds }),
        Just(ClientMessage::EndTurn {}),
        any::<bool>().prop_map(|locked| ClientMessage::Lock { locked }),
        any::<bool>().prop_map(|on| ClientMessage::SetLobby { on }),
        proptest::option::of(one()).prop_map(|participant| ClientMessage::Admit { participant }),
        one().prop_map(|participant| ClientMessage::Deny { participant }),
        (one(), source()).prop_map(|(participant, source)| ClientMessage::Spotlight {
            spotlight: Some(Spotlight { participant, source })
        }),
        any::<bool>().prop_map(|live| ClientMessage::SetMode {
            mode: if live { Mode::Live } else { Mode::Rehearsal }
        }),
    ]
}

fn any_forum_order() -> impl Strategy<Value = ClientMessage> {
    let states = vec![QuestionState::Open, QuestionState::Live, QuestionState::Answered];
    let kinds = vec![CueKind::Countdown, CueKind::SignNow, CueKind::Text];
    prop_oneof![
        thing().prop_map(|line| ClientMessage::DeleteChat { line }),
        (any::<bool>(), 0u16..3).prop_map(|(off, slow_s)| ClientMessage::SetChatRules {
            rules: ChatRules { off, slow_s }
        }),
        (one(), any::<bool>()).prop_map(|(participant, muted)| ClientMessage::MuteChat { participant, muted }),
        (any::<bool>(), any::<bool>()).prop_map(|(open, reviewed)| ClientMessage::SetQuestionRules {
            rules: QuestionRules { open, reviewed }
        }),
        (thing(), proptest::sample::select(states), proptest::option::of(word()))
            .prop_map(|(question, state, text)| ClientMessage::AnswerQuestion { question, state, text }),
        (thing(), any::<bool>()).prop_map(|(question, pinned)| ClientMessage::PinQuestion { question, pinned }),
        thing().prop_map(|question| ClientMessage::DismissQuestion { question }),
        (proptest::collection::vec("[a-z]{1,2}", 1..4), any::<bool>()).prop_map(|(options, multiple)| {
            ClientMessage::OpenPoll {
                question: "which".into(),
                options,
                multiple,
            }
        }),
        (thing(), any::<bool>()).prop_map(|(poll, shown)| ClientMessage::ShowPoll { poll, shown }),
        thing().prop_map(|poll| ClientMessage::ClosePoll { poll }),
        thing().prop_map(|poll| ClientMessage::DropPoll { poll }),
        (
            proptest::sample::select(kinds),
            proptest::option::of(word()),
            0u32..9_000
        )
            .prop_map(|(kind, text, in_ms)| ClientMessage::Cue {
                kind,
                act: None,
                text,
                in_ms
            }),
        thing().prop_map(|cue| ClientMessage::CancelCue { cue }),
    ]
}

fn any_message() -> impl Strategy<Value = ClientMessage> {
    prop_oneof![
        1 => Just(ClientMessage::Leave {}),
        4 => any_upload(),
        2 => (source(), any::<bool>()).prop_map(|(source, muted)| ClientMessage::Mute { source, muted }),
        8 => any_talk(),
        6 => any_private(),
        8 => any_booth(),
        14 => any_order(),
        8 => any_forum_order(),
    ]
}

#[derive(Debug, Clone)]
enum Step {
    Say(u128, ClientMessage),
    /// As moderators are most of the time the ones who may.
    Order(ClientMessage),
    Enter(u128, Role, Knock),
    Drop(u128),
    Wait(u64),
}

fn any_step() -> impl Strategy<Value = Step> {
    let roles = vec![
        Role::Host,
        Role::Presenter,
        Role::Interpreter,
        Role::Interpreter,
        Role::Viewer,
    ];
    let knocks = vec![Knock::AsTheRoomSays, Knock::AsTheRoomSays, Knock::Always, Knock::Never];
    let (role, knock) = (proptest::sample::select(roles), proptest::sample::select(knocks));
    prop_oneof![
        10 => (1u128..9, any_message()).prop_map(|(n, m)| Step::Say(n, m)),
        6 => prop_oneof![any_order(), any_forum_order(), any_booth()].prop_map(Step::Order),
        4 => (2u128..9, role, knock).prop_map(|(n, role, knock)| Step::Enter(n, role, knock)),
        1 => (1u128..9).prop_map(Step::Drop),
        2 => (0u64..9_000).prop_map(Step::Wait),
        1 => (0u64..70_000).prop_map(Step::Wait),
    ]
}

impl Hall {
    fn walk(&mut self, step: Step) {
        match step {
            Step::Say(n, message) => self.say(n, message),
            Step::Order(message) => {
                if !self.room.members.contains_key(&who(1)) {
                    let _ = self.enter(1, Role::Host);
                }
                self.say(1, message);
            }
            Step::Enter(n, role, knock) if !self.room.members.contains_key(&who(n)) => {
                let grant = RoomGrant {
                    knock,
                    ..Self::grant(n, role)
                };
                let _ = self.come(n, grant);
            }
            Step::Enter(..) => {}
            Step::Drop(n) => {
                let out = self.room.disconnect(UnixMillis(self.now), who(n));
                self.settle(out);
            }
            Step::Wait(ms) => self.tick(ms),
        }
        let present = &self.room.members;
        self.views.retain(|id, _| present.contains_key(id));
    }
}

/// What must hold of everyone in the room.
fn check_members(room: &Room) -> Result<(), TestCaseError> {
    let channels: Vec<TrackId> = room
        .booths
        .all
        .iter()
        .flat_map(|b| &b.channels)
        .map(|c| c.track.clone())
        .collect();
    for member in room.members.values() {
        for source in &member.sources {
            prop_assert!(member.grants.publishes(*source), "sends what it may not");
        }
        for track in member.subscribed.iter().filter(|t| !channels.contains(t)) {
            let (sender, source) = track.parts().unwrap();
            prop_assert!(sender != member.id, "receives itself");
            let sender = room.members.get(&sender);
            prop_assert!(
                sender.is_some_and(|m| m.sources.contains(&source)),
                "receives what nobody sends"
            );
            let sender = sender.unwrap();
            prop_assert!(!sender.in_breakout && !sender.waiting, "hears who is not here");
            let voice = sender.grants.interpret && source == Source::Microphone;
            prop_assert!(!voice, "hears an interpreter outside its channel");
            let audience = !member.grants.moderate && !member.grants.publishes_any();
            prop_assert!(sender.on_stage || !audience, "the audience sees backstage");
        }
        if !member.is_inside(room.state.mode) || member.in_breakout {
            prop_assert!(member.subscribed.is_empty(), "one who waits receives");
        }
        if member.waiting {
            prop_assert!(!member.on_stage && member.sources.is_empty() && !member.grants.moderate);
            prop_assert!(!room.hears(&Audience::All, member.id), "the lobby hears the room");
        }
        prop_assert!(!room.door.is_banned(&member.person), "a removed person is here");
    }
    Ok(())
}

/// What must hold of everything else.
fn check_room(hall: &Hall) -> Result<(), TestCaseError> {
    let room = &hall.room;
    let present = |id| room.members.get(&id).is_some_and(|m| !m.waiting);
    let on_stage = |id| room.members.get(&id).is_some_and(|m| m.on_stage);
    prop_assert!(room.hands.iter().all(|h| present(h.participant)));
    prop_assert!(room.ready.iter().all(|r| present(r.participant)));
    prop_assert!(room.state.spotlight.as_ref().is_none_or(|s| on_stage(s.participant)));
    prop_assert!(room.state.turn.as_ref().is_none_or(|t| on_stage(t.participant)));
    let layout = room.state.layout.iter().flat_map(|l| &l.places);
    prop_assert!(layout.clone().all(|p| on_stage(p.participant)));
    for booth in &room.booths.all {
        prop_assert!(booth.interpreters.len() <= 2 && !booth.channels.is_empty() && booth.channels.len() <= 2);
        prop_assert!(booth.active.is_none_or(|a| booth.interpreters.contains(&a)));
        prop_assert!(booth.channels.iter().any(|c| c.id == booth.direction));
        prop_assert!(
            booth.channels.iter().filter(|c| c.live).count() <= 1,
            "one voice in two channels"
        );
    }
    let seats: Vec<_> = room.booths.all.iter().flat_map(|b| &b.interpreters).collect();
    prop_assert!(
        seats.iter().all(|s| seats.iter().filter(|o| o == &s).count() == 1),
        "sits twice"
    );
    let numbers: Vec<u64> = hall.sent().filter_map(|(_, f)| f.seq).collect();
    prop_assert!(numbers.is_sorted_by(|a, b| a < b), "numbers rise");
    Ok(())
}

/// A snapshot as it compares: without what no frame tells its receiver, lists without order in order of id.
fn comparable(mut snapshot: Snapshot, with_chat: bool) -> Snapshot {
    snapshot.seq = 0;
    snapshot.own.upvoted.clear();
    snapshot.own.ballots.clear();
    snapshot.own.listening = None;
    snapshot.own.caption_languages.clear();
    snapshot.own.private.sort_by(|a, b| a.person.cmp(&b.person));
    snapshot.participants.sort_by_key(|p| p.id);
    snapshot.breakouts.sort_by_key(|b| b.id);
    snapshot.polls.sort_by_key(|p| p.id);
    if !with_chat {
        snapshot.chat.clear();
    }
    snapshot
}

proptest! {
    #[test]
    fn no_sequence_of_messages_breaks_the_room(steps in proptest::collection::vec(any_step(), 1..150)) {
        let mut hall = Hall::new(Mode::Live);
        hall.enter(1, Role::Host).unwrap();
        // What was said in a rehearsal is in later snapshots, though those who waited were not told of it.
        let mut rehearsed = false;
        for step in steps {
            hall.walk(step);
            rehearsed |= hall.room.state.mode == Mode::Rehearsal;
            check_members(&hall.room)?;
            check_room(&hall)?;
            hall.outputs.clear();
        }
        hall.tick(0);
        for (id, view) in &hall.views {
            if !hall.room.members[id].waiting {
                let fresh = comparable(hall.room.snapshot(*id), !rehearsed);
                prop_assert_eq!(comparable(view.clone(), !rehearsed), fresh);
            }
        }
    }

    #[test]
    fn a_client_frame_survives_the_wire(message in any_message(), id in any::<[u8; 10]>(), ms in 0u64..1 << 48) {
        let id = uuid::Builder::from_unix_timestamp_millis(ms, &id).into_uuid();
        let frame = ClientFrame { id, body: message };
        let text = serde_json::to_string(&frame).unwrap();
        prop_assert_eq!(ClientFrame::parse(&text).unwrap(), frame);
    }

    #[test]
    fn no_text_harms_the_parser(text in "\\PC{0,200}") {
        let _ = ClientFrame::parse(&text);
    }
}
