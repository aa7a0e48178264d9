//! `yunqian evidence renew`: renews the proofs of signed documents before they end (evidence renewal, as RFC 4998 asks for).
//!
//! The server does so by itself while it runs. This is for a record that is kept without one, and for seeing today, on
//! a simulated clock, that a demonstration's documents can be proven for decades.

use std::path::PathBuf;

use anyhow::ensure;
use clap::Args;
use jiff::Timestamp;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use yunqian_signing::{Role, UnixSeconds};

use crate::config::Config;
use crate::{jobs, serve, signing};

/// The arguments of `yunqian evidence renew`.
#[derive(Debug, Args)]
pub struct Renewal {
    /// Configuration file.
    #[arg(long)]
    config: Option<PathBuf>,
    /// Directory that holds all data.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Demonstration.
    #[arg(long)]
    demo: bool,
    /// The moment to renew as of, in RFC 3339, on a simulated clock; demonstration alone.
    #[arg(long, requires = "demo")]
    at: Option<Timestamp>,
    /// Makes new keys for the demonstration's timestamp authorities first, good for ten years from then.
    #[arg(long, requires = "demo")]
    new_timestamp_keys: bool,
    /// Renews every proof, not only those that end within 90 days.
    #[arg(long)]
    all: bool,
}

/// Renews what is due, and says until when each document can be proven.
///
/// # Errors
/// When the data can't be opened or a proof can't be renewed.
pub async fn run(renewal: Renewal) -> anyhow::Result<()> {
    let mut config = Config::load(renewal.config.as_deref())?;
    config.demo |= renewal.demo;
    if let Some(data) = renewal.data {
        config.data = data;
    }
    ensure!(
        config.data.join("journal").exists(),
        "{} holds no record",
        config.data.display()
    );
    let now = renewal.at.unwrap_or_else(Timestamp::now);
    let seconds = UnixSeconds(now.as_second().unsigned_abs());
    if renewal.new_timestamp_keys {
        signing::rotate_demonstration(&config, &[Role::FirstTsa, Role::SecondTsa], seconds)?;
    }
    let shutdown = CancellationToken::new();
    let mut tasks = JoinSet::new();
    let app = serve::open(config, &shutdown, &mut tasks).await?;
    let renewed = jobs::renew(&app, now, renewal.all).await;
    for id in renewed? {
        let state = app.state();
        if let Some((agreement, archive)) = state
            .agreements
            .get(&id)
            .and_then(|it| Some((it, it.archive.as_ref()?)))
        {
            println!(
                "{} {:?} until {}",
                agreement.number, archive.level, archive.provable_until
            );
        }
    }
    shutdown.cancel();
    while tasks.join_next().await.is_some() {}
    Ok(())
}
