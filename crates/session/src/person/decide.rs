use super::{Command, Event, Refusal, Role, keys};
use crate::access::{self, Right};
use crate::decision::{Decision, fresh};
use crate::organisation::Kind;
use crate::state::State;
use crate::{MembershipId, OrganisationId, PersonId, common, refusal};

impl Command {
    pub(crate) fn decide(self, decision: &mut Decision) -> Result<(), refusal::Refusal> {
        match self {
            Self::Register { id } => {
                decision.require(Right::KeepDirectory)?;
                fresh(&decision.state.people, &id)?;
                decision.emit(Event::Registered { id })
            }
            Self::Join {
                id,
                person,
                organisation,
                role,
            } => join(decision, id, person, organisation, role),
            Self::Leave { id } => leave(decision, id),
            Self::EnrolKey { id, key, method } => keys::enrol(decision, id, key, method),
            Self::RemoveKey { id, key } => keys::remove(decision, id, key),
        }
    }
}

fn join(
    decision: &mut Decision,
    id: MembershipId,
    person: PersonId,
    organisation: OrganisationId,
    role: Role,
) -> Result<(), refusal::Refusal> {
    fresh(&decision.state.memberships, &id)?;
    known(&decision.state, [&person])?;
    let found = decision
        .state
        .organisations
        .get(&organisation)
        .ok_or(common::Refusal::NotFound)?;
    let kind = found.kind;
    may_grant(decision, organisation, role)?;
    // The province's officers alone give themselves another role, and that in their own house.
    let may_join = decision.acting.role() == Some(Role::ProvinceOfficer) && decision.acting.acts_for(organisation);
    if decision.acting.is(person) && !may_join {
        return Err(access::Refusal::NotPermitted.into());
    }
    if !role.fits(kind) {
        return Err(Refusal::RoleUnfit.into());
    }
    let signs = [Right::Sign, Right::ApplySeal, Right::AppointDelegate].map(|right| role.has(right));
    let is_granted = !decision.acting.is_system();
    if is_granted && signs.contains(&true) && !kind.is_public() && was_official(&decision.state, person) {
        return Err(Refusal::OnBothSides.into());
    }
    let is_member = decision
        .state
        .memberships_of(&person)
        .any(|membership| membership.organisation == organisation && membership.role == role);
    if is_member {
        return Err(Refusal::AlreadyMember.into());
    }
    decision.emit(Event::Joined {
        id,
        person,
        organisation,
        role,
    })
}

/// Says whether somebody is or was in the service of a public body.
fn was_official(state: &State, person: PersonId) -> bool {
    let mut organisations = state
        .all_memberships_of(&person)
        .filter_map(|membership| state.organisations.get(&membership.organisation));
    organisations.any(|organisation| organisation.kind.is_public())
}

fn leave(decision: &mut Decision, id: MembershipId) -> Result<(), refusal::Refusal> {
    let membership = decision
        .state
        .memberships
        .get(&id)
        .cloned()
        .ok_or(common::Refusal::NotFound)?;
    if !decision.acting.is(membership.person) {
        may_grant(decision, membership.organisation, membership.role)?;
    }
    if membership.ended_at.is_some() {
        return Err(Refusal::HasLeft.into());
    }
    decision.emit(Event::Left { id })
}

/// Nobody grants a role above its own, and but for the province nobody grants to itself: the province's roles come
/// from the province, a city grants in its subtree, and the host, who sees no money, only lets people attend.
fn may_grant(decision: &Decision, organisation: OrganisationId, role: Role) -> Result<(), access::Refusal> {
    decision.acting.require(Right::KeepDirectory)?;
    let only_attends = matches!(role, Role::Interpreter | Role::Witness | Role::Guest | Role::Viewer);
    let granted = match decision.acting.role() {
        None | Some(Role::ProvinceOfficer) => true,
        Some(Role::CityOfficer) => {
            !matches!(role, Role::ProvinceOfficer | Role::Statistician | Role::Host)
                && decision.view().covers_organisation(organisation)
        }
        Some(_) => only_attends,
    };
    if granted {
        Ok(())
    } else {
        Err(access::Refusal::NotPermitted)
    }
}

impl Role {
    /// Returns whether organisations of a kind have the role: offices have officers, firms do not.
    pub fn fits(self, kind: Kind) -> bool {
        match self {
            Self::ProvinceOfficer => kind == Kind::ProvinceOffice,
            Self::CityOfficer => kind == Kind::CityOffice,
            Self::CountyOfficer => matches!(kind, Kind::CountyOffice | Kind::Park),
            Self::Firm | Self::Principal => matches!(kind, Kind::Firm | Kind::Chamber),
            Self::Agent => matches!(kind, Kind::OverseasAgent | Kind::Chamber),
            Self::Department => matches!(kind, Kind::Department | Kind::ProvinceOffice),
            Self::Host | Self::Interpreter | Self::Witness | Self::Guest | Self::Viewer | Self::Statistician => true,
        }
    }
}

/// Refuses people who are not registered.
pub(crate) fn known<'a>(state: &State, people: impl IntoIterator<Item = &'a PersonId>) -> Result<(), Refusal> {
    if people.into_iter().all(|id| state.people.contains(id)) {
        Ok(())
    } else {
        Err(Refusal::Unknown)
    }
}
