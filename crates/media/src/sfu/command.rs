//! What rooms ask for.

use std::time::Instant;

use yunqian_signaling::{Direction, ErrorCode, MediaCommand, MediaEvent, ParticipantId, RoomId, TrackId, UploadOffer};

use super::connection::Connection;
use super::download::{Download, Wanted};
use super::peer::Peer;
use super::track::{Track, TrackKey};
use super::upload::Upload;
use super::{Command, Sfu};
use crate::demux::ConnectionId;

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
            MediaCommand::Show(participant, shown) => {
                let hidden: Vec<TrackId> = shown.into_iter().filter(|s| s.height == 0).map(|s| s.track).collect();
                self.pause(participant, &keys(&hidden));
            }
            MediaCommand::Feed { .. }
            | MediaCommand::EndFeed(_)
            | MediaCommand::Watch(..)
            | MediaCommand::Record { .. } => {}
            MediaCommand::Mute { track, muted } => self.mute(&track, muted),
            MediaCommand::EndUpload(participant) => self.end_upload(participant),
            MediaCommand::Remove(participant) => {
                self.end_upload(participant);
                self.end_download(participant);
                self.peers.remove(&participant);
            }
        }
    }

    fn peer(&mut self, room: RoomId, participant: ParticipantId) -> &mut Peer {
        self.peers.entry(participant).or_insert_with(|| Peer::new(room))
    }

    fn open(&mut self, now: Instant, owner: ParticipantId, direction: Direction) -> Option<ConnectionId> {
        self.connections_made += 1;
        let id = ConnectionId(self.connections_made);
        let connection = Connection::new(&self.recipe, owner, direction, now)?;
        self.connections.insert(id, connection);
        Some(id)
    }

    fn close(&mut self, id: ConnectionId) {
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
            let id = self
                .open(now, participant, Direction::Upload)
                .ok_or(ErrorCode::MediaUnavailable)?;
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
        let named = upload.sources.clone();
        self.tracks.retain(|key, track| {
            key.participant != participant
                || named
                    .iter()
                    .any(|(mid, source)| *source == key.source && *mid == track.mid)
        });
        for (mid, source) in named {
            let key = TrackKey { participant, source };
            self.epochs += 1;
            let track = Track::new(id, mid, self.epochs);
            self.tracks.entry(key).or_insert(track);
        }
        self.drain(now, id);
        Ok(answer)
    }

    fn download_answer(
        &mut self,
        now: Instant,
        participant: ParticipantId,
        (connection, generation): (u32, u32),
        sdp: &str,
    ) {
        let Some(peer) = self.peers.get_mut(&participant) else {
            return;
        };
        let Some(download) = peer
            .download
            .as_mut()
            .filter(|download| download.connection == connection)
        else {
            return;
        };
        let id = download.id;
        let Some(rtc) = self.connections.get_mut(&id) else {
            return;
        };
        if !download.answer(rtc, generation, sdp) {
            self.dead.push(id);
            return;
        }
        rtc.expect_setup(now);
        if let Some(username) = rtc.username() {
            self.demux.register(id, &username);
        }
        self.drain(now, id);
        self.index_subscriber(participant);
        self.want_keyframes_for(participant);
        let again = self
            .peers
            .get_mut(&participant)
            .is_some_and(|peer| std::mem::take(&mut peer.stale));
        if again {
            self.synchronise(now, participant);
        }
    }

    /// Brings a download in line with what its participant wants.
    fn synchronise(&mut self, now: Instant, participant: ParticipantId) {
        let Some(peer) = self.peers.get(&participant) else {
            return;
        };
        let tracks = &self.tracks;
        let wanted: Vec<Wanted> = peer
            .wanted
            .iter()
            .filter(|key| key.participant != participant)
            .filter_map(|key| {
                let epoch = tracks.get(key)?.epoch;
                Some(Wanted { track: *key, epoch })
            })
            .collect();
        if peer.download.is_none() {
            if wanted.is_empty() {
                return;
            }
            let Some(id) = self.open(now, participant, Direction::Download) else {
                return;
            };
            let peer = self.peers.get_mut(&participant).expect("peer was just read");
            peer.last_download += 1;
            peer.download = Some(Download::new(id, peer.last_download));
        }
        self.offer_download(participant, &wanted);
        self.index_subscriber(participant);
    }

    fn offer_download(&mut self, participant: ParticipantId, wanted: &[Wanted]) {
        let Some(peer) = self.peers.get_mut(&participant) else {
            return;
        };
        let Some(download) = peer.download.as_mut() else {
            return;
        };
        download.retain(wanted);
        if download.is_negotiating() {
            peer.stale = true;
            return;
        }
        let Some(connection) = self.connections.get_mut(&download.id) else {
            return;
        };
        if let Some(offer) = download.offer(connection, wanted, &peer.paused) {
            let room = peer.room.clone();
            self.report(room, MediaEvent::DownloadOffered(participant, offer));
        }
    }

    /// Enters a participant's open slots into the tracks they carry.
    fn index_subscriber(&mut self, participant: ParticipantId) {
        for track in self.tracks.values_mut() {
            track.subscribers.retain(|(who, _)| *who != participant);
        }
        let Some(download) = self.peers.get(&participant).and_then(|p| p.download.as_ref()) else {
            return;
        };
        for (index, slot) in download.slots.iter().enumerate() {
            let Some(carries) = slot.carries.filter(|_| slot.open) else {
                continue;
            };
            if let Some(track) = self.tracks.get_mut(&carries.track) {
                track.subscribers.push((participant, index));
            }
        }
    }

    fn pause(&mut self, participant: ParticipantId, tracks: &[TrackKey]) {
        let Some(peer) = self.peers.get_mut(&participant) else {
            return;
        };
        peer.paused = tracks.iter().copied().collect();
        let Some(download) = peer.download.as_mut() else {
            return;
        };
        for slot in &mut download.slots {
            let Some(carries) = slot.carries else {
                continue;
            };
            let paused = peer.paused.contains(&carries.track);
            if slot.paused && !paused {
                slot.rewriter.stop();
                if let Some(track) = self.tracks.get_mut(&carries.track) {
                    track.want_keyframe();
                }
            }
            slot.paused = paused;
        }
    }

    fn mute(&mut self, track: &TrackId, muted: bool) {
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
        track.want_keyframe();
        for (participant, index) in &track.subscribers {
            let download = self.peers.get_mut(participant).and_then(|p| p.download.as_mut());
            if let Some(slot) = download.and_then(|d| d.slots.get_mut(*index)) {
                slot.rewriter.stop();
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

    fn end_download(&mut self, participant: ParticipantId) {
        let download = self.peers.get_mut(&participant).and_then(|peer| peer.download.take());
        if let Some(download) = download {
            self.close(download.id);
            self.index_subscriber(participant);
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

fn keys(tracks: &[TrackId]) -> Vec<TrackKey> {
    tracks.iter().filter_map(TrackKey::parse).collect()
}
