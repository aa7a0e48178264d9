use super::{Command, Event, Kind, Refusal, Registration};
use crate::access::{self, Right};
use crate::decision::{Decision, fresh};
use crate::person::Role;
use crate::state::State;
use crate::{OrganisationId, check, refusal, region};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        let Self::Register { id, registration } = self;
        permitted(decision, &registration)?;
        fresh(&decision.state.organisations, &id)?;
        check::text(&registration.name)?;
        check::country(&registration.country)?;
        region::known(&decision.state, registration.region.as_ref())?;
        if registration.kind.answers_for_a_region() && registration.region.is_none() {
            return Err(Refusal::RegionRequired.into());
        }
        identifiers_are_new(&decision.state, &registration)?;
        decision.emit(Event::Registered { id, registration })
    }
}

impl Kind {
    /// Returns whether organisations of this kind answer for a region.
    pub fn answers_for_a_region(self) -> bool {
        matches!(self, Self::CityOffice | Self::CountyOffice | Self::Park)
    }
}

/// The province and the host register anybody, a city those of its subtree, an agent the firms that it pitches for.
fn permitted(decision: &Decision, registration: &Registration) -> Result<(), access::Refusal> {
    let is_principal = registration.kind == Kind::Firm && registration.region.is_none();
    if is_principal && decision.acting.has(Right::RegisterPrincipals) {
        return Ok(());
    }
    decision.acting.require(Right::KeepDirectory)?;
    let in_subtree = || {
        registration
            .region
            .as_ref()
            .is_some_and(|region| decision.view().covers(region))
    };
    match decision.acting.role() {
        Some(Role::CityOfficer) if !in_subtree() => Err(access::Refusal::NotPermitted),
        _ => Ok(()),
    }
}

fn identifiers_are_new(state: &State, registration: &Registration) -> Result<(), Refusal> {
    let taken = state.organisations.iter().any(|other| {
        (registration.uscc.is_some() && other.uscc == registration.uscc)
            || (registration.lei.is_some() && other.lei == registration.lei)
    });
    if taken { Err(Refusal::IdentifierTaken) } else { Ok(()) }
}

/// Refuses organisations that are not registered.
pub(crate) fn known<'a>(
    state: &State,
    organisations: impl IntoIterator<Item = &'a OrganisationId>,
) -> Result<(), Refusal> {
    if organisations.into_iter().all(|id| state.organisations.contains(id)) {
        Ok(())
    } else {
        Err(Refusal::Unknown)
    }
}
