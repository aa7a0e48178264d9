use jiff::Timestamp;
use yunqian_session::Actor;
use yunqian_session::interest::{Command, InterestState};

use super::key;
use crate::app::App;

/// Marks interests that nobody answered in time.
pub async fn run(app: App) {
    let now = Timestamp::now();
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
