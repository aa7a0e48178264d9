//! Session descriptions, as the forwarding unit takes them.

use std::time::{Duration, Instant};

use str0m::media::{Direction, MediaKind, Simulcast, SimulcastLayer};
use str0m::{Candidate, RtcConfig};
use yunqian_media::{Command, Sfu};
use yunqian_signaling::{MediaCommand, MediaEvent, ParticipantId, RoomId, Source, TrackId, UploadOffer, UploadTrack};

use crate::draw::Draw;
use crate::outlet::Outlet;
use crate::people::who;

/// What a camera's encoder offers: H.264 beside others, and G.711 that nobody here speaks.
pub const CAMERA: &str = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE v a\r\na=setup:actpass\r\n\
    a=fingerprint:sha-256 AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89\r\n\
    a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\n\
    m=video 9 UDP/TLS/RTP/SAVPF 96 97 98\r\nc=IN IP4 0.0.0.0\r\na=mid:v\r\na=sendonly\r\na=rtcp-mux\r\n\
    a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\na=extmap:2 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id\r\n\
    a=rtpmap:96 H264/90000\r\na=fmtp:96 profile-level-id=42e01f;packetization-mode=1\r\na=rtpmap:97 rtx/90000\r\n\
    a=fmtp:97 apt=96\r\na=rtpmap:98 H265/90000\r\na=rid:h send\r\na=rid:l send\r\na=simulcast:send h;~l\r\n\
    m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\nc=IN IP4 0.0.0.0\r\na=mid:a\r\na=sendonly\r\na=rtcp-mux\r\n\
    a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:0 PCMU/8000\r\na=ssrc:5 cname:x\r\n";

/// A sender's (or else a receiver's) true description.
pub fn description(sends: bool) -> String {
    let mut rtc = RtcConfig::new().build(Instant::now());
    let address = "127.0.0.1:9".parse().expect("an address");
    rtc.add_local_candidate(Candidate::host(address, "udp").expect("a candidate"));
    let direction = if sends {
        Direction::SendOnly
    } else {
        Direction::RecvOnly
    };
    let layers = ["q", "h", "f"].map(SimulcastLayer::new).to_vec();
    let simulcast = sends.then(|| Simulcast {
        send: layers,
        recv: vec![],
    });
    let mut api = rtc.sdp_api();
    api.add_media(MediaKind::Audio, direction, None, None, None);
    api.add_media(MediaKind::Video, direction, None, None, simulcast);
    api.apply().expect("something to offer").0.to_sdp_string()
}

/// A unit with the moments of its life.
pub struct Unit {
    sfu: Sfu,
    now: Instant,
}

impl Unit {
    /// Makes one.
    pub fn new() -> Self {
        let now = Instant::now();
        let here = vec!["127.0.0.1:40000".parse().expect("an address")];
        let sfu = Sfu::new(here.clone(), here, now).expect("a certificate can be made");
        Self { sfu, now }
    }

    /// Carries out a command and what follows within a moment; gives what is reported.
    fn command(&mut self, command: MediaCommand) -> Vec<MediaEvent> {
        let room = RoomId("room".into());
        self.sfu.command(self.now, Command { room, command });
        self.now += Duration::from_millis(20);
        self.sfu.advance(self.now, &mut Outlet::default());
        std::iter::from_fn(|| self.sfu.take_report())
            .map(|report| report.event)
            .collect()
    }

    /// Has somebody offer to send; an answer must follow.
    pub fn upload(&mut self, id: ParticipantId, generation: u32, sdp: &str) {
        let mids = sdp.lines().filter_map(|line| line.strip_prefix("a=mid:"));
        let mut kinds = sdp.lines().filter_map(|line| line.strip_prefix("m="));
        let mut sources = [Source::Microphone, Source::ScreenAudio, Source::Camera, Source::Screen].into_iter();
        let tracks = mids
            .map(|mid| {
                let video = kinds.next().is_some_and(|kind| kind.starts_with("video"));
                UploadTrack {
                    mid: mid.trim_end().to_owned(),
                    source: sources
                        .find(|source| source.is_video() == video)
                        .unwrap_or(Source::Camera),
                }
            })
            .take(4)
            .collect();
        let offer = UploadOffer {
            connection: 1,
            generation,
            sdp: sdp.to_owned(),
            tracks,
        };
        let events = self.command(MediaCommand::Upload(id, offer));
        let answered = |event: &MediaEvent| matches!(event, MediaEvent::UploadAnswered { .. });
        assert!(events.iter().any(answered), "an offer without an answer");
    }

    /// Has somebody offer to receive; an answer must follow.
    pub fn watch(&mut self, sdp: &str) {
        let tracks = vec![
            TrackId::new(who(1), Source::Microphone),
            TrackId::new(who(1), Source::Camera),
        ];
        let events = self.command(MediaCommand::Watch(who(3), sdp.to_owned(), tracks));
        let answered = |event: &MediaEvent| matches!(event, MediaEvent::WatchAnswered { .. });
        assert!(events.iter().any(answered), "an offer without an answer");
    }

    /// Answers what the unit offers to forward; `$0` and `$1` in the text become its sections' names.
    fn answer(&mut self, texts: &[&str]) {
        let tracks = vec![
            TrackId::new(who(1), Source::Microphone),
            TrackId::new(who(1), Source::Camera),
        ];
        let mut events = self.command(MediaCommand::Subscribe(who(2), tracks));
        for text in texts {
            let offer = events.iter().find_map(|event| match event {
                MediaEvent::DownloadOffered(_, offer) => Some(offer),
                _ => None,
            });
            let Some(offer) = offer else {
                return;
            };
            let mids: Vec<&str> = offer
                .sdp
                .lines()
                .filter_map(|line| line.strip_prefix("a=mid:"))
                .collect();
            let sdp = mids.iter().enumerate().fold((*text).to_owned(), |sdp, (at, mid)| {
                sdp.replace(&format!("${at}"), mid.trim_end())
            });
            events = self.command(MediaCommand::DownloadAnswer {
                participant: who(2),
                connection: offer.connection,
                generation: offer.generation,
                sdp,
            });
        }
    }
}

/// Offers to send, one renegotiating the other; an offer to receive, twice; answers.
pub fn run(bytes: &[u8]) {
    let mut draw = Draw::new(bytes);
    let way = draw.byte();
    let text = String::from_utf8_lossy(draw.rest());
    let texts: Vec<&str> = text.split('\0').take(3).collect();
    let mut unit = Unit::new();
    match way % 3 {
        0 => (1..)
            .zip(&texts)
            .for_each(|(generation, sdp)| unit.upload(who(2), generation, sdp)),
        1 => texts.iter().for_each(|sdp| unit.watch(sdp)),
        _ => {
            unit.upload(who(1), 1, CAMERA);
            unit.answer(&texts);
        }
    }
    unit.command(MediaCommand::Remove(who(2)));
}

/// True descriptions of every kind.
pub fn seeds() -> Vec<Vec<u8>> {
    let seed = |way: u8, texts: &[&str]| [&[way], texts.join("\0").as_bytes()].concat();
    let (sent, received) = (description(true), description(false));
    let answer = CAMERA
        .replace("BUNDLE v a", "BUNDLE $0 $1")
        .replace("mid:v", "mid:$0")
        .replace("mid:a\r", "mid:$1\r")
        .replace("sendonly", "recvonly")
        .replace("actpass", "active");
    let second = CAMERA.replace("abcd", "efgh");
    vec![
        seed(0, &[&sent]),
        seed(0, &[&sent, &sent]),
        seed(0, &[CAMERA, &second]),
        seed(1, &[&received, &received]),
        seed(2, &[&answer, &answer]),
    ]
}
