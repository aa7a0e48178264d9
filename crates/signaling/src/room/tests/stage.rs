//! Who is on the stage, who receives what, and whose turn it is.

use super::*;
use crate::{Layout, LayoutKind, Place, Shown};

fn camera(n: u128) -> TrackId {
    TrackId::new(who(n), Source::Camera)
}

fn microphone(n: u128) -> TrackId {
    TrackId::new(who(n), Source::Microphone)
}

const BOTH: [Source; 2] = [Source::Camera, Source::Microphone];

#[test]
fn those_backstage_have_each_other_and_the_audience_has_none_of_them() {
    let mut hall = stage();
    hall.done(1, ClientMessage::ArriveBackstage { on: true });
    for n in [5, 6] {
        hall.enter(n, Role::Presenter).unwrap();
        hall.publish(n, &BOTH);
    }
    assert_eq!(hall.subscription(6), [camera(5), microphone(5)]);
    assert!(hall.subscription(3).is_empty());
    assert!(hall.subscription(2).is_empty(), "nor has the stage");
    assert_eq!(
        hall.subscription(1),
        [camera(5), camera(6)],
        "the host sees, and does not hear"
    );
    hall.done(
        1,
        ClientMessage::Survey {
            pictures: true,
            listen_to: Some(who(6)),
        },
    );
    assert_eq!(hall.subscription(1), [camera(5), camera(6), microphone(6)]);
    hall.done(
        1,
        ClientMessage::SetStage {
            participant: who(5),
            on_stage: true,
        },
    );
    assert_eq!(hall.subscription(3), [camera(5), microphone(5)]);
    hall.done(
        1,
        ClientMessage::SetStage {
            participant: who(5),
            on_stage: false,
        },
    );
    assert!(hall.subscription(3).is_empty());
}

#[test]
fn two_hundred_sites_receive_the_stage_and_the_operator_the_wall() {
    let mut hall = Hall::of_kind(RoomKind::Ceremony);
    hall.enter(1, Role::Host).unwrap();
    for n in 2..202 {
        hall.enter(n, Role::Panel).unwrap();
        hall.publish(n, &BOTH);
    }
    let on_stage = hall.view(1).participants.iter().filter(|p| p.on_stage).count();
    assert_eq!(on_stage, 9);
    assert_eq!(
        hall.subscription(201).len(),
        8 * 2,
        "eight sites are on the stage with the host"
    );
    assert_eq!(hall.subscription(1).len(), 8 * 2);
    hall.done(
        1,
        ClientMessage::Survey {
            pictures: true,
            listen_to: None,
        },
    );
    let wall = hall.subscription(1);
    assert_eq!(wall.len(), 200 + 8);
    let heights = hall.outputs.iter().rev().find_map(|o| match o {
        Output::Media(MediaCommand::Show(to, shown)) if *to == who(1) => Some(shown.clone()),
        _ => None,
    });
    let heights = heights.unwrap();
    assert_eq!(heights.len(), 192, "what nobody spoke of comes small");
    assert!(heights.iter().all(|s| s.height == 180));
    let subscribed: usize = hall.room.members.values().map(|m| m.subscribed.len()).sum();
    assert!(subscribed < 200 * 18 + 208, "not all to all: {subscribed}");
}

#[test]
fn a_layout_brings_whom_it_places_to_the_stage_and_forgets_who_leaves_it() {
    let mut hall = stage();
    hall.done(1, ClientMessage::ArriveBackstage { on: true });
    hall.enter(5, Role::Presenter).unwrap();
    let place = |n, source| Place {
        participant: who(n),
        source,
    };
    let layout = |places| ClientMessage::SetLayout {
        layout: Some(Layout {
            kind: LayoutKind::SideBySide,
            places,
        }),
    };
    hall.refuses(1, layout(vec![place(3, Source::Camera)]), ErrorCode::NoSuchParticipant);
    hall.refuses(1, layout(vec![place(5, Source::Microphone)]), ErrorCode::BadValue);
    hall.refuses(2, layout(vec![]), ErrorCode::NotAllowed);
    hall.done(1, layout(vec![place(5, Source::Camera), place(2, Source::Screen)]));
    assert!(hall.listed(5).unwrap().on_stage);
    hall.done(
        1,
        ClientMessage::SetStage {
            participant: who(5),
            on_stage: false,
        },
    );
    assert_eq!(hall.view(3).state.layout.unwrap().places, [place(2, Source::Screen)]);
}

#[test]
fn pictures_from_off_the_stage_come_as_large_as_the_operator_asks() {
    let mut hall = stage();
    hall.done(1, ClientMessage::ArriveBackstage { on: true });
    hall.enter(5, Role::Presenter).unwrap();
    let shown = vec![Shown {
        track: camera(5),
        height: 720,
    }];
    hall.publish(5, &[Source::Camera]);
    hall.done(1, ClientMessage::Show { tracks: shown.clone() });
    let last = hall
        .outputs
        .iter()
        .rev()
        .find(|o| matches!(o, Output::Media(MediaCommand::Show(..))));
    assert_eq!(last, Some(&Output::Media(MediaCommand::Show(who(1), shown))));
}

#[test]
fn a_host_shares_the_chair_and_takes_it_back() {
    let mut hall = stage();
    hall.enter(5, Role::Presenter).unwrap();
    let cohost = |on| ClientMessage::Cohost {
        participant: who(2),
        on,
    };
    hall.refuses(2, cohost(true), ErrorCode::NotAllowed);
    hall.done(1, cohost(true));
    hall.done(1, ClientMessage::SetLobby { on: true });
    hall.enter(6, Role::Viewer).unwrap();
    assert_eq!(hall.views[&who(2)].waiting.len(), 1);
    hall.done(2, ClientMessage::Admit { participant: None });
    hall.refuses(
        2,
        ClientMessage::Cohost {
            participant: who(5),
            on: true,
        },
        ErrorCode::NotAllowed,
    );
    hall.refuses(2, ClientMessage::Remove { participant: who(1) }, ErrorCode::NotAllowed);
    hall.done(1, cohost(false));
    hall.refuses(2, ClientMessage::Lock { locked: true }, ErrorCode::NotAllowed);
    assert!(hall.view(2).banned.is_empty());
}

#[test]
fn hands_are_called_in_order_and_who_came_for_its_turn_goes_back() {
    let mut hall = stage();
    hall.enter(5, Role::Viewer).unwrap();
    for n in [3, 5, 2] {
        hall.done(n, ClientMessage::RaiseHand {});
    }
    let next = |seconds| ClientMessage::Call {
        participant: None,
        seconds,
    };
    hall.done(1, next(Some(120)));
    let turn = hall.view(5).state.turn.unwrap();
    assert_eq!((turn.participant, turn.until), (who(3), Some(UnixMillis(120_000))));
    hall.publish(3, &[Source::Microphone]);
    assert_eq!(hall.subscription(5), [microphone(3)]);
    hall.done(1, next(None));
    assert_eq!(hall.listed(3), None, "back among the audience");
    assert_eq!(hall.view(1).state.turn.unwrap().participant, who(5));
    hall.done(1, next(None));
    hall.done(1, ClientMessage::EndTurn {});
    assert!(
        hall.listed(2).unwrap().grants.publish_microphone,
        "a presenter stays one"
    );
    hall.refuses(1, next(None), ErrorCode::NoSuchThing);
}

#[test]
fn presenters_turn_the_pages_and_viewers_do_not() {
    let mut hall = stage();
    let page = |page| ClientMessage::ShareDocument {
        document: Some("brochure-7".into()),
        page,
    };
    hall.refuses(3, page(1), ErrorCode::NotAllowed);
    hall.refuses(2, page(0), ErrorCode::BadValue);
    hall.done(2, page(4));
    assert_eq!(hall.view(3).state.document.unwrap().page, 4);
    hall.done(
        1,
        ClientMessage::ShareDocument {
            document: None,
            page: 1,
        },
    );
    assert_eq!(hall.view(3).state.document, None);
}

#[test]
fn an_upload_is_told_only_to_those_who_receive_it() {
    let mut hall = stage();
    hall.done(1, ClientMessage::ArriveBackstage { on: true });
    hall.enter(5, Role::Presenter).unwrap();
    hall.outputs.clear();
    hall.publish(5, &[Source::Camera]);
    let told = hall.outputs.iter().filter_map(|o| match o {
        Output::Media(MediaCommand::Subscribe(to, _)) => Some(*to),
        _ => None,
    });
    assert_eq!(told.collect::<Vec<_>>(), [who(1)]);
}

#[test]
fn those_who_run_a_room_do_not_fill_its_stage_without_end() {
    let mut hall = Hall::new(Mode::Live);
    for n in 1..=60 {
        hall.enter(n, Role::Host).unwrap();
    }
    assert_eq!(hall.room.on_stage(), 50);
}
