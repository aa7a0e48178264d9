use super::{Refusal, Right};
use crate::person::Role;
use crate::region::RegionCode;
use crate::state::State;
use crate::{Actor, MembershipId, OrganisationId, PersonId};

/// An actor whose membership holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Acting {
    /// The system: set-up and jobs.
    System,
    /// A person for an organisation.
    Member(Member),
}

/// A person who acts for an organisation in a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Person.
    pub person: PersonId,
    /// Membership.
    pub membership: MembershipId,
    /// Organisation.
    pub organisation: OrganisationId,
    /// Role.
    pub role: Role,
    /// Region of the organisation.
    pub region: Option<RegionCode>,
}

impl Acting {
    /// Checks that the actor's membership is the person's and holds.
    pub fn resolve(state: &State, actor: &Actor) -> Result<Self, Refusal> {
        let Actor::Person { person, membership } = actor else {
            return Ok(Self::System);
        };
        let found = state
            .memberships
            .get(membership)
            .filter(|found| found.person == *person && found.ended_at.is_none())
            .ok_or(Refusal::NoSuchMembership)?;
        let organisation = state
            .organisations
            .get(&found.organisation)
            .ok_or(Refusal::NoSuchMembership)?;
        Ok(Self::Member(Member {
            person: *person,
            membership: *membership,
            organisation: found.organisation,
            role: found.role,
            region: organisation.region.clone(),
        }))
    }

    /// Returns whether the role gives a right.
    pub fn has(&self, right: Right) -> bool {
        match self {
            Self::System => true,
            Self::Member(member) => member.role.has(right),
        }
    }

    /// Refuses unless the role gives a right.
    pub fn require(&self, right: Right) -> Result<(), Refusal> {
        if self.has(right) {
            Ok(())
        } else {
            Err(Refusal::NotPermitted)
        }
    }

    /// Returns the role; none for the system.
    pub fn role(&self) -> Option<Role> {
        self.member().map(|member| member.role)
    }

    /// Returns the member; none for the system.
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::System => None,
            Self::Member(member) => Some(member),
        }
    }

    /// Returns the member, or refuses the system.
    pub fn require_member(&self) -> Result<&Member, Refusal> {
        self.member().ok_or(Refusal::NoOrganisation)
    }

    /// Returns whether it is the system.
    pub fn is_system(&self) -> bool {
        matches!(self, Self::System)
    }

    /// Returns whether it is that person.
    pub fn is(&self, person: PersonId) -> bool {
        self.member().is_some_and(|member| member.person == person)
    }

    /// Returns whether it acts for that organisation.
    pub fn acts_for(&self, organisation: OrganisationId) -> bool {
        self.member().is_some_and(|member| member.organisation == organisation)
    }
}
