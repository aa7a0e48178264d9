use std::collections::BTreeSet;

use anyhow::Context;
use yunqian_journal::Digest;
use yunqian_session::agreement::{
    Agreement, AgreementState, Authorisation, AuthorisationMethod, Command, Signatory, SignatoryState,
};
use yunqian_session::{Actor, AgreementId, SignatoryId};

use super::key;
use crate::api::current_document;
use crate::app::App;
use crate::signing::{self, Proof, Seal};

/// Writes every signature that was authorised, one after the other within an agreement.
pub async fn run(app: App) {
    if app.signing.authority().is_none() {
        return;
    }
    // What fails now is tried again on the next run, and holds up no other agreement.
    let mut failed = BTreeSet::new();
    while let Some((id, signatory)) = next(&app, &failed) {
        if let Err(error) = seal(&app, id, signatory).await {
            tracing::error!(error = format!("{error:#}"), agreement = %id, %signatory, "an authorised signature can't be sealed");
            failed.insert(id);
        }
    }
}

/// Finds an authorised signature that is not in its document yet.
fn next(app: &App, failed: &BTreeSet<AgreementId>) -> Option<(AgreementId, SignatoryId)> {
    let state = app.state();
    let open = |agreement: &&std::sync::Arc<Agreement>| {
        matches!(agreement.state, AgreementState::Signing) && !failed.contains(&agreement.id)
    };
    state.agreements.iter().filter(open).find_map(|agreement| {
        let waiting = agreement
            .signatories
            .iter()
            .find(|signatory| authorised(signatory).is_some())?;
        Some((agreement.id, waiting.place.id))
    })
}

/// Returns the authorisation of an unsealed signature; a simulated one has no proof to seal from.
fn authorised(signatory: &Signatory) -> Option<&Authorisation> {
    match &signatory.state {
        SignatoryState::Authorised { authorisation, .. } if authorisation.method != AuthorisationMethod::Simulated => {
            Some(authorisation)
        }
        _ => None,
    }
}

async fn seal(app: &App, id: AgreementId, signatory: SignatoryId) -> anyhow::Result<()> {
    let state = app.state();
    let agreement = state.agreements.get(&id).context("the agreement is gone")?.clone();
    let place = agreement
        .signatories
        .iter()
        .find(|found| found.place.id == signatory)
        .context("the signatory is gone")?;
    let Authorisation { binding, proof, .. } = authorised(place).context("not authorised")?.clone();
    let proof: Proof = serde_json::from_slice(&blob(app, &proof).await?)?;
    let pdf = blob(app, current_document(&agreement).context("not frozen")?).await?;
    let (worker, place) = (app.clone(), place.clone());
    let sealed = tokio::task::spawn_blocking(move || {
        let authority = worker.signing.authority().context("no signing authority")?;
        let seal = Seal {
            state: &state,
            people: &worker.people,
            config: &worker.config,
            agreement: &agreement,
            signatory: &place,
            proof: &proof,
        };
        anyhow::Ok(signing::seal(authority, seal, &pdf)?)
    });
    let sealed = sealed.await??;
    let revision = app.blobs.put(sealed.pdf).await?.to_string();
    let command = Command::Seal {
        id,
        signatory,
        binding,
        revision,
    };
    app.desk.execute(Actor::System, key(), command).await?;
    Ok(())
}

async fn blob(app: &App, digest: &str) -> anyhow::Result<Vec<u8>> {
    let digest: Digest = digest.parse()?;
    app.blobs
        .get(digest)
        .await?
        .with_context(|| format!("blob {digest} is missing"))
}
