use super::{Sight, View};
use crate::interest::Interest;
use crate::person::Role;
use crate::{OrganisationId, PersonId};

impl View<'_> {
    /// Returns whether the actor sees who a person is: itself, its own organisation's people, those of its subtree, and
    /// the people of organisations with which it has a project. How to reach them is another matter, see
    /// [`Self::may_see_contacts`].
    pub fn sees_person(&self, person: PersonId) -> bool {
        let Some(member) = self.acting().member() else {
            return true;
        };
        let keeps_directory = matches!(member.role, Role::ProvinceOfficer | Role::Statistician | Role::Host);
        if keeps_directory || member.person == person {
            return true;
        }
        self.state().memberships_of(&person).any(|membership| {
            let other = membership.organisation;
            other == member.organisation
                || (member.role.has_affairs() && membership.role.has_affairs() && self.has_affairs_with(other))
        })
    }

    fn has_affairs_with(&self, other: OrganisationId) -> bool {
        let state = self.state();
        let is_officer = matches!(self.acting().role(), Some(Role::CityOfficer | Role::CountyOfficer));
        (is_officer && self.covers_organisation(other))
            || state
                .projects_of(&other)
                .any(|project| self.sight(project) == Some(Sight::Full))
            || state
                .accepted_interests_of(other)
                .any(|interest| self.sees_interest(interest))
            || state
                .projects_received_by(&other)
                .any(|project| self.sight(project) == Some(Sight::Full))
    }

    /// Returns whether the actor may see how to reach a person: itself, its own organisation's people, and the
    /// other side's once an interest between both was accepted. The province's officers keep the directory and
    /// see everybody's.
    pub fn may_see_contacts(&self, person: PersonId) -> bool {
        let Some(member) = self.acting().member() else {
            return true;
        };
        if member.person == person || member.role == Role::ProvinceOfficer {
            return true;
        }
        let own = member.organisation;
        let mut organisations = self
            .state()
            .memberships_of(&person)
            .filter(|membership| membership.organisation == own || membership.role.has_affairs())
            .map(|membership| membership.organisation);
        organisations.any(|other| other == own || (member.role.has_affairs() && self.are_in_contact(own, other)))
    }

    fn are_in_contact(&self, own: OrganisationId, other: OrganisationId) -> bool {
        let state = self.state();
        state
            .accepted_interests_of(own)
            .any(|interest| self.side_reached(interest) == Some(other))
            || state
                .accepted_interests_of(other)
                .any(|interest| self.is_on_the_receiving_side(interest, own))
    }

    /// Returns the organisation whose people an accepted interest makes reachable: the agent where one brings the
    /// project, so that nobody goes round it, else the owner.
    fn side_reached(&self, interest: &Interest) -> Option<OrganisationId> {
        let project = self.state().projects.get(&interest.project)?;
        Some(project.proposal.agent.unwrap_or(project.proposal.owner))
    }

    fn is_on_the_receiving_side(&self, interest: &Interest, side: OrganisationId) -> bool {
        self.state()
            .projects
            .get(&interest.project)
            .is_some_and(|project| project.proposal.agent == Some(side) || project.proposal.owner == side)
    }

    /// Returns whether an interest is between two organisations, whichever sent it.
    pub(crate) fn is_between(&self, interest: &Interest, one: OrganisationId, other: OrganisationId) -> bool {
        (interest.organisation == one && self.is_on_the_receiving_side(interest, other))
            || (interest.organisation == other && self.is_on_the_receiving_side(interest, one))
    }
}
