use std::sync::Arc;

use super::{Audience, Command, Event, Gap, Place, Recording, Refusal, Segment, Track, purge};
use crate::access::Right;
use crate::decision::{Decision, fresh, seen};
use crate::meeting::{Meeting, MeetingState};
use crate::programme::{Item, ItemKind, ItemState};
use crate::state::State;
use crate::{ItemId, MeetingId, OrganisationId, RecordingId, access, check, common, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Start { id, room } => start(decision, id, room),
            Self::Stop { id } => stop(decision, id),
            Self::Consent { meeting, given } => consent(decision, meeting, given),
            Self::AddTrack { id, track } => add_track(decision, id, track),
            Self::CloseSegment { id, segment } => close_segment(decision, id, segment),
            Self::NoteGap { id, gap } => note_gap(decision, id, gap),
            Self::Purge { id, before } => purge::purge(decision, id, before),
            Self::Broadcast {
                item,
                session,
                audience,
            } => broadcast(decision, item, session, audience),
        }
    }
}

fn start(decision: &mut Decision, id: RecordingId, room: Place) -> Result<(), refusal::Refusal> {
    fresh(&decision.state.recordings, &id)?;
    let rehearsal = match room {
        Place::Item(item) => {
            let item = run_item(decision, item)?;
            if item.plan.kind == ItemKind::Negotiation {
                // An item names no sides that could agree; a meeting does.
                return Err(Refusal::ConsentMissing.into());
            }
            check_open(&item)?;
            item.state != ItemState::Live
        }
        Place::Meeting(meeting) => {
            let meeting = own_meeting(decision, meeting)?;
            check_not_over(&meeting)?;
            if !decision.state.may_record(&meeting) {
                return Err(Refusal::ConsentMissing.into());
            }
            false
        }
    };
    if decision.state.recording_now(&room).is_some() {
        return Err(Refusal::AlreadyRunning.into());
    }
    decision.emit(Event::Started { id, room, rehearsal })
}

fn stop(decision: &mut Decision, id: RecordingId) -> Result<(), refusal::Refusal> {
    let recording = running(decision, id)?;
    if !decision.acting.is_system() {
        match recording.room {
            Place::Item(item) => drop(run_item(decision, item)?),
            Place::Meeting(meeting) => drop(own_meeting(decision, meeting)?),
        }
    }
    decision.emit(Event::Stopped { id })
}

fn consent(decision: &mut Decision, id: MeetingId, given: bool) -> Result<(), refusal::Refusal> {
    let meeting = seen(&decision.state.meetings, &id, |it| decision.view().sees_meeting(it))?;
    check_not_over(&meeting)?;
    let side = own_side(decision, &meeting)?;
    decision.emit(Event::Consented {
        meeting: id,
        side,
        given,
    })?;
    let running = decision
        .state
        .recording_now(&Place::Meeting(id))
        .map(|recording| recording.id);
    match running {
        Some(id) if !given => decision.emit(Event::Stopped { id }),
        _ => Ok(()),
    }
}

fn add_track(decision: &mut Decision, id: RecordingId, track: Track) -> Result<(), refusal::Refusal> {
    system(decision)?;
    running(decision, id)?;
    check::word(&track.name)?;
    decision.emit(Event::TrackAdded { id, track })
}

/// What was recorded before the stop may close after it.
fn close_segment(decision: &mut Decision, id: RecordingId, segment: Segment) -> Result<(), refusal::Refusal> {
    system(decision)?;
    let recording = seen(&decision.state.recordings, &id, |_| true)?;
    known_track(&recording, segment.track)?;
    check::digest(&segment.digest)?;
    let is_repeat = recording
        .segments
        .iter()
        .any(|other| (other.track, other.index) == (segment.track, segment.index));
    if is_repeat {
        return Err(common::Refusal::Repeated.into());
    }
    decision.emit(Event::SegmentClosed { id, segment })
}

fn note_gap(decision: &mut Decision, id: RecordingId, gap: Gap) -> Result<(), refusal::Refusal> {
    system(decision)?;
    let recording = seen(&decision.state.recordings, &id, |_| true)?;
    known_track(&recording, gap.track)?;
    if gap.to <= gap.from {
        return Err(common::Refusal::TimesInvalid.into());
    }
    decision.emit(Event::GapNoted { id, gap })
}

fn broadcast(
    decision: &mut Decision,
    id: ItemId,
    session: RecordingId,
    audience: Option<Audience>,
) -> Result<(), refusal::Refusal> {
    let item = if decision.acting.is_system() {
        seen(&decision.state.items, &id, |_| true)?
    } else {
        run_item(decision, id)?
    };
    let running = decision.state.broadcasts.get(&id).copied();
    if audience.is_some() && (item.plan.kind == ItemKind::Negotiation || item.state != ItemState::Live) {
        return Err(Refusal::NotForBroadcast.into());
    }
    let (session, is_change) = match (running, audience) {
        (None, None) => (session, false),
        (Some(now), Some(wanted)) => (now.session, now.audience != wanted),
        (Some(now), None) => (now.session, true),
        (None, Some(_)) => (session, true),
    };
    if !is_change {
        return Ok(());
    }
    decision.emit(Event::Broadcast {
        item: id,
        session,
        audience,
    })
}

pub(super) fn system(decision: &Decision) -> Result<(), access::Refusal> {
    if decision.acting.is_system() {
        Ok(())
    } else {
        Err(access::Refusal::NotPermitted)
    }
}

/// Returns an item that the actor runs: hosts and province officers, and the officiant of its ceremony.
fn run_item(decision: &Decision, id: ItemId) -> Result<Arc<Item>, refusal::Refusal> {
    let item = seen(&decision.state.items, &id, |it| decision.view().sees_item(it))?;
    let officiates = decision
        .state
        .ceremony_of(&id)
        .is_some_and(|ceremony| decision.acting.is(ceremony.officiant));
    if !officiates {
        decision.require(Right::RunProgramme)?;
    }
    Ok(item)
}

/// Returns a meeting one of whose sides the actor acts for. Nobody else has a say in its recording, hosts neither.
fn own_meeting(decision: &Decision, id: MeetingId) -> Result<Arc<Meeting>, refusal::Refusal> {
    let meeting = seen(&decision.state.meetings, &id, |it| decision.view().sees_meeting(it))?;
    own_side(decision, &meeting)?;
    Ok(meeting)
}

/// Returns the side of a meeting that the actor acts for. Guests and interpreters act for none, whoever invited them.
fn own_side(decision: &Decision, meeting: &Meeting) -> Result<OrganisationId, refusal::Refusal> {
    let side = decision.acting.require_member()?.organisation;
    if meeting.sides.contains(&side) && decision.view().takes_part_in(meeting) {
        Ok(side)
    } else {
        Err(access::Refusal::NotPermitted.into())
    }
}

fn check_open(item: &Item) -> Result<(), refusal::Refusal> {
    match item.state {
        ItemState::Planned | ItemState::Ended => Err(common::Refusal::WrongState { is: item.state.name() }.into()),
        ItemState::Rehearsal | ItemState::Ready | ItemState::Live => Ok(()),
    }
}

fn check_not_over(meeting: &Meeting) -> Result<(), refusal::Refusal> {
    match meeting.state {
        MeetingState::Accepted | MeetingState::Scheduled => Ok(()),
        _ => Err(common::Refusal::WrongState { is: "not open" }.into()),
    }
}

fn running(decision: &Decision, id: RecordingId) -> Result<Arc<Recording>, refusal::Refusal> {
    let recording = seen(&decision.state.recordings, &id, |it| decision.view().sees_recording(it))?;
    match recording.stopped_at {
        None => Ok(recording),
        Some(_) => Err(common::Refusal::WrongState { is: "stopped" }.into()),
    }
}

fn known_track(recording: &Recording, track: u32) -> Result<(), Refusal> {
    if (track as usize) < recording.tracks.len() {
        Ok(())
    } else {
        Err(Refusal::NoSuchTrack)
    }
}

/// Ends what is recorded and broadcast of a room that is over or begins in earnest.
pub(crate) fn end(decision: &mut Decision, room: Place) -> Result<(), refusal::Refusal> {
    if let Some(id) = decision.state.recording_now(&room).map(|recording| recording.id) {
        decision.emit(Event::Stopped { id })?;
    }
    let Place::Item(item) = room else {
        return Ok(());
    };
    match decision.state.broadcasts.get(&item).map(|running| running.session) {
        Some(session) => decision.emit(Event::Broadcast {
            item,
            session,
            audience: None,
        }),
        None => Ok(()),
    }
}

impl State {
    /// Returns whether every side of a meeting agrees to its recording.
    pub fn may_record(&self, meeting: &Meeting) -> bool {
        self.recording_consents
            .get(&meeting.id)
            .is_some_and(|consents| meeting.sides.iter().all(|side| consents.by_side.contains_key(side)))
    }

    /// Returns the recording of a room that runs now.
    pub fn recording_now(&self, room: &Place) -> Option<&Recording> {
        self.recordings_of(room)
            .find(|recording| recording.stopped_at.is_none())
    }

    /// Iterates over the recordings of a room, in the order in which they were started.
    pub fn recordings_of(&self, room: &Place) -> impl DoubleEndedIterator<Item = &Recording> + use<'_> {
        self.links
            .recordings_of_room
            .of(room)
            .filter_map(|id| self.recordings.get(id))
            .map(AsRef::as_ref)
    }
}
