//! Signs a checkpoint whenever the journal has grown, a second after the entry at the latest.

use std::time::Duration;

use tokio::time::Instant;
use yunqian_journal::Head;

use super::{Log, sign};
use crate::app::App;

/// Least time between two checkpoints; under load one covers all that came meanwhile.
const PACE: Duration = Duration::from_millis(100);
/// How often the journal is looked at when nothing wakes the job: another process may write it too.
const REST: Duration = Duration::from_millis(500);
/// Entries read at a time.
const BATCH: u32 = 1_024;

/// Runs until the server stops.
pub(super) async fn run(app: App) {
    let mut commits = app.desk.commits();
    let mut was_well = true;
    loop {
        let next = Instant::now() + PACE;
        match app.log.publish().await {
            Ok(()) => was_well = true,
            // Said once, not each time.
            Err(error) if was_well => {
                was_well = false;
                tracing::error!(error = format!("{error:#}"), "no checkpoint can be signed");
            }
            Err(_) => {}
        }
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            // A lagging job has missed nothing: it looks at the journal.
            _ = commits.recv() => while commits.try_recv().is_ok() {},
            () = tokio::time::sleep(REST) => {}
        }
        tokio::time::sleep_until(next).await;
    }
}

impl Log {
    /// Takes in what the journal holds beyond the last checkpoint, and signs and publishes one over it.
    ///
    /// # Errors
    /// When an entry is not as it was written; nothing is published then.
    async fn publish(&self) -> anyhow::Result<()> {
        let mut covered = self.tree.lock().await;
        let mut tree = covered.clone();
        loop {
            let entries = self.reader.read(tree.size(), BATCH).await?;
            if entries.is_empty() {
                break;
            }
            entries.iter().for_each(|entry| drop(tree.push(entry.leaf_hash)));
        }
        if tree.size() == covered.size() {
            return Ok(());
        }
        let signed = sign(&self.origin, &self.signers, Head::from(&tree));
        *covered = tree;
        self.published.send_modify(|published| published.add(signed));
        Ok(())
    }
}
