//! Fairs.

mod change;
mod decide;
mod fold;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::LocalizedText;
use crate::{FairId, OrganisationId};

pub use change::{Command, Event};

/// Where a fair stands; forward only, cancelled from anywhere before closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FairState)]
pub enum FairState {
    /// Being prepared.
    Draft,
    /// Organisations register.
    Registration,
    /// Meetings are requested.
    Booking,
    /// Slots are found.
    Scheduling,
    /// The fair is on.
    Live,
    /// Projects are followed up.
    FollowUp,
    /// Over.
    Closed,
    /// Called off.
    Cancelled,
}

/// An industry of the fair's own list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Industry {
    /// Code, lower-case words joined by hyphens.
    pub code: String,
    /// Name.
    pub name: LocalizedText,
}

/// What a fair is announced with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FairAnnouncement)]
pub struct Announcement {
    /// Name.
    pub name: LocalizedText,
    /// Host.
    pub host: OrganisationId,
    /// IANA time zone of the host.
    #[schema(example = "Asia/Shanghai")]
    pub time_zone: String,
    /// First day.
    #[schema(value_type = String, format = Date)]
    pub starts_on: Date,
    /// Last day.
    #[schema(value_type = String, format = Date)]
    pub ends_on: Date,
    /// Languages (BCP 47 primary).
    pub languages: Vec<String>,
    /// Industries.
    pub industries: Vec<Industry>,
    /// Whether the fair is sample data and says so wherever it shows.
    #[serde(default)]
    pub sample: bool,
}

/// A fair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Fair)]
pub struct Fair {
    /// Id.
    pub id: FairId,
    /// Announcement.
    #[serde(flatten)]
    pub announcement: Announcement,
    /// State.
    pub state: FairState,
}

crate::refusal::refusals! {
    "Why a command on fairs is refused.";
    /// The days are out of order.
    DaysInvalid => Invalid, "days-invalid", "a fair ends on or after the day on which it starts";
    /// The industry list repeats or misses a code.
    IndustriesInvalid => Invalid, "industries-invalid", "industries need distinct codes";
}
