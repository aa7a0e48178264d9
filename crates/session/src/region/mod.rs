//! Regions: province › city › county or park, by dated division codes (GB/T 2260).

mod change;
mod decide;
mod fold;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::LocalizedText;

pub use change::{Command, Event};
pub(crate) use decide::known;

/// A six-digit division code (GB/T 2260), or six digits and a letter-digit suffix of the tenant's own for a park.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct RegionCode(pub String);

/// The level of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省
    Province,
    /// 市
    City,
    /// 县（区）
    County,
    /// 园区
    Park,
}

/// A region of the tenant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Region)]
pub struct Region {
    /// Code.
    pub code: RegionCode,
    /// Level.
    pub level: Level,
    /// Region above; none for the province.
    pub parent: Option<RegionCode>,
    /// Name.
    pub name: LocalizedText,
    /// First day on which the code is valid.
    #[schema(value_type = String, format = Date)]
    pub valid_from: jiff::civil::Date,
}

crate::refusal::refusals! {
    "Why a command on regions is refused.";
    /// The code is not six digits, or six digits and a suffix.
    CodeInvalid => Invalid, "region-code-invalid", "a region code is six digits, with a suffix for parks";
    /// The region above is missing or not of a higher level.
    ParentInvalid => Invalid, "region-parent-invalid", "the region above is missing or of no higher level";
    /// No region has that code.
    Unknown => Invalid, "region-unknown", "no region has that code";
}
