//! What is being sent to the unit, in which layers, and who gets it.

use std::time::{Duration, Instant, UNIX_EPOCH};

use str0m::media::{Mid, Rid};
use str0m::rtp::rtcp::SenderInfo;
use yunqian_signaling::{ParticipantId, Source, TrackId};

use crate::demux::ConnectionId;
use crate::egress::{History, Origin, SenderClock};
use crate::rate::Rate;

/// The least time between two keyframe requests for one layer: hundreds of viewers joining at once ask for one
/// keyframe, not hundreds.
const KEYFRAME_INTERVAL: Duration = Duration::from_millis(500);
/// A layer of which nothing came for so long is not being sent.
const SILENT: Duration = Duration::from_millis(1_500);
/// A layer that paused for so long is not waited for by a recording, while another goes on.
const PAUSE: Duration = Duration::from_millis(500);

/// The longest time without a keyframe in a recording or broadcast.
const RECORDED_KEYFRAMES: Duration = Duration::from_secs(4);
/// Seconds between the NTP and the Unix epoch (RFC 5905 section 6).
const NTP_TO_UNIX_S: u64 = 2_208_988_800;

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

/// Where a track's packets come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feed {
    /// A section of a participant's upload.
    Upload(ConnectionId, Mid),
    /// Another track, or none: the track is a channel's.
    Track(Option<TrackKey>),
}

/// A track being sent.
pub(super) struct Track {
    pub(super) feed: Feed,
    pub(super) epoch: u64,
    pub(super) muted: bool,
    pub(super) recorded: bool,
    /// The layer that is recorded: the largest that came when a picture could begin.
    recording: usize,
    /// In the order in which the sender listed them, smallest first; exactly one without simulcast.
    pub(super) layers: Vec<Layer>,
    /// Participants and the slots of theirs that are open for it.
    pub(super) subscribers: Vec<(ParticipantId, usize)>,
}

/// One encoding of a track.
pub(super) struct Layer {
    pub(super) rid: Option<Rid>,
    pub(super) origin: Origin,
    pub(super) history: History,
    pub(super) clock: Option<SenderClock>,
    pub(super) rate: Rate,
    /// The picture's height, once a keyframe told it.
    pub(super) height: Option<u16>,
    /// When the last keyframe came.
    pub(super) keyframe_at: Option<Instant>,
    heard: Option<Instant>,
    keyframe_wanted: bool,
    keyframe_asked: Option<Instant>,
}

impl Track {
    pub(super) fn new(feed: Feed, epoch: u64, layers: Vec<Layer>) -> Self {
        Self {
            feed,
            epoch,
            muted: false,
            recorded: false,
            recording: 0,
            layers,
            subscribers: Vec::new(),
        }
    }

    /// Finds a layer by the name its packets carry.
    pub(super) fn layer_of(&self, rid: Option<Rid>) -> Option<usize> {
        match self.layers.as_slice() {
            [_] => Some(0),
            layers => layers.iter().position(|layer| layer.rid == rid),
        }
    }

    /// Tells whether a packet of `layer` belongs into the recording: that of the largest layer being sent, which is
    /// changed only where a picture begins.
    pub(super) fn records(&mut self, layer: usize, may_start: bool, now: Instant) -> bool {
        let gone = self.layers.get(self.recording).is_none_or(|layer| !layer.flows(now));
        if self.recorded && may_start && (layer > self.recording || gone) {
            self.recording = layer;
        }
        self.recorded && layer == self.recording
    }

    /// Wants a keyframe of what is recorded, so that its segments stay short, and of the layer that is to be recorded
    /// from now on when its sender stopped the last one.
    pub(super) fn refresh_recording(&mut self, now: Instant) {
        if !self.recorded {
            return;
        }
        let best = self.layers.iter().rposition(|layer| layer.flows(now));
        let Some(layer) = best.and_then(|best| self.layers.get_mut(best)) else {
            return;
        };
        let fresh = layer
            .keyframe_at
            .is_some_and(|at| now.saturating_duration_since(at) < RECORDED_KEYFRAMES);
        if !fresh || best != Some(self.recording) {
            layer.want_keyframe();
        }
    }

    /// Wants keyframes of all layers that are being sent.
    pub(super) fn want_keyframes(&mut self, now: Instant) {
        let lone = self.layers.len() == 1;
        for layer in &mut self.layers {
            if lone || layer.is_sent(now) {
                layer.want_keyframe();
            }
        }
    }
}

impl Layer {
    pub(super) fn new(rid: Option<Rid>, origin: Origin, now: Instant) -> Self {
        Self {
            rid,
            origin,
            history: History::default(),
            clock: None,
            rate: Rate::new(now),
            height: None,
            keyframe_at: None,
            heard: None,
            keyframe_wanted: false,
            keyframe_asked: None,
        }
    }

    /// Notes a packet of the layer.
    pub(super) fn hear(&mut self, now: Instant, bytes: usize) {
        self.rate.add(now, bytes);
        self.heard = Some(now);
    }

    /// Tells whether the layer came without a pause until just now.
    fn flows(&self, now: Instant) -> bool {
        self.heard.is_some_and(|at| now.saturating_duration_since(at) < PAUSE)
    }

    /// Tells whether the layer is being sent.
    pub(super) fn is_sent(&self, now: Instant) -> bool {
        self.heard.is_some_and(|at| now.saturating_duration_since(at) < SILENT)
    }

    /// Notes that somebody needs a keyframe.
    pub(super) fn want_keyframe(&mut self) {
        self.keyframe_wanted = true;
    }

    /// Tells whether to ask the sender for a keyframe now.
    pub(super) fn keyframe_is_due(&self, now: Instant) -> bool {
        self.keyframe_due(now).is_some_and(|at| at <= now)
    }

    /// Notes that the sender was asked.
    pub(super) fn keyframe_asked(&mut self, now: Instant) {
        self.keyframe_wanted = false;
        self.keyframe_asked = Some(now);
    }

    /// Notes a sender report.
    pub(super) fn tell_clock(&mut self, info: SenderInfo, now: Instant) {
        let since_1970 = info.ntp_time.duration_since(UNIX_EPOCH).unwrap_or_default();
        let seconds = since_1970.as_secs().wrapping_add(NTP_TO_UNIX_S);
        let ntp = (seconds << 32) | ((u64::from(since_1970.subsec_nanos()) << 32) / 1_000_000_000);
        if self.clock.is_none_or(|clock| clock.ntp != ntp) {
            let rtp = u32::try_from(info.rtp_time.numer() & u64::from(u32::MAX)).expect("masked");
            self.clock = Some(SenderClock { ntp, rtp, at: now });
        }
    }

    fn keyframe_due(&self, now: Instant) -> Option<Instant> {
        self.keyframe_wanted
            .then(|| self.keyframe_asked.map_or(now, |at| at + KEYFRAME_INTERVAL))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_viewers_at_once_cost_one_request_each_half_second() {
        let start = Instant::now();
        let mut layer = Layer::new(None, Origin(1), start);
        let mut asked = 0;
        for ms in 0..1000 {
            layer.want_keyframe();
            let now = start + Duration::from_millis(ms);
            if layer.keyframe_is_due(now) {
                layer.keyframe_asked(now);
                asked += 1;
            }
        }
        assert_eq!(asked, 2);
    }

    #[test]
    fn a_recording_goes_on_with_the_next_layer_when_the_largest_ends() {
        let start = Instant::now();
        let layers = (1..=2).map(|origin| Layer::new(None, Origin(origin), start));
        let mut track = Track::new(Feed::Track(None), 1, layers.collect());
        track.recorded = true;
        let (small, large) = (0, 1);
        for layer in [small, large] {
            track.layers[layer].hear(start, 1_000);
            track.layers[layer].keyframe_at = Some(start);
        }
        assert!(track.records(large, true, start));
        assert!(!track.records(small, true, start), "the largest is recorded");

        let later = start + PAUSE;
        track.layers[small].hear(later, 1_000);
        track.refresh_recording(later);
        assert!(
            track.layers[small].keyframe_is_due(later),
            "a picture to go on with is asked for"
        );
        assert!(!track.records(small, false, later), "not from the middle of a picture");
        assert!(track.records(small, true, later));
    }
}
