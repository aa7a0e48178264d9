//! Interpretation: booths, whose microphone fills which channel, and who listens.

use std::collections::BTreeMap;

use super::member::Member;
use super::message::is_language;
use super::{Audience, Class, Room};
use crate::{
    Booth, BoothId, Channel, ChannelId, ErrorCode, HandoverStep, MediaCommand, ParticipantId, ServerMessage, Source,
    TrackId,
};

/// Interpreters of one booth.
const SEATS: usize = 2;
/// Channels of one booth: a language pair.
const PAIR: usize = 2;
/// The most channels of a room.
const CHANNELS: usize = 12;

/// The booths of a room.
#[derive(Debug, Default)]
pub(super) struct Booths {
    pub(super) all: Vec<Booth>,
    /// As they were last told.
    told: Vec<Booth>,
    /// What each channel's track carries, as the forwarding unit was told.
    feeds: BTreeMap<ChannelId, Option<TrackId>>,
}

impl Booths {
    /// The booth in which an interpreter sits.
    pub(super) fn of(&self, interpreter: ParticipantId) -> Option<&Booth> {
        self.all.iter().find(|b| b.interpreters.contains(&interpreter))
    }

    fn seat(&mut self, interpreter: ParticipantId) -> Result<&mut Booth, ErrorCode> {
        let booth = self.all.iter_mut().find(|b| b.interpreters.contains(&interpreter));
        booth.ok_or(ErrorCode::NotInBooth)
    }

    fn channels(&self) -> impl Iterator<Item = &Channel> {
        self.all.iter().flat_map(|b| &b.channels)
    }

    fn with(&self, channel: ChannelId) -> Option<&Booth> {
        self.all.iter().find(|b| b.channels.iter().any(|c| c.id == channel))
    }

    /// Tells whether `booth` would hear itself if it interpreted from `channel`.
    fn circles(&self, booth: BoothId, channel: ChannelId) -> bool {
        let mut at = Some(channel);
        for _ in 0..=self.all.len() {
            let Some(source) = at.and_then(|channel| self.with(channel)) else {
                return false;
            };
            if source.id == booth {
                return true;
            }
            at = source.relay;
        }
        true
    }
}

impl Room {
    pub(super) fn open_channel(
        &mut self,
        id: ChannelId,
        language: String,
        booth: Option<BoothId>,
    ) -> Result<(), ErrorCode> {
        if !is_language(&language) {
            return Err(ErrorCode::BadValue);
        }
        if self.booths.channels().any(|c| c.language == language) {
            return Err(ErrorCode::AlreadyDone);
        }
        if self.booths.channels().count() >= CHANNELS {
            return Err(ErrorCode::TooMany);
        }
        let channel = Channel {
            id,
            language,
            track: id.track(),
            live: false,
        };
        let Some(booth) = booth else {
            self.booths.all.push(Booth {
                id: BoothId(id.0),
                channels: vec![channel],
                interpreters: Vec::new(),
                active: None,
                direction: id,
                relay: None,
                handover: None,
            });
            return Ok(());
        };
        let booth = self.booths.all.iter_mut().find(|b| b.id == booth);
        let booth = booth.ok_or(ErrorCode::NoSuchThing)?;
        if booth.channels.len() >= PAIR {
            return Err(ErrorCode::TooMany);
        }
        booth.channels.push(channel);
        Ok(())
    }

    pub(super) fn close_channel(&mut self, channel: ChannelId) -> Result<(), ErrorCode> {
        if self.booths.with(channel).is_none() {
            return Err(ErrorCode::NoSuchThing);
        }
        let mut hearers = self.those(|m| m.listening == Some(channel));
        for booth in &mut self.booths.all {
            booth.channels.retain(|c| c.id != channel);
            if booth.relay.take_if(|r| *r == channel).is_some() {
                hearers.extend(&booth.interpreters);
            }
            if let Some(first) = booth.channels.first()
                && booth.direction == channel
            {
                booth.direction = first.id;
            }
        }
        let closed = self.booths.all.iter().filter(|b| b.channels.is_empty());
        hearers.extend(closed.flat_map(|b| &b.interpreters));
        self.booths.all.retain(|b| !b.channels.is_empty());
        for id in hearers {
            if let Some(member) = self.members.get_mut(&id) {
                member.listening.take_if(|c| *c == channel);
            }
            self.subscribe(id);
        }
        Ok(())
    }

    pub(super) fn listen(&mut self, from: ParticipantId, channel: Option<ChannelId>) -> Result<(), ErrorCode> {
        if channel.is_some_and(|c| self.booths.with(c).is_none()) {
            return Err(ErrorCode::NoSuchThing);
        }
        let member = self.members.get_mut(&from).ok_or(ErrorCode::NoSuchParticipant)?;
        if !member.grants.subscribe {
            return Err(ErrorCode::NotAllowed);
        }
        member.listening = channel;
        self.subscribe(from);
        Ok(())
    }

    pub(super) fn join_booth(&mut self, from: ParticipantId, id: BoothId) -> Result<(), ErrorCode> {
        if !self.members[&from].grants.interpret {
            return Err(ErrorCode::NotAllowed);
        }
        let booth = self.booths.all.iter().find(|b| b.id == id);
        let booth = booth.ok_or(ErrorCode::NoSuchThing)?;
        if booth.interpreters.contains(&from) {
            return Ok(());
        }
        if booth.interpreters.len() >= SEATS {
            return Err(ErrorCode::BoothFull);
        }
        let _ = self.leave_booth(from);
        let booth = self.booths.all.iter_mut().find(|b| b.id == id).expect("just seen");
        booth.interpreters.push(from);
        booth.active.get_or_insert(from);
        self.subscribe(from);
        Ok(())
    }

    pub(super) fn leave_booth(&mut self, from: ParticipantId) -> Result<(), ErrorCode> {
        self.booths.seat(from)?.interpreters.retain(|i| *i != from);
        self.subscribe(from);
        Ok(())
    }

    pub(super) fn hand_over(&mut self, from: ParticipantId, step: HandoverStep) -> Result<(), ErrorCode> {
        let booth = self.booths.seat(from)?;
        match step {
            HandoverStep::Ask if booth.interpreters.len() < SEATS => return Err(ErrorCode::NoSuchParticipant),
            HandoverStep::Ask => booth.handover = Some(from),
            HandoverStep::Decline => booth.handover = None,
            HandoverStep::Accept => {
                let asked = booth.handover.filter(|by| *by != from);
                let asked = asked.ok_or(ErrorCode::NoSuchThing)?;
                booth.handover = None;
                booth.active = Some(if booth.active == Some(asked) { from } else { asked });
            }
        }
        Ok(())
    }

    pub(super) fn take_over(&mut self, from: ParticipantId) -> Result<(), ErrorCode> {
        let booth = self.booths.seat(from)?;
        let other = booth.active.filter(|a| *a != from);
        let works = |m: &Member| m.away_since.is_none() && m.is_heard();
        if other.and_then(|a| self.members.get(&a)).is_some_and(works) {
            return Err(ErrorCode::PartnerActive);
        }
        booth.active = Some(from);
        booth.handover = None;
        Ok(())
    }

    pub(super) fn direct(&mut self, from: ParticipantId, channel: ChannelId) -> Result<(), ErrorCode> {
        let booth = self.booths.seat(from)?;
        if booth.active != Some(from) {
            return Err(ErrorCode::PartnerActive);
        }
        if !booth.channels.iter().any(|c| c.id == channel) {
            return Err(ErrorCode::NoSuchThing);
        }
        booth.direction = channel;
        Ok(())
    }

    pub(super) fn relay(&mut self, from: ParticipantId, channel: Option<ChannelId>) -> Result<(), ErrorCode> {
        let own = self.booths.of(from).ok_or(ErrorCode::NotInBooth)?.id;
        if let Some(channel) = channel {
            if self.booths.with(channel).is_none() {
                return Err(ErrorCode::NoSuchThing);
            }
            if self.booths.circles(own, channel) {
                return Err(ErrorCode::BadValue);
            }
        }
        let booth = self.booths.seat(from)?;
        booth.relay = channel;
        for id in booth.interpreters.clone() {
            self.subscribe(id);
        }
        Ok(())
    }

    /// Has booths and channels follow from who is here and heard, feeds their tracks, and tells what changed.
    pub(super) fn settle_channels(&mut self) {
        if self.booths.all.is_empty() && self.booths.told.is_empty() {
            return;
        }
        let mut silent = Vec::new();
        let mut risen = Vec::new();
        for booth in &mut self.booths.all {
            let sat = booth.interpreters.clone();
            silent.extend(settle(booth, &self.members));
            risen.extend(sat.into_iter().filter(|id| !booth.interpreters.contains(id)));
        }
        for id in risen {
            self.subscribe(id);
        }
        self.feed_channels();
        if self.booths.told != self.booths.all {
            self.booths.told.clone_from(&self.booths.all);
            let booths = self.booths.all.clone();
            let body = ServerMessage::Interpretation { booths };
            self.tell(Audience::All, Class::State("interpretation".into()), body);
        }
        for (partner, booth) in silent {
            let body = ServerMessage::PartnerSilent { booth };
            self.tell(Audience::One(partner), Class::Event, body);
        }
    }

    fn feed_channels(&mut self) {
        let mut feeds = BTreeMap::new();
        for booth in &self.booths.all {
            for channel in &booth.channels {
                let voice = booth.active.filter(|_| channel.live);
                feeds.insert(channel.id, voice.map(|id| TrackId::new(id, Source::Microphone)));
            }
        }
        let before = std::mem::replace(&mut self.booths.feeds, feeds.clone());
        for (id, from) in &feeds {
            if before.get(id) != Some(from) {
                self.command(MediaCommand::Feed {
                    channel: id.track(),
                    from: from.clone(),
                });
            }
        }
        for id in before.keys().filter(|id| !feeds.contains_key(id)) {
            self.command(MediaCommand::EndFeed(id.track()));
        }
    }
}

/// Has one booth follow from who is here and heard; gives whom to tell that the channel fell silent.
fn settle(booth: &mut Booth, members: &BTreeMap<ParticipantId, Member>) -> Vec<(ParticipantId, BoothId)> {
    let was_live = booth.channels.iter().any(|c| c.live);
    let before = booth.active;
    let sits = |id: &ParticipantId| members.get(id).is_some_and(|m| m.grants.interpret && !m.waiting);
    booth.interpreters.retain(sits);
    let interpreters = &booth.interpreters;
    booth.active.take_if(|a| !interpreters.contains(a));
    booth
        .handover
        .take_if(|by| interpreters.len() < SEATS || !interpreters.contains(by));
    let heard = booth.active.and_then(|a| members.get(&a)).is_some_and(Member::is_heard);
    for channel in &mut booth.channels {
        channel.live = heard && channel.id == booth.direction;
    }
    let partners = booth.interpreters.iter().filter(|i| Some(**i) != before);
    let told = partners.filter(|_| was_live && !heard);
    told.map(|partner| (*partner, booth.id)).collect()
}
