//! The lobby, the lock, and who is kept out.

use super::*;

fn lobby() -> Hall {
    let mut hall = stage();
    hall.done(1, ClientMessage::SetLobby { on: true });
    hall
}

fn waiting(hall: &Hall) -> Vec<ParticipantId> {
    hall.view(1).waiting.iter().map(|w| w.participant).collect()
}

fn grant(n: u128, role: Role, knock: Knock) -> RoomGrant {
    RoomGrant {
        knock,
        ..Hall::grant(n, role)
    }
}

#[test]
fn who_waits_in_the_lobby_sees_nobody_and_gets_nothing_until_let_in() {
    let mut hall = lobby();
    hall.publish(2, &[Source::Camera]);
    hall.enter(5, Role::Viewer).unwrap();
    let ServerMessage::Welcome {
        waiting: true,
        snapshot: Some(bare),
        ..
    } = hall.last_reply()
    else {
        panic!("does not wait")
    };
    assert_eq!((bare.participants.len(), bare.viewers), (0, 0));
    assert!(hall.subscription(5).is_empty());
    hall.refuses(
        5,
        ClientMessage::Chat {
            text: "let me in".into(),
        },
        ErrorCode::Waiting,
    );
    hall.say(5, ClientMessage::Ping {});
    assert_eq!(hall.last_reply(), ServerMessage::Pong {});
    assert!(!hall.room.hears(&Audience::All, who(5)));
    assert_eq!(waiting(&hall), [who(5)]);
    assert!(hall.view(2).waiting.is_empty(), "moderators alone see who waits");
    hall.done(
        1,
        ClientMessage::Admit {
            participant: Some(who(5)),
        },
    );
    assert_eq!(hall.subscription(5), [TrackId::new(who(2), Source::Camera)]);
    assert_eq!(hall.views[&who(5)].participants.len(), 2);
    assert!(waiting(&hall).is_empty());
}

#[test]
fn one_word_lets_everybody_in_and_a_person_let_in_once_does_not_wait_again() {
    let mut hall = lobby();
    hall.enter(5, Role::Viewer).unwrap();
    hall.enter(6, Role::Panel).unwrap();
    assert_eq!(hall.listed(6), None);
    hall.done(1, ClientMessage::Admit { participant: None });
    assert!(hall.listed(6).unwrap().on_stage);
    hall.come(7, Hall::grant(5, Role::Viewer)).unwrap();
    assert!(waiting(&hall).is_empty());
}

#[test]
fn who_is_denied_is_shown_out_and_may_knock_again_after_a_minute() {
    let mut hall = lobby();
    hall.enter(5, Role::Viewer).unwrap();
    hall.done(1, ClientMessage::Deny { participant: who(5) });
    let close = Output::Close {
        participant: who(5),
        code: CloseCode::Denied,
    };
    assert!(hall.outputs.contains(&close));
    assert_eq!(hall.enter(6, Role::Viewer), Ok(()));
    assert_eq!(hall.come(7, Hall::grant(5, Role::Viewer)), Err(ErrorCode::Denied));
    hall.tick(60_000);
    assert_eq!(hall.come(7, Hall::grant(5, Role::Viewer)), Ok(()));
    assert!(waiting(&hall).contains(&who(7)));
}

#[test]
fn arriving_first_does_not_lead_around_a_negotiations_lobby() {
    let mut hall = Hall::of_kind(RoomKind::Negotiation);
    hall.come(5, grant(5, Role::Panel, Knock::Always)).unwrap();
    assert!(hall.room.members[&who(5)].waiting);
    hall.come(6, grant(6, Role::Panel, Knock::Never)).unwrap();
    hall.publish(6, &[Source::Camera]);
    assert!(hall.subscription(5).is_empty());
    hall.enter(1, Role::Host).unwrap();
    hall.done(1, ClientMessage::SetLobby { on: false });
    assert_eq!(waiting(&hall), [who(5)], "the grant says always");
}

#[test]
fn opening_the_lobby_lets_in_those_whom_only_the_room_kept_waiting() {
    let mut hall = lobby();
    hall.enter(5, Role::Viewer).unwrap();
    hall.done(1, ClientMessage::SetLobby { on: false });
    assert!(!hall.room.members[&who(5)].waiting);
}

#[test]
fn who_was_let_in_while_its_socket_was_away_starts_from_a_snapshot() {
    let mut hall = lobby();
    hall.enter(5, Role::Viewer).unwrap();
    hall.say(
        2,
        ClientMessage::Chat {
            text: "among ourselves".into(),
        },
    );
    let out = hall.room.disconnect(UnixMillis(0), who(5));
    hall.settle(out);
    hall.done(1, ClientMessage::Admit { participant: None });
    let resume = Resume {
        token: "token-5".into(),
        last_seq: 0,
    };
    let hello = hall.fresh();
    let back = hall
        .room
        .resume(UnixMillis(0), &resume, "person-5", "t".into(), hello, None);
    hall.settle(back.unwrap().1);
    let ServerMessage::Welcome {
        resumed: true,
        waiting: false,
        snapshot: Some(_),
        ..
    } = hall.last_reply()
    else {
        panic!("no snapshot")
    };
}

#[test]
fn a_removal_outlives_the_room_until_the_person_is_readmitted() {
    let mut hall = stage();
    hall.come(9, Hall::grant(2, Role::Viewer)).unwrap();
    hall.done(1, ClientMessage::Remove { participant: who(2) });
    assert!(!hall.room.members.contains_key(&who(9)), "all windows of the person");
    let bans = hall.outputs.iter().rev().find_map(|o| match o {
        Output::Bans(banned) => Some(banned.clone()),
        _ => None,
    });
    let mut again = Hall::new(Mode::Live);
    again.room.learn(UnixMillis(0), Fact::Banned(bans.unwrap()));
    assert_eq!(again.enter(2, Role::Presenter), Err(ErrorCode::Removed));
    again.enter(1, Role::Host).unwrap();
    assert_eq!(again.view(1).banned[0].name, "Name 2");
    again.done(
        1,
        ClientMessage::Readmit {
            person: "person-2".into(),
        },
    );
    assert_eq!(again.enter(2, Role::Presenter), Ok(()));
}

#[test]
fn a_person_with_many_windows_counts_once() {
    let mut hall = stage();
    for window in 10..14 {
        hall.come(window, Hall::grant(3, Role::Viewer)).unwrap();
    }
    hall.tick(250);
    assert_eq!(hall.view(1).viewers, 1);
    assert_eq!(hall.room.people(), 3);
}

fn departed(hall: &mut Hall) -> Vec<String> {
    let out = std::mem::take(&mut hall.outputs);
    let gone = out.into_iter().filter_map(|output| match output {
        Output::Departed { person } => Some(person),
        _ => None,
    });
    gone.collect()
}

#[test]
fn who_leaves_is_told_of_once_after_a_minute_and_not_at_all_when_it_comes_back() {
    let mut hall = stage();
    hall.done(2, ClientMessage::Leave {});
    hall.done(3, ClientMessage::Leave {});
    hall.tick(59_000);
    assert!(departed(&mut hall).is_empty());
    let mut again = Hall::grant(13, Role::Presenter);
    again.sub = "person-3".into();
    hall.come(13, again).unwrap();
    hall.tick(1_000);
    assert_eq!(departed(&mut hall), ["person-2"]);
    hall.tick(120_000);
    assert!(departed(&mut hall).is_empty());
}
