//! Starts everything, serves until told to stop, and stops in order.

use std::future::IntoFuture;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use yunqian_journal::{Blobs, Journal, Vault};
use yunqian_media::MediaConfig;

use crate::app::{App, Parts};
use crate::config::Config;
use crate::ingest::Ingest;
use crate::log::{self, Log};
use crate::people::People;
use crate::recording::{Broadcasts, Recording};
use crate::rooms::{Rooms, RoomsConfig};
use crate::sign_in::SignIn;
use crate::{api, desk, jobs, sample, signing, telemetry};

/// How long open requests may take to end after a stop is asked for.
const GRACE: Duration = Duration::from_secs(5);
/// How long a grant opens a room's door.
const GRANT_LIFE: Duration = Duration::from_secs(120);

/// Runs the server until SIGINT or SIGTERM.
///
/// # Errors
/// When the data can't be opened, the sample can't be imported or the address is taken.
pub async fn run(config: Config) -> anyhow::Result<()> {
    let shutdown = CancellationToken::new();
    let mut tasks = JoinSet::new();
    let app = open(config, &shutdown, &mut tasks).await?;
    if app.config.demo {
        sample::import(&app)
            .await
            .context("the sample fair can't be imported")?;
    }
    jobs::spawn(&app, &mut tasks);
    log::spawn(&app, &mut tasks)?;
    let recording = Recording::start(&app);
    tasks.spawn(keep_sign_in(app.clone()));
    tasks.spawn(measure(app.clone(), shutdown.clone()));
    serve(&app, &shutdown, &mut tasks).await?;
    announce(&app);
    stop_asked().await;
    tracing::info!("stopping");
    if let Some(recording) = recording {
        within_grace(
            recording.finish(),
            "the last segments of recordings were not stored in time",
        )
        .await;
    }
    shutdown.cancel();
    let ended = async { while tasks.join_next().await.is_some() {} };
    within_grace(ended, "some connections did not end in time").await;
    Ok(())
}

/// Waits for what ends, but not for ever.
async fn within_grace(ending: impl Future<Output = ()>, otherwise: &str) {
    if tokio::time::timeout(GRACE, ending).await.is_err() {
        tracing::warn!("{otherwise}");
    }
}

/// Serves measurements, where an address is configured.
async fn measure(app: App, shutdown: CancellationToken) {
    let Some(at) = app.config.metrics_listen else {
        return;
    };
    if let Err(error) = telemetry::serve(at, app.rooms.traffic(), shutdown).await {
        tracing::error!(error = format!("{error:#}"), "no measurements are served");
    }
}

/// Sends mail and clears away old sign-ins.
async fn keep_sign_in(app: App) {
    app.sign_in.run(&app.vault, &app.shutdown).await;
}

/// Opens the data and starts the desk; shared with the replay.
///
/// # Errors
/// When the data can't be opened.
pub async fn open(config: Config, shutdown: &CancellationToken, tasks: &mut JoinSet<()>) -> anyhow::Result<App> {
    yunqian_documents::use_font_directory(config.fonts.as_deref()).context("the fonts of documents can't be loaded")?;
    let data = config.data.clone();
    std::fs::create_dir_all(&data).with_context(|| format!("can't create {}", data.display()))?;
    keep_apart(&data, config.demo)?;
    let signing = signing::Instance::open(&data, &config)?;
    let journal = Journal::open(data.join("journal"))
        .await
        .context("the journal can't be opened")?;
    let log = Log::open(&data, &config)
        .await
        .context("the transparency log can't be opened")?;
    let blobs = Blobs::open(data.join("blobs"), config.file_limit_bytes.max(64 * 1024 * 1024))?;
    let vault = Vault::open(data.join("vault"))
        .await
        .context("the vault can't be opened")?;
    let people = People::load(&vault).await?;
    let sign_in = SignIn::open(&data, &config, &vault).await?;
    let rooms = rooms(&config, shutdown)?;
    let ingest = Ingest::open(&vault, config.rooms.most_sessions).await?;
    let (desk, writer) = desk::open(journal).await?;
    tasks.spawn(writer.run(shutdown.clone()));
    Ok(App::new(Parts {
        config,
        desk,
        log,
        blobs,
        vault,
        people,
        sign_in,
        signing,
        rooms,
        ingest,
        stills: api::Stills::default(),
        broadcasts: Broadcasts::default(),
        shutdown: shutdown.clone(),
    }))
}

/// Keeps demonstrations and real records apart: a data directory is the one or the other for ever, so that nothing
/// of a demonstration (one-click people, development certificates) is ever on in production.
///
/// # Errors
/// When the directory is the other.
pub fn keep_apart(data: &Path, demo: bool) -> anyhow::Result<()> {
    let is_demonstration = data.join(signing::DEVELOPMENT_AUTHORITY).exists();
    let is_new = !data.join("journal").exists();
    match demo {
        false if is_demonstration => anyhow::bail!(
            "{} holds a demonstration: start with --demo, or choose another data directory",
            data.display()
        ),
        true if !is_demonstration && !is_new => anyhow::bail!(
            "{} holds a real record: start without --demo, or choose another data directory",
            data.display()
        ),
        _ => Ok(()),
    }
}

/// Grants live in this process alone: after a restart a page asks for another.
fn rooms(config: &Config, shutdown: &CancellationToken) -> anyhow::Result<Rooms> {
    let rooms = RoomsConfig {
        media: MediaConfig {
            listen: config.media.listen,
            tcp_listen: config.media.tcp_listen,
            cores: media_cores(config),
            candidates: config.media.candidates.clone(),
            tcp_candidates: config.media.tcp_candidates.clone(),
        },
        grant_seed: rand::random(),
        grant_life: GRANT_LIFE,
        turn: config.rooms.turn.clone(),
    };
    Ok(Rooms::start(rooms, shutdown.clone())?)
}

/// Half the machine carries media unless the configuration says otherwise: signalling and signing need the rest.
fn media_cores(config: &Config) -> usize {
    let machine = std::thread::available_parallelism().map_or(1, usize::from);
    config.media.cores.unwrap_or(machine / 2).max(1)
}

async fn serve(app: &App, shutdown: &CancellationToken, tasks: &mut JoinSet<()>) -> anyhow::Result<()> {
    let router = api::router(app.clone());
    for address in addresses(app.config.listen) {
        let listener = match TcpListener::bind(address).await {
            Ok(listener) => listener,
            // A machine without IPv6 still serves on IPv4.
            Err(_) if address != app.config.listen => continue,
            Err(error) => return Err(error).with_context(|| format!("can't listen on {address}")),
        };
        // A room's small frames go out at once: Nagle's algorithm would hold some back for 40 ms (RFC 1122, 4.2.3.4).
        let listener = listener.tap_io(|socket| {
            if let Err(error) = socket.set_nodelay(true) {
                tracing::debug!(%error, "a socket keeps Nagle's algorithm");
            }
        });
        let service = router.clone().into_make_service_with_connect_info::<SocketAddr>();
        let stop = shutdown.clone().cancelled_owned();
        let serving = axum::serve(listener, service)
            .with_graceful_shutdown(stop)
            .into_future();
        tasks.spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the HTTP server ended");
            }
        });
    }
    Ok(())
}

/// `localhost` means both loopback addresses to a browser.
fn addresses(listen: SocketAddr) -> Vec<SocketAddr> {
    let mut addresses = vec![listen];
    if listen.ip() == IpAddr::from([127, 0, 0, 1]) && listen.port() != 0 {
        addresses.push(SocketAddr::from((Ipv6Addr::LOCALHOST, listen.port())));
    }
    addresses
}

fn announce(app: &App) {
    println!("Yunqian (云签) serves {}", app.config.public_url);
    if app.config.demo {
        println!("DEMONSTRATION MODE (演示): sample fair, one-click people, development certificates.");
        println!("  sign in as   {}/sign-in", app.config.public_url);
        println!("  mail         {}/outbox", app.config.public_url);
        println!("  API          {}/api/docs", app.config.public_url);
        for (_, profile) in app.people.all().iter().filter(|(_, profile)| profile.demo) {
            println!("  {:<44} {}", profile.email, profile.name.get("en"));
        }
    }
}

/// Waits for SIGINT or SIGTERM.
pub async fn stop_asked() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("the runtime handles signals");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_never_turns_from_a_demonstration_into_a_real_record_or_back() {
        let new = tempfile::tempdir().unwrap();
        assert!(keep_apart(new.path(), true).is_ok());
        assert!(keep_apart(new.path(), false).is_ok());
        let real = tempfile::tempdir().unwrap();
        std::fs::create_dir(real.path().join("journal")).unwrap();
        assert!(keep_apart(real.path(), false).is_ok());
        assert!(
            keep_apart(real.path(), true)
                .unwrap_err()
                .to_string()
                .contains("real record")
        );
        let demonstration = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(demonstration.path().join("keys")).unwrap();
        std::fs::write(demonstration.path().join(signing::DEVELOPMENT_AUTHORITY), "").unwrap();
        std::fs::create_dir(demonstration.path().join("journal")).unwrap();
        assert!(keep_apart(demonstration.path(), true).is_ok());
        assert!(
            keep_apart(demonstration.path(), false)
                .unwrap_err()
                .to_string()
                .contains("a demonstration")
        );
    }
}
