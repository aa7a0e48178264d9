//! Hands what a room's members send to the recorder.
//!
//! The forwarding unit gives the packets, the room's task says what they are. A room is tapped while somebody wishes
//! it ([`Rooms::tap`](super::Rooms::tap)); its task then switches every track on, those that come later too, and asks
//! for keyframes in the rhythm of the wish.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use yunqian_media::hls::Cue;
use yunqian_media::{Command, Handle, Tapped};
use yunqian_signaling::{MediaCommand, OpenTrack, ParticipantId, Room, RoomId, ServerMessage, Spotlight, TrackId};

/// Packets that may wait for the recorder, about two seconds of ten cameras; when full, packets are dropped and the
/// loss shows in the recording.
pub(super) const PACKETS: usize = 8192;
/// Notes that may wait; when full, lists are told again a moment later and who speaks is not told.
pub(super) const NOTES: usize = 512;

/// How a room is tapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// How often every picture is to begin anew.
    pub keyframe_every: Duration,
}

/// What a tapped room tells of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The tracks being sent now; none once the room is over.
    Tracks(Vec<OpenTrack>),
    /// Whom the stage shows large.
    Spotlight(Option<Spotlight>),
    /// Who is heard now, loudest first.
    Speaking(Vec<ParticipantId>),
    /// A complete line of captions.
    Caption(Cue),
}

/// What comes out of the tapped rooms of this process.
#[derive(Debug)]
pub struct Taps {
    /// The packets.
    pub packets: mpsc::Receiver<Tapped>,
    /// The notes.
    pub notes: mpsc::Receiver<(RoomId, Note)>,
}

/// The tap of one room.
pub(super) struct Tap {
    room: RoomId,
    notes: mpsc::Sender<(RoomId, Note)>,
    wish: Option<Wish>,
    on: BTreeSet<TrackId>,
    told_tracks: Vec<OpenTrack>,
    told_spotlight: Option<Spotlight>,
    asked: Option<Instant>,
}

impl Tap {
    pub(super) fn new(room: RoomId, notes: mpsc::Sender<(RoomId, Note)>) -> Self {
        Self {
            room,
            notes,
            wish: None,
            on: BTreeSet::new(),
            told_tracks: Vec::new(),
            told_spotlight: None,
            asked: None,
        }
    }

    pub(super) fn wish(&mut self, wish: Option<Wish>, media: &Handle) {
        self.wish = wish;
        if wish.is_none() {
            for track in std::mem::take(&mut self.on) {
                self.switch(media, track, false);
            }
            self.told_tracks.clear();
            self.told_spotlight = None;
        }
    }

    /// Switches on what came, off what went, asks for keyframes when it is time.
    pub(super) fn tick(&mut self, room: &Room, media: &Handle, now: Instant) {
        let Some(wish) = self.wish else {
            return;
        };
        let open = room.open_tracks();
        if open != self.told_tracks && self.note(Note::Tracks(open.clone())) {
            self.told_tracks.clone_from(&open);
        }
        let spotlight = room.shown_large().cloned();
        if spotlight != self.told_spotlight && self.note(Note::Spotlight(spotlight.clone())) {
            self.told_spotlight = spotlight;
        }
        let is_due = self.asked.is_none_or(|asked| now - asked >= wish.keyframe_every);
        let names: BTreeSet<TrackId> = open.into_iter().map(|track| track.track).collect();
        for gone in self.on.difference(&names) {
            self.switch(media, gone.clone(), false);
        }
        for track in names.iter().filter(|track| is_due || !self.on.contains(*track)) {
            self.switch(media, track.clone(), true);
        }
        self.on = names;
        if is_due {
            self.asked = Some(now);
        }
    }

    pub(super) fn speaking(&self, participants: &[ParticipantId]) {
        if self.wish.is_some() {
            self.note(Note::Speaking(participants.to_vec()));
        }
    }

    /// Passes complete lines of captions on.
    pub(super) fn told(&self, message: &ServerMessage) {
        let ServerMessage::Caption { caption } = message else {
            return;
        };
        if caption.is_final && self.wish.is_some() {
            self.note(Note::Caption(Cue {
                language: caption.language.clone(),
                at_us: i64::try_from(caption.at.0).unwrap_or(0) * 1_000,
                text: caption.text.clone(),
            }));
        }
    }

    /// Asks for a track's keyframe.
    pub(super) fn keyframe(&self, track: TrackId, media: &Handle) {
        if self.on.contains(&track) {
            self.switch(media, track, true);
        }
    }

    /// Tells that the room is over.
    pub(super) fn end(&mut self) {
        if self.wish.is_some() {
            self.note(Note::Tracks(Vec::new()));
        }
    }

    fn note(&self, note: Note) -> bool {
        self.notes.try_send((self.room.clone(), note)).is_ok()
    }

    /// Switching on what is on asks for a keyframe.
    fn switch(&self, media: &Handle, track: TrackId, on: bool) {
        let room = self.room.clone();
        let command = MediaCommand::Record { track, on };
        if let Err(error) = media.send(Command { room, command }) {
            tracing::warn!(room = %self.room, %error, "the recorder's wish was not taken");
        }
    }
}
