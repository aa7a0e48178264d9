//! Machines: cameras and encoders that send, players that receive, without a socket of their own.
//!
//! What a machine sends is backstage until a moderator puts it on the stage.

use super::member::{Member, Negotiation};
use super::{Output, Room};
use crate::{
    ChannelId, ErrorCode, LeaveReason, MediaCommand, ParticipantId, RoomGrant, UnixMillis, UploadOffer, UploadTrack,
};

/// What a machine comes for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attach {
    /// To send.
    Upload {
        /// Its offer.
        sdp: String,
        /// What its sections carry.
        tracks: Vec<UploadTrack>,
        /// On a connection of its own, which takes the place of the last; otherwise on the one there is, whose DTLS goes
        /// on (an ICE restart).
        anew: bool,
    },
    /// To receive the stage; a second offer is an ICE restart.
    Watch {
        /// Its offer.
        sdp: String,
        /// With a language channel.
        channel: Option<ChannelId>,
    },
}

impl Room {
    /// Lets a machine in; an [`Output::Answered`] follows, with a refusal when it is out again.
    ///
    /// # Errors
    /// When the room is full, locked or not live, the machine was removed, or its grant does not allow it.
    pub fn attach(
        &mut self,
        now: UnixMillis,
        id: ParticipantId,
        grant: RoomGrant,
        attach: Attach,
    ) -> Result<Vec<Output>, ErrorCode> {
        self.now = now;
        // A machine can't wait in the lobby, and must not be a way around it.
        if self.knock(&grant)? {
            return Err(ErrorCode::RoomLocked);
        }
        let mut member = Member::new(id, grant, String::new(), now);
        member.machine = true;
        member.socketless = true;
        self.members.insert(id, member);
        if let Err(code) = self.offer(id, attach) {
            self.members.remove(&id);
            return Err(code);
        }
        self.tell_listed(id);
        Ok(self.take())
    }

    /// Takes a machine's next offer (an ICE restart, or what it sends now); an [`Output::Answered`] follows. A refusal
    /// leaves things as they were.
    ///
    /// # Errors
    /// When the machine is not here any more, another offer of it is under way, or its grant does not allow it.
    pub fn reoffer(&mut self, now: UnixMillis, id: ParticipantId, attach: Attach) -> Result<Vec<Output>, ErrorCode> {
        self.now = now;
        self.offer(id, attach)?;
        Ok(self.take())
    }

    /// Lets a machine go.
    pub fn detach(&mut self, now: UnixMillis, id: ParticipantId) -> Vec<Output> {
        self.now = now;
        if self.members.get(&id).is_some_and(|m| m.socketless) {
            self.leave(id, LeaveReason::Left);
        }
        self.take()
    }

    fn offer(&mut self, id: ParticipantId, attach: Attach) -> Result<(), ErrorCode> {
        let member = self.members.get_mut(&id).filter(|m| m.socketless);
        let member = member.ok_or(ErrorCode::NoSuchParticipant)?;
        match attach {
            Attach::Upload { sdp, tracks, anew } => {
                if member.negotiation.is_some() {
                    return Err(ErrorCode::NegotiationPending);
                }
                let (connection, generation) = member.next_upload(anew);
                let offer = UploadOffer {
                    connection,
                    generation,
                    sdp,
                    tracks,
                };
                super::media::check_upload(member, &offer)?;
                member.uploaded = (connection, generation);
                member.negotiation = Some(Negotiation {
                    message: None,
                    offer: offer.clone(),
                });
                self.command(MediaCommand::Upload(id, offer));
            }
            Attach::Watch { sdp, channel } => {
                if !member.grants.subscribe {
                    return Err(ErrorCode::NotAllowed);
                }
                if !member.is_inside(self.state.mode) {
                    return Err(ErrorCode::NotLive);
                }
                member.listening = channel;
                let tracks = self.wanted(id);
                self.members
                    .get_mut(&id)
                    .expect("just seen")
                    .subscribed
                    .clone_from(&tracks);
                self.command(MediaCommand::Watch(id, sdp, tracks));
            }
        }
        Ok(())
    }

    /// Passes the forwarding unit's answer on; a machine that never got one is out again.
    pub(super) fn answer_machine(&mut self, participant: ParticipantId, result: Result<String, ErrorCode>) {
        let Some(member) = self.members.get_mut(&participant) else {
            return;
        };
        let refused = result.is_err() && !member.attached;
        member.attached |= result.is_ok();
        self.out.push(Output::Answered { participant, result });
        if refused {
            self.leave(participant, LeaveReason::Left);
        }
    }

    /// Notes that a machine's connection is there, or lost; lost ones are let go after a minute.
    pub(super) fn machine_is_there(&mut self, id: ParticipantId, there: bool) {
        let now = self.now;
        let Some(member) = self.members.get_mut(&id).filter(|m| m.socketless) else {
            return;
        };
        let was = member.lost_since.is_none();
        member.lost_since = if there { None } else { member.lost_since.or(Some(now)) };
        if was != there {
            self.tell_listed(id);
        }
    }
}
