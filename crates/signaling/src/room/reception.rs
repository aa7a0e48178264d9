//! Who receives what: the one place that decides it, for every kind of room.

use super::Room;
use super::member::Member;
use crate::{MediaCommand, ParticipantId, RoomKind, Shown, Source, TrackId};

/// How many come to the stage by themselves in a ceremony; further sites stay on the wall.
const CEREMONY_STAGE: usize = 9;
/// The same in other rooms; further ones wait backstage.
const STAGE: usize = 25;
/// The most a moderator may put on the stage.
pub(super) const FULL_STAGE: usize = 50;
/// The height at which a picture from off the stage comes while its receiver said nothing of it.
const THUMBNAIL: u16 = 180;

/// What a moderator receives from off the stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Survey {
    /// Whether it receives the pictures; by the kind of room while it said nothing.
    pub(super) pictures: Option<bool>,
    /// Whose sound.
    pub(super) listen_to: Option<ParticipantId>,
}

impl Room {
    /// Tells whether what `sender` sends from `source` goes to `receiver`.
    ///
    /// What is on the stage goes to everyone inside. From off the stage: a moderator gets the pictures it surveys and
    /// the one sound it listens to; those backstage get each other, machines and the sites of a ceremony excepted
    /// (a wall of 200 would be 40,000 streams). An interpreter's voice is part of its channel alone, and who is in a
    /// breakout neither sends nor receives here.
    fn reaches(&self, receiver: &Member, sender: &Member, source: Source) -> bool {
        if sender.waiting || sender.in_breakout {
            return false;
        }
        if sender.grants.interpret && source == Source::Microphone {
            return false;
        }
        if sender.on_stage {
            return true;
        }
        if receiver.grants.moderate {
            let pictures = receiver.survey.pictures.unwrap_or(self.kind != RoomKind::Ceremony);
            let surveyed = if source.is_video() {
                pictures
            } else {
                receiver.survey.listen_to == Some(sender.id)
            };
            if surveyed {
                return true;
            }
        }
        self.kind != RoomKind::Ceremony && is_backstage(receiver) && is_backstage(sender)
    }

    /// Everything a participant is to receive now.
    pub(super) fn wanted(&self, id: ParticipantId) -> Vec<TrackId> {
        let receives = |m: &&Member| m.grants.subscribe && m.is_inside(self.state.mode) && !m.in_breakout;
        let Some(receiver) = self.members.get(&id).filter(receives) else {
            return Vec::new();
        };
        let others = self.members.values().filter(|m| m.id != id && !m.sources.is_empty());
        let mut tracks: Vec<TrackId> = others
            .flat_map(|m| m.sources.iter().map(move |s| (m, *s)))
            .filter(|(sender, source)| self.reaches(receiver, sender, *source))
            .map(|(sender, source)| TrackId::new(sender.id, source))
            .collect();
        let relayed = self.booths.of(id).and_then(|booth| booth.relay);
        let mut channels: Vec<_> = receiver.listening.into_iter().chain(relayed).collect();
        channels.dedup();
        tracks.extend(channels.into_iter().map(|channel| channel.track()));
        tracks
    }

    /// Tells whether a newcomer is on the stage at once.
    pub(super) fn arrives_on_stage(&self, id: ParticipantId) -> bool {
        let Some(member) = self.members.get(&id) else {
            return false;
        };
        if member.machine || member.grants.hidden || !member.grants.publishes_any() || member.grants.interpret {
            return false;
        }
        // Everybody receives the whole stage: even those who run the room do not fill it without end.
        let (at_once, room) = match self.kind {
            _ if member.grants.moderate => (true, FULL_STAGE),
            RoomKind::Ceremony => (!self.state.arrive_backstage, CEREMONY_STAGE),
            _ => (!self.state.arrive_backstage, STAGE),
        };
        at_once && self.on_stage() < room
    }

    /// Counts those on the stage.
    pub(super) fn on_stage(&self) -> usize {
        self.members.values().filter(|m| m.on_stage).count()
    }

    pub(super) fn subscribe_all(&mut self) {
        for id in self.those(|m| m.grants.subscribe) {
            self.subscribe(id);
        }
    }

    /// Has a participant receive what it should, if that changed; tells whether it receives
    /// something it did not.
    pub(super) fn subscribe(&mut self, id: ParticipantId) -> bool {
        let wanted = self.wanted(id);
        let Some(member) = self.members.get_mut(&id) else {
            return false;
        };
        if member.subscribed == wanted {
            return false;
        }
        let more = wanted.iter().any(|t| !member.subscribed.contains(t));
        member.subscribed.clone_from(&wanted);
        self.command(MediaCommand::Subscribe(id, wanted));
        self.show_again(id);
        more
    }

    /// The same for all who receive what `sender` sends, even when the names did not change: what is behind them may
    /// have.
    pub(super) fn subscribe_anew(&mut self, sender: ParticipantId) {
        for id in self.those(|m| m.id != sender && m.grants.subscribe) {
            let wanted = self.wanted(id);
            let from_it = |t: &TrackId| t.parts().is_some_and(|(whose, _)| whose == sender);
            let member = self.members.get_mut(&id).expect("is here");
            if member.subscribed == wanted && !wanted.iter().any(from_it) {
                continue;
            }
            member.subscribed.clone_from(&wanted);
            self.command(MediaCommand::Subscribe(id, wanted));
            self.show_again(id);
        }
    }

    /// Notes how large a participant shows what it receives.
    pub(super) fn show(&mut self, id: ParticipantId, tracks: Vec<Shown>) {
        if let Some(member) = self.members.get_mut(&id) {
            member.shown = tracks;
        }
        self.show_again(id);
    }

    /// Tells the forwarding unit how large a participant shows things; pictures from off the stage that it said
    /// nothing of come small.
    fn show_again(&mut self, id: ParticipantId) {
        let Some(member) = self.members.get(&id) else {
            return;
        };
        let mut shown = member.shown.clone();
        for track in &member.subscribed {
            let parts = track.parts().filter(|(_, source)| source.is_video());
            let sender = parts.and_then(|(sender, _)| self.members.get(&sender));
            if sender.is_some_and(|s| !s.on_stage) && !member.shown.iter().any(|s| s.track == *track) {
                let track = track.clone();
                shown.push(Shown {
                    track,
                    height: THUMBNAIL,
                });
            }
        }
        let member = self.members.get_mut(&id).expect("just seen");
        if member.told_shown != shown {
            member.told_shown.clone_from(&shown);
            self.command(MediaCommand::Show(id, shown));
        }
    }
}

/// Tells whether a member is a person who may publish and is not on the stage (nor in a booth).
fn is_backstage(member: &Member) -> bool {
    !member.on_stage
        && !member.machine
        && !member.grants.hidden
        && member.grants.publishes_any()
        && !member.grants.interpret
}
