//! Sockets without media, and one message a second to all of them.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clap::Args;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_client::Session;
use yunqian_signaling::{ClientMessage, ServerMessage};

use super::Common;
use super::fair::{Entrance, Fair};
use super::hall::PATIENCE;
use super::measure::Watch;
use super::process::Process;
use super::report::{Broadcast, Quantiles, Report, round};

/// Between two messages.
const BEAT: Duration = Duration::from_secs(1);
const FAREWELL: Duration = Duration::from_secs(2);

/// Which sockets.
#[derive(Debug, Args)]
pub(crate) struct Sockets {
    /// Sockets, all rooms together.
    #[arg(long, default_value_t = 10_000)]
    sockets: usize,
    /// Sockets in one room at most.
    #[arg(long, default_value_t = 2_500)]
    per_room: usize,
}

/// What all sockets share.
struct Ear {
    fair: Fair,
    epoch: Instant,
    stop: CancellationToken,
    heard: Mutex<Heard>,
}

#[derive(Default)]
struct Heard {
    joins: Vec<Duration>,
    latencies: Vec<Duration>,
    failed: usize,
    faults: Vec<String>,
}

impl Sockets {
    /// Everybody enters; then one message a second goes to every room.
    ///
    /// # Errors
    /// When the server can't be reached.
    pub async fn run(&self, common: &Common) -> anyhow::Result<Report> {
        let ear = Arc::new(Ear {
            fair: Fair::open(&common.url).await?,
            epoch: Instant::now(),
            stop: CancellationToken::new(),
            heard: Mutex::default(),
        });
        let mut rooms = Vec::new();
        for _ in 0..self.sockets.div_ceil(self.per_room.max(1)) {
            rooms.push(ear.fair.open_room().await?);
        }
        let watch = Watch::begin(common.pid);
        let mut tasks = JoinSet::new();
        self.fill(&ear, &rooms, common.parallel, &mut tasks).await;
        let joined = watch.taken();
        let window = common.window();
        sleep(window.warm).await;
        let own = Process::own();
        let (opened, own_before, began) = (watch.taken(), own.ran(), Instant::now());
        let sent = ear.speak(&rooms, window.span).await?;
        let span = began.elapsed();
        let load_cpu_percent = round(100.0 * (own.ran() - own_before).as_secs_f64() / span.as_secs_f64());
        let server = watch.server(&joined, &opened, span, self.sockets);
        ear.stop.cancel();
        while tasks.join_next().await.is_some() {}
        for room in rooms {
            ear.fair.end_room(room).await?;
        }
        let heard = std::mem::take(&mut *ear.heard.lock().expect("no holder panics"));
        Ok(Report {
            mode: "signalling",
            participants: self.sockets,
            joined: heard.joins.len(),
            failed: heard.failed,
            faults: heard.faults,
            join_ms: Quantiles::of(heard.joins),
            broadcast: Some(Broadcast {
                sent,
                expected: sent * self.sockets / self.sockets.div_ceil(self.per_room.max(1)),
                latency_ms: Quantiles::of(heard.latencies),
            }),
            server,
            load_cpu_percent,
            ..Report::default()
        })
    }

    async fn fill(&self, ear: &Arc<Ear>, rooms: &[Uuid], parallel: usize, tasks: &mut JoinSet<()>) {
        let turns = Arc::new(Semaphore::new(parallel.max(1)));
        for number in 0..self.sockets {
            let turn = turns.clone().acquire_owned().await.ok();
            let (ear, room) = (ear.clone(), rooms[number % rooms.len()]);
            tasks.spawn(async move { ear.listen(room, turn).await });
        }
        // All turns given back: everybody is in, or failed.
        let all = u32::try_from(parallel.max(1)).unwrap_or(u32::MAX);
        drop(timeout(PATIENCE, turns.acquire_many(all)).await);
    }
}

impl Ear {
    async fn listen(&self, room: Uuid, turn: Option<OwnedSemaphorePermit>) {
        if let Err(error) = self.hear_all(room, turn).await {
            let mut heard = self.heard.lock().expect("no holder panics");
            heard.failed += 1;
            if heard.faults.len() < 5 {
                heard.faults.push(format!("{error:#}"));
            }
        }
    }

    async fn hear_all(&self, room: Uuid, turn: Option<OwnedSemaphorePermit>) -> anyhow::Result<()> {
        let grant = self.fair.grant(room, Entrance::Audience).await?;
        let began = Instant::now();
        let entered = timeout(PATIENCE, Session::enter(&self.fair.socket_url(), grant, None)).await;
        let (mut session, _) = entered??;
        self.heard.lock().expect("no holder panics").joins.push(began.elapsed());
        drop(turn);
        loop {
            let frame = tokio::select! {
                () = self.stop.cancelled() => break,
                frame = session.hear() => frame?,
            };
            if let ServerMessage::Chat { line } = frame.body
                && let Ok(sent) = line.text.parse().map(Duration::from_nanos)
            {
                let latency = self.epoch.elapsed().saturating_sub(sent);
                self.heard.lock().expect("no holder panics").latencies.push(latency);
            }
        }
        let _ = timeout(FAREWELL, session.leave()).await;
        Ok(())
    }

    /// Says the time in every room once a second; gives how often.
    async fn speak(&self, rooms: &[Uuid], span: Duration) -> anyhow::Result<usize> {
        let mut hosts = Vec::new();
        for room in rooms {
            let grant = self.fair.grant(*room, Entrance::Stage).await?;
            hosts.push(Session::enter(&self.fair.socket_url(), grant, None).await?.0);
        }
        let beats = span.as_secs().max(1);
        let mut sent = 0;
        for _ in 0..beats {
            let due = Instant::now() + BEAT;
            for host in &mut hosts {
                let text = self.epoch.elapsed().as_nanos().to_string();
                host.say(ClientMessage::Chat { text }).await?;
                sent += 1;
            }
            // Hosts read too, so that nothing piles up for them.
            for host in &mut hosts {
                while let Ok(Ok(_)) = timeout(Duration::from_millis(1), host.hear()).await {}
            }
            sleep(due.saturating_duration_since(Instant::now())).await;
        }
        for host in hosts {
            let _ = timeout(FAREWELL, host.leave()).await;
        }
        Ok(sent)
    }
}
