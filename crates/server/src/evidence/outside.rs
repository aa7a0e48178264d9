//! Which timestamps from outside go into a bundle.

use std::collections::BTreeMap;

use anyhow::Context;
use yunqian_signing::{Digest, examine_timestamp};

use super::Stamped;
use crate::app::App;
use crate::log::{Anchor, Signed};

/// Collects the timestamps over the checkpoints that first covered each of the entries, and the newest, which lasts
/// longest.
pub(super) async fn collect(app: &App, entries: &[u64], covering: &Signed) -> anyhow::Result<BTreeMap<u64, Stamped>> {
    let mut collected = BTreeMap::new();
    for (size, anchor) in chosen(app.log.anchors()?, entries) {
        let (checkpoint, token) = (blob(app, &anchor.checkpoint).await?, blob(app, &anchor.token).await?);
        // Roots that this server no longer trusts are none of the bundle's either.
        if let Err(error) = examine_timestamp(&token, Digest::of(&checkpoint), app.signing.trust()) {
            tracing::warn!(size, %error, "an anchor of the log does not hold");
            continue;
        }
        let (from, to) = (size.min(covering.head.size), size.max(covering.head.size));
        let consistency = match from == to {
            true => Vec::new(),
            false => app.log.reader().consistency_proof(from, to).await?,
        };
        collected.insert(
            size,
            Stamped {
                checkpoint,
                token,
                consistency,
            },
        );
    }
    Ok(collected)
}

fn chosen(anchors: Vec<Anchor>, entries: &[u64]) -> BTreeMap<u64, Anchor> {
    let first_over = |entry: &u64| anchors.iter().find(|anchor| anchor.head.size > *entry);
    let newest = anchors
        .last()
        .filter(|anchor| entries.iter().any(|entry| anchor.head.size > *entry));
    let wanted = entries.iter().filter_map(first_over).chain(newest);
    let mut chosen = BTreeMap::new();
    for anchor in wanted {
        chosen.entry(anchor.head.size).or_insert_with(|| anchor.clone());
    }
    chosen
}

async fn blob(app: &App, digest: &yunqian_journal::Digest) -> anyhow::Result<Vec<u8>> {
    let found = app.blobs.get(*digest).await?;
    found.with_context(|| format!("blob {digest} is missing"))
}
