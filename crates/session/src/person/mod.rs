//! People and their memberships. Names and addresses are in the vault, never here.

mod change;
mod decide;
mod fold;
mod keys;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{MembershipId, OrganisationId, PersonId};

pub use change::{Command, Event};
pub(crate) use decide::known;
pub use keys::EnrolledKey;

/// What a person may do for an organisation (the role table of the domain).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs fairs, freezes periods, supervises; sees all of the province.
    ProvinceOfficer,
    /// Approves, corrects, assigns officers in its own subtree of regions.
    CityOfficer,
    /// Fills in, adds evidence, expresses interest, meets; own rows.
    CountyOfficer,
    /// Needs, interest, requests, signing of a firm.
    Firm,
    /// Pitches and answers interest for principals.
    Agent,
    /// Approves the agent's mandate, signs.
    Principal,
    /// Runs rooms, programme, schedule and ceremony.
    Host,
    /// Interprets.
    Interpreter,
    /// Attests acts.
    Witness,
    /// Attends.
    Guest,
    /// Watches.
    Viewer,
    /// Resolves assigned requests.
    Department,
    /// Freeze check, reads the log; all, read-only.
    Statistician,
}

/// A person, known here by id alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Person)]
pub struct Person {
    /// Id.
    pub id: PersonId,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// Keys by which it authorises signatures, in the order of their enrolment.
    #[serde(skip)]
    pub keys: Vec<EnrolledKey>,
}

/// A person's acting for an organisation in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Membership)]
pub struct Membership {
    /// Id.
    pub id: MembershipId,
    /// Person.
    pub person: PersonId,
    /// Organisation.
    pub organisation: OrganisationId,
    /// Role.
    pub role: Role,
    /// When it ended; none while it holds.
    pub ended_at: Option<Timestamp>,
}

crate::refusal::refusals! {
    "Why a command on people is refused.";
    /// The role belongs to another kind of organisation.
    RoleUnfit => Invalid, "role-unfit", "an organisation of this kind has no such role";
    /// The person acts for the organisation in this role already.
    AlreadyMember => Conflict, "already-member", "this person acts for the organisation in this role already";
    /// The membership has ended.
    HasLeft => Conflict, "membership-ended", "this membership has ended";
    /// A firm's signatory who is, or was, an official would sign for both sides.
    OnBothSides => Forbidden, "on-both-sides", "an official does not sign for a firm";
    /// The key authorises for somebody already.
    KeyKnown => Conflict, "key-known", "this key is enrolled already";
    /// The person has no such key.
    KeyUnknown => Conflict, "key-not-enrolled", "this key is not enrolled for this person";
    /// No person of that id.
    Unknown => Invalid, "person-unknown", "there is no such person";
}
