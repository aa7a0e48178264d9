use super::{Acting, Refusal};
use crate::agreement::Agreement;
use crate::ceremony::{Act, ActState, Ceremony};
use crate::fair::{Fair, FairState};
use crate::interest::Interest;
use crate::meeting::Meeting;
use crate::organisation::Organisation;
use crate::person::Role;
use crate::pitch::{Pitch, PitchState};
use crate::programme::{Item, ItemState};
use crate::project::Project;
use crate::recording::{Place, Recording};
use crate::state::{Happening, HistoryEntry, ObjectRef, State};
use crate::{Actor, AgreementId, Event, project};

/// What an actor sees of a state.
#[derive(Debug, Clone)]
pub struct View<'a> {
    state: &'a State,
    acting: Acting,
}

impl State {
    /// Returns what an actor sees, or refuses a membership that is not the person's or has ended.
    pub fn view(&self, actor: &Actor) -> Result<View<'_>, Refusal> {
        Ok(View::new(self, Acting::resolve(self, actor)?))
    }
}

impl<'a> View<'a> {
    pub(crate) fn new(state: &'a State, acting: Acting) -> Self {
        Self { state, acting }
    }

    /// Returns the state that is looked at.
    pub fn state(&self) -> &'a State {
        self.state
    }

    /// Returns who looks.
    pub fn acting(&self) -> &Acting {
        &self.acting
    }

    /// Returns whether the actor sees all of the province: the system, its officers, statisticians.
    pub fn sees_all(&self) -> bool {
        match self.acting.role() {
            None => true,
            Some(role) => matches!(role, Role::ProvinceOfficer | Role::Statistician),
        }
    }

    fn is_host(&self) -> bool {
        self.acting.role() == Some(Role::Host)
    }

    /// Returns whether the actor sees a fair: drafts only for those who prepare it.
    pub fn sees_fair(&self, fair: &Fair) -> bool {
        fair.state != FairState::Draft || self.sees_all() || self.is_host()
    }

    /// Returns whether the actor sees a programme item: that of every fair it sees.
    pub fn sees_item(&self, item: &Item) -> bool {
        self.state
            .fairs
            .get(&item.fair)
            .is_some_and(|fair| self.sees_fair(fair))
    }

    /// Returns whether the actor sees a project at all.
    pub fn sees_project(&self, project: &Project) -> bool {
        self.sight(project).is_some()
    }

    /// Iterates over the projects that the actor sees, each as far as it does.
    pub fn projects(&self) -> impl Iterator<Item = Project> + '_ {
        self.state.projects.iter().filter_map(|project| self.project(project))
    }

    /// Returns whether the actor sees a pitch: published ones as their projects, earlier ones only their own side
    /// and those who review them.
    pub fn sees_pitch(&self, pitch: &Pitch) -> bool {
        let Some(project) = self.state.projects.get(&pitch.project) else {
            return false;
        };
        match pitch.state {
            PitchState::Published | PitchState::Presented => self.sees_published(pitch) || self.is_of(project),
            _ => {
                self.sees_all()
                    || self.is_host()
                    || self.answers_for(project)
                    || self.acting.acts_for(pitch.agent)
                    || pitch.principal.is_some_and(|principal| self.acting.acts_for(principal))
            }
        }
    }

    fn sees_published(&self, pitch: &Pitch) -> bool {
        match self.acting.role() {
            None
            | Some(
                Role::ProvinceOfficer
                | Role::Statistician
                | Role::Host
                | Role::CityOfficer
                | Role::CountyOfficer
                | Role::Firm,
            ) => true,
            Some(_) => self
                .state
                .items
                .get(&pitch.item)
                .is_some_and(|item| item.state == ItemState::Live),
        }
    }

    /// Returns whether the actor sees an interest: both its sides and the officers above them.
    pub fn sees_interest(&self, interest: &Interest) -> bool {
        if self.sees_all() {
            return true;
        }
        let Some(role) = self.acting.role().filter(|role| role.has_affairs()) else {
            return false;
        };
        let is_officer = matches!(role, Role::CityOfficer | Role::CountyOfficer);
        self.acting.acts_for(interest.organisation)
            || (is_officer && self.covers_organisation(interest.organisation))
            || self.receives(interest)
    }

    /// Returns whether the actor's organisation is the side that answers an interest.
    pub fn receives(&self, interest: &Interest) -> bool {
        self.state.projects.get(&interest.project).is_some_and(|project| {
            self.acting.acts_for(project.proposal.owner)
                || project.proposal.agent.is_some_and(|agent| self.acting.acts_for(agent))
        })
    }

    /// Returns whether the actor sees a meeting.
    pub fn sees_meeting(&self, meeting: &Meeting) -> bool {
        self.sees_all() || self.is_host() || self.takes_part_in(meeting) || {
            self.acting.role() == Some(Role::CityOfficer)
                && meeting.sides.iter().any(|side| self.covers_organisation(*side))
        }
    }

    /// Returns whether the actor is invited to a meeting or acts for one of its sides.
    pub fn takes_part_in(&self, meeting: &Meeting) -> bool {
        self.acting.member().is_some_and(|member| {
            meeting.participants.contains(&member.person)
                || (member.role.has_affairs() && meeting.sides.contains(&member.organisation))
        })
    }

    /// Returns whether the actor sees an agreement's text and states: its parties, its signatories, the officers
    /// whose affair it is, those who run the fair, and the officiant of its act.
    pub fn sees_agreement(&self, agreement: &Agreement) -> bool {
        if self.sees_all() || self.is_host() {
            return true;
        }
        let Some(member) = self.acting.member() else {
            return true;
        };
        let is_party = member.role.has_affairs() && agreement.parties.contains(&member.organisation);
        let signs = agreement
            .signatories
            .iter()
            .any(|signatory| signatory.place.person == member.person || signatory.acting_person() == member.person);
        let officiates = agreement
            .act
            .and_then(|act| self.state.act(&act))
            .is_some_and(|(ceremony, _)| ceremony.officiant == member.person);
        is_party
            || signs
            || officiates
            || self
                .state
                .projects
                .get(&agreement.project)
                .is_some_and(|project| self.answers_for(project))
    }

    /// Returns whether the actor sees an agreement's amounts.
    pub fn sees_amounts(&self, agreement: &Agreement) -> bool {
        self.sees_agreement(agreement) && !self.is_host()
    }

    /// Returns whether the actor sees a ceremony; its acts one by one.
    pub fn sees_ceremony(&self, ceremony: &Ceremony) -> bool {
        self.state
            .fairs
            .get(&ceremony.fair)
            .is_some_and(|fair| self.sees_fair(fair))
    }

    /// Returns whether the actor sees an act: everybody once it is on the stage, before that only those who see
    /// its agreements or run the ceremony.
    pub fn sees_act(&self, ceremony: &Ceremony, act: &Act) -> bool {
        self.sees_ceremony(ceremony)
            && (act.is_shown()
                || self.sees_all()
                || self.is_host()
                || self.acting.is(ceremony.officiant)
                || act
                    .agreements
                    .iter()
                    .filter_map(|id| self.state.agreements.get(id))
                    .any(|agreement| self.sees_agreement(agreement)))
    }

    /// Returns a ceremony with those of its acts that the actor sees, and in them no project that it does not.
    pub fn ceremony(&self, ceremony: &Ceremony) -> Option<Ceremony> {
        if !self.sees_ceremony(ceremony) {
            return None;
        }
        let mut seen = ceremony.clone();
        seen.acts.retain(|act| self.sees_act(ceremony, act));
        for act in &mut seen.acts {
            if !act.is_shown() {
                let sees = |id: &AgreementId| self.sees(&ObjectRef::Agreement(*id));
                act.agreements.retain(sees);
            }
            if let ActState::DedupChecked { similar } = &mut act.state {
                similar.retain(|id| self.sees(&ObjectRef::Project(*id)));
            }
        }
        Some(seen)
    }

    /// Returns an agreement as far as the actor sees it: hosts see no amounts.
    pub fn agreement(&self, agreement: &Agreement) -> Option<Agreement> {
        if !self.sees_agreement(agreement) {
            return None;
        }
        let mut seen = agreement.clone();
        if !self.sees_amounts(agreement) {
            seen.amount = None;
            seen.foreign = None;
        }
        Some(seen)
    }

    /// Returns whether the actor sees an organisation. Those at home are public; firms abroad and agents are seen
    /// by whoever registered them or sees one of their projects.
    pub fn sees_organisation(&self, organisation: &Organisation) -> bool {
        self.sees_all()
            || self.is_host()
            || organisation.region.is_some()
            || self.acting.acts_for(organisation.id)
            || organisation.registered_by.is_some_and(|by| self.acting.acts_for(by))
            || self
                .state
                .projects_of(&organisation.id)
                .any(|project| self.sees_project(project))
            || self
                .state
                .interests_of(organisation.id)
                .any(|interest| self.sees_interest(interest))
    }

    /// Returns whether the actor sees a recording: that of a live item whoever sees the item, that of a rehearsal
    /// those who run it, that of a negotiation those who took part.
    pub fn sees_recording(&self, recording: &Recording) -> bool {
        match recording.room {
            Place::Item(id) => self.state.items.get(&id).is_some_and(|item| {
                let officiates = self
                    .state
                    .ceremony_of(&id)
                    .is_some_and(|ceremony| self.acting.is(ceremony.officiant));
                let runs = self.sees_all() || self.is_host() || officiates;
                self.sees_item(item) && (runs || !recording.rehearsal)
            }),
            Place::Meeting(id) => self
                .state
                .meetings
                .get(&id)
                .is_some_and(|meeting| self.acting.is_system() || self.takes_part_in(meeting)),
        }
    }

    /// Returns whether the actor sees an object, so that pushed changes name nothing else.
    pub fn sees(&self, object: &ObjectRef) -> bool {
        let state = self.state;
        match object {
            ObjectRef::Region(_) => true,
            ObjectRef::Item(id) => state.items.get(id).is_some_and(|it| self.sees_item(it)),
            ObjectRef::Organisation(id) => state.organisations.get(id).is_some_and(|it| self.sees_organisation(it)),
            ObjectRef::Person(id) => state.people.contains(id) && self.sees_person(*id),
            ObjectRef::Membership(id) => state.memberships.get(id).is_some_and(|it| self.sees_person(it.person)),
            ObjectRef::Fair(id) => state.fairs.get(id).is_some_and(|it| self.sees_fair(it)),
            ObjectRef::Project(id) => state.projects.get(id).is_some_and(|it| self.sees_project(it)),
            ObjectRef::Pitch(id) => state.pitches.get(id).is_some_and(|it| self.sees_pitch(it)),
            ObjectRef::Interest(id) => state.interests.get(id).is_some_and(|it| self.sees_interest(it)),
            ObjectRef::Meeting(id) => state.meetings.get(id).is_some_and(|it| self.sees_meeting(it)),
            ObjectRef::Agreement(id) => state.agreements.get(id).is_some_and(|it| self.sees_agreement(it)),
            ObjectRef::Ceremony(id) => state.ceremonies.get(id).is_some_and(|it| self.sees_ceremony(it)),
            ObjectRef::Act(id) => state
                .act(id)
                .is_some_and(|(ceremony, act)| self.sees_act(ceremony, act)),
            ObjectRef::Recording(id) => state.recordings.get(id).is_some_and(|it| self.sees_recording(it)),
        }
    }

    /// Returns the lines of an object's history that the actor may read, oldest first.
    pub fn history(&self, object: &ObjectRef) -> Vec<HistoryEntry> {
        if !self.sees(object) {
            return Vec::new();
        }
        self.state
            .history(object)
            .filter(|happening| self.reads(happening))
            .map(Happening::entry)
            .collect()
    }

    fn reads(&self, happening: &Happening) -> bool {
        let objects = happening.event.objects(self.state);
        let Some(own) = objects.first() else {
            return false;
        };
        match (&happening.event, own) {
            (Event::Project(event), ObjectRef::Project(id)) => self.reads_of_project(event, *id),
            // Amounts stand in drafts; whoever may not see amounts does not read them there.
            (Event::Agreement(_), ObjectRef::Agreement(id)) => self
                .state
                .agreements
                .get(id)
                .is_some_and(|agreement| self.sees_amounts(agreement)),
            _ => self.sees(own),
        }
    }

    fn reads_of_project(&self, event: &project::Event, id: crate::ProjectId) -> bool {
        use super::Sight;
        let sight = self.state.projects.get(&id).and_then(|project| self.sight(project));
        match sight {
            Some(Sight::Full) => true,
            Some(Sight::WithoutMoney) => !matches!(
                event,
                project::Event::Proposed { .. } | project::Event::MoneyEntered { .. } | project::Event::Moved { .. }
            ),
            Some(Sight::Published) | None => false,
        }
    }
}
