use jiff::civil::Date;

use super::{Acting, View};
use crate::OrganisationId;
use crate::person::Role;
use crate::pitch::PitchState;
use crate::programme::ItemState;
use crate::project::{Project, Stage, Standing};
use crate::region::RegionCode;

/// How much of a project an actor sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// What its pitch says, nothing of where it stands and with whom: cities compete.
    Published,
    /// All of it but money and amounts.
    WithoutMoney,
    /// All of it.
    Full,
}

impl View<'_> {
    /// Returns how much of a project the actor sees; none is nothing at all.
    pub fn sight(&self, project: &Project) -> Option<Sight> {
        match self.acting() {
            Acting::System => Some(Sight::Full),
            Acting::Member(member) => match member.role {
                Role::ProvinceOfficer | Role::Statistician => Some(Sight::Full),
                Role::Host => Some(Sight::WithoutMoney),
                _ if self.is_of(project) || self.answers_for(project) => Some(Sight::Full),
                _ if self.is_published(project) || self.is_involved(project) => Some(Sight::Published),
                _ => None,
            },
        }
    }

    /// Returns whether the actor's organisation owns the project, brings it, receives it or is party to an
    /// agreement on it. Who only attends for the organisation is of no project.
    pub fn is_of(&self, project: &Project) -> bool {
        let Some(member) = self.acting().member() else {
            return false;
        };
        if !member.role.has_affairs() {
            return false;
        }
        let own = member.organisation;
        project.proposal.owner == own
            || project.proposal.agent == Some(own)
            || project.counterpart == Some(own)
            || project.officer == Some(member.person)
            || self
                .state()
                .agreements_on(&project.id)
                .any(|agreement| agreement.is_open_or_signed() && agreement.parties.contains(&own))
    }

    /// Returns whether the actor may put a text on a project's table: as its owner, as who brings or receives it, as
    /// whose interest was accepted, or as an officer whose affair it is.
    pub fn deals_in(&self, project: &Project) -> bool {
        let Some(member) = self.acting().member() else {
            return true;
        };
        let own = member.organisation;
        project.proposal.owner == own
            || project.proposal.agent == Some(own)
            || project.counterpart == Some(own)
            || self
                .state()
                .interests_in(&project.id)
                .any(|interest| interest.organisation == own && interest.is_accepted())
            || self.answers_for(project)
    }

    /// Returns whether the actor is an officer whose affair the project is: the province for all, a city or
    /// county for its own subtree of regions and for what its own organisation takes part in.
    pub fn answers_for(&self, project: &Project) -> bool {
        let Some(member) = self.acting().member() else {
            return true;
        };
        match member.role {
            Role::ProvinceOfficer => true,
            Role::CityOfficer | Role::CountyOfficer => {
                project.officer == Some(member.person)
                    || project
                        .proposal
                        .region
                        .as_ref()
                        .is_some_and(|region| self.covers(region))
                    || project.counterpart.is_some_and(|side| self.covers_organisation(side))
                    || self.covers_organisation(project.proposal.owner)
            }
            _ => false,
        }
    }

    /// Returns whether a region is in the subtree of the actor's own.
    pub fn covers(&self, region: &RegionCode) -> bool {
        match self.acting() {
            Acting::System => true,
            Acting::Member(member) => match member.role {
                Role::ProvinceOfficer | Role::Statistician => true,
                _ => member
                    .region
                    .as_ref()
                    .is_some_and(|own| self.state().is_within(region, own)),
            },
        }
    }

    /// Returns whether an organisation is the actor's own or in the subtree of its region.
    pub fn covers_organisation(&self, organisation: OrganisationId) -> bool {
        self.acting().acts_for(organisation)
            || self
                .state()
                .organisations
                .get(&organisation)
                .and_then(|organisation| organisation.region.as_ref())
                .is_some_and(|region| self.covers(region))
    }

    /// Returns a project as far as the actor sees it.
    pub fn project(&self, project: &Project) -> Option<Project> {
        let mut seen = project.clone();
        match self.sight(project)? {
            Sight::Full => {}
            Sight::WithoutMoney => {
                seen.money.clear();
                seen.proposal.amount = None;
            }
            Sight::Published => hide_progress(&mut seen),
        }
        Some(seen)
    }

    /// Returns whether the actor sees a project's money and its agreements' amounts.
    pub fn sees_money(&self, project: &Project) -> bool {
        self.sight(project) == Some(Sight::Full)
    }

    fn is_published(&self, project: &Project) -> bool {
        self.state()
            .pitches_of(&project.id)
            .filter(|pitch| matches!(pitch.state, PitchState::Published | PitchState::Presented))
            .any(|pitch| match self.acting().role() {
                Some(Role::CityOfficer | Role::CountyOfficer | Role::Firm) => true,
                _ => self
                    .state()
                    .items
                    .get(&pitch.item)
                    .is_some_and(|item| item.state == ItemState::Live),
            })
    }

    fn is_involved(&self, project: &Project) -> bool {
        let state = self.state();
        state
            .interests_in(&project.id)
            .any(|interest| self.sees_interest(interest))
            || state
                .meetings_about(&project.id)
                .any(|meeting| self.takes_part_in(meeting))
    }
}

impl Role {
    /// Returns whether the role deals in its organisation's affairs rather than only attends.
    pub fn has_affairs(self) -> bool {
        matches!(
            self,
            Self::ProvinceOfficer
                | Self::CityOfficer
                | Self::CountyOfficer
                | Self::Firm
                | Self::Agent
                | Self::Principal
        )
    }
}

fn hide_progress(project: &mut Project) {
    let no_day: Option<Date> = None;
    project.officer = None;
    project.counterpart = None;
    project.proposal.region = None;
    project.proposal.stage = Stage::Seeking;
    project.stage_since = project.proposed_at;
    project.report_due_on = no_day;
    project.standing = Standing::Active;
    project.money.clear();
    project.signed_by = None;
}
