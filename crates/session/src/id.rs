use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(transparent)]
        #[schema(value_type = Uuid)]
        pub struct $name(pub Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// Identifies a host (province) with its own journal, keys and regions.
    TenantId,
    /// Identifies an office, park, firm, agent or chamber.
    OrganisationId,
    /// Identifies a person; everything personal about it is in the vault.
    PersonId,
    /// Identifies a person's acting for an organisation in a role.
    MembershipId,
    /// Identifies a fair.
    FairId,
    /// Identifies a programme item, and with it its room.
    ItemId,
    /// Identifies a project from its first pitch to production.
    ProjectId,
    /// Identifies a project's presentation in a programme item.
    PitchId,
    /// Identifies an expression of interest.
    InterestId,
    /// Identifies a meeting, and with it its negotiation room.
    MeetingId,
    /// Identifies a signing ceremony.
    CeremonyId,
    /// Identifies an act of a ceremony.
    ActId,
    /// Identifies an agreement.
    AgreementId,
    /// Identifies one signatory's place in one agreement.
    SignatoryId,
    /// Identifies a recording of a room, or a broadcast of it.
    RecordingId,
}
