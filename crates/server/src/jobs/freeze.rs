use yunqian_session::agreement::{Agreement, AgreementState, Command, FrozenText};
use yunqian_session::{Actor, AgreementId};

use super::key;
use crate::app::App;
use crate::signing;

/// Renders every text that all parties approved, stores it and freezes its digest.
pub async fn run(app: App) {
    let state = app.state();
    let approved = |agreement: &&std::sync::Arc<Agreement>| matches!(agreement.state, AgreementState::Approved);
    let waiting: Vec<_> = state
        .agreements
        .iter()
        .filter(approved)
        .map(|agreement| agreement.id)
        .collect();
    for id in waiting {
        if let Err(error) = freeze(&app, id).await {
            tracing::error!(%error, agreement = %id, "an approved text can't be frozen");
        }
    }
}

async fn freeze(app: &App, id: AgreementId) -> anyhow::Result<()> {
    let blocking = app.clone();
    let rendered = tokio::task::spawn_blocking(move || {
        let state = blocking.state();
        let agreement = state
            .agreements
            .get(&id)
            .map(|agreement| (agreement.versions.len(), agreement.clone()));
        agreement.map(|(version, agreement)| {
            signing::render(&state, &blocking.people, &agreement, blocking.config.demo).map(|frozen| (version, frozen))
        })
    });
    let Some(rendered) = rendered.await? else { return Ok(()) };
    let (version, frozen) = rendered?;
    let document = app.blobs.put(frozen.pdf).await?.to_string();
    anyhow::ensure!(document == frozen.digest.to_string(), "the stored document is another");
    let pages = frozen.pages.iter().map(ToString::to_string).collect();
    let version = u32::try_from(version)?;
    let command = Command::Freeze {
        id,
        frozen: FrozenText {
            version,
            document,
            pages,
        },
    };
    app.desk
        .execute(
            Actor::System,
            key(&["freeze", &id.to_string(), &version.to_string()]),
            command,
        )
        .await?;
    Ok(())
}
