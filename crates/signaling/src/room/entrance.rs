//! Coming in, and coming back.

use uuid::Uuid;

use super::member::{Entering, Member, Negotiation};
use super::{Audience, Class, Output, Room};
use crate::{
    CloseCode, ErrorCode, MediaCommand, ParticipantId, Resume, RoomGrant, ServerFrame, ServerMessage, UnixMillis,
    UploadOffer, VERSION,
};

impl Room {
    /// Lets a newcomer in, or says why not. `hello` is the id of its first frame, `token` a
    /// fresh random one.
    ///
    /// # Errors
    /// When the room is full, locked, or the person was removed from it or not let in just before.
    pub fn join(
        &mut self,
        now: UnixMillis,
        id: ParticipantId,
        grant: RoomGrant,
        token: String,
        hello: Uuid,
        upload: Option<UploadOffer>,
    ) -> Result<Vec<Output>, ErrorCode> {
        self.now = now;
        let waits = self.knock(&grant)?;
        let mut member = Member::new(id, grant, token, now);
        member.waiting = waits;
        self.members.insert(id, member);
        if waits {
            self.tell_waiting();
        } else {
            let on_stage = self.arrives_on_stage(id);
            self.members.get_mut(&id).expect("just entered").on_stage = on_stage;
            self.tell_listed(id);
        }
        self.enter(id, hello, None, upload);
        Ok(self.take())
    }

    /// Lets a participant whose socket broke go on; none when the token opens nothing (then it
    /// joins anew). Gives the participant, and what is to be done; its old socket, should it
    /// still be there, is for the caller to close with [`CloseCode::Replaced`] first.
    pub fn resume(
        &mut self,
        now: UnixMillis,
        resume: &Resume,
        person: &str,
        token: String,
        hello: Uuid,
        upload: Option<UploadOffer>,
    ) -> Option<(ParticipantId, Vec<Output>)> {
        self.now = now;
        let member = self
            .members
            .values_mut()
            .find(|m| !m.socketless && m.resume_token == resume.token && m.person == person)?;
        let id = member.id;
        member.resume_token = token;
        if member.away_since.take().is_some() {
            self.tell_listed(id);
        }
        self.enter(id, hello, Some(resume.last_seq), upload);
        Some((id, self.take()))
    }

    fn enter(&mut self, id: ParticipantId, hello: Uuid, resumed_from: Option<u64>, upload: Option<UploadOffer>) {
        let member = self.members.get_mut(&id).expect("just entered");
        member.entering = Some(Entering {
            hello,
            resumed_from,
            since: self.now,
            awaits_download: false,
            upload: None,
        });
        let awaits = self.subscribe(id) && self.members[&id].offered.is_none();
        let member = self.members.get_mut(&id).expect("just entered");
        let entering = member.entering.as_mut().expect("just set");
        entering.awaits_download = awaits;
        if let Some(offer) = upload {
            match super::media::check_upload(member, &offer) {
                Ok(()) => {
                    member.negotiation = Some(Negotiation {
                        message: None,
                        offer: offer.clone(),
                    });
                    self.command(MediaCommand::Upload(id, offer));
                }
                Err(code) => {
                    let entering = member.entering.as_mut().expect("just set");
                    entering.upload = Some(Err(code));
                }
            }
        }
        self.welcome_when_complete(id);
    }

    /// Sends the `welcome` once nothing it carries is missing.
    pub(super) fn welcome_when_complete(&mut self, id: ParticipantId) {
        let Some(member) = self.members.get(&id) else {
            return;
        };
        let answering = matches!(&member.negotiation, Some(n) if n.message.is_none());
        let waits = |e: &Entering| answering || (e.awaits_download && member.offered.is_none());
        if member.entering.as_ref().is_some_and(|e| !waits(e)) {
            self.welcome(id);
        }
    }

    /// Sends the `welcome` with what there is.
    pub(super) fn welcome(&mut self, id: ParticipantId) {
        let Some(member) = self.members.get_mut(&id) else {
            return;
        };
        let Some(entering) = member.entering.take() else {
            return;
        };
        let (upload, upload_error) = match entering.upload {
            Some(Ok(answer)) => (Some(answer), None),
            Some(Err(code)) => (None, Some(code)),
            None => (None, None),
        };
        let heard_from = self.members[&id].heard_from;
        let goes_on = entering.resumed_from.filter(|seq| *seq >= heard_from);
        let missed = goes_on.and_then(|seq| self.missed(id, seq));
        let member = &self.members[&id];
        let body = ServerMessage::Welcome {
            version: VERSION,
            participant: id,
            role: member.role,
            grants: member.grants,
            resume_token: member.resume_token.clone(),
            resumed: entering.resumed_from.is_some(),
            waiting: member.waiting,
            snapshot: missed.is_none().then(|| Box::new(self.snapshot(id))),
            ice_servers: self.ice_servers.clone(),
            upload,
            upload_error,
            download: member.offered.clone(),
        };
        let frame = ServerFrame {
            seq: None,
            ack: Some(entering.hello),
            at: self.now,
            body,
        };
        self.send(Audience::One(id), Class::Reply, frame);
        for (class, frame) in missed.unwrap_or_default() {
            self.send(Audience::One(id), class, frame);
        }
    }

    fn missed(&self, id: ParticipantId, seq: u64) -> Option<Vec<(Class, ServerFrame)>> {
        let events = self.ring.after(seq)?;
        let heard = events
            .filter(|(audience, _, _)| self.hears(audience, id))
            .map(|(_, class, frame)| (class.clone(), frame.clone()))
            .collect();
        Some(heard)
    }

    /// Refuses somebody who is not in the room: the frame to send and the close that follows.
    #[must_use]
    pub fn refusal(now: UnixMillis, hello: Uuid, code: ErrorCode) -> (ServerFrame, CloseCode) {
        let close = match code {
            ErrorCode::Removed => CloseCode::Removed,
            ErrorCode::Denied => CloseCode::Denied,
            ErrorCode::RoomFull | ErrorCode::RoomLocked | ErrorCode::RoomClosed => CloseCode::RoomClosed,
            ErrorCode::BadGrant | ErrorCode::GrantExpired | ErrorCode::UnsupportedVersion => CloseCode::Grant,
            _ => CloseCode::Protocol,
        };
        let frame = ServerFrame {
            seq: None,
            ack: Some(hello),
            at: now,
            body: ServerMessage::Error {
                code,
                retry_after_ms: None,
            },
        };
        (frame, close)
    }
}
