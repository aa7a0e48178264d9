//! What receivers get is whole, fits what they show, and follows channels.

use std::time::Duration;

use crate::support::Stage;
use uuid::Uuid;
use yunqian_signaling::{MediaCommand, MediaEvent, ParticipantId, Shown, Source, TrackId};

const LAYERS: [(&str, u16); 3] = [("q", 180), ("h", 360), ("f", 720)];

fn offers_to(stage: &Stage, person: usize) -> usize {
    let id = stage.people[person].id;
    let is = |e: &&MediaEvent| matches!(e, MediaEvent::DownloadOffered(who, _) if *who == id);
    stage.events.iter().filter(is).count()
}

#[test]
fn what_a_receiver_lost_comes_again() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    stage.until("media flows", |s| s.count(viewer, presenter, Source::Camera) > 30);
    stage.lose(viewer, 7);
    let camera = stage.track(presenter, Source::Camera);
    stage.until("hundreds came, and all but the last few of them", |s| {
        let numbers = &s.people[viewer].numbers[&camera];
        let (first, last) = (*numbers.first().unwrap(), *numbers.last().unwrap());
        last - first > 600 && numbers.range(..last - 60).count() as u64 == last - 60 - first
    });
}

#[test]
fn a_channel_carries_one_voice_after_another_and_nobody_negotiates() {
    let mut stage = Stage::new();
    let (first, second, listener) = (stage.join(), stage.join(), stage.join());
    stage.publish(first);
    stage.publish(second);
    let channel = TrackId::new(ParticipantId(Uuid::from_u128(99)), Source::Microphone);
    let from = |person: usize, stage: &Stage| MediaCommand::Feed {
        channel: channel.clone(),
        from: Some(stage.track(person, Source::Microphone)),
    };
    stage.command(from(first, &stage));
    let id = stage.people[listener].id;
    stage.command(MediaCommand::Subscribe(id, vec![channel.clone()]));
    let heard = |s: &Stage| s.people[listener].received.get(&channel).copied().unwrap_or(0);
    stage.until("the first voice is heard", |s| heard(s) > 50);
    let offers = offers_to(&stage, listener);
    stage.command(from(second, &stage));
    let before = heard(&stage);
    stage.until("the second voice is heard", |s| heard(s) > before + 50);
    assert_eq!(stage.people[listener].lost, 0, "the numbers go on");
    assert_eq!(offers_to(&stage, listener), offers);
    let silence = MediaCommand::Feed {
        channel: channel.clone(),
        from: None,
    };
    stage.command(silence);
    stage.run(Duration::from_millis(200));
    let before = heard(&stage);
    stage.run(Duration::from_millis(300));
    assert_eq!(heard(&stage), before, "nobody feeds it");
}

#[test]
fn a_receiver_with_sections_of_its_own_gets_them_filled() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish(presenter);
    let tracks = [Source::Microphone, Source::Camera].map(|source| stage.track(presenter, source));
    stage.watch(viewer, tracks.to_vec());
    stage.until("both arrive", |s| {
        s.count(viewer, presenter, Source::Camera) > 60 && s.count(viewer, presenter, Source::Microphone) > 30
    });
    assert_eq!(offers_to(&stage, viewer), 0);
    assert!(stage.people[viewer].started_with_keyframe[&tracks[1]]);
}

#[test]
fn each_receiver_gets_the_layer_it_shows() {
    let mut stage = Stage::new();
    let (presenter, small, large) = (stage.join(), stage.join(), stage.join());
    stage.publish_layers(presenter, &LAYERS);
    let track = stage.track(presenter, Source::Camera);
    let show = |person: usize, height: u16, stage: &Stage| {
        let track = track.clone();
        MediaCommand::Show(stage.people[person].id, vec![Shown { track, height }])
    };
    stage.subscribe(small, &[presenter]);
    stage.subscribe(large, &[presenter]);
    stage.command(show(small, 180, &stage));
    stage.command(show(large, 1080, &stage));
    let size = |s: &Stage, person: usize| s.people[person].size.get(&track).copied();
    stage.until("both get what they show", |s| {
        size(s, small) == Some(180) && size(s, large) == Some(720)
    });
    stage.command(show(small, 400, &stage));
    stage.until("a larger picture", |s| size(s, small) == Some(360));
    assert_eq!(stage.people[small].lost, 0, "layers change without holes");
}

#[test]
fn senders_hear_which_layers_nobody_wants() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish_layers(presenter, &LAYERS);
    stage.subscribe(viewer, &[presenter]);
    let (track, id) = (stage.track(presenter, Source::Camera), stage.people[viewer].id);
    stage.until("media flows", |s| s.count(viewer, presenter, Source::Camera) > 30);
    let height = 90;
    stage.command(MediaCommand::Show(id, vec![Shown { track, height }]));
    let wanted = |layers| MediaEvent::Demand(stage_id(presenter), Source::Camera, layers);
    stage.until("the two larger layers are not wanted", |s| {
        s.events.contains(&wanted(1))
    });
    stage.command(MediaCommand::Show(id, vec![]));
    stage.until("all are wanted again", |s| s.events.contains(&wanted(3)));
}

#[test]
fn a_layer_that_begins_again_is_seen_from_its_first_picture() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish_layers(presenter, &LAYERS);
    stage.subscribe(viewer, &[presenter]);
    let (track, id) = (stage.track(presenter, Source::Camera), stage.people[viewer].id);
    let show = |height| {
        let track = track.clone();
        MediaCommand::Show(id, vec![Shown { track, height }])
    };
    let size = |s: &Stage| s.people[viewer].size.get(&track).copied();
    stage.until("it comes large", |s| size(s) == Some(720));
    stage.command(show(90));
    let least = MediaEvent::Demand(stage_id(presenter), Source::Camera, 1);
    stage.until("it comes small, and the rest is not sent", |s| {
        size(s) == Some(180) && s.events.contains(&least)
    });
    stage.be_frugal(presenter);
    stage.run(Duration::from_secs(2));
    stage.command(show(1080));
    stage.until("it comes large, of a single keyframe", |s| size(s) == Some(720));
}

fn stage_id(person: usize) -> ParticipantId {
    ParticipantId(Uuid::from_u128(person as u128 + 1))
}

#[test]
fn how_lines_fare_is_told() {
    let mut stage = Stage::new();
    let (presenter, viewer) = (stage.join(), stage.join());
    stage.publish(presenter);
    stage.subscribe(viewer, &[presenter]);
    let id = stage.people[viewer].id;
    stage.until("a viewer's rate and round trip are told", |s| {
        let of = |e: &MediaEvent| match e {
            MediaEvent::Statistics(all) => all
                .iter()
                .any(|one| one.participant == id && one.kbit_per_s > 300 && one.rtt_ms.is_some_and(|ms| ms < 2_000)),
            _ => false,
        };
        s.events.iter().any(of)
    });
}
