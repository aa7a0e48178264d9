//! Organisations: offices, parks, firms, overseas agents, chambers.

mod change;
mod decide;
mod fold;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::OrganisationId;
use crate::identifier::{Lei, Uscc};
use crate::region::RegionCode;
use crate::text::LocalizedText;

pub use change::{Command, Event};
pub(crate) use decide::known;

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrganisationKind)]
pub enum Kind {
    /// The tenant's own commerce department.
    ProvinceOffice,
    /// A city's commerce bureau.
    CityOffice,
    /// A county's office.
    CountyOffice,
    /// A development park.
    Park,
    /// A firm, at home or abroad.
    Firm,
    /// An agent that pitches for principals abroad.
    OverseasAgent,
    /// A chamber of commerce.
    Chamber,
    /// A government department that resolves requests.
    Department,
}

impl Kind {
    /// Returns whether it is a public body, whose people are officials.
    pub fn is_public(self) -> bool {
        match self {
            Self::ProvinceOffice | Self::CityOffice | Self::CountyOffice | Self::Park | Self::Department => true,
            Self::Firm | Self::OverseasAgent | Self::Chamber => false,
        }
    }
}

/// An organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Organisation)]
pub struct Organisation {
    /// Id.
    pub id: OrganisationId,
    /// Kind.
    pub kind: Kind,
    /// Name.
    pub name: LocalizedText,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: String,
    /// Region that it is in and answers for; required for city, county and park.
    pub region: Option<RegionCode>,
    /// USCC, where it has one.
    pub uscc: Option<Uscc>,
    /// LEI, where it has one.
    pub lei: Option<Lei>,
    /// When it was registered.
    pub registered_at: Timestamp,
    /// Organisation that registered it, so that an agent finds its principals; none for the system.
    pub registered_by: Option<OrganisationId>,
}

/// What a registration says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganisationRegistration)]
pub struct Registration {
    /// Kind.
    pub kind: Kind,
    /// Name.
    pub name: LocalizedText,
    /// ISO 3166-1 alpha-2 code.
    pub country: String,
    /// Region.
    #[serde(default)]
    pub region: Option<RegionCode>,
    /// USCC.
    #[serde(default)]
    pub uscc: Option<Uscc>,
    /// LEI.
    #[serde(default)]
    pub lei: Option<Lei>,
}

crate::refusal::refusals! {
    "Why a command on organisations is refused.";
    /// Another organisation has the same USCC or LEI.
    IdentifierTaken => Conflict, "identifier-taken", "another organisation has this identifier";
    /// Offices and parks answer for a region.
    RegionRequired => Invalid, "region-required", "an office or park must name its region";
    /// No organisation of that id.
    Unknown => Invalid, "organisation-unknown", "there is no such organisation";
}
