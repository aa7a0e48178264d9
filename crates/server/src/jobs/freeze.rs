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
    let state = app.state();
    let Some(agreement) = state.agreements.get(&id) else {
        return Ok(());
    };
    // All approved the last version, so that no other can come between.
    let version = agreement.versions.len();
    let Some(rendered) = signing::render_current(app, id).await? else {
        return Ok(());
    };
    let frozen = rendered?;
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
    app.desk.execute(Actor::System, key(), command).await?;
    Ok(())
}
