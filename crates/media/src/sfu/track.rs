//! What is being sent to the unit, and who gets it.

use std::time::{Duration, Instant};

use str0m::media::Mid;
use yunqian_signaling::{ParticipantId, Source, TrackId};

use crate::demux::ConnectionId;

/// The least time between two keyframe requests to one sender: hundreds of viewers joining at
/// once ask for one keyframe, not hundreds.
const KEYFRAME_INTERVAL: Duration = Duration::from_millis(500);

/// A track by what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TrackKey {
    pub(super) participant: ParticipantId,
    pub(super) source: Source,
}

impl TrackKey {
    pub(super) fn parse(id: &TrackId) -> Option<Self> {
        let (participant, source) = id.parts()?;
        Some(Self { participant, source })
    }

    pub(super) fn id(self) -> TrackId {
        TrackId::new(self.participant, self.source)
    }
}

/// A track being sent.
pub(super) struct Track {
    pub(super) connection: ConnectionId,
    pub(super) mid: Mid,
    pub(super) epoch: u64,
    pub(super) muted: bool,
    /// Participants and the slots of theirs that are open for it.
    pub(super) subscribers: Vec<(ParticipantId, usize)>,
    keyframe_wanted: bool,
    keyframe_asked: Option<Instant>,
}

impl Track {
    pub(super) fn new(connection: ConnectionId, mid: Mid, epoch: u64) -> Self {
        Self {
            connection,
            mid,
            epoch,
            muted: false,
            subscribers: Vec::new(),
            keyframe_wanted: false,
            keyframe_asked: None,
        }
    }

    /// Notes that somebody needs a keyframe.
    pub(super) fn want_keyframe(&mut self) {
        self.keyframe_wanted = true;
    }

    /// Tells whether to ask the sender now, and notes that it was asked.
    pub(super) fn take_keyframe_request(&mut self, now: Instant) -> bool {
        let due = self.keyframe_due(now).is_some_and(|at| at <= now);
        if due {
            self.keyframe_wanted = false;
            self.keyframe_asked = Some(now);
        }
        due
    }

    /// When the sender is to be asked, if somebody needs a keyframe.
    pub(super) fn keyframe_due(&self, now: Instant) -> Option<Instant> {
        self.keyframe_wanted
            .then(|| self.keyframe_asked.map_or(now, |at| at + KEYFRAME_INTERVAL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_viewers_at_once_cost_one_request_each_half_second() {
        let mut track = Track::new(ConnectionId(1), Mid::from("0"), 1);
        let start = Instant::now();
        let mut asked = 0;
        for ms in 0..1000 {
            track.want_keyframe();
            if track.take_keyframe_request(start + Duration::from_millis(ms)) {
                asked += 1;
            }
        }
        assert_eq!(asked, 2);
    }
}
