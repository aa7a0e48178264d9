use serde::{Deserialize, Serialize};

use super::{Announcement, FairState};
use crate::FairId;

/// What may be asked about fairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Creates a fair in draft.
    Create {
        /// Id.
        id: FairId,
        /// Announcement.
        announcement: Announcement,
    },
    /// Moves a fair on.
    Move {
        /// Fair.
        id: FairId,
        /// New state.
        to: FairState,
    },
}

/// What happened to fairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A fair was created.
    Created {
        /// Id.
        id: FairId,
        /// Announcement.
        announcement: Announcement,
    },
    /// A fair moved on.
    Moved {
        /// Fair.
        id: FairId,
        /// New state.
        to: FairState,
    },
}
