//! What a room knows of one participant.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::rate::Limits;
use super::reception::Survey;
use super::replies::Replies;
use crate::{
    ChannelId, DownloadOffer, ErrorCode, Grants, Knock, Mode, Participant, ParticipantId, Role, RoomGrant, RosterEntry,
    Shown, Source, Statistics, Track, TrackId, UnixMillis, UploadAnswer, UploadOffer,
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
    pub(super) knock: Knock,
    /// Whether it waits in the lobby.
    pub(super) waiting: bool,
    /// Since when it is in the room, or in the lobby.
    pub(super) since: UnixMillis,
    /// The number of the last frame that was not for it because it was not let in, or had other rights.
    pub(super) heard_from: u64,
    /// Whether the audience receives what it sends.
    pub(super) on_stage: bool,
    /// Whether it is away in a breakout.
    pub(super) in_breakout: bool,
    /// Whether it is a camera, encoder or player.
    pub(super) machine: bool,
    /// Whether it came by [`Room::attach`](super::Room::attach): nothing is said to it.
    pub(super) socketless: bool,
    /// A socketless machine's last upload: its connection and generation.
    pub(super) uploaded: (u32, u32),
    /// Whether a socketless machine got an answer once.
    pub(super) attached: bool,
    /// Since when a socketless machine's connection is lost.
    pub(super) lost_since: Option<UnixMillis>,
    /// Whether it came to the stage for its turn alone.
    pub(super) called: bool,
    pub(super) survey: Survey,
    pub(super) shown: Vec<Shown>,
    /// What the forwarding unit was told of `shown`.
    pub(super) told_shown: Vec<Shown>,
    pub(super) listening: Option<ChannelId>,
    pub(super) caption_languages: Vec<String>,
    /// How well its upload and download work.
    pub(super) quality: [Option<Statistics>; 2],
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
            knock: grant.knock,
            waiting: false,
            since: now,
            heard_from: 0,
            on_stage: false,
            in_breakout: false,
            machine: grant.machine,
            socketless: false,
            uploaded: (1, 0),
            attached: false,
            lost_since: None,
            called: false,
            survey: Survey::default(),
            shown: Vec::new(),
            told_shown: Vec::new(),
            listening: None,
            caption_languages: Vec::new(),
            quality: [None, None],
            replies: Replies::default(),
            limits: Limits::new(now),
        }
    }

    /// Tells whether everybody is told of this participant.
    pub(super) fn is_listed(&self) -> bool {
        self.role != Role::Viewer && !self.grants.hidden && !self.waiting
    }

    /// Tells whether it is somebody others may meet (no recorder, no camera, no player).
    pub(super) fn is_person(&self) -> bool {
        !self.grants.hidden && !self.machine
    }

    /// Since when nothing is heard of it.
    pub(super) fn gone_since(&self) -> Option<UnixMillis> {
        if self.socketless {
            self.lost_since
        } else {
            self.away_since
        }
    }

    /// Tells whether this participant is one of those counted.
    pub(super) fn is_counted(&self) -> bool {
        self.role == Role::Viewer && self.is_person() && !self.waiting && self.away_since.is_none()
    }

    /// Tells whether this participant sees the stage.
    pub(super) fn is_inside(&self, mode: Mode) -> bool {
        !self.waiting
            && (mode == Mode::Live || self.grants.publishes_any() || self.grants.moderate || self.grants.interpret)
    }

    /// Tells whether its microphone can be heard.
    pub(super) fn is_heard(&self) -> bool {
        self.sources.contains(&Source::Microphone) && !self.is_silenced(Source::Microphone) && !self.in_breakout
    }

    /// The numbers for a machine's next upload: a new connection when it wants one or the last was lost, else an offer
    /// on it.
    pub(super) fn next_upload(&self, anew: bool) -> (u32, u32) {
        let (connection, generation) = self.uploaded;
        if self.lost_since.is_some() || (anew && self.attached) {
            (connection + 1, 1)
        } else {
            (connection, generation + 1)
        }
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
            online: self.gone_since().is_none(),
            on_stage: self.on_stage,
            in_breakout: self.in_breakout,
            machine: self.machine,
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
