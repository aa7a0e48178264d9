use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::region::RegionCode;
use crate::{
    ActId, AgreementId, CeremonyId, FairId, InterestId, ItemId, MeetingId, MembershipId, OrganisationId, PersonId,
    PitchId, ProjectId, RecordingId,
};

/// Names one object of the state: `{"type": "project", "id": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
pub enum ObjectRef {
    /// A region.
    Region(RegionCode),
    /// An organisation.
    Organisation(OrganisationId),
    /// A person.
    Person(PersonId),
    /// A membership.
    Membership(MembershipId),
    /// A fair.
    Fair(FairId),
    /// A programme item.
    Item(ItemId),
    /// A project.
    Project(ProjectId),
    /// A pitch.
    Pitch(PitchId),
    /// An interest.
    Interest(InterestId),
    /// A meeting.
    Meeting(MeetingId),
    /// An agreement.
    Agreement(AgreementId),
    /// A ceremony.
    Ceremony(CeremonyId),
    /// An act of a ceremony.
    Act(ActId),
    /// A recording.
    Recording(RecordingId),
}

macro_rules! from_ids {
    ($($variant:ident($id:ident)),* $(,)?) => {$(
        impl From<$id> for ObjectRef {
            fn from(id: $id) -> Self {
                Self::$variant(id)
            }
        }
    )*};
}

from_ids! {
    Organisation(OrganisationId),
    Person(PersonId),
    Membership(MembershipId),
    Fair(FairId),
    Item(ItemId),
    Project(ProjectId),
    Pitch(PitchId),
    Interest(InterestId),
    Meeting(MeetingId),
    Agreement(AgreementId),
    Ceremony(CeremonyId),
    Act(ActId),
    Recording(RecordingId),
}
