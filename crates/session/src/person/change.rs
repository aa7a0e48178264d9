use serde::{Deserialize, Serialize};

use super::Role;
use crate::{MembershipId, OrganisationId, PersonId};

/// What may be asked about people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Registers a person.
    Register {
        /// Id.
        id: PersonId,
    },
    /// Lets a person act for an organisation.
    Join {
        /// Id of the membership.
        id: MembershipId,
        /// Person.
        person: PersonId,
        /// Organisation.
        organisation: OrganisationId,
        /// Role.
        role: Role,
    },
    /// Ends a membership.
    Leave {
        /// Membership.
        id: MembershipId,
    },
}

/// What happened to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A person was registered.
    Registered {
        /// Id.
        id: PersonId,
    },
    /// A person now acts for an organisation.
    Joined {
        /// Id of the membership.
        id: MembershipId,
        /// Person.
        person: PersonId,
        /// Organisation.
        organisation: OrganisationId,
        /// Role.
        role: Role,
    },
    /// A membership ended.
    Left {
        /// Membership.
        id: MembershipId,
    },
}
