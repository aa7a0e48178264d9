//! Interpretation.

use super::*;
use crate::{BoothId, ChannelId, HandoverStep};

/// A hall with a floor, a booth for zh and en, and two interpreters (5 and 6) in it.
fn interpreted() -> (Hall, BoothId, ChannelId, ChannelId) {
    let mut hall = stage();
    hall.publish(2, &[Source::Microphone]);
    let english = ChannelId(open(&mut hall, "en", None));
    let booth = BoothId(english.0);
    let chinese = ChannelId(open(&mut hall, "zh", Some(booth)));
    for n in [5, 6] {
        hall.enter(n, Role::Interpreter).unwrap();
        hall.publish(n, &[Source::Microphone]);
        hall.done(n, ClientMessage::JoinBooth { booth });
    }
    (hall, booth, english, chinese)
}

fn open(hall: &mut Hall, language: &str, booth: Option<BoothId>) -> Uuid {
    let language = language.into();
    hall.done(1, ClientMessage::OpenChannel { language, booth })
}

fn live(hall: &Hall) -> Vec<ChannelId> {
    let booths = hall.view(3).booths;
    let channels = booths.into_iter().flat_map(|b| b.channels);
    channels.filter(|c| c.live).map(|c| c.id).collect()
}

fn fed(hall: &Hall, channel: ChannelId) -> Option<ParticipantId> {
    let last = hall.outputs.iter().rev().find_map(|o| match o {
        Output::Media(MediaCommand::Feed { channel: c, from }) if *c == channel.track() => Some(from.clone()),
        _ => None,
    });
    last.unwrap().map(|track| track.parts().unwrap().0)
}

fn mute(muted: bool) -> ClientMessage {
    ClientMessage::Mute {
        source: Source::Microphone,
        muted,
    }
}

fn silences(hall: &Hall, n: u128) -> usize {
    let silent = |m: &ServerMessage| matches!(m, ServerMessage::PartnerSilent { .. }).then_some(());
    hall.told(n, silent).len()
}

#[test]
fn a_listener_hears_the_floor_and_the_channel_and_nobody_hears_the_interpreters_microphone() {
    let (mut hall, _, english, _) = interpreted();
    let floor = TrackId::new(who(2), Source::Microphone);
    assert_eq!(hall.subscription(3), std::slice::from_ref(&floor));
    hall.done(3, ClientMessage::Listen { channel: Some(english) });
    assert_eq!(hall.subscription(3), [floor.clone(), english.track()]);
    assert_eq!(live(&hall), [english]);
    assert_eq!(fed(&hall, english), Some(who(5)));
    hall.done(3, ClientMessage::Listen { channel: None });
    assert_eq!(hall.subscription(3), [floor]);
}

#[test]
fn partners_hand_over_and_exactly_one_is_on_air() {
    let (mut hall, _, english, _) = interpreted();
    let step = |step| ClientMessage::Handover { step };
    hall.refuses(6, step(HandoverStep::Accept), ErrorCode::NoSuchThing);
    hall.done(5, step(HandoverStep::Ask));
    hall.refuses(5, step(HandoverStep::Accept), ErrorCode::NoSuchThing);
    hall.done(6, step(HandoverStep::Accept));
    assert_eq!(fed(&hall, english), Some(who(6)));
    hall.done(5, step(HandoverStep::Ask));
    hall.done(6, step(HandoverStep::Accept));
    assert_eq!(fed(&hall, english), Some(who(5)), "the idle one asked for it back");
    assert_eq!(silences(&hall, 6) + silences(&hall, 5), 0);
}

#[test]
fn a_channel_is_silent_at_once_when_its_interpreter_is_and_the_partner_takes_over() {
    let (mut hall, _, english, _) = interpreted();
    hall.refuses(6, ClientMessage::TakeOver {}, ErrorCode::PartnerActive);
    hall.done(5, mute(true));
    assert!(live(&hall).is_empty());
    assert_eq!(fed(&hall, english), None);
    assert_eq!(silences(&hall, 6), 1);
    hall.done(6, ClientMessage::TakeOver {});
    assert_eq!(fed(&hall, english), Some(who(6)));
    hall.say(6, ClientMessage::Leave {});
    assert_eq!(fed(&hall, english), None);
    assert_eq!(silences(&hall, 5), 1);
    hall.done(5, ClientMessage::TakeOver {});
    assert!(live(&hall).is_empty(), "still muted");
    hall.done(5, mute(false));
    assert_eq!(live(&hall), [english]);
}

#[test]
fn the_active_one_directs_its_voice_into_one_channel_of_the_pair() {
    let (mut hall, _, english, chinese) = interpreted();
    hall.refuses(6, ClientMessage::Direct { channel: chinese }, ErrorCode::PartnerActive);
    hall.done(5, ClientMessage::Direct { channel: chinese });
    assert_eq!(live(&hall), [chinese]);
    assert_eq!((fed(&hall, english), fed(&hall, chinese)), (None, Some(who(5))));
}

#[test]
fn a_booth_relays_another_and_never_in_a_circle() {
    let (mut hall, booth, english, _) = interpreted();
    let french = ChannelId(open(&mut hall, "fr", None));
    hall.enter(7, Role::Interpreter).unwrap();
    hall.refuses(7, ClientMessage::Relay { channel: None }, ErrorCode::NotInBooth);
    hall.done(
        7,
        ClientMessage::JoinBooth {
            booth: BoothId(french.0),
        },
    );
    hall.done(7, ClientMessage::Relay { channel: Some(english) });
    assert!(hall.subscription(7).contains(&english.track()));
    hall.refuses(5, ClientMessage::Relay { channel: Some(french) }, ErrorCode::BadValue);
    hall.refuses(5, ClientMessage::Relay { channel: Some(english) }, ErrorCode::BadValue);
    hall.enter(8, Role::Interpreter).unwrap();
    hall.refuses(8, ClientMessage::JoinBooth { booth }, ErrorCode::BoothFull);
    hall.refuses(2, ClientMessage::JoinBooth { booth }, ErrorCode::NotAllowed);
}

#[test]
fn a_closed_channel_leaves_nothing_behind() {
    let (mut hall, _, english, chinese) = interpreted();
    hall.refuses(
        1,
        ClientMessage::OpenChannel {
            language: "en".into(),
            booth: None,
        },
        ErrorCode::AlreadyDone,
    );
    hall.done(3, ClientMessage::Listen { channel: Some(english) });
    hall.done(1, ClientMessage::CloseChannel { channel: english });
    assert!(!hall.subscription(3).contains(&english.track()));
    assert!(
        hall.outputs
            .contains(&Output::Media(MediaCommand::EndFeed(english.track())))
    );
    assert_eq!(live(&hall), [chinese], "the booth speaks into what is left");
    hall.done(1, ClientMessage::CloseChannel { channel: chinese });
    assert!(hall.view(3).booths.is_empty());
    hall.refuses(
        3,
        ClientMessage::Listen { channel: Some(chinese) },
        ErrorCode::NoSuchThing,
    );
}

#[test]
fn everybody_knows_since_when_the_room_is_recorded() {
    let (mut hall, ..) = interpreted();
    let out = hall.room.learn(UnixMillis(5_000), Fact::Recording(true));
    hall.settle(out);
    assert_eq!(hall.view(3).state.recording_since, Some(UnixMillis(5_000)));
    let out = hall.room.learn(UnixMillis(9_000), Fact::Recording(false));
    hall.settle(out);
    assert_eq!(hall.view(3).state.recording_since, None);
}

#[test]
fn recording_takes_the_stage_and_the_channels() {
    let (mut hall, _, english, _) = interpreted();
    let out = hall.room.learn(UnixMillis(0), Fact::Recording(true));
    hall.settle(out);
    let record = |track: TrackId, on| Output::Media(MediaCommand::Record { track, on });
    let floor = TrackId::new(who(2), Source::Microphone);
    assert!(hall.outputs.contains(&record(floor.clone(), true)));
    assert!(hall.outputs.contains(&record(english.track(), true)));
    let voice = TrackId::new(who(5), Source::Microphone);
    assert!(!hall.outputs.contains(&record(voice, true)));
    hall.done(
        1,
        ClientMessage::SetStage {
            participant: who(2),
            on_stage: false,
        },
    );
    assert!(hall.outputs.contains(&record(floor, false)));
}
