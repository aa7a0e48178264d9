//! The unit forwards between independent peers over real UDP.

use std::net::UdpSocket;
use std::time::Duration;

use crate::support::Stage;
use yunqian_signaling::{Direction, ErrorCode, MediaCommand, MediaEvent, Shown, Source, UploadOffer};

#[test]
fn three_viewers_receive_picture_and_sound_from_a_keyframe_on() {
    let mut stage = Stage::new();
    let presenter = stage.join();
    let viewers = [stage.join(), stage.join(), stage.join()];
    stage.publish(presenter);
    for viewer in viewers {
        stage.subscribe(viewer, &[presenter]);
    }
    stage.until("everybody receives both", |s| {
        viewers
            .iter()
            .all(|v| s.count(*v, presenter, Source::Camera) > 100 && s.count(*v, presenter, Source::Microphone) > 50)
    });
    let camera = stage.track(presenter, Source::Camera);
    for viewer in viewers {
        assert!(stage.people[viewer].started_with_keyframe[&camera]);
    }
}

#[test]
fn where_udp_is_blocked_both_sides_work_over_tcp() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.block_udp(presenter);
    stage.block_udp(viewer);
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    stage.until("picture and sound arrive", |s| {
        s.count(viewer, presenter, Source::Camera) > 100 && s.count(viewer, presenter, Source::Microphone) > 50
    });
    assert_eq!(stage.people[viewer].lost, 0);
}

#[test]
fn rooms_live_on_different_cores_behind_one_port() {
    let mut stage = Stage::on_cores(2);
    let mut halls = Vec::new();
    for (room, udp) in [("a", true), ("b", true), ("c", false), ("d", false)] {
        stage.room = room;
        let presenter = stage.join();
        let viewers: Vec<usize> = (0..3).map(|_| stage.join()).collect();
        for person in viewers.iter().chain([&presenter]).filter(|_| !udp) {
            stage.block_udp(*person);
        }
        stage.publish(presenter);
        for viewer in &viewers {
            stage.subscribe(*viewer, &[presenter]);
        }
        halls.push((presenter, viewers));
    }
    stage.until("everybody sees their own hall", |s| {
        halls.iter().all(|(presenter, viewers)| {
            let sees = |viewer: &usize| s.count(*viewer, *presenter, Source::Camera) > 60;
            viewers.iter().all(sees)
        })
    });
}

#[test]
fn a_muted_track_reaches_nobody_until_it_is_let_through_again() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    stage.until("media flows", |s| s.count(viewer, presenter, Source::Microphone) > 10);
    let track = stage.track(presenter, Source::Microphone);
    let mute = |muted| MediaCommand::Mute {
        track: track.clone(),
        muted,
    };
    stage.command(mute(true));
    stage.run(Duration::from_millis(200));
    let (sound, picture) = (
        stage.count(viewer, presenter, Source::Microphone),
        stage.count(viewer, presenter, Source::Camera),
    );
    stage.until("the picture goes on", |s| {
        s.count(viewer, presenter, Source::Camera) > picture + 30
    });
    assert_eq!(stage.count(viewer, presenter, Source::Microphone), sound);
    stage.command(mute(false));
    stage.until("the sound is back", |s| {
        s.count(viewer, presenter, Source::Microphone) > sound + 10
    });
    assert_eq!(stage.people[viewer].lost, 0, "muting leaves no holes");
}

#[test]
fn a_paused_track_is_held_back_from_that_viewer_alone() {
    let mut stage = Stage::new();
    let (presenter, viewer, other) = (stage.join(), stage.join(), stage.join());
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    stage.subscribe(other, &[presenter]);
    stage.until("media flows", |s| {
        [viewer, other]
            .iter()
            .all(|v| s.count(*v, presenter, Source::Camera) > 10)
    });
    let track = stage.track(presenter, Source::Camera);
    let id = stage.people[viewer].id;
    stage.command(MediaCommand::Show(id, vec![Shown { track, height: 0 }]));
    stage.run(Duration::from_millis(200));
    let (held, seen) = (
        stage.count(viewer, presenter, Source::Camera),
        stage.count(other, presenter, Source::Camera),
    );
    stage.until("the other goes on", |s| {
        s.count(other, presenter, Source::Camera) > seen + 30
    });
    assert_eq!(stage.count(viewer, presenter, Source::Camera), held);
    stage.command(MediaCommand::Show(id, vec![]));
    stage.until("it is back", |s| s.count(viewer, presenter, Source::Camera) > held + 10);
}

#[test]
fn a_viewer_promoted_to_the_stage_is_seen_by_those_already_there() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    stage.until("media flows", |s| s.count(viewer, presenter, Source::Camera) > 10);
    stage.publish(viewer);
    stage.subscribe(presenter, &[viewer]);
    let before = stage.count(viewer, presenter, Source::Camera);
    stage.until("both see each other", |s| {
        s.count(presenter, viewer, Source::Camera) > 30 && s.count(viewer, presenter, Source::Camera) > before + 30
    });
}

#[test]
fn a_section_is_used_again_for_whoever_comes_next() {
    let mut stage = Stage::new();
    let (first, second, viewer) = (stage.join(), stage.join(), stage.join());
    stage.publish(first);
    stage.publish(second);
    stage.subscribe(viewer, &[first]);
    stage.until("the first is seen", |s| s.count(viewer, first, Source::Camera) > 10);
    stage.subscribe(viewer, &[second]);
    stage.until("the second is seen", |s| {
        s.count(viewer, second, Source::Camera) > 30 && s.count(viewer, second, Source::Microphone) > 10
    });
    let track = stage.track(second, Source::Camera);
    assert!(stage.people[viewer].started_with_keyframe[&track]);
    let last = stage.events.iter().rev().find_map(|e| match e {
        MediaEvent::DownloadOffered(_, offer) => Some(offer.sdp.clone()),
        _ => None,
    });
    assert_eq!(last.unwrap().matches("m=").count(), 2, "no section was added");
}

#[test]
fn a_killed_peer_disturbs_nobody_and_is_reported_lost() {
    let mut stage = Stage::new();
    let (presenter, victim, viewer) = (stage.join(), stage.join(), stage.join());
    stage.publish(presenter);
    stage.publish(victim);
    stage.subscribe(viewer, &[presenter, victim]);
    stage.subscribe(victim, &[presenter]);
    stage.until("media flows", |s| {
        s.count(viewer, presenter, Source::Camera) > 10
            && s.count(viewer, victim, Source::Camera) > 10
            && s.count(victim, presenter, Source::Camera) > 10
    });
    stage.kill(victim);
    let before = stage.count(viewer, presenter, Source::Camera);
    let gone = stage.people[victim].id;
    stage.answers_offers = false;
    stage.until("the loss is reported while others go on", |s| {
        let lost = |d| s.events.contains(&MediaEvent::Lost(gone, d));
        lost(Direction::Upload) && lost(Direction::Download) && s.count(viewer, presenter, Source::Camera) > before + 60
    });
}

#[test]
fn a_publisher_starting_over_is_seen_again() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    stage.until("media flows", |s| s.count(viewer, presenter, Source::Camera) > 10);
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    let before = stage.count(viewer, presenter, Source::Camera);
    stage.until("it flows again", |s| {
        s.count(viewer, presenter, Source::Camera) > before + 60
    });
}

#[test]
fn nonsense_offers_are_refused_by_name() {
    let mut stage = Stage::new();
    let person = stage.join();
    let id = stage.people[person].id;
    let offer = |connection, sdp: &str| UploadOffer {
        connection,
        generation: 1,
        sdp: sdp.into(),
        tracks: vec![],
    };
    for (connection, sdp) in [(1, ""), (2, "v=0"), (3, "v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\n")] {
        stage.command(MediaCommand::Upload(id, offer(connection, sdp)));
    }
    stage.until("all are refused", |s| {
        let refused = |e: &&MediaEvent| {
            matches!(
                e,
                MediaEvent::UploadAnswered {
                    result: Err(ErrorCode::BadSdp),
                    ..
                }
            )
        };
        s.events.iter().filter(refused).count() == 3
    });
}

#[test]
fn a_flood_of_garbage_does_not_stop_the_stage() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    stage.until("media flows", |s| s.count(viewer, presenter, Source::Camera) > 10);
    let attacker = UdpSocket::bind("127.0.0.1:0").unwrap();
    let target = stage.driver.address();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..5_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let garbage = state.to_be_bytes().repeat(1 + usize::from(state as u8 % 40));
        let _ = attacker.send_to(&garbage, target);
    }
    let before = stage.count(viewer, presenter, Source::Camera);
    stage.until("it goes on", |s| {
        s.count(viewer, presenter, Source::Camera) > before + 60
    });
}
