//! The state of a tenant: every aggregate by id, folded from records.
//!
//! `State` is made of persistent maps: `clone` costs a few reference counts, so that the writer's copy runs
//! ahead while readers keep the durable one. Reads that depend on who asks go through [`crate::access::View`].

mod collection;
mod history;
mod object;
mod seen;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use thiserror::Error;
use uuid::Uuid;

pub use collection::Collection;
pub use history::{Happening, HistoryEntry};
pub use object::ObjectRef;
pub use seen::Outcome;

use crate::agreement::{Agreement, IssuedCertificate, SignatoryState};
use crate::ceremony::{Act, Ceremony};
use crate::decision::Decision;
use crate::fair::Fair;
use crate::interest::Interest;
use crate::meeting::Meeting;
use crate::organisation::Organisation;
use crate::person::{Membership, Person};
use crate::pitch::Pitch;
use crate::programme::Item;
use crate::project::Project;
use crate::recording::{Broadcast, Consents, Place, Recording};
use crate::region::{Region, RegionCode};
use crate::{
    ActId, Actor, AgreementId, CeremonyId, Command, Event, FairId, InterestId, ItemId, MeetingId, MembershipId,
    OrganisationId, PersonId, PitchId, ProjectId, Record, RecordingId, Refusal, SignatoryId,
};
use collection::Index;
use history::Histories;
use seen::Seen;

/// Everything that is known of a tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Regions.
    pub regions: Collection<RegionCode, Region>,
    /// Organisations.
    pub organisations: Collection<OrganisationId, Organisation>,
    /// People.
    pub people: Collection<PersonId, Person>,
    /// Memberships, ended ones too.
    pub memberships: Collection<MembershipId, Membership>,
    /// Fairs.
    pub fairs: Collection<FairId, Fair>,
    /// Programme items.
    pub items: Collection<ItemId, Item>,
    /// Projects.
    pub projects: Collection<ProjectId, Project>,
    /// Pitches.
    pub pitches: Collection<PitchId, Pitch>,
    /// Interests.
    pub interests: Collection<InterestId, Interest>,
    /// Meetings.
    pub meetings: Collection<MeetingId, Meeting>,
    /// Agreements.
    pub agreements: Collection<AgreementId, Agreement>,
    /// Ceremonies.
    pub ceremonies: Collection<CeremonyId, Ceremony>,
    /// Recordings of rooms.
    pub recordings: Collection<RecordingId, Recording>,
    /// Which sides of a meeting agree to its recording.
    pub recording_consents: OrdMap<MeetingId, Consents>,
    /// Items that are broadcast now.
    pub broadcasts: OrdMap<ItemId, Broadcast>,
    pub(crate) links: Links,
    histories: Histories,
    seen: Seen,
    head: u64,
}

/// Where to find what belongs together, and what may be used only once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Links {
    pub(crate) memberships_of_person: Index<PersonId, MembershipId>,
    pub(crate) memberships_of_organisation: Index<OrganisationId, MembershipId>,
    pub(crate) items_of_fair: Index<FairId, ItemId>,
    pub(crate) pitches_of_item: Index<ItemId, PitchId>,
    pub(crate) pitches_of_project: Index<ProjectId, PitchId>,
    pub(crate) interests_of_project: Index<ProjectId, InterestId>,
    pub(crate) interests_of_organisation: Index<OrganisationId, InterestId>,
    pub(crate) meetings_of_project: Index<ProjectId, MeetingId>,
    pub(crate) agreements_of_project: Index<ProjectId, AgreementId>,
    pub(crate) agreements_of_fair: Index<FairId, AgreementId>,
    pub(crate) agreements_after: Index<AgreementId, AgreementId>,
    pub(crate) projects_of_product: Index<String, ProjectId>,
    pub(crate) projects_of_organisation: Index<OrganisationId, ProjectId>,
    pub(crate) projects_of_counterpart: Index<OrganisationId, ProjectId>,
    pub(crate) successor_of: OrdMap<ProjectId, ProjectId>,
    pub(crate) ceremony_of_act: OrdMap<ActId, CeremonyId>,
    pub(crate) ceremony_of_item: OrdMap<ItemId, CeremonyId>,
    pub(crate) recordings_of_room: Index<Place, RecordingId>,
    pub(crate) agreement_of_signatory: OrdMap<SignatoryId, AgreementId>,
    pub(crate) used_bindings: OrdSet<String>,
    pub(crate) certificates: OrdMap<String, (AgreementId, SignatoryId)>,
}

/// When and by whom an event came to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) by: Actor,
}

/// Why a record does not fit the state: the journal is damaged, out of order or newer than this program.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// The record's format is unknown.
    #[error("record format {v} is not known")]
    Format {
        /// Version that it names.
        v: u32,
    },
    /// The record's key was applied before.
    #[error("a record of key {key} was applied before")]
    Repeated {
        /// Key.
        key: Uuid,
    },
    /// An event names something that is not there.
    #[error("an event names {object:?}, which is not there")]
    Missing {
        /// What it names.
        object: ObjectRef,
    },
    /// An event names a signatory or text version that is not there.
    #[error("an event names a part of {object:?} that is not there")]
    MissingPart {
        /// What the part belongs to.
        object: ObjectRef,
    },
}

impl State {
    /// Decides what a command leads to, or refuses it; changes nothing.
    pub fn decide(&self, now: Timestamp, actor: &Actor, command: Command) -> Result<Vec<Event>, Refusal> {
        let mut decision = Decision::new(self, now, actor)?;
        command.decide(&mut decision)?;
        Ok(decision.into_events())
    }

    /// Folds a record into the state. On an error the state is as before.
    pub fn apply(&mut self, record: &Record) -> Result<(), ApplyError> {
        if record.v != Record::VERSION {
            return Err(ApplyError::Format { v: record.v });
        }
        if self.seen.get(&record.key).is_some() {
            return Err(ApplyError::Repeated { key: record.key });
        }
        let mut next = self.clone();
        let moment = Moment {
            at: record.at,
            by: record.by,
        };
        let mut all = Vec::new();
        for event in &record.events {
            event.fold(&mut next, moment)?;
            let objects = event.objects(&next);
            for object in &objects {
                if !all.contains(object) {
                    all.push(object.clone());
                }
            }
            let happening = Happening {
                seq: self.head,
                at: record.at,
                by: record.by,
                event: event.clone(),
            };
            next.histories.add(happening, objects);
        }
        let outcome = Outcome {
            seq: self.head,
            by: record.by,
            objects: all,
            request: record.request.clone(),
        };
        next.seen.remember(record.key, outcome);
        next.head += 1;
        *self = next;
        Ok(())
    }

    /// Returns how many records were applied, which is the position of the next one.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// Returns what a command of this idempotency key led to, if it is among the newest 100,000.
    pub fn seen(&self, key: &Uuid) -> Option<&Outcome> {
        self.seen.get(key)
    }

    /// Returns all that happened to an object, oldest first. A project's history holds what happened to its
    /// pitches, interests, meetings, agreements and acts, too. Who may read which line, a view knows.
    pub fn history(&self, object: &ObjectRef) -> impl DoubleEndedIterator<Item = &Happening> + use<'_> {
        self.histories.of(object).map(AsRef::as_ref)
    }

    /// Returns what a record that is applied to this state has changed.
    pub fn changed(&self, record: &Record) -> Vec<ObjectRef> {
        let mut changed: Vec<ObjectRef> = record.events.iter().flat_map(|event| event.objects(self)).collect();
        changed.sort();
        changed.dedup();
        changed
    }

    /// Returns an act and its ceremony.
    pub fn act(&self, id: &ActId) -> Option<(&Ceremony, &Act)> {
        let ceremony = self.ceremonies.get(self.links.ceremony_of_act.get(id)?)?;
        let act = ceremony.acts.iter().find(|act| act.id == *id)?;
        Some((ceremony, act))
    }

    /// Returns for whom the instance issued a certificate, by its serial number (hex).
    pub fn certificate(&self, serial: &str) -> Option<&IssuedCertificate> {
        let (agreement, signatory) = self.links.certificates.get(serial)?;
        match &self.agreements.get(agreement)?.signatory(*signatory)?.state {
            SignatoryState::Sealed { certificate, .. } => certificate.as_ref(),
            _ => None,
        }
    }

    /// Returns every certificate that is revoked.
    pub fn revoked_certificates(&self) -> impl Iterator<Item = &IssuedCertificate> {
        let issued = self
            .links
            .certificates
            .keys()
            .filter_map(|serial| self.certificate(serial));
        issued.filter(|certificate| certificate.revoked.is_some())
    }

    /// Returns the ceremony of a programme item.
    pub fn ceremony_of(&self, item: &ItemId) -> Option<&Ceremony> {
        let id = self.links.ceremony_of_item.get(item)?;
        self.ceremonies.get(id).map(AsRef::as_ref)
    }

    /// Returns the agreement that a signatory's place is in.
    pub fn agreement_of(&self, signatory: &SignatoryId) -> Option<&Agreement> {
        let id = self.links.agreement_of_signatory.get(signatory)?;
        self.agreements.get(id).map(AsRef::as_ref)
    }

    /// Iterates over the memberships of a person that hold.
    pub fn memberships_of(&self, person: &PersonId) -> impl Iterator<Item = &Membership> + use<'_> {
        self.all_memberships_of(person)
            .filter(|membership| membership.ended_at.is_none())
    }

    /// Iterates over all memberships that a person has or had.
    pub fn all_memberships_of(&self, person: &PersonId) -> impl Iterator<Item = &Membership> + use<'_> {
        self.links
            .memberships_of_person
            .of(person)
            .filter_map(|id| self.memberships.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the memberships in an organisation that hold.
    pub fn members_of(&self, organisation: &OrganisationId) -> impl Iterator<Item = &Membership> + use<'_> {
        self.links
            .memberships_of_organisation
            .of(organisation)
            .filter_map(|id| self.memberships.get(id))
            .map(AsRef::as_ref)
            .filter(|membership| membership.ended_at.is_none())
    }

    /// Iterates over the programme items of a fair, in the order in which they were planned.
    pub fn items_of(&self, fair: &FairId) -> impl Iterator<Item = &Item> + use<'_> {
        self.links
            .items_of_fair
            .of(fair)
            .filter_map(|id| self.items.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the pitches in a programme item, in the order in which they were drafted.
    pub fn pitches_in(&self, item: &ItemId) -> impl Iterator<Item = &Pitch> + use<'_> {
        self.links
            .pitches_of_item
            .of(item)
            .filter_map(|id| self.pitches.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the pitches of a project.
    pub fn pitches_of(&self, project: &ProjectId) -> impl Iterator<Item = &Pitch> + use<'_> {
        self.links
            .pitches_of_project
            .of(project)
            .filter_map(|id| self.pitches.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the interests in a project.
    pub fn interests_in(&self, project: &ProjectId) -> impl Iterator<Item = &Interest> + use<'_> {
        self.links
            .interests_of_project
            .of(project)
            .filter_map(|id| self.interests.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the interests that an organisation sent.
    pub fn interests_of(&self, organisation: OrganisationId) -> impl Iterator<Item = &Interest> + use<'_> {
        self.links
            .interests_of_organisation
            .of(&organisation)
            .filter_map(|id| self.interests.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the meetings about a project.
    pub fn meetings_about(&self, project: &ProjectId) -> impl Iterator<Item = &Meeting> + use<'_> {
        self.links
            .meetings_of_project
            .of(project)
            .filter_map(|id| self.meetings.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the projects that an organisation owns or brings.
    pub fn projects_of(&self, organisation: &OrganisationId) -> impl Iterator<Item = &Project> + use<'_> {
        self.links
            .projects_of_organisation
            .of(organisation)
            .filter_map(|id| self.projects.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the projects that an organisation receives.
    pub fn projects_received_by(&self, organisation: &OrganisationId) -> impl Iterator<Item = &Project> + use<'_> {
        self.links
            .projects_of_counterpart
            .of(organisation)
            .filter_map(|id| self.projects.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the agreements on a project.
    pub fn agreements_on(&self, project: &ProjectId) -> impl Iterator<Item = &Agreement> + use<'_> {
        self.links
            .agreements_of_project
            .of(project)
            .filter_map(|id| self.agreements.get(id))
            .map(AsRef::as_ref)
    }

    /// Iterates over the agreements of a fair.
    pub fn agreements_at(&self, fair: &FairId) -> impl Iterator<Item = &Agreement> + use<'_> {
        self.links
            .agreements_of_fair
            .of(fair)
            .filter_map(|id| self.agreements.get(id))
            .map(AsRef::as_ref)
    }

    /// Folds an event without writing history; what a decision's working copy needs.
    pub(crate) fn fold(&mut self, event: &Event, moment: Moment) -> Result<(), ApplyError> {
        event.fold(self, moment)
    }
}

/// Turns a missing aggregate into the error that names it.
pub(crate) fn present<T>(found: Option<T>, object: impl Into<ObjectRef>) -> Result<T, ApplyError> {
    found.ok_or_else(|| ApplyError::Missing { object: object.into() })
}
