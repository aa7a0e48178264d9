//! What the unit knows of one participant.

use std::collections::HashMap;

use yunqian_signaling::RoomId;

use super::download::Download;
use super::track::TrackKey;
use super::upload::Upload;

/// How often in a row a download is started again without ever having come up.
const DOWNLOAD_ATTEMPTS: u8 = 3;

/// A participant's two sides.
pub(super) struct Peer {
    pub(super) room: RoomId,
    pub(super) upload: Option<Upload>,
    pub(super) last_upload: u32,
    pub(super) download: Option<Download>,
    pub(super) last_download: u32,
    pub(super) wanted: Vec<TrackKey>,
    /// How high it shows what it receives.
    pub(super) shown: HashMap<TrackKey, u16>,
    /// Whether what is wanted changed while an offer was out.
    pub(super) stale: bool,
    failures: u8,
}

impl Peer {
    pub(super) fn new(room: RoomId) -> Self {
        Self {
            room,
            upload: None,
            last_upload: 0,
            download: None,
            last_download: 0,
            wanted: Vec::new(),
            shown: HashMap::new(),
            stale: false,
            failures: 0,
        }
    }

    /// Notes that the download came up, or that it was asked for anew.
    pub(super) fn forgive(&mut self) {
        self.failures = 0;
    }

    /// Notes that the download failed; tells whether to start it again.
    pub(super) fn may_retry(&mut self) -> bool {
        self.failures += 1;
        self.failures <= DOWNLOAD_ATTEMPTS
    }
}
