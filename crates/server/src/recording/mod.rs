//! Recordings of rooms: from the forwarding unit's tap to files and the record.
//!
//! One task, the recorder, follows the record for what is to be recorded or broadcast, has those rooms tapped, and
//! cuts every track of theirs into segments of at most ten seconds. A second one, the keeper, stores each closed
//! segment by its content and enters digest, time and length into the record, so that a segment that is not in the
//! journal was never evidence, and one that is can't be exchanged. Camera, screen and each microphone are tracks of
//! their own; nothing is mixed or transcoded.
//!
//! The queues between are bounded: packets that find no room are lost and show as such; a segment that finds no room
//! becomes a gap of the server's.

mod broadcasts;
mod chapters;
mod keeper;
mod recorder;
mod room;
mod wanted;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::app::App;
use recorder::Recorder;

pub use broadcasts::Broadcasts;
pub use chapters::{Chapter, chapters};
pub use wanted::room_of;

/// The running recorder.
#[derive(Debug)]
pub struct Recording {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Recording {
    /// Starts recording what the record wants recorded; none when another recorder has the rooms' taps.
    pub fn start(app: &App) -> Option<Self> {
        let taps = app.rooms.taps()?;
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(Recorder::new(app.clone(), taps).run(stopped));
        Some(Self { stop, task })
    }

    /// Closes all segments and waits until they are in the record; call it while the desk still writes.
    pub async fn finish(self) {
        let _ = self.stop.send(());
        if self.task.await.is_err() {
            tracing::error!("the recorder panicked");
        }
    }
}
