use std::sync::Arc;

use super::{Command, Event, Meeting, MeetingMove, MeetingRequest, MeetingState, Refusal, Slot};
use crate::access::{self, Right, Sight};
use crate::decision::{Decision, fresh, seen};
use crate::state::State;
use crate::{InterestId, MeetingId, OrganisationId, PersonId, check, common, organisation, person, recording, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Request { id, request } => ask(decision, id, request),
            Self::Invite { id, person } => invite(decision, id, person),
            Self::Move { id, to } => advance(decision, id, to),
        }
    }
}

fn ask(decision: &mut Decision, id: MeetingId, request: MeetingRequest) -> Result<(), refusal::Refusal> {
    fresh(&decision.state.meetings, &id)?;
    let view = decision.view();
    let project = seen(&decision.state.projects, &request.project, |it| view.sees_project(it))?;
    decision.require(Right::Meet)?;
    let member = decision.acting.require_member()?.clone();
    decision.open_fair(request.fair)?;
    check::word(&request.topic)?;
    organisation::known(&decision.state, [&request.with])?;
    person::known(&decision.state, &request.participants)?;
    let sides = [member.organisation, request.with];
    // Who may not see the counterpart does not find it by asking for meetings.
    let counterpart = project
        .counterpart
        .filter(|_| view.sight(&project) != Some(Sight::Published));
    let has_to_do = |side: &OrganisationId| {
        project.proposal.owner == *side || project.proposal.agent == Some(*side) || counterpart == Some(*side)
    };
    let is_of_fair = project.proposal.fair == request.fair;
    if sides[0] == sides[1] || !is_of_fair || !sides.iter().any(has_to_do) {
        return Err(Refusal::SidesInvalid.into());
    }
    if let Some(interest) = request.interest {
        check_interest(decision, &request, interest, sides)?;
    }
    if let Some(slot) = &request.slot {
        check_slot(decision, slot)?;
    }
    decision.emit(Event::Requested {
        id,
        request,
        by: member.organisation,
        person: member.person,
    })
}

fn check_interest(
    decision: &Decision,
    request: &MeetingRequest,
    interest: InterestId,
    [asking, with]: [OrganisationId; 2],
) -> Result<(), refusal::Refusal> {
    let view = decision.view();
    let interest = seen(&decision.state.interests, &interest, |it| view.sees_interest(it))?;
    let fits =
        interest.project == request.project && interest.is_accepted() && view.is_between(&interest, asking, with);
    if fits {
        Ok(())
    } else {
        Err(Refusal::InterestInvalid.into())
    }
}

fn check_slot(decision: &Decision, slot: &Slot) -> Result<(), refusal::Refusal> {
    if slot.ends_at <= slot.starts_at {
        return Err(common::Refusal::TimesInvalid.into());
    }
    if slot.ends_at <= decision.now {
        return Err(Refusal::SlotPassed.into());
    }
    Ok(())
}

fn invite(decision: &mut Decision, id: MeetingId, person: PersonId) -> Result<(), refusal::Refusal> {
    let meeting = own_meeting(decision, id)?;
    person::known(&decision.state, [&person])?;
    if meeting.state.is_final() {
        return Err(wrong_state(&meeting));
    }
    if meeting.participants.contains(&person) {
        return Err(Refusal::AlreadyInvited.into());
    }
    if let (MeetingState::Scheduled, Some(slot)) = (&meeting.state, &meeting.slot) {
        nobody_booked_twice(&decision.state, id, &[person], slot)?;
    }
    decision.emit(Event::Invited { id, person })
}

fn advance(decision: &mut Decision, id: MeetingId, to: MeetingMove) -> Result<(), refusal::Refusal> {
    let meeting = own_meeting(decision, id)?;
    if !meeting.state.leads_to(&to) {
        return Err(wrong_state(&meeting));
    }
    match &to {
        MeetingMove::Accepted => other_side(decision, &meeting)?,
        MeetingMove::Scheduled { slot } => {
            check_slot(decision, slot)?;
            nobody_booked_twice(&decision.state, id, &meeting.participants, slot)?;
        }
        MeetingMove::Held => has_begun(decision, &meeting)?,
        MeetingMove::NoShow { absent } => {
            has_begun(decision, &meeting)?;
            if !meeting.sides.contains(absent) {
                return Err(Refusal::NotASide.into());
            }
        }
        MeetingMove::Cancelled { reason } => check::reason(reason)?,
    }
    let is_over = !matches!(to, MeetingMove::Accepted | MeetingMove::Scheduled { .. });
    decision.emit(Event::Moved { id, to })?;
    if is_over {
        recording::end(decision, recording::Place::Meeting(id))?;
    }
    Ok(())
}

/// Returns a meeting that the actor is a side of, or whose schedule it keeps.
fn own_meeting(decision: &Decision, id: MeetingId) -> Result<Arc<Meeting>, refusal::Refusal> {
    let view = decision.view();
    let meeting = seen(&decision.state.meetings, &id, |it| view.sees_meeting(it))?;
    let is_side = decision.acting.has(Right::Meet) && meeting.sides.iter().any(|side| decision.acting.acts_for(*side));
    if is_side || decision.acting.has(Right::Schedule) {
        Ok(meeting)
    } else {
        Err(access::Refusal::NotPermitted.into())
    }
}

/// A meeting is accepted by the side that was asked, not by the one that asked.
fn other_side(decision: &Decision, meeting: &Meeting) -> Result<(), access::Refusal> {
    let asked = meeting.sides.iter().skip(1);
    if decision.acting.is_system() || asked.into_iter().any(|side| decision.acting.acts_for(*side)) {
        Ok(())
    } else {
        Err(access::Refusal::NotPermitted)
    }
}

fn has_begun(decision: &Decision, meeting: &Meeting) -> Result<(), Refusal> {
    match &meeting.slot {
        Some(slot) if decision.now >= slot.starts_at => Ok(()),
        _ => Err(Refusal::NotBegun),
    }
}

/// Refuses a time at which one of the people is in another scheduled meeting.
fn nobody_booked_twice(state: &State, id: MeetingId, people: &[PersonId], slot: &Slot) -> Result<(), Refusal> {
    let others = state.meetings.iter().filter(|other| {
        other.id != id
            && other.state == MeetingState::Scheduled
            && other.slot.as_ref().is_some_and(|other| other.overlaps(slot))
    });
    for other in others {
        if let Some(person) = people.iter().find(|person| other.participants.contains(person)) {
            return Err(Refusal::Booked {
                person: *person,
                meeting: other.id,
            });
        }
    }
    Ok(())
}

fn wrong_state(meeting: &Meeting) -> refusal::Refusal {
    common::Refusal::WrongState {
        is: meeting.state.name(),
    }
    .into()
}

impl Slot {
    /// Returns whether two times share a moment; one may begin when the other ends.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }
}

impl MeetingState {
    /// Returns whether the meeting took place or never will.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Held | Self::NoShow { .. } | Self::Cancelled { .. })
    }

    fn leads_to(&self, to: &MeetingMove) -> bool {
        match to {
            MeetingMove::Accepted => *self == Self::Requested,
            MeetingMove::Scheduled { .. } => matches!(self, Self::Accepted | Self::Scheduled),
            MeetingMove::Held | MeetingMove::NoShow { .. } => *self == Self::Scheduled,
            MeetingMove::Cancelled { .. } => !self.is_final(),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Accepted => "accepted",
            Self::Scheduled => "scheduled",
            Self::Held => "held",
            Self::NoShow { .. } => "no_show",
            Self::Cancelled { .. } => "cancelled",
        }
    }
}
