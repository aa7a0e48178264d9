use super::{Announcement, Command, Event, FairState, Refusal};
use crate::access::Right;
use crate::decision::{Decision, fresh, seen};
use crate::{FairId, check, common, organisation, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Create { id, announcement } => create(decision, id, announcement),
            Self::Move { id, to } => advance(decision, id, to),
        }
    }
}

fn create(decision: &mut Decision, id: FairId, announcement: Announcement) -> Result<(), refusal::Refusal> {
    decision.require(Right::RunFair)?;
    fresh(&decision.state.fairs, &id)?;
    check::text(&announcement.name)?;
    check::word(&announcement.time_zone)?;
    organisation::known(&decision.state, [&announcement.host])?;
    if announcement.ends_on < announcement.starts_on {
        return Err(Refusal::DaysInvalid.into());
    }
    let codes = announcement.industries.iter().map(|industry| industry.code.as_str());
    if codes.clone().any(str::is_empty) || check::distinct(codes).is_err() {
        return Err(Refusal::IndustriesInvalid.into());
    }
    decision.emit(Event::Created { id, announcement })
}

fn advance(decision: &mut Decision, id: FairId, to: FairState) -> Result<(), refusal::Refusal> {
    let fair = seen(&decision.state.fairs, &id, |fair| decision.view().sees_fair(fair))?;
    decision.require(Right::RunFair)?;
    if !fair.state.leads_to(to) {
        return Err(common::Refusal::WrongState { is: fair.state.name() }.into());
    }
    decision.emit(Event::Moved { id, to })
}

impl FairState {
    /// Returns whether a fair may go from this state to another in one step.
    pub fn leads_to(self, to: Self) -> bool {
        match (self, to) {
            (Self::Closed | Self::Cancelled, _) => false,
            (_, Self::Cancelled) => true,
            (from, to) => to as u8 == from as u8 + 1,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Registration => "registration",
            Self::Booking => "booking",
            Self::Scheduling => "scheduling",
            Self::Live => "live",
            Self::FollowUp => "follow_up",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}
