//! What rooms ask for.

use std::time::Instant;

use str0m::media::{Mid, Rid};
use yunqian_signaling::{
    Direction, ErrorCode, MediaCommand, MediaEvent, ParticipantId, RoomId, Source, TrackId, UploadOffer,
};

use super::connection::Connection;
use super::peer::Peer;
use super::track::{Feed, Layer, Track, TrackKey};
use super::upload::{Upload, layers_of};
use super::{Command, Sfu};
use crate::demux::ConnectionId;
use crate::egress::Origin;

impl Sfu {
    pub(super) fn carry_out(&mut self, now: Instant, command: Command) {
        let room = command.room;
        match command.command {
            MediaCommand::Upload(participant, offer) => self.upload(now, room, participant, &offer),
            MediaCommand::DownloadAnswer {
                participant,
                connection,
                generation,
                sdp,
            } => self.download_answer(now, participant, (connection, generation), &sdp),
            MediaCommand::DownloadRestart(participant) => {
                if let Some(peer) = self.peers.get_mut(&participant) {
                    peer.forgive();
                    self.end_download(participant);
                    self.synchronise(now, participant);
                }
            }
            MediaCommand::Subscribe(participant, tracks) => {
                let wanted = keys(&tracks);
                self.peer(room, participant).wanted = wanted;
                self.synchronise(now, participant);
            }
            MediaCommand::Show(participant, shown) => self.show(now, participant, &shown),
            MediaCommand::Feed { channel, from } => self.feed(&channel, from.as_ref()),
            MediaCommand::EndFeed(channel) => self.end_feed(&channel),
            MediaCommand::Watch(participant, sdp, tracks) => self.watch(now, room, participant, &sdp, &tracks),
            MediaCommand::Record { track, on } => self.record(now, &track, on),
            MediaCommand::Mute { track, muted } => self.mute(now, &track, muted),
            MediaCommand::EndUpload(participant) => self.end_upload(participant),
            MediaCommand::Remove(participant) => {
                self.end_upload(participant);
                self.end_download(participant);
                self.peers.remove(&participant);
            }
        }
    }

    pub(super) fn peer(&mut self, room: RoomId, participant: ParticipantId) -> &mut Peer {
        self.peers.entry(participant).or_insert_with(|| Peer::new(room))
    }

    pub(super) fn open(&mut self, now: Instant, owner: ParticipantId, direction: Direction) -> ConnectionId {
        self.connections_made += 1;
        let id = ConnectionId(self.connections_made);
        let connection = Connection::new(&self.recipe, owner, direction, now);
        self.connections.insert(id, connection);
        id
    }

    pub(super) fn close(&mut self, id: ConnectionId) {
        self.connections.remove(&id);
        self.demux.remove(id);
    }

    fn upload(&mut self, now: Instant, room: RoomId, participant: ParticipantId, offer: &UploadOffer) {
        self.peer(room.clone(), participant);
        let result = self.answer_upload(now, participant, offer);
        let event = MediaEvent::UploadAnswered {
            participant,
            connection: offer.connection,
            generation: offer.generation,
            result,
        };
        self.report(room, event);
    }

    fn answer_upload(
        &mut self,
        now: Instant,
        participant: ParticipantId,
        offer: &UploadOffer,
    ) -> Result<String, ErrorCode> {
        let peer = self.peers.get(&participant).expect("peer was just made");
        let current = peer.upload.as_ref().map(|u| (u.connection, u.generation));
        let goes_on = match current {
            Some((connection, generation)) if connection == offer.connection => {
                if offer.generation <= generation {
                    return Err(ErrorCode::BadGeneration);
                }
                true
            }
            _ if offer.connection <= peer.last_upload => return Err(ErrorCode::BadGeneration),
            _ => false,
        };
        if !goes_on {
            self.end_upload(participant);
            let id = self.open(now, participant, Direction::Upload);
            let peer = self.peers.get_mut(&participant).expect("peer was just made");
            peer.upload = Some(Upload::new(id, offer.connection));
            peer.last_upload = offer.connection;
        }
        let answer = self.negotiate_upload(now, participant, offer);
        if answer.is_err() && !goes_on {
            self.end_upload(participant);
        }
        answer
    }

    fn negotiate_upload(
        &mut self,
        now: Instant,
        participant: ParticipantId,
        offer: &UploadOffer,
    ) -> Result<String, ErrorCode> {
        let peer = self.peers.get_mut(&participant);
        let upload = peer
            .and_then(|peer| peer.upload.as_mut())
            .ok_or(ErrorCode::MediaUnavailable)?;
        let id = upload.id;
        let connection = self.connections.get_mut(&id).ok_or(ErrorCode::MediaUnavailable)?;
        let answer = upload.negotiate(connection, offer)?;
        connection.expect_setup(now);
        let username = connection.username().ok_or(ErrorCode::BadSdp)?;
        self.demux.register(id, &username);
        let named: Vec<(Mid, Source, Vec<Option<Rid>>)> = upload
            .sources
            .iter()
            .map(|(mid, source)| (*mid, *source, layers_of(connection, *mid)))
            .collect();
        let still = |key: &TrackKey, track: &Track| {
            named
                .iter()
                .any(|(mid, source, _)| *source == key.source && track.feed == Feed::Upload(id, *mid))
        };
        self.tracks
            .retain(|key, track| key.participant != participant || still(key, track));
        for (mid, source, rids) in named {
            let key = TrackKey { participant, source };
            if self.tracks.contains_key(&key) {
                continue;
            }
            let layers = rids.into_iter().map(|rid| self.layer(rid, now)).collect();
            self.epochs += 1;
            let track = Track::new(Feed::Upload(id, mid), self.epochs, layers);
            self.tracks.insert(key, track);
        }
        self.drain(now, id);
        Ok(answer)
    }

    fn layer(&mut self, rid: Option<Rid>, now: Instant) -> Layer {
        self.origins += 1;
        Layer::new(rid, Origin(self.origins), now)
    }

    fn record(&mut self, now: Instant, track: &TrackId, on: bool) {
        let track = TrackKey::parse(track).and_then(|key| self.tracks.get_mut(&key));
        if let Some(track) = track {
            track.recorded = on;
            track.want_keyframes(now);
        }
    }

    fn mute(&mut self, now: Instant, track: &TrackId, muted: bool) {
        let Some(key) = TrackKey::parse(track) else {
            return;
        };
        let Some(track) = self.tracks.get_mut(&key) else {
            return;
        };
        track.muted = muted;
        if muted {
            return;
        }
        track.want_keyframes(now);
        for (participant, index) in &track.subscribers {
            let download = self.peers.get_mut(participant).and_then(|p| p.download.as_mut());
            if let Some(slot) = download.and_then(|d| d.slots.get_mut(*index)) {
                slot.hold();
            }
        }
    }

    fn end_upload(&mut self, participant: ParticipantId) {
        self.tracks.retain(|key, _| key.participant != participant);
        self.speakers.remove(participant);
        let upload = self.peers.get_mut(&participant).and_then(|peer| peer.upload.take());
        if let Some(upload) = upload {
            self.close(upload.id);
        }
    }

    /// Handles the end of a connection that nobody asked to end.
    pub(super) fn lost(&mut self, now: Instant, id: ConnectionId, owner: ParticipantId, direction: Direction) {
        let Some(peer) = self.peers.get_mut(&owner) else {
            return;
        };
        let room = peer.room.clone();
        let current = match direction {
            Direction::Upload => peer.upload.as_ref().map(|u| u.id),
            Direction::Download => peer.download.as_ref().map(|d| d.id),
        };
        if current != Some(id) {
            return;
        }
        self.report(room, MediaEvent::Lost(owner, direction));
        match direction {
            Direction::Upload => self.end_upload(owner),
            Direction::Download => {
                let retry = self.peers.get_mut(&owner).is_some_and(Peer::may_retry);
                self.end_download(owner);
                if retry {
                    self.synchronise(now, owner);
                }
            }
        }
    }
}

pub(super) fn keys(tracks: &[TrackId]) -> Vec<TrackKey> {
    tracks.iter().filter_map(TrackKey::parse).collect()
}
