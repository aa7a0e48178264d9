//! What a room knows of one participant.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::rate::Limits;
use super::replies::Replies;
use crate::{
    DownloadOffer, ErrorCode, Grants, Mode, Participant, ParticipantId, Role, RoomGrant, RosterEntry, Source, Track,
    TrackId, UnixMillis, UploadAnswer, UploadOffer,
};

/// One participant.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) id: ParticipantId,
    pub(super) person: String,
    pub(super) name: String,
    pub(super) organisation: Option<String>,
    pub(super) role: Role,
    pub(super) grants: Grants,
    pub(super) resume_token: String,
    /// Since when its socket is gone; none while it is there.
    pub(super) away_since: Option<UnixMillis>,
    pub(super) entering: Option<Entering>,
    pub(super) sources: BTreeSet<Source>,
    pub(super) muted: BTreeSet<Source>,
    pub(super) muted_by_host: BTreeSet<Source>,
    pub(super) negotiation: Option<Negotiation>,
    pub(super) offered: Option<DownloadOffer>,
    pub(super) subscribed: Vec<TrackId>,
    pub(super) replies: Replies,
    pub(super) limits: Limits,
}

/// A `hello` whose `welcome` waits for the forwarding unit.
#[derive(Debug)]
pub(super) struct Entering {
    pub(super) hello: Uuid,
    pub(super) resumed_from: Option<u64>,
    pub(super) since: UnixMillis,
    pub(super) awaits_download: bool,
    pub(super) upload: Option<Result<UploadAnswer, ErrorCode>>,
}

/// An upload offer that waits for its answer.
#[derive(Debug)]
pub(super) struct Negotiation {
    /// The message to answer; none when the offer came with `hello`.
    pub(super) message: Option<Uuid>,
    pub(super) offer: UploadOffer,
}

impl Member {
    pub(super) fn new(id: ParticipantId, grant: RoomGrant, token: String, now: UnixMillis) -> Self {
        Self {
            id,
            person: grant.sub,
            name: grant.name,
            organisation: grant.organisation,
            role: grant.role,
            grants: grant.grants,
            resume_token: token,
            away_since: None,
            entering: None,
            sources: BTreeSet::new(),
            muted: BTreeSet::new(),
            muted_by_host: BTreeSet::new(),
            negotiation: None,
            offered: None,
            subscribed: Vec::new(),
            replies: Replies::default(),
            limits: Limits::new(now),
        }
    }

    /// Tells whether everybody is told of this participant.
    pub(super) fn is_listed(&self) -> bool {
        self.role != Role::Viewer && !self.grants.hidden
    }

    /// Tells whether this participant is one of those counted.
    pub(super) fn is_counted(&self) -> bool {
        self.role == Role::Viewer && !self.grants.hidden && self.away_since.is_none()
    }

    /// Tells whether this participant is past the lobby.
    pub(super) fn is_inside(&self, mode: Mode) -> bool {
        mode == Mode::Live || self.grants.publishes_any() || self.grants.moderate || self.grants.interpret
    }

    pub(super) fn is_silenced(&self, source: Source) -> bool {
        self.muted.contains(&source) || self.muted_by_host.contains(&source)
    }

    pub(super) fn tracks(&self) -> Vec<Track> {
        self.sources
            .iter()
            .map(|source| Track {
                id: TrackId::new(self.id, *source),
                source: *source,
                muted: self.muted.contains(source),
                muted_by_host: self.muted_by_host.contains(source),
            })
            .collect()
    }

    pub(super) fn public(&self) -> Participant {
        Participant {
            id: self.id,
            person: self.person.clone(),
            name: self.name.clone(),
            organisation: self.organisation.clone(),
            role: self.role,
            grants: self.grants,
            online: self.away_since.is_none(),
            tracks: self.tracks(),
        }
    }

    pub(super) fn roster_entry(&self) -> RosterEntry {
        RosterEntry {
            id: self.id,
            person: self.person.clone(),
            name: self.name.clone(),
            organisation: self.organisation.clone(),
        }
    }
}
