//! One tapped room: its tracks from packets to segments.

use std::collections::HashMap;

use tokio::sync::mpsc;
use yunqian_media::Tapped;
use yunqian_media::record::{Cut, Read, Reader, Segmenter, SenderClock, TimedFrame};
use yunqian_session::RecordingId;
use yunqian_session::recording::GapCause;
use yunqian_signaling::{OpenTrack, ParticipantId, TrackId};

use super::keeper::{Kept, What};

/// Segments end at the first keyframe after this.
const TARGET_US: i64 = 6_000_000;
/// And never last longer than this.
const LIMIT_US: i64 = 10_000_000;
/// Sound can end anywhere.
const SOUND_TARGET_US: i64 = 8_000_000;

/// What the room's packets lead to besides segments.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Frames as they were read, for a broadcast.
    pub(super) frames: Vec<TimedFrame>,
    /// Whether only a keyframe helps.
    pub(super) keyframe_wanted: bool,
}

/// A tapped room.
pub(super) struct TappedRoom {
    recording: Option<RecordingId>,
    open: HashMap<TrackId, OpenTrack>,
    tracks: HashMap<TrackId, Track>,
    senders: HashMap<ParticipantId, SenderClock>,
    keeper: mpsc::Sender<Kept>,
}

struct Track {
    open: OpenTrack,
    reader: Reader,
    segmenter: Segmenter,
    was_lost: bool,
    /// From where on segments found no room.
    unkept_us: Option<(i64, i64)>,
}

impl TappedRoom {
    pub(super) fn new(keeper: mpsc::Sender<Kept>) -> Self {
        Self {
            recording: None,
            open: HashMap::new(),
            tracks: HashMap::new(),
            senders: HashMap::new(),
            keeper,
        }
    }

    /// Records into `recording` from here on, or no longer.
    pub(super) fn record(&mut self, recording: Option<RecordingId>) {
        if self.recording != recording {
            self.finish();
            self.recording = recording;
        }
    }

    /// Notes which tracks are sent now; those that are not any more are closed.
    pub(super) fn open(&mut self, tracks: Vec<OpenTrack>) {
        self.open = tracks.into_iter().map(|track| (track.track.clone(), track)).collect();
        let gone: Vec<TrackId> = self
            .tracks
            .keys()
            .filter(|track| !self.open.contains_key(*track))
            .cloned()
            .collect();
        for track in gone {
            self.close(&track);
        }
    }

    /// The tracks that are sent now.
    pub(super) fn tracks(&self) -> Vec<OpenTrack> {
        self.open.values().cloned().collect()
    }

    /// Takes a packet; one of a track that the room has not named yet is left out.
    pub(super) fn packet(&mut self, packet: Tapped, arrived_us: i64) -> Told {
        let Some(open) = self.open.get(&packet.track) else {
            return Told::default();
        };
        let sender = self.senders.entry(open.participant).or_default();
        let name = packet.track.clone();
        let track = self
            .tracks
            .entry(name.clone())
            .or_insert_with(|| Track::new(open.clone(), &packet));
        let reads = track.reader.packet(sender, packet, arrived_us);
        self.take(&name, reads)
    }

    /// Gives up on what is overdue and closes what nothing follows.
    pub(super) fn tick(&mut self, now_us: i64) {
        let names: Vec<TrackId> = self.tracks.keys().cloned().collect();
        for name in names {
            let Some(track) = self.tracks.get_mut(&name) else {
                continue;
            };
            let sender = self.senders.entry(track.open.participant).or_default();
            let reads = track.reader.tick(sender, now_us);
            self.take(&name, reads);
            if let Some(track) = self.tracks.get_mut(&name) {
                let cuts = track.segmenter.tick(now_us);
                track.keep(self.recording, &self.keeper, cuts);
            }
        }
    }

    /// Closes every track.
    pub(super) fn finish(&mut self) {
        let names: Vec<TrackId> = self.tracks.keys().cloned().collect();
        for name in names {
            self.close(&name);
        }
    }

    fn close(&mut self, name: &TrackId) {
        let Some(track) = self.tracks.get_mut(name) else {
            return;
        };
        let sender = self.senders.entry(track.open.participant).or_default();
        let reads = track.reader.finish(sender);
        self.take(name, reads);
        if let Some(mut track) = self.tracks.remove(name) {
            let cuts = track.segmenter.finish();
            track.keep(self.recording, &self.keeper, cuts);
        }
    }

    fn take(&mut self, name: &TrackId, reads: Vec<Read>) -> Told {
        let mut told = Told::default();
        let Some(track) = self.tracks.get_mut(name) else {
            return told;
        };
        for read in reads {
            match read {
                Read::Lost(_) => track.was_lost = true,
                Read::KeyframeWanted => told.keyframe_wanted = true,
                Read::Frame(frame) => {
                    if self.recording.is_some() {
                        let cuts = track.segmenter.frame(frame.clone());
                        track.keep(self.recording, &self.keeper, cuts);
                    }
                    told.frames.push(frame);
                }
            }
        }
        told
    }
}

impl Track {
    fn new(open: OpenTrack, first: &Tapped) -> Self {
        let target_us = if first.codec.is_video() {
            TARGET_US
        } else {
            SOUND_TARGET_US
        };
        Self {
            open,
            reader: Reader::new(first),
            segmenter: Segmenter::new(target_us, LIMIT_US),
            was_lost: false,
            unkept_us: None,
        }
    }

    fn keep(&mut self, recording: Option<RecordingId>, keeper: &mpsc::Sender<Kept>, cuts: Vec<Cut>) {
        let Some(recording) = recording else {
            return;
        };
        for cut in cuts {
            if let Some((from_us, to_us)) = self.unkept_us {
                let cause = GapCause::Server;
                if self.offer(recording, keeper, What::Gap { from_us, to_us, cause }) {
                    self.unkept_us = None;
                }
            }
            match cut {
                Cut::Gap { from_us, to_us } => {
                    let cause = if std::mem::take(&mut self.was_lost) {
                        GapCause::Lost
                    } else {
                        GapCause::Silent
                    };
                    self.offer(recording, keeper, What::Gap { from_us, to_us, cause });
                }
                Cut::Segment(segment) => {
                    let (from_us, to_us) = (segment.start_us, segment.start_us + segment.duration_us);
                    if !self.offer(recording, keeper, What::Segment(segment)) {
                        let from_us = self.unkept_us.map_or(from_us, |(from, _)| from);
                        self.unkept_us = Some((from_us, to_us));
                    }
                }
            }
        }
    }

    fn offer(&self, recording: RecordingId, keeper: &mpsc::Sender<Kept>, what: What) -> bool {
        let track = self.open.clone();
        keeper.try_send(Kept { recording, track, what }).is_ok()
    }
}
