//! Channels: tracks that no participant sends, but that carry one participant's track after another (an interpreter's
//! microphone) without their receivers noticing.

use yunqian_signaling::TrackId;

use super::Sfu;
use super::track::{Feed, Layer, Track, TrackKey};
use crate::egress::Origin;

impl Sfu {
    /// Lets a channel's track carry what another track carries.
    pub(super) fn feed(&mut self, channel: &TrackId, from: Option<&TrackId>) {
        let Some(key) = TrackKey::parse(channel) else {
            return;
        };
        let from = from.and_then(TrackKey::parse).filter(|from| *from != key);
        self.epochs += 1;
        let epoch = self.epochs;
        // The one layer of a channel names no origin: its packets bring theirs.
        let layer = Layer::new(None, Origin(0), self.started);
        let track = self
            .tracks
            .entry(key)
            .or_insert_with(|| Track::new(Feed::Track(None), epoch, vec![layer]));
        if matches!(track.feed, Feed::Track(_)) {
            track.feed = Feed::Track(from);
            self.index_channels();
        }
    }

    pub(super) fn end_feed(&mut self, channel: &TrackId) {
        if let Some(key) = TrackKey::parse(channel)
            && self
                .tracks
                .get(&key)
                .is_some_and(|track| matches!(track.feed, Feed::Track(_)))
        {
            self.tracks.remove(&key);
            self.index_channels();
        }
    }

    fn index_channels(&mut self) {
        self.channels.clear();
        for (key, track) in &self.tracks {
            if let Feed::Track(Some(from)) = track.feed {
                self.channels.entry(from).or_default().push(*key);
            }
        }
    }
}
