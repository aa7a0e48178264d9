use serde::{Deserialize, Serialize};

use super::Role;
use crate::agreement::AuthorisationMethod;
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
    /// Makes a key one by which a person authorises signatures.
    EnrolKey {
        /// Person.
        id: PersonId,
        /// SHA-256 (hex) of its public key, SubjectPublicKeyInfo.
        key: String,
        /// What holds it.
        method: AuthorisationMethod,
    },
    /// Takes a key away.
    RemoveKey {
        /// Person.
        id: PersonId,
        /// SHA-256 (hex) of its public key.
        key: String,
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
    /// A person authorises signatures by a key from now on.
    KeyEnrolled {
        /// Person.
        id: PersonId,
        /// SHA-256 (hex) of its public key, SubjectPublicKeyInfo.
        key: String,
        /// What holds it.
        method: AuthorisationMethod,
    },
    /// A person authorises nothing by a key any more; what it authorised stays valid.
    KeyRemoved {
        /// Person.
        id: PersonId,
        /// SHA-256 (hex) of its public key.
        key: String,
    },
}
