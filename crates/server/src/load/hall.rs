//! What all participants of one run share.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::Context;
use mio::net::UdpSocket;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_media::peer::{Depth, Identity, Peer};
use yunqian_signaling::ParticipantId;

use super::crowd::{Crowd, Progress};

/// How long participants may take to come up, all together.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Faults that are kept word by word.
const FAULTS: usize = 5;

/// The shared parts of a run.
pub struct Hall {
    /// When the run began; marks in packets count from here.
    pub epoch: Instant,
    /// Those who send.
    pub senders: Crowd,
    /// Those who receive, over as many threads as asked for.
    receivers: Vec<Crowd>,
    /// Fires when participants are to leave.
    pub stop: CancellationToken,
    identity: Identity,
    local: IpAddr,
    whole_every: usize,
    faults: Mutex<(usize, Vec<String>)>,
    sites: Mutex<HashMap<u16, ParticipantId>>,
    cues: Mutex<HashMap<Uuid, Vec<Instant>>>,
}

impl Hall {
    /// Makes ready for participants who reach `server`; every `whole_every`th reads whole packets.
    ///
    /// # Errors
    /// When the server's name has no address, or the system gives no thread.
    pub fn open(server: &str, threads: usize, whole_every: usize) -> anyhow::Result<Self> {
        let epoch = Instant::now();
        let receivers = (0..threads.max(1)).map(|_| Crowd::start(epoch, false));
        Ok(Self {
            epoch,
            senders: Crowd::start(epoch, true)?,
            receivers: receivers.collect::<anyhow::Result<_>>()?,
            stop: CancellationToken::new(),
            identity: Identity::generate()?,
            local: address_towards(server)?,
            whole_every: whole_every.max(1),
            faults: Mutex::default(),
            sites: Mutex::default(),
            cues: Mutex::default(),
        })
    }

    /// A new peer and its socket.
    ///
    /// # Errors
    /// When the system gives no socket.
    pub fn peer(&self, depth: Depth) -> anyhow::Result<(Peer, UdpSocket)> {
        let socket = UdpSocket::bind(SocketAddr::new(self.local, 0))?;
        let peer = Peer::new(&self.identity, socket.local_addr()?, depth, Instant::now())?;
        Ok((peer, socket))
    }

    /// How the `number`th receiver reads.
    pub fn depth(&self, number: usize) -> Depth {
        if number.is_multiple_of(self.whole_every) {
            Depth::Whole
        } else {
            Depth::Headers
        }
    }

    /// The thread of the `number`th receiver.
    pub fn receiver(&self, number: usize) -> &Crowd {
        &self.receivers[number % self.receivers.len()]
    }

    /// All threads of receivers.
    pub fn receivers(&self) -> &[Crowd] {
        &self.receivers
    }

    /// How far all receivers have come.
    pub fn progress(&self) -> Progress {
        let mut sum = Progress::default();
        for crowd in &self.receivers {
            let one = *crowd.progress().borrow();
            sum.connected += one.connected;
            sum.watching += one.watching;
            sum.lost += one.lost;
        }
        sum
    }

    /// Notes whom the room takes the source of this number for.
    pub fn introduce(&self, number: u16, participant: ParticipantId) {
        self.sites.lock().expect("no holder panics").insert(number, participant);
    }

    /// All sources, by whom the room takes them for.
    pub fn sites(&self) -> HashMap<ParticipantId, u16> {
        let sites = self.sites.lock().expect("no holder panics");
        sites
            .iter()
            .map(|(number, participant)| (*participant, *number))
            .collect()
    }

    /// Notes that a cue reached a participant.
    pub fn cue_arrived(&self, cue: Uuid) {
        let now = Instant::now();
        self.cues
            .lock()
            .expect("no holder panics")
            .entry(cue)
            .or_default()
            .push(now);
    }

    /// When a cue reached participants, in order.
    pub fn arrivals(&self, cue: Uuid) -> Vec<Instant> {
        let cues = self.cues.lock().expect("no holder panics");
        let mut arrivals = cues.get(&cue).cloned().unwrap_or_default();
        arrivals.sort_unstable();
        arrivals
    }

    /// Notes that a participant failed.
    pub fn fault(&self, error: &anyhow::Error) {
        let mut faults = self.faults.lock().expect("no holder panics");
        faults.0 += 1;
        if faults.1.len() < FAULTS {
            faults.1.push(format!("{error:#}"));
        }
    }

    /// How many failed, and the first few reasons.
    pub fn faults(&self) -> (usize, Vec<String>) {
        self.faults.lock().expect("no holder panics").clone()
    }

    /// Waits until `count` receivers have media, those that failed excepted, or until patience ends.
    pub async fn until_watching(&self, count: usize) {
        let end = Instant::now() + PATIENCE;
        while Instant::now() < end {
            let progress = self.progress();
            if progress.watching + self.faults().0 + progress.lost >= count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until `count` senders are connected.
    ///
    /// # Errors
    /// When they are not in time.
    pub async fn until_sending(&self, count: usize) -> anyhow::Result<()> {
        let mut progress = self.senders.progress();
        let up = tokio::time::timeout(PATIENCE, progress.wait_for(|progress| progress.connected >= count)).await;
        let faults = self.faults();
        up.with_context(|| format!("publishers do not come up {:?}", faults.1))??;
        Ok(())
    }
}

/// The address of this machine that `server` sees.
fn address_towards(server: &str) -> anyhow::Result<IpAddr> {
    let (_, rest) = server.split_once("://").context("the address begins with http://")?;
    let authority = rest.split('/').next().unwrap_or(rest);
    let with_port = if authority.contains(':') {
        authority.to_owned()
    } else {
        format!("{authority}:80")
    };
    let mut addresses = with_port
        .to_socket_addrs()
        .context("the server's name has no address")?;
    // IPv4 first: `localhost` is both, and the unit names its IPv4 addresses.
    let all: Vec<SocketAddr> = addresses.by_ref().collect();
    let remote = all.iter().find(|a| a.is_ipv4()).or(all.first()).context("no address")?;
    let any: IpAddr = if remote.is_ipv4() {
        [0, 0, 0, 0].into()
    } else {
        [0; 16].into()
    };
    let socket = std::net::UdpSocket::bind(SocketAddr::new(any, 0))?;
    socket.connect(remote)?;
    Ok(socket.local_addr()?.ip())
}
