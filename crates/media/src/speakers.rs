//! Who is heard, from the audio levels in the packets (RFC 6464).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use yunqian_signaling::{ParticipantId, RoomId};

/// How often rooms are looked at.
const INTERVAL: Duration = Duration::from_millis(300);
/// How long somebody counts as heard after the last loud packet.
const HOLD: Duration = Duration::from_millis(900);
/// Loud enough to be speech, in dB below full scale.
const LOUD_DB: i8 = -45;

/// The voices of all rooms.
#[derive(Debug)]
pub(crate) struct Speakers {
    voices: HashMap<ParticipantId, Voice>,
    reported: HashMap<RoomId, Vec<ParticipantId>>,
    due: Instant,
}

#[derive(Debug)]
struct Voice {
    room: RoomId,
    loud_at: Instant,
    level_db: f32,
}

impl Speakers {
    /// Starts with silence.
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            voices: HashMap::new(),
            reported: HashMap::new(),
            due: now + INTERVAL,
        }
    }

    /// Takes the level of one packet.
    pub(crate) fn hear(&mut self, now: Instant, room: &RoomId, who: ParticipantId, level_db: i8) {
        if let Some(voice) = self.voices.get_mut(&who) {
            voice.level_db += 0.1 * (f32::from(level_db) - voice.level_db);
            if level_db > LOUD_DB {
                voice.loud_at = now;
            }
        } else if level_db > LOUD_DB {
            self.voices.insert(
                who,
                Voice {
                    room: room.clone(),
                    loud_at: now,
                    level_db: f32::from(level_db),
                },
            );
        }
    }

    /// Forgets a participant.
    pub(crate) fn remove(&mut self, who: ParticipantId) {
        self.voices.remove(&who);
    }

    /// Gives the rooms whose speakers changed, loudest first.
    pub(crate) fn poll(&mut self, now: Instant) -> Vec<(RoomId, Vec<ParticipantId>)> {
        if now < self.due {
            return Vec::new();
        }
        self.due = now + INTERVAL;
        self.voices
            .retain(|_, voice| now.saturating_duration_since(voice.loud_at) < HOLD);
        let mut heard: HashMap<RoomId, Vec<(ParticipantId, f32)>> = HashMap::new();
        for (who, voice) in &self.voices {
            let entry = heard.entry(voice.room.clone()).or_default();
            entry.push((*who, voice.level_db));
        }
        let mut current: HashMap<RoomId, Vec<ParticipantId>> = heard
            .into_iter()
            .map(|(room, mut voices)| {
                voices.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                (room, voices.into_iter().map(|(who, _)| who).collect())
            })
            .collect();
        for room in self.reported.keys() {
            current.entry(room.clone()).or_default();
        }
        let changed = current
            .iter()
            .filter(|(room, speakers)| self.reported.get(*room) != Some(*speakers))
            .map(|(room, speakers)| (room.clone(), speakers.clone()))
            .collect();
        current.retain(|_, speakers| !speakers.is_empty());
        self.reported = current;
        changed
    }
}
