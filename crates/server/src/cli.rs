//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::config::Config;
use crate::{evidence, feed, found, load, log, renew, replay, serve, sign, signing, witness};

/// Yunqian (云签): one server for a whole online investment fair.
#[derive(Debug, Parser)]
#[command(version, about)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Runs the server.
    Serve(Serve),
    /// Runs the sample fair's 313 agreements through the same commands as people do, with simulated signatories,
    /// and prints the totals. Every one counts as a contract here; the real fair counted intents among them.
    Replay {
        /// Directory to keep the record in; a temporary one when absent.
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Founds a tenant in an empty data directory: its province, the department that hosts, its first officer.
    Found(found::Founding),
    /// Joins synthetic publishers and viewers to a running server in demonstration mode, and reports loss, latency,
    /// join times, and what the server took for it.
    Load(load::Load),
    /// Brings pictures and sound from files or a pipe into a room.
    Feed(feed::Feed),
    /// Watches somebody else's transparency log and cosigns what it shows, as long as it is one history.
    Witness(witness::WitnessArguments),
    /// Anchors the newest checkpoint of the transparency log at a timestamp authority, now.
    Anchor(log::AnchorArguments),
    /// Makes a new key for the transparency log; the one before signs beside it from the next start on.
    RotateLogKey {
        /// Directory that holds all data.
        #[arg(long)]
        data: PathBuf,
    },
    /// Makes a new key for the instance's signing authority; what the one before signed still verifies.
    RotateKey(signing::Rotation),
    /// Keeps evidence provable.
    #[command(subcommand)]
    Evidence(Evidence),
    /// Checks an evidence bundle, offline, with nothing but the trust anchors.
    Verify(evidence::Verify),
    /// Signs an agreement with a key of one's own in a PKCS#11 token, as the page of that agreement asks for.
    Sign(sign::Sign),
    /// Prints the OpenAPI document.
    Openapi,
}

#[derive(Debug, Subcommand)]
enum Evidence {
    /// Renews the proofs of signed documents before they end; a running server does so by itself.
    Renew(renew::Renewal),
}

#[derive(Debug, clap::Args)]
struct Serve {
    /// Configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Directory that holds all data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Address to listen on.
    #[arg(long)]
    listen: Option<SocketAddr>,
    /// Address that people open; `http://localhost:PORT` when absent.
    #[arg(long)]
    public_url: Option<String>,
    /// Demonstration: sample fair, one-click people, local mail page. Never in production.
    #[arg(long)]
    demo: bool,
    /// Directory with the fonts of documents; `fonts` beside this program when absent.
    #[arg(long)]
    fonts: Option<PathBuf>,
}

/// Reads the command line and does what it says.
///
/// # Errors
/// When the configuration or the data can't be used.
pub fn main() -> anyhow::Result<ExitCode> {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,str0m=warn")))
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    match cli.verb {
        Verb::Verify(arguments) => return Ok(evidence::run(&arguments)),
        Verb::Sign(arguments) => return Ok(runtime.block_on(sign::run(&arguments))),
        Verb::Serve(arguments) => runtime.block_on(serve::run(arguments.config()?)),
        Verb::Replay { data } => runtime.block_on(replay::run(data)),
        Verb::Found(founding) => runtime.block_on(found::run(founding)),
        Verb::Feed(arguments) => runtime.block_on(feed::run(arguments)),
        Verb::Load(arguments) => runtime.block_on(load::run(arguments)),
        Verb::Witness(arguments) => runtime.block_on(witness::run(arguments)),
        Verb::Anchor(arguments) => runtime.block_on(log::anchor(arguments)),
        Verb::Evidence(Evidence::Renew(renewal)) => runtime.block_on(renew::run(renewal)),
        Verb::RotateKey(rotation) => signing::rotate(&rotation),
        Verb::RotateLogKey { data } => log::rotate(&data),
        Verb::Openapi => {
            println!("{}", crate::api::openapi().to_pretty_json()?);
            Ok(())
        }
    }
    .map(|()| ExitCode::SUCCESS)
}

impl Serve {
    fn config(self) -> anyhow::Result<Config> {
        let mut config = Config::load(self.config.as_deref())?;
        config.demo |= self.demo;
        if let Some(data) = self.data {
            config.data = data;
        }
        if let Some(listen) = self.listen {
            config.listen = listen;
            if config.public_url == Config::default().public_url {
                config.public_url = format!("http://localhost:{}", listen.port());
            }
        }
        if let Some(public_url) = self.public_url {
            config.public_url = public_url.trim_end_matches('/').to_owned();
        }
        if self.fonts.is_some() {
            config.fonts = self.fonts;
        }
        Ok(config.checked()?)
    }
}
