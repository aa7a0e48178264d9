//! Many small rooms in which everybody sends to everybody.

use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::Common;
use super::attend::Participant;
use super::fair::{Entrance, Fair};
use super::hall::Hall;
use super::measure::{self, Fan, Watch};
use super::report::Report;
use super::source::Camera;

/// Which rooms.
#[derive(Debug, Args)]
pub(crate) struct SmallRooms {
    /// Rooms.
    #[arg(long, default_value_t = 24)]
    rooms: usize,
    /// People in each.
    #[arg(long, default_value_t = 8)]
    people: usize,
    /// Kilobits a second of pictures from each: what a tile of a grid takes.
    #[arg(long, default_value_t = 300)]
    kbit: u32,
    /// Send three layers.
    #[arg(long)]
    simulcast: bool,
}

impl SmallRooms {
    /// Everybody joins; then media is measured.
    ///
    /// # Errors
    /// When the server can't be reached or not all who send come up.
    pub async fn run(&self, common: &Common) -> anyhow::Result<Report> {
        let hall = Arc::new(Hall::open(&common.url, common.threads, common.whole_every)?);
        let fair = Fair::open(&common.url).await?;
        let watch = Watch::begin(common.pid);
        let mut rooms = Vec::new();
        for _ in 0..self.rooms {
            rooms.push(fair.open_room().await?);
        }
        let all = self.rooms * self.people;
        let turns = Arc::new(Semaphore::new(common.parallel.max(1)));
        let mut tasks = JoinSet::new();
        for number in 0..all {
            let camera = Camera {
                number: u16::try_from(number).unwrap_or(u16::MAX),
                kbit_per_s: self.kbit,
                simulcast: self.simulcast,
                // Spread over the time of one picture.
                stagger: Duration::from_micros((number as u64 * 33_333) / all.max(1) as u64),
            };
            let participant = Participant {
                number,
                room: rooms[number % self.rooms],
                entrance: Entrance::Stage,
                camera: Some(camera),
                looks: true,
                turn: turns.clone().acquire_owned().await.ok(),
            };
            tasks.spawn(participant.attend(hall.clone(), fair.clone()));
        }
        hall.until_sending(all).await?;
        hall.until_watching(all).await;
        let others = self.people.saturating_sub(1) as f64;
        let fan = Fan {
            receivers: all,
            share: (!self.simulcast).then(|| others / all.max(1) as f64),
        };
        let mut report = Report {
            mode: "rooms",
            ..Report::default()
        };
        measure::media(&hall, &watch, common.window(), fan, &mut report).await?;
        measure::attendance(&hall, all, &mut report);
        hall.stop.cancel();
        while tasks.join_next().await.is_some() {}
        for room in rooms {
            fair.end_room(room).await?;
        }
        Ok(report)
    }
}
