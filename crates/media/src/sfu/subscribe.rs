//! What participants receive: which tracks, on which sections, how large.

use std::time::Instant;

use yunqian_signaling::{Direction, ErrorCode, MediaEvent, ParticipantId, RoomId, Shown, TrackId};

use super::Sfu;
use super::command::keys;
use super::download::{self, Download, Wanted};
use super::track::TrackKey;

impl Sfu {
    /// Answers an offer to receive. A second one of the same participant restarts ICE: connection, DTLS and what is
    /// being sent go on; if it fails they go on as they were.
    pub(super) fn watch(
        &mut self,
        now: Instant,
        room: RoomId,
        participant: ParticipantId,
        sdp: &str,
        tracks: &[TrackId],
    ) {
        if let Some(result) = self.restart_watch(now, participant, sdp) {
            self.report(room, MediaEvent::WatchAnswered { participant, result });
            return;
        }
        self.end_download(participant);
        let id = self.open(now, participant, Direction::Download);
        let peer = self.peer(room.clone(), participant);
        peer.wanted = keys(tracks);
        peer.last_download += 1;
        let mut download = Download::new(id, peer.last_download, now);
        let rtc = self.connections.get_mut(&id).expect("it was just made");
        let result = download.accept(rtc, sdp).and_then(|answer| {
            rtc.expect_setup(now);
            let username = rtc.username().ok_or(ErrorCode::BadSdp)?;
            self.demux.register(id, &username);
            Ok(answer)
        });
        if result.is_ok() {
            self.peer(room.clone(), participant).download = Some(download);
            self.synchronise(now, participant);
            self.drain(now, id);
        } else {
            self.close(id);
        }
        self.report(room, MediaEvent::WatchAnswered { participant, result });
    }

    /// Restarts ICE of a participant that lists its sections itself; none when it has no such connection.
    fn restart_watch(
        &mut self,
        now: Instant,
        participant: ParticipantId,
        sdp: &str,
    ) -> Option<Result<String, ErrorCode>> {
        let download = self.peers.get(&participant)?.download.as_ref()?;
        let id = download.id;
        let rtc = self.connections.get_mut(&id).filter(|_| download.is_fixed())?;
        let result = download::restart(rtc, sdp).and_then(|answer| {
            let username = rtc.username().ok_or(ErrorCode::BadSdp)?;
            self.demux.register(id, &username);
            Ok(answer)
        });
        self.drain(now, id);
        Some(result)
    }

    pub(super) fn download_answer(
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
        rtc.awaits_answer = false;
        self.drain(now, id);
        let held = self.connections.get_mut(&id).and_then(|rtc| rtc.held.take());
        if let Some((route, bytes)) = held {
            self.datagram(now, route, &bytes);
        }
        self.index_subscriber(participant);
        self.choose_for(now, participant);
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
    pub(super) fn synchronise(&mut self, now: Instant, participant: ParticipantId) {
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
            let id = self.open(now, participant, Direction::Download);
            if let Some(connection) = self.connections.get_mut(&id)
                && let Some(username) = connection.username()
            {
                connection.awaits_answer = true;
                self.demux.register(id, &username);
            }
            let peer = self.peers.get_mut(&participant).expect("peer was just read");
            peer.last_download += 1;
            peer.download = Some(Download::new(id, peer.last_download, now));
        }
        self.offer_download(participant, &wanted);
        self.index_subscriber(participant);
    }

    pub(super) fn offer_download(&mut self, participant: ParticipantId, wanted: &[Wanted]) {
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
        if download.is_fixed() {
            download.fill(wanted, &peer.shown);
            return;
        }
        let Some(connection) = self.connections.get_mut(&download.id) else {
            return;
        };
        if let Some(offer) = download.offer(connection, wanted, &peer.shown) {
            let room = peer.room.clone();
            self.report(room, MediaEvent::DownloadOffered(participant, offer));
        }
    }

    /// Enters a participant's open slots into the tracks they carry.
    pub(super) fn index_subscriber(&mut self, participant: ParticipantId) {
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

    pub(super) fn show(&mut self, now: Instant, participant: ParticipantId, shown: &[Shown]) {
        let Some(peer) = self.peers.get_mut(&participant) else {
            return;
        };
        let heights = shown
            .iter()
            .filter_map(|shown| Some((TrackKey::parse(&shown.track)?, shown.height)));
        peer.shown = heights.collect();
        if let Some(download) = peer.download.as_mut() {
            for slot in &mut download.slots {
                slot.shown = slot.carries.and_then(|c| peer.shown.get(&c.track).copied());
            }
        }
        self.choose_for(now, participant);
    }

    pub(super) fn end_download(&mut self, participant: ParticipantId) {
        let download = self.peers.get_mut(&participant).and_then(|peer| peer.download.take());
        if let Some(download) = download {
            self.close(download.id);
            self.index_subscriber(participant);
        }
    }
}
