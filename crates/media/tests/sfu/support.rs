//! Participants made of str0m, over real loopback UDP, driven by one loop.

use std::collections::{BTreeSet, HashMap};
use std::net::{SocketAddr, UdpSocket};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use crate::pipe::Pipe;
use str0m::change::{SdpAnswer, SdpOffer, SdpPendingOffer};
use str0m::format::Codec;
use str0m::media::{Direction, MediaKind, Mid, Pt, Rid, Simulcast, SimulcastLayer};
use str0m::net::Receive;
use str0m::rtp::RtpWrite;
use str0m::{Event, Input, Output, Rtc, RtcConfig};
use uuid::Uuid;
use yunqian_media::{Command, Driver, MediaConfig};
use yunqian_signaling::{
    DownloadOffer, MediaCommand, MediaEvent, ParticipantId, RoomId, Source, TrackId, UploadOffer, UploadTrack,
};

/// A unit with its participants.
pub struct Stage {
    pub driver: Driver,
    reports: Receiver<yunqian_media::Report>,
    pub people: Vec<Person>,
    pub events: Vec<MediaEvent>,
    pub answers_offers: bool,
    /// The room of whoever joins next.
    pub room: &'static str,
}

/// One participant.
pub struct Person {
    pub id: ParticipantId,
    up: Option<Link>,
    down: Option<Link>,
    carried: HashMap<String, TrackId>,
    pending: Option<SdpPendingOffer>,
    /// Packets received, by track.
    pub received: HashMap<TrackId, u64>,
    /// Keyframes first in what was received, by track.
    pub started_with_keyframe: HashMap<TrackId, bool>,
    /// Highest gap in sequence numbers seen.
    pub lost: u64,
    last_seq: HashMap<TrackId, u64>,
    /// Every number received, by track.
    pub numbers: HashMap<TrackId, BTreeSet<u64>>,
    /// The size of the last packet, by track.
    pub size: HashMap<TrackId, usize>,
    pub connections: u32,
    tcp: Option<SocketAddr>,
    room: &'static str,
}

struct Link {
    rtc: Rtc,
    pipe: Pipe,
    local: SocketAddr,
    next: Instant,
    connected: bool,
    senders: Vec<Sender>,
    mids: HashMap<u32, Mid>,
    /// Every how many media packets one is lost on its way in.
    loses: Option<u32>,
    arrived: u32,
    /// It sends keyframes only where a layer begins, and answers no request for another.
    frugal: bool,
}

struct Sender {
    mid: Mid,
    /// The layer and its picture's height.
    layer: Option<(Rid, u16)>,
    video: bool,
    seq: u64,
    frames: u32,
    due: Instant,
    key: bool,
    paused: bool,
}

pub const SPAN: Duration = Duration::from_secs(20);

impl Stage {
    pub fn new() -> Self {
        Self::on_cores(1)
    }

    pub fn on_cores(cores: usize) -> Self {
        let (sender, reports) = sync_channel(1024);
        let config = MediaConfig {
            listen: "127.0.0.1:0".parse().unwrap(),
            tcp_listen: None,
            cores,
            candidates: vec!["auto".into()],
            tcp_candidates: None,
        };
        let sink = Box::new(move |report| {
            sender.try_send(report).map_err(|e| match e {
                std::sync::mpsc::TrySendError::Full(r) | std::sync::mpsc::TrySendError::Disconnected(r) => r,
            })
        });
        Self {
            driver: Driver::start(&config, sink).unwrap(),
            reports,
            people: Vec::new(),
            events: Vec::new(),
            answers_offers: true,
            room: "room",
        }
    }

    pub fn join(&mut self) -> usize {
        self.people.push(Person {
            id: ParticipantId(Uuid::from_u128(self.people.len() as u128 + 1)),
            up: None,
            down: None,
            carried: HashMap::new(),
            pending: None,
            received: HashMap::new(),
            started_with_keyframe: HashMap::new(),
            lost: 0,
            last_seq: HashMap::new(),
            numbers: HashMap::new(),
            size: HashMap::new(),
            connections: 0,
            room: self.room,
            tcp: None,
        });
        self.people.len() - 1
    }

    pub fn command(&self, command: MediaCommand) {
        self.command_in(self.room, command);
    }

    fn command_in(&self, room: &str, command: MediaCommand) {
        let room = RoomId(room.into());
        self.driver.handle().send(Command { room, command }).unwrap();
    }

    pub fn track(&self, person: usize, source: Source) -> TrackId {
        TrackId::new(self.people[person].id, source)
    }

    /// Publishes camera and microphone.
    pub fn publish(&mut self, person: usize) {
        self.publish_layers(person, &[]);
    }

    /// Lets a participant's connections go over TCP alone.
    pub fn block_udp(&mut self, person: usize) {
        self.people[person].tcp = Some(self.driver.tcp_address());
    }

    /// Publishes a microphone and a camera in layers of these names and heights.
    pub fn publish_layers(&mut self, person: usize, layers: &[(&str, u16)]) {
        let person = &mut self.people[person];
        let mut link = person.link();
        let mut api = link.rtc.sdp_api();
        let audio = api.add_media(MediaKind::Audio, Direction::SendOnly, None, None, None);
        let simulcast = (!layers.is_empty()).then(|| Simulcast {
            send: layers.iter().map(|(rid, _)| SimulcastLayer::new(rid)).collect(),
            recv: vec![],
        });
        let video = api.add_media(MediaKind::Video, Direction::SendOnly, None, None, simulcast);
        let (offer, pending) = api.apply().unwrap();
        link.senders = vec![Sender::new(audio, false)];
        let of = |(rid, height): &(&str, u16)| Sender {
            layer: Some((Rid::from(*rid), *height)),
            ..Sender::new(video, true)
        };
        link.senders.extend(layers.iter().map(of));
        if layers.is_empty() {
            link.senders.push(Sender::new(video, true));
        }
        person.pending = Some(pending);
        person.up = Some(link);
        person.connections += 1;
        let track = |mid: Mid, source| UploadTrack {
            mid: mid.to_string(),
            source,
        };
        let offer = UploadOffer {
            connection: person.connections,
            generation: 1,
            sdp: offer.to_sdp_string(),
            tracks: vec![track(audio, Source::Microphone), track(video, Source::Camera)],
        };
        let id = person.id;
        self.command(MediaCommand::Upload(id, offer));
        let count = self.events.len();
        self.until("the upload is answered", |stage| {
            stage.events[count..]
                .iter()
                .any(|e| matches!(e, MediaEvent::UploadAnswered { participant, .. } if *participant == id))
        });
    }

    /// Forwards everything of `from` to `to`.
    pub fn subscribe(&self, to: usize, from: &[usize]) {
        let tracks = from
            .iter()
            .flat_map(|p| [Source::Microphone, Source::Camera].map(|source| self.track(*p, source)))
            .collect();
        self.command(MediaCommand::Subscribe(self.people[to].id, tracks));
    }

    /// Lets every so manyth media packet towards a participant get lost.
    pub fn lose(&mut self, person: usize, every: u32) {
        self.people[person].down.as_mut().unwrap().loses = Some(every);
    }

    /// Offers to receive one sound and one picture on sections of the receiver's own, and waits for the answer.
    pub fn watch(&mut self, person: usize, tracks: Vec<TrackId>) {
        let mut link = Link::new();
        let mut api = link.rtc.sdp_api();
        for (kind, track) in [MediaKind::Audio, MediaKind::Video].into_iter().zip(&tracks) {
            let mid = api.add_media(kind, Direction::RecvOnly, None, None, None);
            self.people[person].carried.insert(mid.to_string(), track.clone());
        }
        let (offer, pending) = api.apply().unwrap();
        let person = &mut self.people[person];
        (person.pending, person.down) = (Some(pending), Some(link));
        let id = person.id;
        self.command(MediaCommand::Watch(id, offer.to_sdp_string(), tracks));
        self.until("the watcher is answered", |stage| {
            let answered =
                |e: &MediaEvent| matches!(e, MediaEvent::WatchAnswered { participant, .. } if *participant == id);
            stage.events.iter().any(answered)
        });
    }

    /// From now on a publisher sends keyframes only where a layer begins.
    pub fn be_frugal(&mut self, person: usize) {
        self.people[person].up.as_mut().unwrap().frugal = true;
    }

    /// A participant vanishes without a word.
    pub fn kill(&mut self, person: usize) {
        self.people[person].up = None;
        self.people[person].down = None;
    }

    pub fn count(&self, viewer: usize, of: usize, source: Source) -> u64 {
        let track = self.track(of, source);
        self.people[viewer].received.get(&track).copied().unwrap_or(0)
    }

    /// Runs everybody for a while.
    pub fn run(&mut self, span: Duration) {
        let end = Instant::now() + span;
        while Instant::now() < end {
            self.turn();
        }
    }

    /// Runs everybody until `reached`.
    pub fn until(&mut self, what: &str, reached: impl Fn(&Self) -> bool) {
        let end = Instant::now() + SPAN;
        while !reached(self) {
            assert!(Instant::now() < end, "waited in vain: {what}");
            self.turn();
        }
    }

    fn turn(&mut self) {
        for index in 0..self.people.len() {
            self.people[index].turn();
        }
        // Waiting for a report is the loop's clock.
        if let Ok(report) = self.reports.recv_timeout(Duration::from_millis(1)) {
            self.react(&report.event);
            self.events.push(report.event);
        }
    }

    fn react(&mut self, event: &MediaEvent) {
        match event {
            MediaEvent::Demand(participant, Source::Camera, layers) => {
                if let Some(link) = self.person(*participant).up.as_mut() {
                    link.obey(usize::from(*layers));
                }
            }
            MediaEvent::UploadAnswered {
                participant,
                result: Ok(sdp),
                ..
            } => {
                let person = self.person(*participant);
                let pending = person.pending.take().unwrap();
                let link = person.up.as_mut().unwrap();
                let answer = SdpAnswer::from_sdp_string(sdp).unwrap();
                link.rtc.sdp_api().accept_answer(pending, answer).unwrap();
                link.next = Instant::now();
            }
            MediaEvent::WatchAnswered {
                participant,
                result: Ok(sdp),
            } => {
                let person = self.person(*participant);
                let pending = person.pending.take().unwrap();
                let link = person.down.as_mut().unwrap();
                let answer = SdpAnswer::from_sdp_string(sdp).unwrap();
                link.rtc.sdp_api().accept_answer(pending, answer).unwrap();
                link.next = Instant::now();
            }
            MediaEvent::DownloadOffered(participant, offer) if self.answers_offers => {
                let person = self.person(*participant);
                let (room, answer) = (person.room, person.answer(offer));
                self.command_in(room, answer);
            }
            _ => {}
        }
    }

    fn person(&mut self, id: ParticipantId) -> &mut Person {
        self.people.iter_mut().find(|p| p.id == id).unwrap()
    }
}

impl Person {
    fn link(&self) -> Link {
        self.tcp.map_or_else(Link::new, |to| Link::over(Pipe::tcp(to)))
    }

    fn answer(&mut self, offer: &DownloadOffer) -> MediaCommand {
        if offer.generation == 1 {
            self.down = Some(self.link());
        }
        let link = self.down.as_mut().unwrap();
        let sdp = SdpOffer::from_sdp_string(&offer.sdp).unwrap();
        let answer = link.rtc.sdp_api().accept_offer(sdp).unwrap();
        link.next = Instant::now();
        self.carried = offer.tracks.iter().map(|t| (t.mid.clone(), t.track.clone())).collect();
        MediaCommand::DownloadAnswer {
            participant: self.id,
            connection: offer.connection,
            generation: offer.generation,
            sdp: answer.to_sdp_string(),
        }
    }

    fn turn(&mut self) {
        if let Some(link) = self.up.as_mut() {
            link.turn();
            link.send();
        }
        let Some(link) = self.down.as_mut() else {
            return;
        };
        for (mid, seq, payload) in link.turn() {
            let Some(track) = self.carried.get(&mid) else {
                continue;
            };
            self.numbers.entry(track.clone()).or_default().insert(seq);
            self.size.insert(track.clone(), payload.len());
            let count = self.received.entry(track.clone()).or_default();
            *count += 1;
            if *count == 1 {
                let key = payload.len() > 1 && payload[0] & 0x10 != 0 && payload[1] & 1 == 0;
                self.started_with_keyframe.insert(track.clone(), key);
            }
            if let Some(last) = self.last_seq.insert(track.clone(), seq) {
                self.lost += seq.saturating_sub(last + 1);
            }
        }
    }
}

impl Link {
    fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        Self::over(Pipe::Udp(socket))
    }

    fn over(pipe: Pipe) -> Self {
        let local = pipe.local();
        let mut rtc = RtcConfig::new()
            .clear_codecs()
            .enable_vp8(true)
            .enable_opus(true, false)
            .set_rtp_mode(true)
            .build(Instant::now());
        rtc.add_local_candidate(pipe.candidate());
        Self {
            rtc,
            pipe,
            local,
            next: Instant::now(),
            connected: false,
            senders: Vec::new(),
            mids: HashMap::new(),
            loses: None,
            arrived: 0,
            frugal: false,
        }
    }

    /// Sends only the layers that are wanted, each from a keyframe on.
    fn obey(&mut self, layers: usize) {
        let all = self.senders.iter_mut().filter(|sender| sender.layer.is_some());
        for (index, sender) in all.enumerate() {
            let paused = index >= layers;
            if sender.paused && !paused {
                (sender.key, sender.due) = (true, Instant::now());
            }
            sender.paused = paused;
        }
    }

    fn turn(&mut self) -> Vec<(String, u64, Vec<u8>)> {
        let mut packets = Vec::new();
        let mut buffer = [0; 2000];
        self.poll(&mut packets);
        while let Some((length, from)) = self.pipe.receive(&mut buffer) {
            let bytes = &buffer[..length];
            if self.loses_this(bytes) {
                continue;
            }
            if let Ok(r) = Receive::new(self.pipe.protocol(), from, self.local, bytes) {
                self.rtc.handle_input(Input::Receive(Instant::now(), r)).unwrap();
            }
            self.poll(&mut packets);
        }
        if self.next <= Instant::now() {
            self.rtc.handle_input(Input::Timeout(Instant::now())).unwrap();
            self.poll(&mut packets);
        }
        packets
    }

    /// Loses some of the media, never its reports (RFC 5761 tells them apart).
    fn loses_this(&mut self, datagram: &[u8]) -> bool {
        let media = matches!(datagram, [128..=191, kind, ..] if !(192..=223).contains(kind));
        self.arrived += u32::from(media);
        media && self.loses.is_some_and(|every| self.arrived.is_multiple_of(every))
    }

    fn poll(&mut self, packets: &mut Vec<(String, u64, Vec<u8>)>) {
        loop {
            match self.rtc.poll_output().unwrap() {
                Output::Timeout(at) => {
                    self.next = at;
                    return;
                }
                Output::Transmit(t) => {
                    self.pipe.send(&t.contents, t.destination);
                }
                Output::Event(Event::Connected) => self.connected = true,
                Output::Event(Event::KeyframeRequest(request)) if !self.frugal => {
                    for sender in &mut self.senders {
                        let rid = sender.layer.map(|(rid, _)| rid);
                        sender.key |= sender.mid == request.mid && (request.rid.is_none() || request.rid == rid);
                    }
                }
                Output::Event(Event::RtpPacket(p)) => {
                    let ssrc = p.header.ssrc;
                    let mid = self.rtc.direct_api().stream_rx(&ssrc).map(|stream| stream.mid());
                    if let Some(mid) = mid {
                        self.mids.insert(*ssrc, mid);
                        packets.push((mid.to_string(), *p.seq_no, p.payload.to_vec()));
                    }
                }
                Output::Event(_) => {}
            }
        }
    }

    fn send(&mut self) {
        let now = Instant::now();
        if !self.connected {
            return;
        }
        let mut senders = std::mem::take(&mut self.senders);
        for sender in senders.iter_mut().filter(|s| !s.paused && s.due <= now) {
            let Some(pt) = self.payload_type(sender) else {
                continue;
            };
            for (marker, payload) in sender.frame() {
                let time = sender.frames * if sender.video { 3000 } else { 960 };
                let write = RtpWrite::new(pt, sender.seq.into(), time, now, payload)
                    .marker(marker)
                    .nackable(sender.video);
                let mut api = self.rtc.direct_api();
                let rid = sender.layer.map(|(rid, _)| rid);
                api.stream_tx_by_mid(sender.mid, rid).unwrap().write_rtp(write);
                sender.seq += 1;
            }
            self.rtc.handle_input(Input::Timeout(now)).unwrap();
            self.poll(&mut Vec::new());
        }
        self.senders = senders;
    }

    fn payload_type(&self, sender: &Sender) -> Option<Pt> {
        let accepted = self.rtc.media(sender.mid)?.remote_pts();
        let codec = if sender.video { Codec::Vp8 } else { Codec::Opus };
        self.rtc
            .codec_config()
            .find(|p| p.spec().codec == codec && accepted.contains(&p.pt()))
            .map(|p| p.pt())
    }
}

impl Sender {
    fn new(mid: Mid, video: bool) -> Self {
        Self {
            mid,
            layer: None,
            video,
            seq: 40_000,
            frames: 0,
            due: Instant::now(),
            key: true,
            paused: false,
        }
    }

    /// The packets of the next frame: three of 1,000 bytes for video (of as many bytes as a layer is high), one of 80
    /// for sound.
    fn frame(&mut self) -> Vec<(bool, Vec<u8>)> {
        self.frames += 1;
        self.due += Duration::from_millis(if self.video { 33 } else { 20 });
        if !self.video {
            return vec![(true, vec![0x78; 80])];
        }
        let key = std::mem::take(&mut self.key);
        (0..3)
            .map(|part| {
                let height = self.layer.map_or(1000, |(_, height)| height);
                let mut payload = vec![0xab; height.into()];
                payload[0] = if part == 0 { 0x10 } else { 0x00 };
                payload[1] = if part == 0 && key { 0x10 } else { 0x11 };
                payload[4..7].copy_from_slice(&[0x9d, 0x01, 0x2a]);
                payload[9..11].copy_from_slice(&height.to_le_bytes());
                (part == 2, payload)
            })
            .collect()
    }
}
