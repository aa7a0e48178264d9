//! Collecting the parts of a bundle from the record, the log and the files.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::Context;
use yunqian_session::agreement::{Agreement, SignatoryState};
use yunqian_session::{AgreementId, ObjectRef};

use super::Parts;
use super::trust::{Anchors, Site};
use crate::app::App;

/// How long a bundle may wait for the checkpoint that covers the newest entry.
const PATIENCE: Duration = Duration::from_secs(5);

/// Collects what proves an agreement; `None` while no checkpoint covers it.
///
/// # Errors
/// When a file of the record is missing.
pub async fn collect(app: &App, id: AgreementId) -> anyhow::Result<Option<Parts>> {
    let state = app.state();
    let agreement = state.agreements.get(&id).context("the agreement is gone")?.clone();
    let positions = positions(app, id);
    let last = positions.last().copied().context("the agreement has no history")?;
    let Some(covering) = app.log.covering(last, PATIENCE).await else {
        return Ok(None);
    };
    let mut entries = BTreeMap::new();
    for index in positions {
        let entry = app.log.reader().read(index, 1).await?.pop();
        let proof = app.log.reader().inclusion_proof(index, covering.head.size).await?;
        entries.insert(index, (entry.context("an entry is missing")?.bytes, proof));
    }
    let document = agreement.document.as_deref().context("the agreement has no document")?;
    Ok(Some(Parts {
        agreement: id.to_string(),
        document: blob(app, document).await?,
        authorisations: authorisations(app, &agreement).await?,
        entries,
        checkpoint: covering.note.to_string(),
        attachments: Vec::new(),
        certificate: None,
        anchors: anchors(app)?,
    }))
}

/// Every entry about the agreement, in order.
fn positions(app: &App, id: AgreementId) -> Vec<u64> {
    let state = app.state();
    let history = state.history(&ObjectRef::Agreement(id));
    let mut positions: Vec<u64> = history.into_iter().map(|happening| happening.seq).collect();
    positions.sort_unstable();
    positions.dedup();
    positions
}

async fn authorisations(app: &App, agreement: &Agreement) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut proofs = BTreeMap::new();
    for signatory in &agreement.signatories {
        if let SignatoryState::Sealed { authorisation, .. } = &signatory.state {
            let proof = blob(app, &authorisation.proof).await?;
            proofs.insert(signatory.place.id.to_string(), proof);
        }
    }
    Ok(proofs)
}

async fn blob(app: &App, digest: &str) -> anyhow::Result<Vec<u8>> {
    let found = app.blobs.get(digest.parse()?).await?;
    found.with_context(|| format!("blob {digest} is missing"))
}

/// Returns this server's trust anchors, for others to publish and compare.
///
/// # Errors
/// When a root can't be written.
pub fn anchors(app: &App) -> anyhow::Result<Anchors> {
    let witnesses = app.config.log.witnesses.iter();
    Ok(Anchors {
        version: 1,
        roots: app.signing.roots_pem()?,
        logs: app.log.keys().collect(),
        witnesses: witnesses.map(|witness| witness.key.clone()).collect(),
        site: Site {
            rp_id: app.config.relying_party().to_owned(),
            origins: vec![app.config.public_url.clone()],
        },
    })
}
