//! One peer of a crowd with its socket, and what a crowd sees.

use std::time::{Duration, Instant};

use mio::net::UdpSocket;
use tokio::sync::oneshot;
use yunqian_media::peer::{Count, Peer, PeerError, PeerEvent, Step};

use super::crowd::{Newcomer, Progress};
use super::source::{self, Origin, Source};

const DATAGRAM_BYTES: usize = 2_048;

/// What a crowd saw while measuring.
#[derive(Debug)]
pub struct Seen {
    epoch: Instant,
    measuring: bool,
    /// How far the members have come.
    pub progress: Progress,
    /// From the beginning of each join to its first media packet.
    pub joins: Vec<Duration>,
    /// Ages of packets that were read whole.
    pub ages: Vec<Duration>,
    /// What each member received.
    pub counts: Vec<Count>,
    /// Packets all members sent.
    pub sent: u64,
    /// Keyframes asked of all members.
    pub keyframes_wanted: u64,
    /// Who waits for a packet from where.
    pub awaited: Option<(Origin, oneshot::Sender<Instant>)>,
}

impl Seen {
    /// Begins with nothing seen.
    pub fn new(epoch: Instant) -> Self {
        Self {
            epoch,
            measuring: false,
            progress: Progress::default(),
            joins: Vec::new(),
            ages: Vec::new(),
            counts: Vec::new(),
            sent: 0,
            keyframes_wanted: 0,
            awaited: None,
        }
    }

    /// Begins to measure.
    pub fn open(&mut self) {
        self.measuring = true;
        self.ages.clear();
    }

    fn read(&mut self, payload: &[u8]) {
        let now = Instant::now();
        if self.measuring {
            self.ages.extend(source::age(payload, self.epoch, now));
        }
        let origin = source::origin(payload);
        if let Some((_, reply)) = self.awaited.take_if(|(awaited, _)| origin == Some(*awaited)) {
            let _ = reply.send(now);
        }
    }

    /// Ends measuring; joins stay for the next time too.
    pub fn close<'a>(&mut self, members: impl Iterator<Item = &'a mut Member>) -> Self {
        self.measuring = false;
        let mut closed = Self {
            progress: self.progress,
            joins: self.joins.clone(),
            ages: std::mem::take(&mut self.ages),
            ..Self::new(self.epoch)
        };
        for member in members {
            closed.counts.push(member.peer.tally().sum());
            if let Some(source) = &member.source {
                closed.sent += source.sent;
                closed.keyframes_wanted += source.keyframes_wanted;
            }
        }
        closed
    }
}

/// A peer and its socket.
pub struct Member {
    peer: Peer,
    socket: UdpSocket,
    source: Option<Source>,
    began: Instant,
    due: Instant,
    connected: bool,
    watching: bool,
    over: bool,
}

impl Member {
    /// Takes in a newcomer.
    pub fn new(newcomer: Newcomer) -> Self {
        let Newcomer {
            peer,
            socket,
            began,
            source,
        } = newcomer;
        Self {
            peer,
            socket,
            source,
            began,
            due: began,
            connected: false,
            watching: false,
            over: false,
        }
    }

    /// Begins to count anew.
    pub fn restart(&mut self) {
        self.peer.tally().restart();
        if let Some(source) = &mut self.source {
            source.sent = 0;
            source.keyframes_wanted = 0;
        }
    }

    /// Answers a later offer.
    ///
    /// # Errors
    /// When it is unusable.
    pub fn renegotiate(&mut self, offer: &str, seen: &mut Seen) -> Result<String, PeerError> {
        let answer = self.peer.answer(offer)?;
        self.advance(Instant::now(), seen);
        Ok(answer)
    }

    /// Reads all that came in.
    pub fn read(&mut self, seen: &mut Seen) {
        let mut buffer = [0; DATAGRAM_BYTES];
        while let Ok((length, from)) = self.socket.recv_from(&mut buffer) {
            if self.over {
                continue;
            }
            match self.peer.receive(Instant::now(), from, &buffer[..length]) {
                // The connection holds one packet at a time.
                Ok(true) => self.drain(seen),
                Ok(false) => {}
                Err(_) => self.end(seen),
            }
        }
        if !self.watching && self.peer.tally().total() > 0 {
            self.watching = true;
            seen.progress.watching += 1;
            seen.joins.push(self.began.elapsed());
        }
    }

    /// Sends only so many layers of its pictures, from the smallest.
    pub fn send_layers(&mut self, layers: usize) {
        if let Some(source) = &mut self.source {
            source.send_layers(layers);
        }
    }

    /// Sends what is due and lets timers run out.
    pub fn turn(&mut self, now: Instant, seen: &mut Seen) {
        if self.over || self.due > now {
            return;
        }
        if self.connected
            && let Some(source) = &mut self.source
            && source.send_due(now, &mut self.peer).is_err()
        {
            self.end(seen);
            return;
        }
        self.advance(now, seen);
    }

    fn advance(&mut self, now: Instant, seen: &mut Seen) {
        if self.peer.tick(now).is_err() {
            self.end(seen);
        } else {
            self.drain(seen);
        }
    }

    /// Does all that the peer wants done.
    fn drain(&mut self, seen: &mut Seen) {
        while !self.over {
            match self.peer.poll() {
                Ok(Step::Wait(at)) => {
                    let sends = self.source.as_ref().filter(|_| self.connected).map(Source::due);
                    self.due = sends.map_or(at, |due| due.min(at));
                    return;
                }
                // What the kernel has no room for is lost, as on a network.
                Ok(Step::Send(to, bytes)) => drop(self.socket.send_to(&bytes, to)),
                Ok(Step::Event(event)) => self.note(event, seen),
                Err(_) => self.end(seen),
            }
        }
    }

    fn note(&mut self, event: PeerEvent, seen: &mut Seen) {
        match event {
            PeerEvent::Connected => {
                self.connected = true;
                seen.progress.connected += 1;
                if let Some(source) = &mut self.source {
                    source.start(Instant::now());
                }
            }
            PeerEvent::Payload(payload) => seen.read(&payload),
            PeerEvent::KeyframeWanted(_, layer) => {
                if let Some(source) = &mut self.source {
                    source.want_keyframe(layer.as_deref());
                }
            }
        }
    }

    fn end(&mut self, seen: &mut Seen) {
        if !self.over {
            self.over = true;
            seen.progress.lost += 1;
        }
    }
}
