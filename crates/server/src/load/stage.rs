//! One publisher before many viewers.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::sleep;
use uuid::Uuid;

use super::Common;
use super::attend::Participant;
use super::fair::{Entrance, Fair};
use super::hall::Hall;
use super::janus::Janus;
use super::measure::{self, Fan, Watch, Window};
use super::report::Report;
use super::source::Camera;

/// How long the publisher sends before viewers come.
const SETTLE: Duration = Duration::from_millis(500);
/// How often a soak looks.
const SOAK_LOOKS: Duration = Duration::from_secs(60);

/// Who takes part.
#[derive(Debug, Args)]
pub(crate) struct Stage {
    /// Viewers.
    #[arg(long, default_value_t = 100)]
    viewers: usize,
    /// Kilobits a second of pictures.
    #[arg(long, default_value_t = 1_500)]
    kbit: u32,
    /// Send three layers.
    #[arg(long)]
    simulcast: bool,
    /// Have the server record.
    #[arg(long, conflicts_with = "janus")]
    record: bool,
    /// Measure a Janus instead, by its HTTP interface (`http://host:8088/janus`).
    #[arg(long)]
    janus: Option<String>,
    /// The video room of that Janus.
    #[arg(long, default_value_t = 1234)]
    janus_room: u64,
}

/// Where it takes place.
#[derive(Clone)]
enum Venue {
    Yunqian(Fair, Uuid),
    Janus(Janus),
}

/// A stage with its publisher.
pub(crate) struct Running {
    hall: Arc<Hall>,
    venue: Venue,
    watch: Watch,
    tasks: JoinSet<()>,
    fan: Fan,
}

impl Stage {
    /// A stage of our own before so many viewers.
    pub const fn of(viewers: usize) -> Self {
        Self {
            viewers,
            kbit: 1_500,
            simulcast: false,
            record: false,
            janus: None,
            janus_room: 0,
        }
    }

    /// Has everybody join, to be measured by the caller.
    ///
    /// # Errors
    /// When the publisher does not come up.
    pub async fn open(&self, common: &Common) -> anyhow::Result<Running> {
        let mut running = self.begin(common).await?;
        running.fill(self.viewers, common.parallel).await;
        Ok(running)
    }

    /// Everybody joins as fast as `parallel` allows; then media is measured.
    ///
    /// # Errors
    /// When the publisher does not come up.
    pub async fn watch(&self, common: &Common) -> anyhow::Result<Report> {
        let running = self.open(common).await?;
        let mut report = running.measure(common.window()).await?;
        report.mode = "viewers";
        running.end().await?;
        Ok(report)
    }

    /// Viewers come evenly within so many seconds.
    ///
    /// # Errors
    /// When the publisher does not come up.
    pub async fn arrive(&self, common: &Common, within: f64) -> anyhow::Result<Report> {
        let mut running = self.begin(common).await?;
        let pace = Duration::from_secs_f64(within.clamp(0.0, 600.0) / self.viewers.max(1) as f64);
        let began = Instant::now();
        for number in 0..self.viewers {
            let due = began + pace * u32::try_from(number).unwrap_or(u32::MAX);
            sleep(due.saturating_duration_since(Instant::now())).await;
            running.admit(number, None);
        }
        running.hall.until_watching(self.viewers).await;
        let mut report = running.measure(common.window()).await?;
        report.mode = "join";
        running.end().await?;
        Ok(report)
    }

    /// Everybody joins and stays; a line a minute tells the server's memory.
    ///
    /// # Errors
    /// When the publisher does not come up.
    pub async fn soak(&self, common: &Common, minutes: u32) -> anyhow::Result<Report> {
        let mut running = self.begin(common).await?;
        running.fill(self.viewers, common.parallel).await;
        let first = running.measure(common.window()).await?;
        let resident = |report: &Report| report.server.as_ref().map_or(0, |server| server.resident_kib);
        eprintln!("{first}");
        let began = Instant::now();
        let mut elapsed = 0;
        while elapsed < minutes {
            let due = began + SOAK_LOOKS * (elapsed + 1);
            sleep(due.saturating_duration_since(Instant::now())).await;
            elapsed += 1;
            let kib = running.watch.taken().resident_kib();
            eprintln!("minute {elapsed}: {kib} KiB, {} lost", running.hall.progress().lost);
        }
        let mut report = running.measure(common.window()).await?;
        report.mode = "soak";
        if let Some(server) = &mut report.server {
            server.growth_kib = Some(server.resident_kib.cast_signed() - resident(&first).cast_signed());
        }
        running.end().await?;
        Ok(report)
    }

    async fn begin(&self, common: &Common) -> anyhow::Result<Running> {
        let server = self.janus.as_ref().unwrap_or(&common.url);
        let hall = Arc::new(Hall::open(server, common.threads, common.whole_every)?);
        let camera = Camera {
            number: 0,
            kbit_per_s: self.kbit,
            simulcast: self.simulcast && self.janus.is_none(),
            stagger: Duration::ZERO,
        };
        let mut tasks = JoinSet::new();
        let venue = match &self.janus {
            Some(base) => {
                let janus = Janus::new(base, self.janus_room);
                janus.publish(&hall, camera).await?;
                Venue::Janus(janus)
            }
            None => {
                let fair = Fair::open(&common.url).await?;
                let room = fair.open_room().await?;
                let publisher = Participant {
                    number: 0,
                    room,
                    entrance: Entrance::Stage,
                    camera: Some(camera),
                    looks: true,
                    turn: None,
                };
                tasks.spawn(publisher.attend(hall.clone(), fair.clone()));
                Venue::Yunqian(fair, room)
            }
        };
        hall.until_sending(1).await?;
        if let (true, Venue::Yunqian(fair, room)) = (self.record, &venue) {
            fair.record(*room).await?;
        }
        sleep(SETTLE).await;
        Ok(Running {
            hall,
            venue,
            watch: Watch::begin(common.pid),
            tasks,
            fan: Fan {
                receivers: self.viewers,
                share: (!camera.simulcast).then_some(1.0),
            },
        })
    }
}

impl Running {
    /// Lets all viewers in, so many at a time, and waits until they have media.
    async fn fill(&mut self, viewers: usize, parallel: usize) {
        let turns = Arc::new(Semaphore::new(parallel.max(1)));
        for number in 0..viewers {
            let turn = turns.clone().acquire_owned().await.ok();
            self.admit(number, turn);
        }
        self.hall.until_watching(viewers).await;
    }

    fn admit(&mut self, number: usize, turn: Option<tokio::sync::OwnedSemaphorePermit>) {
        let hall = self.hall.clone();
        match self.venue.clone() {
            Venue::Yunqian(fair, room) => {
                let viewer = Participant {
                    number,
                    room,
                    entrance: Entrance::Audience,
                    camera: None,
                    looks: true,
                    turn,
                };
                self.tasks.spawn(viewer.attend(hall, fair));
            }
            Venue::Janus(janus) => {
                self.tasks.spawn(async move {
                    if let Err(error) = janus.watch(&hall, number).await {
                        hall.fault(&error);
                    }
                    drop(turn);
                });
            }
        }
    }

    /// Measures over a window of time.
    ///
    /// # Errors
    /// When a crowd's thread has ended.
    pub async fn measure(&self, window: Window) -> anyhow::Result<Report> {
        sleep(window.warm).await;
        let (report, ()) = self.measure_during(sleep(window.span)).await?;
        Ok(report)
    }

    /// Measures as long as something lasts.
    ///
    /// # Errors
    /// When a crowd's thread has ended.
    pub async fn measure_during<T>(&self, work: impl Future<Output = T>) -> anyhow::Result<(Report, T)> {
        let mut report = Report::default();
        let done = measure::during(&self.hall, &self.watch, work, self.fan, &mut report).await?;
        measure::attendance(&self.hall, self.fan.receivers, &mut report);
        Ok((report, done))
    }

    /// Has everybody leave.
    ///
    /// # Errors
    /// When the room can't be ended.
    pub async fn end(mut self) -> anyhow::Result<()> {
        self.hall.stop.cancel();
        while self.tasks.join_next().await.is_some() {}
        match self.venue {
            Venue::Yunqian(fair, room) => fair.end_room(room).await,
            Venue::Janus(_) => Ok(()),
        }
    }
}
