use tokio::sync::broadcast::error::RecvError;
use yunqian_session::meeting::MeetingState;
use yunqian_session::programme::ItemState;
use yunqian_session::{ItemId, MeetingId, ObjectRef};
use yunqian_signaling::{Fact, Mode, RoomId};

use crate::app::App;

/// Tells running rooms what the record says about them: rehearsal or live, and that it is over.
pub async fn follow(app: App) {
    let mut commits = app.desk.commits();
    loop {
        let changed = tokio::select! {
            () = app.shutdown.cancelled() => return,
            commit = commits.recv() => match commit {
                Ok(commit) => commit.changed,
                Err(RecvError::Lagged(_)) => every_room(&app),
                Err(RecvError::Closed) => return,
            },
        };
        for object in changed {
            match object {
                ObjectRef::Item(id) => item(&app, id).await,
                ObjectRef::Meeting(id) => meeting(&app, id).await,
                _ => {}
            }
        }
    }
}

fn every_room(app: &App) -> Vec<ObjectRef> {
    let state = app.state();
    let items = state.items.iter().map(|item| item.id.into());
    items
        .chain(state.meetings.iter().map(|meeting| meeting.id.into()))
        .collect()
}

async fn item(app: &App, id: ItemId) {
    let room = RoomId(id.to_string());
    match app.state().items.get(&id).map(|item| item.state) {
        Some(ItemState::Rehearsal | ItemState::Ready) => app.rooms.tell(&room, Fact::Mode(Mode::Rehearsal)).await,
        Some(ItemState::Live) => app.rooms.tell(&room, Fact::Mode(Mode::Live)).await,
        Some(ItemState::Ended) => app.rooms.close(&room).await,
        Some(ItemState::Planned) | None => {}
    }
}

async fn meeting(app: &App, id: MeetingId) {
    let state = app.state();
    let is_over = state.meetings.get(&id).is_some_and(|meeting| {
        matches!(
            meeting.state,
            MeetingState::Held | MeetingState::NoShow { .. } | MeetingState::Cancelled { .. }
        )
    });
    if is_over {
        app.rooms.close(&RoomId(id.to_string())).await;
    }
}
