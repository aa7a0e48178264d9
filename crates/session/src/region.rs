//! Regions: province › city › county or park, by dated division codes (GB/T 2260).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::LocalizedText;

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

/// What may be asked about regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Adds a region.
    Add(Region),
}

/// What happened to regions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A region was added.
    Added(Region),
}
