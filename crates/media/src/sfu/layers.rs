//! Which layer of each track each receiver gets: no larger than it shows, no more than its line bears; and which layers
//! somebody wants at all (what nobody wants need not be sent).

use std::time::{Duration, Instant};

use yunqian_signaling::{MediaEvent, ParticipantId, Source};

use super::Sfu;
use super::download::Download;
use super::slot::Slot;
use super::track::{Feed, Track, TrackKey};
use std::collections::HashMap;

/// How often layers are chosen anew.
const INTERVAL: Duration = Duration::from_millis(500);
/// How long a layer goes on being asked for after nobody wants it.
const LINGER: Duration = Duration::from_secs(4);
/// What one voice takes, in bits a second.
const VOICE_BITS_PER_S: u64 = 45_000;
/// A larger layer must fit with so much to spare, of 16, or receivers would go to and fro.
const SPARE_16THS: u64 = 18;

/// How many layers of a track its sender was last asked for, and since when fewer are wanted.
#[derive(Debug, Default)]
pub(super) struct Demand {
    asked: HashMap<TrackKey, Asked>,
    due: Option<Instant>,
}

#[derive(Debug)]
struct Asked {
    epoch: u64,
    layers: usize,
    fewer_since: Option<Instant>,
}

impl Sfu {
    /// Chooses every receiver's layers, when it is time to, and tells senders what is wanted.
    pub(super) fn choose_layers(&mut self, now: Instant) {
        if self.demand.due.is_some_and(|due| due > now) {
            return;
        }
        self.demand.due = Some(now + INTERVAL);
        let receivers: Vec<ParticipantId> = self.peers.keys().copied().collect();
        for receiver in receivers {
            self.judge_line(now, receiver);
            self.choose_for(now, receiver);
        }
        self.tell_demand(now);
        for track in self.tracks.values_mut().filter(|track| track.recorded) {
            track.refresh_recording(now);
        }
    }

    /// Lets what a receiver reported of all its streams say what its line bears.
    fn judge_line(&mut self, now: Instant, receiver: ParticipantId) {
        let Some(download) = self.peers.get_mut(&receiver).and_then(|p| p.download.as_mut()) else {
            return;
        };
        if let Some(lost) = download.losses.take() {
            download.lost = lost;
            let sent = download.sent.bits_per_s(now);
            download.bandwidth.report(now, lost, sent);
        }
    }

    /// Chooses one receiver's layers, and has those that it waits for begin.
    pub(super) fn choose_for(&mut self, now: Instant, receiver: ParticipantId) {
        self.choose(now, receiver, true);
        self.demand_for(receiver);
    }

    /// Chooses anew for all receivers of a track of which a layer begins to come, so that its first picture, a keyframe,
    /// is not lost on them.
    pub(super) fn choose_for_all(&mut self, now: Instant, key: TrackKey) {
        let subscribers = self.tracks.get(&key).map_or(0, |track| track.subscribers.len());
        for at in 0..subscribers {
            let (receiver, _) = self.tracks[&key].subscribers[at];
            self.choose(now, receiver, false);
        }
    }

    fn choose(&mut self, now: Instant, receiver: ParticipantId, ask: bool) {
        let Some(download) = self.peers.get_mut(&receiver).and_then(|p| p.download.as_mut()) else {
            return;
        };
        for (index, target) in allocate(now, download, &self.tracks) {
            let slot = &mut download.slots[index];
            if target.is_none() && slot.target.is_some() {
                slot.hold();
            }
            slot.target = target;
            // Asked for until it comes: a request may get lost, or meet a sender that is just starting the layer.
            if let Some(awaited) = target.filter(|_| ask && slot.layer != target)
                && let Some(carries) = slot.carries.filter(|c| c.track.source.is_video())
                && let Some(track) = self.tracks.get_mut(&carries.track)
                && let Some(layer) = track.layers.get_mut(awaited)
            {
                layer.want_keyframe();
            }
        }
    }

    /// Tells senders at once when a receiver wants a larger layer than anybody did until now.
    fn demand_for(&mut self, receiver: ParticipantId) {
        let Some(download) = self.peers.get(&receiver).and_then(|p| p.download.as_ref()) else {
            return;
        };
        let mut told = Vec::new();
        for slot in download.slots.iter().filter(|slot| slot.open) {
            let Some((key, asked)) = slot
                .carries
                .and_then(|carries| Some((carries.track, self.demand.asked.get_mut(&carries.track)?)))
            else {
                continue;
            };
            let track = self.tracks.get(&key).filter(|track| track.epoch == asked.epoch);
            let wanted = track
                .and_then(|track| needed(track, slot.shown))
                .map_or(0, |layer| layer + 1);
            if wanted > asked.layers {
                asked.layers = wanted;
                asked.fewer_since = None;
                told.push((key, wanted));
            }
        }
        self.report_demand(told);
    }

    /// Tells senders how many of their layers somebody wants: more at once, fewer after a while.
    fn tell_demand(&mut self, now: Instant) {
        let mut told = Vec::new();
        for (key, track) in &self.tracks {
            if !key.source.is_video() || !matches!(track.feed, Feed::Upload(..)) {
                continue;
            }
            let wanted = wanted_layers(track, &self.peers);
            let asked = self.demand.asked.entry(*key).or_insert(Asked {
                epoch: track.epoch,
                layers: track.layers.len(),
                fewer_since: None,
            });
            if asked.epoch != track.epoch {
                (asked.epoch, asked.layers, asked.fewer_since) = (track.epoch, track.layers.len(), None);
            }
            if wanted < asked.layers {
                let since = *asked.fewer_since.get_or_insert(now);
                if now.saturating_duration_since(since) < LINGER {
                    continue;
                }
            }
            asked.fewer_since = None;
            if wanted != asked.layers {
                asked.layers = wanted;
                told.push((*key, wanted));
            }
        }
        let tracks = &self.tracks;
        self.demand.asked.retain(|key, _| tracks.contains_key(key));
        self.report_demand(told);
    }

    fn report_demand(&mut self, told: Vec<(TrackKey, usize)>) {
        for (key, layers) in told {
            if let Some(room) = self.peers.get(&key.participant).map(|peer| peer.room.clone()) {
                let layers = u8::try_from(layers).unwrap_or(u8::MAX);
                self.report(room, MediaEvent::Demand(key.participant, key.source, layers));
            }
        }
    }
}

/// How many of a track's layers, from the smallest, its receivers would show if their lines bore it.
fn wanted_layers(track: &Track, peers: &HashMap<ParticipantId, super::peer::Peer>) -> usize {
    if track.recorded {
        return track.layers.len();
    }
    let layers = track.subscribers.iter().filter_map(|(who, index)| {
        let peer = peers.get(who)?;
        let slot = peer.download.as_ref()?.slots.get(*index)?;
        Some(needed(track, slot.shown)? + 1)
    });
    layers.max().unwrap_or_default()
}

/// The smallest layer that fills the height at which a track is shown; none when it is out of sight.
fn needed(track: &Track, shown: Option<u16>) -> Option<usize> {
    let top = track.layers.len() - 1;
    match shown {
        Some(0) => None,
        None => Some(top),
        // A layer up to a fifth too small is not told from one that fills.
        Some(shown) => {
            let fills = |height: u16| u32::from(height) * 5 >= u32::from(shown) * 4;
            let heights = track.layers.iter().map(|layer| layer.height);
            let found = heights.enumerate().find(|(_, height)| height.is_some_and(fills));
            Some(found.map_or(top, |(layer, _)| layer))
        }
    }
}

/// Divides a line among what its receiver shows: first everything small, the most important first, then larger.
fn allocate(now: Instant, download: &Download, tracks: &HashMap<TrackKey, Track>) -> Vec<(usize, Option<usize>)> {
    let mut choices = Vec::new();
    let mut budget = download.bandwidth.bits_per_s();
    for (index, slot) in download.slots.iter().enumerate().filter(|(_, slot)| slot.open) {
        let Some(carries) = slot.carries else {
            continue;
        };
        if carries.track.source.is_video() {
            if let Some(track) = tracks.get(&carries.track) {
                choices.push(Choice::new(now, index, slot, carries.track.source, track));
            }
        } else {
            let heard = slot.shown != Some(0);
            choices.push(Choice::sound(index, heard));
            budget = budget.saturating_sub(if heard { VOICE_BITS_PER_S } else { 0 });
        }
    }
    choices.sort_by_key(|choice| std::cmp::Reverse(choice.importance));
    for first in [true, false] {
        for choice in &mut choices {
            choice.take(&mut budget, first);
        }
    }
    choices.iter().map(|choice| (choice.slot, choice.layer)).collect()
}

/// What may be chosen for one section.
struct Choice {
    slot: usize,
    importance: (bool, u16),
    /// Layers that come now and are not larger than needed: index and bits a second, smallest first.
    ladder: Vec<(usize, u64)>,
    current: Option<usize>,
    layer: Option<usize>,
    spent: u64,
}

impl Choice {
    fn new(now: Instant, index: usize, slot: &Slot, source: Source, track: &Track) -> Self {
        let layers = track.layers.iter().enumerate();
        let ladder = match needed(track, slot.shown) {
            None => Vec::new(),
            // Without a choice there is nothing to measure: what comes is passed on.
            Some(_) if track.layers.len() == 1 => vec![(0, 0)],
            Some(needed) => layers
                .filter(|(index, layer)| *index <= needed && layer.is_sent(now))
                .map(|(index, layer)| (index, layer.rate.bits_per_s(now)))
                .collect(),
        };
        // Until anything was heard of a track, wait for its smallest layer.
        let waits = ladder.is_empty() && slot.shown != Some(0);
        Self {
            slot: index,
            importance: (source == Source::Screen, slot.shown.unwrap_or(u16::MAX)),
            ladder: if waits { vec![(0, 0)] } else { ladder },
            current: slot.layer,
            layer: None,
            spent: 0,
        }
    }

    fn sound(index: usize, heard: bool) -> Self {
        Self {
            slot: index,
            importance: (true, u16::MAX),
            ladder: if heard { vec![(0, 0)] } else { Vec::new() },
            current: None,
            layer: None,
            spent: 0,
        }
    }

    /// Takes the smallest layer, or on the second round the largest that fits.
    fn take(&mut self, budget: &mut u64, first: bool) {
        let fits = |(layer, rate): &&(usize, u64)| {
            let known = self.current.is_some_and(|current| current >= *layer);
            let asked = if known { *rate } else { rate * SPARE_16THS / 16 };
            asked <= *budget + self.spent
        };
        let chosen = if first {
            self.ladder.first().filter(fits)
        } else {
            self.ladder.iter().rev().find(fits)
        };
        if let Some((layer, rate)) = chosen.copied() {
            *budget = (*budget + self.spent).saturating_sub(rate);
            (self.layer, self.spent) = (Some(layer), rate);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(slot: usize, importance: (bool, u16), ladder: &[(usize, u64)]) -> Choice {
        Choice {
            slot,
            importance,
            ladder: ladder.to_vec(),
            current: None,
            layer: None,
            spent: 0,
        }
    }

    fn chosen(mut budget: u64, mut choices: Vec<Choice>) -> Vec<Option<usize>> {
        choices.sort_by_key(|choice| std::cmp::Reverse(choice.importance));
        for first in [true, false] {
            for choice in &mut choices {
                choice.take(&mut budget, first);
            }
        }
        choices.sort_by_key(|choice| choice.slot);
        choices.iter().map(|choice| choice.layer).collect()
    }

    const LADDER: [(usize, u64); 3] = [(0, 150_000), (1, 500_000), (2, 1_700_000)];

    #[test]
    fn everybody_is_seen_small_before_anybody_is_seen_large() {
        let room = || vec![choice(0, (false, 180), &LADDER), choice(1, (false, 720), &LADDER)];
        assert_eq!(chosen(10_000_000, room()), [Some(2), Some(2)]);
        assert_eq!(chosen(800_000, room()), [Some(0), Some(1)]);
        assert_eq!(chosen(200_000, room()), [None, Some(0)]);
    }

    #[test]
    fn a_shared_screen_goes_first() {
        let room = vec![
            choice(0, (false, 1080), &LADDER),
            choice(1, (true, 300), &[(0, 700_000)]),
        ];
        assert_eq!(chosen(850_000, room), [None, Some(0)]);
    }

    #[test]
    fn a_layer_that_just_fits_is_kept_but_not_begun() {
        let mut going = choice(0, (false, 720), &LADDER);
        going.current = Some(1);
        assert_eq!(chosen(510_000, vec![going]), [Some(1)]);
        assert_eq!(chosen(510_000, vec![choice(0, (false, 720), &LADDER)]), [Some(0)]);
    }
}
