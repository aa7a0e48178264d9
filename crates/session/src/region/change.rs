use serde::{Deserialize, Serialize};

use super::Region;

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
