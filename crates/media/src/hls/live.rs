//! One broadcast.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use yunqian_signaling::{OpenTrack, ParticipantId, Spotlight, TrackId};

use super::captions::{Captions, Cue};
use super::choice::Choice;
use super::rendition::Rendition;
use crate::record::TimedFrame;
use crate::tap::TapCodec;

const VIDEO: &str = "video";
const FLOOR: &str = "floor";
/// A picture whose sender has sent nothing for so long gives way to the next.
const GONE_US: i64 = 3_000_000;
const ASK_EVERY_US: i64 = 1_000_000;

/// How a broadcast does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing to play yet.
    Starting,
    /// Playing.
    Live,
    /// Playing sound alone: the room's pictures come in a codec that browsers don't play in MP4.
    NeedsVp9,
}

/// Something a player asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// A playlist; it changes.
    Playlist(String),
    /// An initialisation or media segment; it never changes.
    Media(Arc<[u8]>),
    /// Captions; they never change once listed.
    Captions(String),
}

/// A broadcast.
pub struct Live {
    origin_us: i64,
    choice: Choice,
    shown: Option<(TrackId, i64)>,
    video: Option<Rendition>,
    sounds: BTreeMap<String, Rendition>,
    captions: BTreeMap<String, Captions>,
    unplayable: BTreeSet<TrackId>,
    asked_us: Option<i64>,
    is_over: bool,
}

impl Live {
    /// Begins a broadcast whose timeline counts from `origin_us`.
    #[must_use]
    pub fn new(origin_us: i64) -> Self {
        Self {
            origin_us,
            choice: Choice::default(),
            shown: None,
            video: None,
            sounds: BTreeMap::new(),
            captions: BTreeMap::new(),
            unplayable: BTreeSet::new(),
            asked_us: None,
            is_over: false,
        }
    }

    /// Notes which tracks are sent now.
    pub fn tracks(&mut self, tracks: Vec<OpenTrack>) {
        self.unplayable
            .retain(|id| tracks.iter().any(|track| track.track == *id));
        self.choice.tracks = tracks;
    }

    /// Notes whom the operator shows large.
    pub fn spotlight(&mut self, spotlight: Option<Spotlight>) {
        self.choice.spotlight = spotlight;
    }

    /// Notes who is heard.
    pub fn speaking(&mut self, participants: &[ParticipantId], now_us: i64) {
        self.choice.speaking(participants, now_us);
    }

    /// Takes a complete line of captions.
    pub fn caption(&mut self, cue: Cue) {
        self.captions.entry(cue.language.clone()).or_default().add(cue);
    }

    /// Takes a frame of a track; true when a keyframe of it is needed to show it.
    pub fn frame(&mut self, track: &TrackId, frame: TimedFrame) -> bool {
        if frame.codec.is_video() {
            return self.picture(track, frame);
        }
        let language = self.choice.tracks.iter().find(|open| open.track == *track);
        let name = match language.and_then(|open| open.language.as_ref()) {
            Some(language) => format!("audio-{language}"),
            None if self.choice.floor() == Some(track) => FLOOR.to_owned(),
            None => return false,
        };
        let origin_us = self.origin_us;
        self.sounds
            .entry(name.clone())
            .or_insert_with(|| Rendition::new(&name, origin_us, &frame))
            .frame(frame);
        false
    }

    fn picture(&mut self, track: &TrackId, frame: TimedFrame) -> bool {
        if frame.codec == TapCodec::Vp8 || self.video.as_ref().is_some_and(|video| video.codec() != frame.codec) {
            self.unplayable.insert(track.clone());
            return false;
        }
        self.unplayable.remove(track);
        if let Some((shown, last_us)) = &mut self.shown
            && shown == track
        {
            *last_us = frame.at_us;
        } else if !self.gives_way_to(track, frame.at_us) {
            return false;
        } else if !frame.keyframe {
            return self.may_ask(frame.at_us);
        } else {
            self.shown = Some((track.clone(), frame.at_us));
        }
        let now_us = frame.at_us;
        match &mut self.video {
            Some(video) => video.frame(frame),
            None if frame.keyframe => {
                let mut video = Rendition::new(VIDEO, self.origin_us, &frame);
                video.frame(frame);
                self.video = Some(video);
            }
            None => return self.may_ask(now_us),
        }
        false
    }

    /// Whether a keyframe may be asked for again.
    fn may_ask(&mut self, now_us: i64) -> bool {
        let may = self.asked_us.is_none_or(|asked| now_us - asked >= ASK_EVERY_US);
        if may {
            self.asked_us = Some(now_us);
        }
        may
    }

    /// Whether another track is to be shown instead of the one that is.
    fn gives_way_to(&self, track: &TrackId, now_us: i64) -> bool {
        let Some((shown, last_us)) = &self.shown else {
            return true;
        };
        let pictures = self.choice.pictures();
        let playable = || pictures.iter().filter(|open| !self.unplayable.contains(&open.track));
        let is_shown_open = playable().any(|open| open.track == *shown);
        let is_first = playable().next().is_some_and(|open| open.track == *track);
        is_first || !is_shown_open || now_us - last_us > GONE_US
    }

    /// Fills what nobody sends, and closes what is due.
    pub fn tick(&mut self, now_us: i64) {
        self.video.iter_mut().for_each(|video| video.fill(now_us));
        self.sounds.values_mut().for_each(|sound| sound.fill(now_us));
    }

    /// Ends the broadcast; what is there can still be played.
    pub fn finish(&mut self) {
        self.video.iter_mut().for_each(Rendition::finish);
        self.sounds.values_mut().for_each(Rendition::finish);
        self.is_over = true;
    }

    /// How it does.
    #[must_use]
    pub fn status(&self) -> Status {
        let has_picture = self.video.as_ref().is_some_and(Rendition::is_ready);
        let has_sound = self.sounds.values().any(Rendition::is_ready);
        match (has_picture, self.video.is_some()) {
            (true, _) => Status::Live,
            (_, false) if !self.unplayable.is_empty() => Status::NeedsVp9,
            (_, false) if has_sound => Status::Live,
            _ => Status::Starting,
        }
    }

    /// The languages of its sound besides the floor's, and of its captions.
    #[must_use]
    pub fn languages(&self) -> (Vec<String>, Vec<String>) {
        let sounds = self.sounds.keys().filter_map(|name| name.strip_prefix("audio-"));
        let captions = self.captions.keys().cloned();
        (sounds.map(str::to_owned).collect(), captions.collect())
    }

    /// Gives a file by its name in the broadcast's directory.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<File> {
        if name == "index.m3u8" {
            return self.multivariant().map(File::Playlist);
        }
        if let Some(rendition) = name.strip_suffix(".m3u8") {
            return match rendition.strip_prefix("captions-") {
                Some(language) => self.captions_playlist(language).map(File::Playlist),
                None => Some(File::Playlist(self.rendition(rendition)?.playlist(self.is_over))),
            };
        }
        if let Some((rendition, number)) = name.strip_suffix(".m4s").and_then(|name| name.rsplit_once('-')) {
            return self
                .rendition(rendition)?
                .segment(number.parse().ok()?)
                .map(File::Media);
        }
        if let Some((rendition, number)) = name.strip_suffix(".mp4").and_then(|name| name.rsplit_once("-init")) {
            return self
                .rendition(rendition)?
                .initialisation(number.parse().ok()?)
                .map(File::Media);
        }
        let (language, number) = name.strip_suffix(".vtt")?.strip_prefix("captions-")?.rsplit_once('-')?;
        self.captions_segment(language, number.parse().ok()?)
            .map(File::Captions)
    }

    fn rendition(&self, name: &str) -> Option<&Rendition> {
        match name {
            VIDEO => self.video.as_ref(),
            name => self.sounds.get(name),
        }
    }

    /// The rendition along whose segments captions are cut.
    fn clockwork(&self) -> Option<&Rendition> {
        self.sounds.get(FLOOR).or(self.video.as_ref())
    }

    fn captions_playlist(&self, language: &str) -> Option<String> {
        self.captions.get(language)?;
        let clockwork = self.clockwork()?;
        let first = clockwork.listed().next().map_or(0, |(number, ..)| number);
        let mut text = super::playlist::head(first);
        for (number, start_us, duration_us) in clockwork.listed() {
            let uri = format!("captions-{language}-{number}.vtt");
            super::playlist::segment(&mut text, start_us, duration_us, &uri);
        }
        if self.is_over {
            text.push_str("#EXT-X-ENDLIST\n");
        }
        Some(text)
    }

    fn captions_segment(&self, language: &str, wanted: u64) -> Option<String> {
        let captions = self.captions.get(language)?;
        let (_, start_us, duration_us) = self.clockwork()?.listed().find(|(number, ..)| *number == wanted)?;
        Some(captions.segment(self.origin_us, start_us, start_us + duration_us))
    }

    /// The multivariant playlist, once there is something to play.
    fn multivariant(&self) -> Option<String> {
        let ready: Vec<(&String, &Rendition)> = self.sounds.iter().filter(|(_, sound)| sound.is_ready()).collect();
        let video = self.video.as_ref().filter(|video| video.is_ready());
        if ready.is_empty() && video.is_none() {
            return None;
        }
        let mut text = "#EXTM3U\n#EXT-X-VERSION:7\n".to_owned();
        for (name, _) in &ready {
            let language = name.strip_prefix("audio-");
            let (label, is_default) = language.map_or((FLOOR, "YES"), |language| (language, "NO"));
            let _ = write!(text, "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"sound\",NAME=\"{label}\",");
            if let Some(language) = language {
                let _ = write!(text, "LANGUAGE=\"{language}\",");
            }
            let _ = writeln!(
                text,
                "DEFAULT={is_default},AUTOSELECT=YES,CHANNELS=\"2\",URI=\"{name}.m3u8\""
            );
        }
        for language in self.captions.keys() {
            let _ = writeln!(
                text,
                "#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID=\"captions\",NAME=\"{language}\",LANGUAGE=\"{language}\",\
                 DEFAULT=NO,AUTOSELECT=YES,FORCED=NO,URI=\"captions-{language}.m3u8\""
            );
        }
        self.variant(&mut text, video, &ready);
        Some(text)
    }

    fn variant(&self, text: &mut String, video: Option<&Rendition>, sounds: &[(&String, &Rendition)]) {
        let sound = sounds
            .iter()
            .map(|(_, sound)| sound.bandwidth())
            .max()
            .unwrap_or((0, 0));
        let (peak, average) = video.map_or((0, 0), Rendition::bandwidth);
        let mut codecs: Vec<String> = video.iter().map(|video| video.codecs()).collect();
        codecs.extend(sounds.first().map(|(_, sound)| sound.codecs()));
        let _ = write!(
            text,
            "#EXT-X-STREAM-INF:BANDWIDTH={},AVERAGE-BANDWIDTH={},CODECS=\"{}\"",
            peak + sound.0,
            average + sound.1,
            codecs.join(",")
        );
        if let Some(video) = video {
            let picture = video.picture();
            let _ = write!(text, ",RESOLUTION={}x{}", picture.width, picture.height);
        }
        if !sounds.is_empty() {
            text.push_str(",AUDIO=\"sound\"");
        }
        if !self.captions.is_empty() {
            text.push_str(",SUBTITLES=\"captions\"");
        }
        let first = sounds.first().map_or(FLOOR, |(name, _)| name.as_str());
        let _ = writeln!(text, "\n{}.m3u8", if video.is_some() { VIDEO } else { first });
    }
}
