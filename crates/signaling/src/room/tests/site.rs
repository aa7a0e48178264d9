//! Cues, breakouts, machines and the quality of connections.

use super::*;
use crate::{Attach, CueReport, Direction, PartyState, Statistics};

fn cue(kind: CueKind, in_ms: u32) -> ClientMessage {
    ClientMessage::Cue {
        kind,
        act: Some("act-1".into()),
        text: None,
        in_ms,
    }
}

#[test]
fn every_site_gets_the_cues_time_and_the_host_learns_how_well_it_was_kept() {
    let mut hall = Hall::of_kind(RoomKind::Ceremony);
    hall.enter(1, Role::Host).unwrap();
    for n in 2..22 {
        hall.enter(n, Role::Panel).unwrap();
    }
    let id = hall.done(1, cue(CueKind::SignNow, 2_000));
    assert_eq!(hall.views[&who(21)].cues[0].at, UnixMillis(2_000));
    for n in 2..22u128 {
        let late = u64::try_from(n).unwrap();
        let shown = ClientMessage::CueShown {
            cue: id,
            at: UnixMillis(2_000 + late),
        };
        hall.done(n, shown);
    }
    hall.tick(2_100);
    let report = |m: &ServerMessage| match m {
        ServerMessage::CueReport { report } => Some(report.clone()),
        _ => None,
    };
    let expected = CueReport {
        cue: id,
        sites: 21,
        shown: 20,
        skew_p95_ms: 20,
    };
    assert_eq!(hall.told(1, report), [expected]);
    assert!(hall.told(2, report).is_empty());
    hall.tick(4_900);
    assert!(hall.views[&who(2)].cues.is_empty());
    hall.refuses(
        2,
        ClientMessage::CueShown {
            cue: id,
            at: UnixMillis(0),
        },
        ErrorCode::NoSuchThing,
    );
}

#[test]
fn a_new_countdown_replaces_the_last_and_a_cue_can_be_taken_back() {
    let mut hall = stage();
    hall.done(1, cue(CueKind::Countdown, 5_000));
    let second = hall.done(1, cue(CueKind::Countdown, 9_000));
    let applause = hall.done(1, cue(CueKind::Applause, 1_000));
    let cues = |hall: &Hall| hall.views[&who(3)].cues.iter().map(|c| c.id).collect::<Vec<_>>();
    assert_eq!(cues(&hall), [second, applause]);
    hall.done(1, ClientMessage::CancelCue { cue: applause });
    assert_eq!(cues(&hall), [second]);
    hall.refuses(1, cue(CueKind::Text, 0), ErrorCode::BadValue);
    hall.refuses(1, cue(CueKind::Seal, 60_001), ErrorCode::BadValue);
    hall.refuses(3, cue(CueKind::Seal, 0), ErrorCode::NotAllowed);
}

fn call(participants: &[u128]) -> ClientMessage {
    ClientMessage::CallBreakout {
        room: RoomId("meeting-7".into()),
        participants: participants.iter().map(|n| who(*n)).collect(),
    }
}

#[test]
fn two_go_to_a_negotiation_and_come_back_and_are_not_heard_meanwhile() {
    let mut hall = stage();
    hall.publish(2, &[Source::Microphone]);
    hall.enter(5, Role::Viewer).unwrap();
    hall.refuses(3, call(&[2, 5]), ErrorCode::NotAllowed);
    let id = hall.done(3, call(&[2, 3]));
    assert!(hall.view(5).breakouts.is_empty(), "no business of others");
    assert_eq!(hall.views[&who(1)].breakouts[0].room.0, "meeting-7");
    let answer = |accept| ClientMessage::AnswerBreakout { breakout: id, accept };
    hall.done(2, answer(true));
    assert!(hall.listed(2).unwrap().in_breakout);
    assert!(hall.subscription(5).is_empty());
    hall.refuses(1, call(&[2, 5]), ErrorCode::AlreadyDone);
    hall.done(3, answer(true));
    let states: Vec<_> = hall.views[&who(1)].breakouts[0]
        .parties
        .iter()
        .map(|p| p.state)
        .collect();
    assert_eq!(states, [PartyState::Away, PartyState::Away]);
    hall.done(2, ClientMessage::LeaveBreakout { breakout: id });
    assert_eq!(hall.subscription(5), [TrackId::new(who(2), Source::Microphone)]);
    hall.done(3, ClientMessage::LeaveBreakout { breakout: id });
    assert!(hall.views[&who(1)].breakouts.is_empty());
}

#[test]
fn a_breakout_ends_when_called_back_or_when_nobody_goes() {
    let mut hall = stage();
    let first = hall.done(1, call(&[2, 3]));
    hall.done(
        2,
        ClientMessage::AnswerBreakout {
            breakout: first,
            accept: true,
        },
    );
    hall.done(1, ClientMessage::EndBreakout { breakout: first });
    assert!(!hall.listed(2).unwrap().in_breakout);
    let second = hall.done(1, call(&[2, 3]));
    hall.done(
        2,
        ClientMessage::AnswerBreakout {
            breakout: second,
            accept: false,
        },
    );
    hall.say(3, ClientMessage::Leave {});
    assert!(hall.view(1).breakouts.is_empty());
}

fn feed(hall: &mut Hall, n: u128) -> Result<(), ErrorCode> {
    let attach = Attach::Upload {
        sdp: "offer".into(),
        tracks: vec![UploadTrack {
            mid: "0".into(),
            source: Source::Camera,
        }],
        anew: true,
    };
    let out = hall
        .room
        .attach(UnixMillis(0), who(n), Hall::grant(n, Role::Presenter), attach)?;
    hall.settle(out);
    Ok(())
}

#[test]
fn a_cameras_feed_is_previewed_named_and_put_on_the_stage() {
    let mut hall = stage();
    feed(&mut hall, 8).unwrap();
    let answered = Output::Answered {
        participant: who(8),
        result: Ok("answer".into()),
    };
    assert!(hall.outputs.contains(&answered));
    let listed = hall.listed(8).unwrap();
    assert!(listed.machine && !listed.on_stage);
    let camera = TrackId::new(who(8), Source::Camera);
    assert_eq!(hall.subscription(1), std::slice::from_ref(&camera));
    assert!(hall.subscription(3).is_empty());
    let name = ClientMessage::NameFeed {
        participant: who(8),
        name: "Workshop 3".into(),
    };
    hall.done(1, name);
    hall.done(
        1,
        ClientMessage::SetStage {
            participant: who(8),
            on_stage: true,
        },
    );
    assert_eq!(hall.listed(8).unwrap().name, "Workshop 3");
    assert_eq!(hall.subscription(3), [camera]);
    hall.tick(600_000);
    assert!(hall.listed(8).is_some(), "it has no socket to lose");
    let out = hall
        .room
        .media(UnixMillis(hall.now), MediaEvent::Lost(who(8), Direction::Upload));
    hall.settle(out);
    assert!(!hall.listed(8).unwrap().online);
    hall.tick(60_000);
    assert_eq!(hall.listed(8), None);
}

#[test]
fn a_lost_feed_comes_back_on_a_new_connection() {
    let mut hall = stage();
    feed(&mut hall, 8).unwrap();
    let again = |hall: &mut Hall, anew: bool| {
        let attach = Attach::Upload {
            sdp: "again".into(),
            tracks: vec![],
            anew,
        };
        let out = hall.room.reoffer(UnixMillis(0), who(8), attach).unwrap();
        hall.settle(out);
        let last = hall.outputs.iter().rev().find_map(|o| match o {
            Output::Media(MediaCommand::Upload(_, offer)) => Some((offer.connection, offer.generation)),
            _ => None,
        });
        last.unwrap()
    };
    assert_eq!(again(&mut hall, false), (1, 2));
    assert_eq!(
        again(&mut hall, true),
        (2, 1),
        "an encoder that starts over has no DTLS to go on with"
    );
    let out = hall
        .room
        .media(UnixMillis(0), MediaEvent::Lost(who(8), Direction::Upload));
    hall.settle(out);
    assert_eq!(again(&mut hall, false), (3, 1));
    let out = hall.room.detach(UnixMillis(0), who(8));
    hall.settle(out);
    assert_eq!(hall.listed(8), None);
    let attach = Attach::Watch {
        sdp: String::new(),
        channel: None,
    };
    assert_eq!(
        hall.room.reoffer(UnixMillis(0), who(8), attach),
        Err(ErrorCode::NoSuchParticipant)
    );
}

#[test]
fn a_player_is_no_way_around_the_lobby() {
    let mut hall = Hall::new(Mode::Live);
    hall.enter(1, Role::Host).unwrap();
    hall.done(1, ClientMessage::SetLobby { on: true });
    let mut watch = |grant| {
        let attach = Attach::Watch {
            sdp: "offer".into(),
            channel: None,
        };
        hall.room.attach(UnixMillis(0), who(8), grant, attach).map(|_| ())
    };
    let grant = Hall::grant(8, Role::Viewer);
    assert_eq!(watch(grant.clone()), Err(ErrorCode::RoomLocked));
    let party = RoomGrant {
        knock: Knock::Never,
        ..grant
    };
    assert_eq!(watch(party), Ok(()));
}

#[test]
fn a_player_watches_the_stage_when_it_is_live_and_is_not_counted() {
    let mut hall = Hall::new(Mode::Rehearsal);
    hall.enter(1, Role::Host).unwrap();
    hall.publish(1, &[Source::Camera]);
    let watch = |hall: &mut Hall| {
        let attach = Attach::Watch {
            sdp: "offer".into(),
            channel: None,
        };
        let grant = Hall::grant(8, Role::Viewer);
        let out = hall.room.attach(UnixMillis(0), who(8), grant, attach)?;
        hall.settle(out);
        Ok(())
    };
    assert_eq!(watch(&mut hall), Err(ErrorCode::NotLive));
    hall.done(1, ClientMessage::SetMode { mode: Mode::Live });
    assert_eq!(watch(&mut hall), Ok(()));
    let tracks = vec![TrackId::new(who(1), Source::Camera)];
    let watched = Output::Media(MediaCommand::Watch(who(8), "offer".into(), tracks));
    assert!(hall.outputs.contains(&watched));
    hall.tick(250);
    assert_eq!(hall.view(1).viewers, 0);
    let refused = MediaEvent::WatchAnswered {
        participant: who(8),
        result: Err(ErrorCode::BadSdp),
    };
    let out = hall.room.media(UnixMillis(0), refused);
    hall.settle(out);
    assert!(!hall.room.members.contains_key(&who(8)), "refused is out again");
}

#[test]
fn hosts_learn_how_all_connections_work_and_each_its_own() {
    let mut hall = stage();
    let statistics = |n, loss| Statistics {
        participant: who(n),
        direction: Direction::Download,
        kbit_per_s: 900,
        loss_per_mille: loss,
        rtt_ms: Some(40),
        estimate_kbit_per_s: None,
    };
    let quality = |m: &ServerMessage| match m {
        ServerMessage::Quality { statistics } => Some(statistics[0].loss_per_mille),
        _ => None,
    };
    for loss in [0, 1, 200] {
        let all = vec![statistics(2, loss), statistics(3, loss)];
        let out = hall.room.media(UnixMillis(0), MediaEvent::Statistics(all));
        hall.settle(out);
    }
    assert_eq!(hall.told(2, quality), [200, 1, 0]);
    assert_eq!(
        hall.told(3, quality),
        [200, 0],
        "a viewer hears of changes for better or worse"
    );
    let all = |m: &ServerMessage| match m {
        ServerMessage::Statistics { statistics } => Some(statistics.len()),
        _ => None,
    };
    assert_eq!(hall.told(1, all), [2, 2, 2]);
    assert!(hall.told(2, all).is_empty());
}
