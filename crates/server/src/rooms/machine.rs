//! Machines in rooms: what the HTTP side of ingest (WHIP) and egress (WHEP) stands on.

use tokio::sync::oneshot;
use yunqian_signaling::{Attach, ErrorCode, ParticipantId, RoomGrant, RoomId};

use super::task::Input;
use super::{Attached, RoomAccess, Rooms};

impl Rooms {
    /// Has a machine enter a room, which starts if it does not run, and waits for the answer to its offer. It stays
    /// until [`Rooms::detach`], a moderator removes it, or its connection was lost for a minute. Dropping the future
    /// before the answer takes the machine out again.
    ///
    /// What it sends is backstage: moderators alone receive it until one of them puts it on the stage.
    ///
    /// # Errors
    /// `room-closed`, `room-full`, `room-locked`, `removed`, `not-allowed`, `not-live` (to watch), or why the
    /// forwarding unit refused the offer (`bad-sdp`, `no-common-codec`, `media-unavailable`).
    pub async fn attach(&self, access: RoomAccess, attach: Attach) -> Result<Attached, ErrorCode> {
        let grant = access.into_grant(u64::MAX);
        let room = self.inner.registry.enter(&grant).ok_or(ErrorCode::RoomClosed)?;
        let (answered, answer) = oneshot::channel();
        // When the room's task just ended, the answer says so.
        let _ = room.send(Input::Attach(Box::new(grant), attach, answered)).await;
        answer.await.unwrap_or(Err(ErrorCode::RoomClosed))
    }

    /// Hands in a machine's next offer (an ICE restart, or other tracks) and waits for the answer. A refusal leaves
    /// the session as it was.
    ///
    /// # Errors
    /// `no-such-participant` when it is not in the room any more, `negotiation-pending` while another offer waits,
    /// else as for [`Rooms::attach`].
    pub async fn reoffer(
        &self,
        room: &RoomId,
        participant: ParticipantId,
        attach: Attach,
    ) -> Result<Attached, ErrorCode> {
        let room = self.inner.registry.running(room).ok_or(ErrorCode::NoSuchParticipant)?;
        let (answered, answer) = oneshot::channel();
        let _ = room.send(Input::Reoffer(participant, attach, answered)).await;
        answer.await.unwrap_or(Err(ErrorCode::NoSuchParticipant))
    }

    /// Takes a machine out of a room. Without effect when it is out already.
    pub async fn detach(&self, room: &RoomId, participant: ParticipantId) {
        if let Some(room) = self.inner.registry.running(room) {
            // A room that ended meanwhile has let it go already.
            let _ = room.send(Input::Detach(participant)).await;
        }
    }
}

impl RoomAccess {
    /// The grant that opens this access until `exp` (seconds since 1970).
    pub(super) fn into_grant(self, exp: u64) -> RoomGrant {
        RoomGrant {
            aud: RoomGrant::AUDIENCE.to_owned(),
            sub: self.person,
            exp,
            room: self.room,
            kind: self.kind,
            name: self.name,
            organisation: self.organisation,
            role: self.role,
            grants: self.grants,
            rehearsal: self.rehearsal,
            knock: self.knock,
            machine: false,
        }
    }
}
