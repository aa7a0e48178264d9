//! Whatever strangers and broken clients send, the unit goes on.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use str0m::media::{Direction, MediaKind};
use str0m::{Candidate, RtcConfig};
use uuid::Uuid;
use yunqian_media::{Command, Route, Sfu, Transport, Wire};
use yunqian_signaling::{
    ErrorCode, MediaCommand, MediaEvent, ParticipantId, RoomId, Source, TrackId, UploadOffer, UploadTrack,
};

struct Nowhere;

impl Wire for Nowhere {
    fn send(&mut self, _: Route, _: usize, _: &[u8]) {}
}

fn here() -> SocketAddr {
    "127.0.0.1:40000".parse().unwrap()
}

fn unit() -> Sfu {
    Sfu::new(vec![here()], vec![here()], Instant::now()).unwrap()
}

fn command(sfu: &mut Sfu, command: MediaCommand) {
    let room = RoomId("room".into());
    sfu.command(Instant::now(), Command { room, command });
}

fn reports(sfu: &mut Sfu) -> Vec<MediaEvent> {
    std::iter::from_fn(|| sfu.take_report())
        .map(|report| report.event)
        .collect()
}

/// A sender's or receiver's true description.
fn description(direction: Direction) -> String {
    let mut rtc = RtcConfig::new().build(Instant::now());
    rtc.add_local_candidate(Candidate::host("127.0.0.1:9".parse().unwrap(), "udp").unwrap());
    let mut api = rtc.sdp_api();
    api.add_media(MediaKind::Audio, direction, None, None, None);
    api.add_media(MediaKind::Video, direction, None, None, None);
    api.apply().unwrap().0.to_sdp_string()
}

/// What goes wrong with one line.
#[derive(Debug, Clone)]
enum Damage {
    Drop,
    Repeat,
    Cut(usize),
    Byte(usize, u8),
}

fn damage() -> impl Strategy<Value = (usize, Damage)> {
    let what = prop_oneof![
        Just(Damage::Drop),
        Just(Damage::Repeat),
        (0usize..80).prop_map(Damage::Cut),
        (0usize..80, any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
    ];
    (0usize..200, what)
}

fn damaged(sdp: &str, damages: &[(usize, Damage)]) -> String {
    let mut lines: Vec<Vec<u8>> = sdp.lines().map(|line| line.as_bytes().to_vec()).collect();
    for (at, damage) in damages {
        if lines.is_empty() {
            break;
        }
        let at = at % lines.len();
        match damage {
            Damage::Drop => drop(lines.remove(at)),
            Damage::Repeat => lines.insert(at, lines[at].clone()),
            Damage::Cut(to) => lines[at].truncate(*to),
            Damage::Byte(place, byte) => {
                if let Some(old) = lines[at].get_mut(*place) {
                    *old = *byte;
                }
            }
        }
    }
    let joined: Vec<u8> = lines.join(&b"\r\n"[..]);
    String::from_utf8_lossy(&joined).into_owned() + "\r\n"
}

fn route(transport: Transport) -> Route {
    Route {
        transport,
        local: here(),
        remote: "127.0.0.1:50000".parse().unwrap(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_damaged_offer_to_send_is_answered_or_refused(damages in proptest::collection::vec(damage(), 1..6)) {
        let mut sfu = unit();
        let participant = ParticipantId(Uuid::from_u128(1));
        let track = |mid: &str, source| UploadTrack { mid: mid.into(), source };
        let offer = UploadOffer {
            connection: 1,
            generation: 1,
            sdp: damaged(&description(Direction::SendOnly), &damages),
            tracks: vec![track("0", Source::Microphone), track("1", Source::Camera)],
        };
        command(&mut sfu, MediaCommand::Upload(participant, offer));
        let events = reports(&mut sfu);
        let answered = |e: &MediaEvent| matches!(
            e,
            MediaEvent::UploadAnswered { result: Ok(_) | Err(ErrorCode::BadSdp | ErrorCode::NoCommonCodec), .. }
        );
        prop_assert!(events.iter().any(answered), "{events:?}");
        sfu.advance(Instant::now() + Duration::from_millis(20), &mut Nowhere);
    }

    #[test]
    fn a_damaged_offer_to_receive_is_answered_or_refused(damages in proptest::collection::vec(damage(), 1..6)) {
        let mut sfu = unit();
        let participant = ParticipantId(Uuid::from_u128(1));
        let sdp = damaged(&description(Direction::RecvOnly), &damages);
        let track = TrackId::new(ParticipantId(Uuid::from_u128(2)), Source::Camera);
        command(&mut sfu, MediaCommand::Watch(participant, sdp, vec![track]));
        let answered = |e: &MediaEvent| matches!(e, MediaEvent::WatchAnswered { .. });
        prop_assert!(reports(&mut sfu).iter().any(answered));
        sfu.advance(Instant::now() + Duration::from_millis(20), &mut Nowhere);
    }

    #[test]
    fn datagrams_of_any_bytes_change_nothing(
        datagrams in proptest::collection::vec((any::<bool>(), proptest::collection::vec(any::<u8>(), 0..120)), 1..20)
    ) {
        let mut sfu = unit();
        let participant = ParticipantId(Uuid::from_u128(1));
        let sdp = description(Direction::RecvOnly);
        command(&mut sfu, MediaCommand::Watch(participant, sdp, vec![]));
        reports(&mut sfu);
        for (tcp, bytes) in &datagrams {
            let transport = if *tcp { Transport::Tcp } else { Transport::Udp };
            sfu.datagram(Instant::now(), route(transport), bytes);
        }
        sfu.advance(Instant::now() + Duration::from_millis(20), &mut Nowhere);
        prop_assert!(reports(&mut sfu).is_empty());
    }
}
