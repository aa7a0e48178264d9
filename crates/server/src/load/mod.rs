//! `yunqian load`: synthetic publishers and viewers in the rooms of a running server, over real WebSockets, ICE, DTLS
//! and SRTP, and what they saw.
//!
//! Participants enter as a page does: they sign in, ask for a grant, open the socket, negotiate
//! ([`attend`]). Their media then lives in a [`crowd`]: one thread for all who send, one or more for all who receive.
//! Every tenth receiver decrypts and times what it gets; the others count by headers, so that one core carries a
//! thousand of them and the server is measured rather than this tool. [`janus`] brings the same crowd to a Janus.
//!
//! Sign-in is limited by address and grants may be used often, so that all viewers of a run are one person with many
//! windows, and all who publish are another.

mod attend;
mod crowd;
mod fair;
mod hall;
mod janus;
mod measure;
mod member;
mod process;
mod report;
mod rooms;
mod signalling;
mod signing;
mod source;
mod stage;
mod wall;

use std::time::Duration;

use clap::{Args, Subcommand};

use measure::Window;
use report::Report;

/// The arguments of `yunqian load`.
#[derive(Debug, Args)]
pub struct Load {
    #[command(subcommand)]
    mode: Mode,
}

#[derive(Debug, Subcommand)]
enum Mode {
    /// One publisher and its viewers.
    Viewers {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        stage: stage::Stage,
    },
    /// Viewers that come evenly within some seconds, and how long each waits for its first packet.
    Join {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        stage: stage::Stage,
        /// Within how many seconds they come.
        #[arg(long, default_value_t = 10.0)]
        within: f64,
    },
    /// One publisher and its viewers for long, and how the server's memory grows.
    Soak {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        stage: stage::Stage,
        /// How long.
        #[arg(long, default_value_t = 120)]
        minutes: u32,
    },
    /// Many small rooms in which everybody sends to everybody.
    Rooms {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        rooms: rooms::SmallRooms,
    },
    /// The sites of a ceremony and the one screen that shows them all: how much it receives, how fast one becomes large,
    /// how evenly cues arrive.
    Wall {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        wall: wall::Sites,
    },
    /// Agreements that all sign at once, beside a live room if wanted.
    Signing {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        agreements: signing::Agreements,
    },
    /// Sockets without media, and how fast one message a second reaches them all.
    Signalling {
        #[command(flatten)]
        common: Common,
        #[command(flatten)]
        sockets: signalling::Sockets,
    },
}

/// What every mode needs.
#[derive(Debug, Clone, Args)]
pub(crate) struct Common {
    /// The server, in demonstration mode.
    #[arg(long, default_value = "http://localhost:8080")]
    url: String,
    /// The server's process id, for processor time and memory.
    #[arg(long)]
    pid: Option<u32>,
    /// How long to measure.
    #[arg(long, default_value_t = 8.0)]
    seconds: f64,
    /// How long to wait before, once everybody is in.
    #[arg(long, default_value_t = 2.0)]
    warm: f64,
    /// Threads that receive.
    #[arg(long, default_value_t = 1)]
    threads: usize,
    /// One in how many receivers decrypts what it gets.
    #[arg(long, default_value_t = 10)]
    whole_every: usize,
    /// Joins at the same time.
    #[arg(long, default_value_t = 4)]
    parallel: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Common {
    fn window(&self) -> Window {
        Window {
            warm: Duration::from_secs_f64(self.warm.clamp(0.0, 600.0)),
            span: Duration::from_secs_f64(self.seconds.clamp(0.1, 3_600.0)),
        }
    }
}

/// Runs the load and prints what was measured.
///
/// # Errors
/// When the server can't be reached or the publisher does not come up; failed viewers are counted instead.
pub async fn run(load: Load) -> anyhow::Result<()> {
    let (common, report) = match load.mode {
        Mode::Viewers { common, stage } => (common.clone(), stage.watch(&common).await?),
        Mode::Join { common, stage, within } => (common.clone(), stage.arrive(&common, within).await?),
        Mode::Soak { common, stage, minutes } => (common.clone(), stage.soak(&common, minutes).await?),
        Mode::Rooms { common, rooms } => (common.clone(), rooms.run(&common).await?),
        Mode::Wall { common, wall } => (common.clone(), wall.run(&common).await?),
        Mode::Signing { common, agreements } => (common.clone(), agreements.run(&common).await?),
        Mode::Signalling { common, sockets } => (common.clone(), sockets.run(&common).await?),
    };
    print(&report, common.json)
}

fn print(report: &Report, json: bool) -> anyhow::Result<()> {
    if json {
        println!("{}", serde_json::to_string(report)?);
    } else {
        println!("{report}");
    }
    Ok(())
}
