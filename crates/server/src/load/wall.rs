//! The sites of a ceremony, and the operator's screen that shows them all.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use clap::Args;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use yunqian_client::Session;
use yunqian_signaling::{ClientMessage, CueKind, DownloadOffer, ServerMessage, Shown, Source as TrackSource, TrackId};

use super::Common;
use super::attend::{Download, Participant};
use super::fair::{Entrance, Fair};
use super::hall::{Hall, PATIENCE};
use super::measure::{self, Fan, Watch};
use super::report::{Quantiles, Report};
use super::source::{Camera, LAYERS, Origin};

/// How high the screen shows a tile, and the one it makes large.
const TILE: u16 = 90;
const LARGE: u16 = 720;
/// Between two promotions: longer than a layer's keyframes are apart, so that none profits from the last.
const PROMOTIONS_APART: Duration = Duration::from_millis(1_200);
const CUES_APART: Duration = Duration::from_millis(300);
const FAREWELL: Duration = Duration::from_secs(2);

/// Which wall.
#[derive(Debug, Args)]
pub(crate) struct Sites {
    /// Sites; each sends three layers and looks at nothing.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u16).range(1..=500))]
    sites: u16,
    /// Kilobits a second of each site's largest layer.
    #[arg(long, default_value_t = 1_500)]
    kbit: u32,
    /// How many tiles are made large, one after another.
    #[arg(long, default_value_t = 20)]
    promotions: u16,
    /// How many cues are given.
    #[arg(long, default_value_t = 20)]
    cues: usize,
}

impl Sites {
    /// All sites join, then the screen; rates, promotions and cues are measured.
    ///
    /// # Errors
    /// When the server can't be reached, or not all sites come up.
    pub async fn run(&self, common: &Common) -> anyhow::Result<Report> {
        let hall = Arc::new(Hall::open(&common.url, common.threads, 1)?);
        let fair = Fair::open(&common.url).await?;
        let room = fair.open_ceremony().await?;
        let watch = Watch::begin(common.pid);
        let mut sites = JoinSet::new();
        let turns = Arc::new(Semaphore::new(common.parallel.max(1)));
        for number in 0..self.sites {
            let site = Participant {
                number: usize::from(number) + 1,
                room,
                entrance: Entrance::Site,
                camera: Some(self.camera(number)),
                looks: false,
                turn: turns.clone().acquire_owned().await.ok(),
            };
            sites.spawn(site.attend(hall.clone(), fair.clone()));
        }
        hall.until_sending(self.sites.into()).await?;
        let screen = Screen::open(&hall, &fair, room).await?;
        screen.until_all_tiles(self.sites.into()).await?;
        let mut report = Report {
            mode: "wall",
            ..Report::default()
        };
        let fan = Fan {
            receivers: self.sites.into(),
            share: None,
        };
        measure::media(&hall, &watch, common.window(), fan, &mut report).await?;
        report.promotion_ms = Quantiles::of(screen.promote(&hall, self.promotions).await?);
        report.cue_skew_ms = Quantiles::of(screen.give_cues(&hall, self.cues, self.sites.into()).await?);
        let (failed, faults) = hall.faults();
        report.participants = self.sites.into();
        (report.joined, report.failed, report.faults) = (report.participants - failed, failed, faults);
        screen.close().await;
        hall.stop.cancel();
        while sites.join_next().await.is_some() {}
        fair.end_room(room).await?;
        Ok(report)
    }

    fn camera(&self, number: u16) -> Camera {
        Camera {
            number,
            kbit_per_s: self.kbit,
            simulcast: true,
            // Spread over the time of one picture.
            stagger: Duration::from_micros(u64::from(number) * 33_333 / u64::from(self.sites.max(1))),
        }
    }
}

/// The operator's screen: a task of its own speaks with the room.
struct Screen {
    wishes: mpsc::Sender<(Uuid, ClientMessage)>,
    tiles: tokio::sync::watch::Receiver<Vec<TrackId>>,
    over: CancellationToken,
    task: tokio::task::JoinHandle<anyhow::Result<()>>,
}

impl Screen {
    async fn open(hall: &Arc<Hall>, fair: &Fair, room: Uuid) -> anyhow::Result<Self> {
        let grant = fair.grant(room, Entrance::Stage).await?;
        let entered = timeout(PATIENCE, Session::enter(&fair.socket_url(), grant, None)).await;
        let (session, welcome) = entered.context("no welcome in time")??;
        let (wishes, heard) = mpsc::channel(8);
        let (told, tiles) = tokio::sync::watch::channel(Vec::new());
        let over = CancellationToken::new();
        let desk = Desk {
            hall: hall.clone(),
            session,
            told,
            heard,
            over: over.clone(),
        };
        Ok(Self {
            wishes,
            tiles,
            over,
            task: tokio::spawn(desk.run(welcome.download)),
        })
    }

    async fn until_all_tiles(&self, sites: usize) -> anyhow::Result<()> {
        let mut tiles = self.tiles.clone();
        let all = timeout(PATIENCE, tiles.wait_for(|tiles| tiles.len() == sites)).await;
        all.with_context(|| format!("only {} tiles of {sites}", self.tiles.borrow().len()))??;
        Ok(())
    }

    /// Makes one tile after another large; gives how long each took.
    async fn promote(&self, hall: &Hall, count: u16) -> anyhow::Result<Vec<Duration>> {
        let numbers = hall.sites();
        let tiles = self.tiles.borrow().clone();
        let mut took = Vec::new();
        let step = tiles.len() / usize::from(count.max(1));
        for tile in tiles.iter().step_by(step.max(1)).take(count.into()) {
            let source = tile.parts().and_then(|(site, _)| numbers.get(&site));
            let origin = Origin {
                source: *source.context("a tile belongs to a site")?,
                layer: u8::try_from(LAYERS.len() - 1).expect("three layers"),
            };
            let began = Instant::now();
            self.say(show(&tiles, Some(tile))).await?;
            let first = timeout(PATIENCE, hall.receiver(0).first_from(origin)).await;
            took.push(first.context("a tile does not become large")??.duration_since(began));
            sleep(PROMOTIONS_APART).await;
        }
        self.say(show(&tiles, None)).await?;
        Ok(took)
    }

    /// Gives cues one after another; gives how much later than the first each site heard of it.
    async fn give_cues(&self, hall: &Hall, count: usize, sites: usize) -> anyhow::Result<Vec<Duration>> {
        let mut skews = Vec::new();
        for _ in 0..count {
            let cue = ClientMessage::Cue {
                kind: CueKind::Countdown,
                act: None,
                text: None,
                in_ms: 10_000,
            };
            let id = self.say(cue).await?;
            let end = Instant::now() + PATIENCE;
            while hall.arrivals(id).len() < sites && Instant::now() < end {
                sleep(Duration::from_millis(5)).await;
            }
            let arrivals = hall.arrivals(id);
            anyhow::ensure!(
                arrivals.len() == sites,
                "a cue reached {} sites of {sites}",
                arrivals.len()
            );
            skews.extend(arrivals.iter().map(|at| at.duration_since(arrivals[0])));
            sleep(CUES_APART).await;
        }
        Ok(skews)
    }

    async fn say(&self, message: ClientMessage) -> anyhow::Result<Uuid> {
        let id = Uuid::now_v7();
        let said = self.wishes.send((id, message)).await;
        said.ok().context("the screen's socket ended")?;
        Ok(id)
    }

    async fn close(self) {
        self.over.cancel();
        // What it failed of was noted as a fault of the hall.
        drop(timeout(2 * FAREWELL, self.task).await);
    }
}

/// The screen's socket and connection.
struct Desk {
    hall: Arc<Hall>,
    session: Session,
    told: tokio::sync::watch::Sender<Vec<TrackId>>,
    heard: mpsc::Receiver<(Uuid, ClientMessage)>,
    over: CancellationToken,
}

impl Desk {
    async fn run(self, first: Option<DownloadOffer>) -> anyhow::Result<()> {
        let hall = self.hall.clone();
        let ended = self.sit(first).await;
        if let Err(error) = &ended {
            hall.fault(error);
        }
        ended
    }

    async fn sit(mut self, first: Option<DownloadOffer>) -> anyhow::Result<()> {
        let hall = self.hall.clone();
        let mut download = Download::new(&hall, 0, Instant::now(), true);
        let survey = ClientMessage::Survey {
            pictures: true,
            listen_to: None,
        };
        self.session.say(survey).await?;
        if let Some(offer) = first {
            self.take(&mut download, offer).await?;
        }
        loop {
            let body = tokio::select! {
                () = self.over.cancelled() => break,
                wish = self.heard.recv() => match wish {
                    Some((id, message)) => {
                        self.session.say_as(id, message).await?;
                        continue;
                    }
                    None => break,
                },
                frame = self.session.hear() => frame?.body,
            };
            match body {
                ServerMessage::DownloadOffer { offer } => self.take(&mut download, offer).await?,
                ServerMessage::Error { code, .. } => anyhow::bail!("the screen was refused: {code:?}"),
                _ => {}
            }
        }
        let _ = timeout(FAREWELL, self.session.leave()).await;
        Ok(())
    }

    /// Answers an offer, shows every picture in it as a tile, and says which there are.
    async fn take(&mut self, download: &mut Download<'_>, offer: DownloadOffer) -> anyhow::Result<()> {
        let cameras = offer.tracks.iter().filter(|sent| sent.source == TrackSource::Camera);
        let mut tiles: Vec<TrackId> = cameras.map(|sent| sent.track.clone()).collect();
        tiles.sort_unstable();
        self.session.say(show(&tiles, None)).await?;
        download.take(&mut self.session, offer).await?;
        self.told.send_replace(tiles);
        Ok(())
    }
}

/// All tiles small but one.
fn show(tiles: &[TrackId], large: Option<&TrackId>) -> ClientMessage {
    let shown = tiles.iter().map(|tile| Shown {
        track: tile.clone(),
        height: if large == Some(tile) { LARGE } else { TILE },
    });
    ClientMessage::Show {
        tracks: shown.collect(),
    }
}
