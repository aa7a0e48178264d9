use serde::{Deserialize, Serialize};

use super::Registration;
use crate::OrganisationId;

/// What may be asked about organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Registers an organisation.
    Register {
        /// Id.
        id: OrganisationId,
        /// What it says of itself.
        registration: Registration,
    },
}

/// What happened to organisations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// An organisation was registered.
    Registered {
        /// Id.
        id: OrganisationId,
        /// What it says of itself.
        registration: Registration,
    },
}
