//! Side effects that follow from the record: freezing approved texts, sealing authorised signatures, archiving signed
//! documents, expiring what nobody answered or signed in time, reminding signatories, asking those anew who left
//! before they signed, deleting recordings whose time is over, telling live rooms what the record says about them.
//!
//! Each job looks at the state, not at a queue, for what is left to do; so it is idempotent, and a restart goes on
//! where the crash was. Commits only wake it up. Rooms alone are told commit by commit: they end with the process too.

mod archive;
mod expire;
mod freeze;
mod lapse;
mod purge;
mod remind;
mod rooms;
mod seal;
mod trouble;

pub use archive::renew;
pub use lapse::signed_out;
pub use trouble::{Trouble, Troubles};

use std::time::Duration;

use anyhow::Context;
use tokio::task::JoinSet;
use uuid::Uuid;
use yunqian_journal::Digest;

use crate::app::App;

/// How long a job rests when nothing wakes it.
const REST: Duration = Duration::from_secs(30);

/// Starts the jobs; they end with the application's shutdown token.
pub fn spawn(app: &App, tasks: &mut JoinSet<()>) {
    tasks.spawn(watch(app.clone(), freeze::run));
    tasks.spawn(watch(app.clone(), seal::run));
    tasks.spawn(seal::resume(app.clone()));
    tasks.spawn(watch(app.clone(), archive::run));
    tasks.spawn(watch(app.clone(), expire::run));
    tasks.spawn(watch(app.clone(), remind::run));
    tasks.spawn(rooms::follow(app.clone()));
    tasks.spawn(lapse::follow(app.clone()));
    tasks.spawn(purge::run(app.clone()));
}

/// Runs `job` at the start, after commits and from time to time.
async fn watch<F>(app: App, job: impl Fn(App) -> F)
where
    F: Future<Output = ()>,
{
    let mut commits = app.desk.commits();
    loop {
        job(app.clone()).await;
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            // A lagging job has missed nothing: it looks at the state.
            _ = commits.recv() => while commits.try_recv().is_ok() {},
            () = tokio::time::sleep(REST) => {}
        }
    }
}

async fn blob(app: &App, digest: &str) -> anyhow::Result<Vec<u8>> {
    let digest: Digest = digest.parse()?;
    let found = app.blobs.get(digest).await?;
    found.with_context(|| format!("blob {digest} is missing"))
}

/// Makes the key of a job's command: random, because a key that could be foreseen could be used up by somebody else.
/// A repeat changes nothing all the same: it finds another state.
fn key() -> Uuid {
    Uuid::now_v7()
}
