use jiff::Timestamp;
use yunqian_session::interest::{Command, InterestState};
use yunqian_session::{Actor, agreement};

use super::key;
use crate::app::App;

/// Marks interests that nobody answered, and agreements that nobody signed, in time.
pub async fn run(app: App) {
    let now = Timestamp::now();
    interests(&app, now).await;
    agreements(&app, now).await;
}

/// What is on a stage, or still to be sealed, is refused and tried again.
async fn agreements(app: &App, now: Timestamp) {
    let state = app.state();
    let overdue = state
        .agreements
        .iter()
        .filter(|agreement| !agreement.state.is_final() && agreement.is_overdue(now));
    for agreement in overdue {
        let command = agreement::Command::Expire { id: agreement.id };
        if let Err(error) = app.desk.execute(Actor::System, key(), command).await {
            tracing::info!(%error, agreement = %agreement.id, "an agreement does not expire yet");
        }
    }
}

async fn interests(app: &App, now: Timestamp) {
    let state = app.state();
    for interest in state
        .interests
        .iter()
        .filter(|interest| interest.due_at < now && matches!(interest.state, InterestState::Sent))
    {
        let command = Command::Expire { id: interest.id };
        if let Err(error) = app.desk.execute(Actor::System, key(), command).await {
            tracing::warn!(%error, interest = %interest.id, "an interest can't be marked expired");
        }
    }
}
