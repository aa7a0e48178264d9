//! Starts everything, serves until told to stop, and stops in order.

use std::future::IntoFuture;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use yunqian_journal::{Blobs, Journal, Vault};
use yunqian_media::MediaConfig;

use crate::app::{App, Parts};
use crate::config::Config;
use crate::people::People;
use crate::rooms::{Rooms, RoomsConfig};
use crate::sign_in::SignIn;
use crate::{api, desk, jobs, sample, signing};

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
    tasks.spawn(keep_sign_in(app.clone()));
    serve(&app, &shutdown, &mut tasks).await?;
    announce(&app);
    stop_asked().await;
    tracing::info!("stopping");
    shutdown.cancel();
    let ended = async { while tasks.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, ended).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
    Ok(())
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
    yunqian_documents::use_font_directory(&config.fonts).context("the fonts of documents can't be loaded")?;
    let data = config.data.clone();
    std::fs::create_dir_all(&data).with_context(|| format!("can't create {}", data.display()))?;
    let journal = Journal::open(data.join("journal"))
        .await
        .context("the journal can't be opened")?;
    let blobs = Blobs::open(data.join("blobs"), config.file_limit_bytes.max(64 * 1024 * 1024))?;
    let vault = Vault::open(data.join("vault"))
        .await
        .context("the vault can't be opened")?;
    let people = People::load(&vault).await?;
    let sign_in = SignIn::open(&data, &config, &vault).await?;
    let signing = signing::Instance::open(&data, &config)?;
    let rooms = rooms(&config, shutdown)?;
    let (desk, writer) = desk::open(journal).await?;
    tasks.spawn(writer.run(shutdown.clone()));
    Ok(App::new(Parts {
        config,
        desk,
        blobs,
        vault,
        people,
        sign_in,
        signing,
        rooms,
        shutdown: shutdown.clone(),
    }))
}

/// Grants live in this process alone: after a restart a page asks for another.
fn rooms(config: &Config, shutdown: &CancellationToken) -> anyhow::Result<Rooms> {
    let rooms = RoomsConfig {
        media: MediaConfig {
            listen: config.media.listen,
            candidates: config.media.candidates.clone(),
        },
        grant_seed: rand::random(),
        grant_life: GRANT_LIFE,
        ice_servers: Vec::new(),
    };
    Ok(Rooms::start(rooms, shutdown.clone())?)
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

async fn stop_asked() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).expect("the runtime handles signals");
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
