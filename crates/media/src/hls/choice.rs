//! Which track the broadcast shows and which microphone it carries.

use yunqian_signaling::{OpenTrack, ParticipantId, Source, Spotlight, TrackId};

/// How long the picture stays before it follows another speaker.
const PICTURE_HOLD_US: i64 = 3_000_000;

/// What the room told, and what follows from it.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub(super) tracks: Vec<OpenTrack>,
    pub(super) spotlight: Option<Spotlight>,
    speaker: Option<ParticipantId>,
    shown: Option<(ParticipantId, i64)>,
}

impl Choice {
    /// Notes who is heard; the loudest with a microphone on the floor counts until another speaks.
    pub(super) fn speaking(&mut self, participants: &[ParticipantId], now_us: i64) {
        let speaker = participants.iter().copied().find(|id| self.floor_of(*id).is_some());
        let Some(speaker) = speaker else {
            return;
        };
        self.speaker = Some(speaker);
        if self.shown.is_none_or(|(_, since)| now_us - since > PICTURE_HOLD_US) {
            self.shown = Some((speaker, now_us));
        }
    }

    /// The microphone that is the floor now.
    pub(super) fn floor(&self) -> Option<&TrackId> {
        let spoken = self.speaker.and_then(|id| self.floor_of(id));
        let any = || self.tracks.iter().find(|track| is_floor(track));
        let sound_of_screen = || self.tracks.iter().find(|track| track.source == Source::ScreenAudio);
        spoken.or_else(any).or_else(sound_of_screen).map(|track| &track.track)
    }

    /// The pictures in the order in which they would be shown.
    pub(super) fn pictures(&self) -> Vec<&OpenTrack> {
        let large = |track: &OpenTrack| {
            self.spotlight
                .as_ref()
                .is_some_and(|spot| spot.participant == track.participant && spot.source == track.source)
        };
        let speaks = |track: &OpenTrack| self.shown.is_some_and(|(id, _)| id == track.participant);
        let mut all: Vec<&OpenTrack> = self.tracks.iter().filter(|track| track.source.is_video()).collect();
        all.sort_by_key(|track| (!large(track), track.source != Source::Screen, !speaks(track)));
        all
    }

    fn floor_of(&self, id: ParticipantId) -> Option<&OpenTrack> {
        self.tracks
            .iter()
            .find(|track| track.participant == id && is_floor(track))
    }
}

fn is_floor(track: &OpenTrack) -> bool {
    track.source == Source::Microphone && track.language.is_none()
}
