use std::collections::BTreeSet;

use anyhow::Context;
use tokio::task::JoinSet;
use yunqian_journal::Digest;
use yunqian_session::agreement::{
    Agreement, AgreementState, Authorisation, AuthorisationMethod, Command, Signatory, SignatoryState,
};
use yunqian_session::{Actor, AgreementId, SignatoryId};
use yunqian_signing::Document;

use super::key;
use crate::app::App;
use crate::crash;
use crate::signing::{self, Proof, Seal, cores};

/// Agreements that are sealed at the same time: while one waits for the disk or for a timestamp, others go on.
const AT_ONCE: usize = 8;

/// Writes every signature that was authorised, one after the other within an agreement.
pub async fn run(app: App) {
    if app.signing.authority().is_none() {
        return;
    }
    let mut commits = app.desk.commits();
    let mut sealing = JoinSet::new();
    // Under way, failed or left to a key: what fails now is tried again on the next run, and holds up no other.
    let mut taken = BTreeSet::new();
    loop {
        while sealing.len() < AT_ONCE
            && let Some(id) = next(&app, &taken)
        {
            taken.insert(id);
            let app = app.clone();
            sealing.spawn(async move { (id, in_turn(&app, id).await) });
        }
        tokio::select! {
            ended = sealing.join_next() => match ended {
                None => return,
                Some(Ok((id, Ok(true)))) => drop(taken.remove(&id)),
                Some(Ok((_, Ok(false)))) => {}
                Some(Ok((id, Err(error)))) => {
                    let error = format!("{error:#}");
                    tracing::error!(error, agreement = %id, "an authorised signature can't be sealed");
                }
                Some(Err(error)) => tracing::error!(%error, "sealing broke off"),
            },
            // More may have been authorised meanwhile.
            _ = commits.recv(), if sealing.len() < AT_ONCE => while commits.try_recv().is_ok() {},
        }
    }
}

/// Goes on where a document was left to somebody's own key, once that has signed or was given up.
pub async fn resume(app: App) {
    loop {
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = app.signing.turns.freed() => run(app.clone()).await,
        }
    }
}

/// Finds an agreement with an authorised signature that is not in its document yet.
fn next(app: &App, taken: &BTreeSet<AgreementId>) -> Option<AgreementId> {
    let state = app.state();
    let open = |agreement: &&std::sync::Arc<Agreement>| {
        matches!(agreement.state, AgreementState::Signing) && !taken.contains(&agreement.id)
    };
    let mut waiting = state.agreements.iter().filter(open);
    waiting
        .find(|agreement| first(agreement).is_some())
        .map(|agreement| agreement.id)
}

/// Returns who authorised first of those whose signature is not written.
fn first(agreement: &Agreement) -> Option<(SignatoryId, &Authorisation)> {
    let waiting = agreement.signatories.iter().filter_map(|signatory| {
        let (authorisation, at) = authorised(signatory)?;
        Some((at, signatory.place.id, authorisation))
    });
    waiting
        .min_by_key(|(at, id, _)| (*at, *id))
        .map(|(_, id, authorisation)| (id, authorisation))
}

/// Returns the authorisation of an unsealed signature of a managed key; a simulated one has no proof to seal from.
fn authorised(signatory: &Signatory) -> Option<(&Authorisation, jiff::Timestamp)> {
    match &signatory.state {
        SignatoryState::Authorised {
            authorisation,
            authorised_at,
        } if authorisation.method != AuthorisationMethod::Simulated && authorisation.key.is_managed() => {
            Some((authorisation, *authorised_at))
        }
        _ => None,
    }
}

/// Seals unless somebody else appends to the document this moment: where a signatory's own key is asked, the others wait
/// for it, and [`resume`] goes on.
async fn in_turn(app: &App, id: AgreementId) -> anyhow::Result<bool> {
    let Some(_turn) = app.signing.turns.take(id, jiff::Timestamp::now()) else {
        return Ok(false);
    };
    seal_all(app, id).await?;
    Ok(true)
}

/// Opens an agreement's document once and writes its signatures as long as there are any.
async fn seal_all(app: &App, id: AgreementId) -> anyhow::Result<()> {
    let Some(mut document) = open(app, id).await? else {
        return Ok(());
    };
    crash::point("seal-opened");
    while let Some(agreement) = app.state().agreements.get(&id).cloned() {
        let Some((signatory, authorisation)) = first(&agreement) else {
            break;
        };
        let Authorisation { binding, proof, .. } = authorisation.clone();
        let proof: Proof = serde_json::from_slice(&super::blob(app, &proof).await?)?;
        let base = document.digest().to_string();
        let worker = app.clone();
        let place = agreement.signatory(signatory).context("the signatory is gone")?.clone();
        let sealing = tokio::task::spawn_blocking(move || {
            let state = worker.state();
            let seal = Seal {
                state: &state,
                people: &worker.people,
                config: &worker.config,
                agreement: &agreement,
                signatory: &place,
                proof: &proof,
            };
            let written = cores::take(|| signing::seal(&worker.signing, seal, &mut document))?;
            anyhow::Ok((document, written))
        });
        let (sealed, written) = sealing.await??;
        document = sealed;
        crash::point("seal-signed");
        let revision = app.blobs.put(document.bytes().to_vec()).await?.to_string();
        anyhow::ensure!(revision == written.digest.to_string(), "the stored document is another");
        crash::point("seal-stored");
        let command = Command::Seal {
            id,
            signatory,
            binding,
            base,
            revision,
            certificate: written.certificate,
        };
        app.desk.execute(Actor::System, key(), command).await?;
        crash::point("seal-recorded");
    }
    Ok(())
}

async fn open(app: &App, id: AgreementId) -> anyhow::Result<Option<Document>> {
    let state = app.state();
    let Some(agreement) = state.agreements.get(&id) else {
        return Ok(None);
    };
    let digest: Digest = agreement.document.as_deref().context("not frozen")?.parse()?;
    let pdf = super::blob(app, &digest.to_string()).await?;
    let worker = app.clone();
    let opening = tokio::task::spawn_blocking(move || {
        cores::take(|| Document::open(pdf, worker.signing.trust(), signing::now()))
    });
    Ok(Some(opening.await??))
}
