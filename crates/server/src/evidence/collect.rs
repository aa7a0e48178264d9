//! Collecting the parts of a bundle from the record, the log and the files.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use anyhow::Context;
use yunqian_session::agreement::{self, Agreement, SignatoryState};
use yunqian_session::{AgreementId, Event, ObjectRef};
use yunqian_signing::{Certificate, certificate_pem};

use super::trust::{Anchors, Site};
use super::{Parts, Recorded, outside};
use crate::app::App;

/// How long a bundle may wait for the checkpoint that covers the newest entry.
const PATIENCE: Duration = Duration::from_secs(5);

/// Collects what proves an agreement, with what was recorded of it; `None` while no checkpoint covers it.
///
/// # Errors
/// When a file of the record is missing.
pub async fn collect(app: &App, id: AgreementId, recorded: Option<Recorded>) -> anyhow::Result<Option<Parts>> {
    let state = app.state();
    let agreement = state.agreements.get(&id).context("the agreement is gone")?.clone();
    let mut positions = positions(app, id);
    positions.extend(recorded.iter().flat_map(|recorded| &recorded.positions));
    positions.sort_unstable();
    positions.dedup();
    let last = positions.last().copied().context("the agreement has no history")?;
    let Some(covering) = app.log.covering(last, PATIENCE).await else {
        return Ok(None);
    };
    let timestamps = outside::collect(app, &positions, &covering).await?;
    let mut entries = BTreeMap::new();
    for index in positions {
        let receipt = app.log.receipt(index, &covering).await?;
        let receipt = receipt.context("an entry is missing")?;
        entries.insert(index, (receipt.entry, receipt.proof));
    }
    let document = agreement.document.as_deref().context("the agreement has no document")?;
    Ok(Some(Parts {
        agreement: id.to_string(),
        document: blob(app, document).await?,
        authorisations: authorisations(app, &agreement).await?,
        entries,
        checkpoint: covering.note.to_string(),
        media: recorded.map(|recorded| recorded.manifest),
        timestamps,
        attachments: attachments(app, id).await?,
        certificate: None,
        anchors: anchors(app)?,
    }))
}

/// Every entry about the agreement.
fn positions(app: &App, id: AgreementId) -> Vec<u64> {
    let state = app.state();
    let history = state.history(&ObjectRef::Agreement(id));
    history.map(|happening| happening.seq).collect()
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

/// Powers of attorney, those of delegates who were taken back as well.
async fn attachments(app: &App, id: AgreementId) -> anyhow::Result<Vec<Vec<u8>>> {
    let digests: BTreeSet<String> = {
        let state = app.state();
        let history = state.history(&ObjectRef::Agreement(id));
        let named = history.filter_map(|happening| match &happening.event {
            Event::Agreement(agreement::Event::Delegated { power_of_attorney, .. }) => {
                Some(power_of_attorney.digest.clone())
            }
            _ => None,
        });
        named.collect()
    };
    let mut files = Vec::new();
    for digest in digests {
        files.push(blob(app, &digest).await?);
    }
    Ok(files)
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
    Ok(Anchors {
        version: 1,
        roots: pem(app.signing.trust().signers())?,
        timestamp_roots: pem(app.signing.trust().timestamps())?,
        logs: app.log.known_keys().to_vec(),
        witnesses: app.log.known_witnesses().to_vec(),
        site: Site {
            rp_id: app.config.relying_party().to_owned(),
            origins: vec![app.config.public_url.clone()],
        },
    })
}

fn pem(roots: &[Certificate]) -> anyhow::Result<Vec<String>> {
    Ok(roots.iter().map(certificate_pem).collect::<Result<_, _>>()?)
}
