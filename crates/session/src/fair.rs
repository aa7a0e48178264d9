//! Fairs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::LocalizedText;
use crate::{FairId, OrganisationId};

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

/// What may be asked about fairs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Creates a fair in draft.
    Create {
        /// Id.
        id: FairId,
        /// Announcement.
        announcement: Announcement,
    },
    /// Moves a fair on.
    Move {
        /// Fair.
        id: FairId,
        /// New state.
        to: FairState,
    },
}

/// What happened to fairs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A fair was created.
    Created {
        /// Id.
        id: FairId,
        /// Announcement.
        announcement: Announcement,
    },
    /// A fair moved on.
    Moved {
        /// Fair.
        id: FairId,
        /// New state.
        to: FairState,
    },
}
