use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use yunqian_journal::{JournalError, Vault};

use super::family::{self, Family};
use super::{SignIn, code, invitation};

const EVERY: Duration = Duration::from_secs(60 * 60);
/// Milliseconds for which an ended invitation still says that it ended.
const AFTERLIFE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

impl SignIn {
    /// Sweeps every hour until the server stops.
    pub(super) async fn keep_swept(&self, vault: &Vault, shutdown: &CancellationToken) {
        let mut hours = tokio::time::interval(EVERY);
        while shutdown.run_until_cancelled(hours.tick()).await.is_some() {
            self.sweep(vault, Timestamp::now()).await;
        }
    }

    /// Takes out of the vault what is over; what could not be swept is swept next time.
    pub(super) async fn sweep(&self, vault: &Vault, now: Timestamp) {
        if let Err(error) = sweep(vault, now).await {
            tracing::warn!(%error, "old sign-ins could not be swept");
        }
    }
}

async fn sweep(vault: &Vault, now: Timestamp) -> Result<(), JournalError> {
    let now_ms = now.as_millisecond();
    for record in vault.all(family::KIND).await? {
        let id = record.id;
        if Family::of(record).is_none_or(|family| family.is_over(now)) {
            vault.take(family::KIND, id).await?;
        }
    }
    // Codes and invitations are stamped with the time at which they end.
    for (kind, afterlife_ms) in [(code::KIND, 0), (invitation::KIND, AFTERLIFE_MS)] {
        for record in vault.all(kind).await? {
            if record.updated_at_ms + afterlife_ms <= now_ms {
                vault.take(kind, record.id).await?;
            }
        }
    }
    Ok(())
}
