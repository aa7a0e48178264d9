use serde::{Deserialize, Serialize};

use super::{ActMove, ActState};
use crate::text::LocalizedText;
use crate::{ActId, AgreementId, CeremonyId, FairId, ItemId, PersonId, SignatoryId};

/// What may be asked about ceremonies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Creates the ceremony of a programme item.
    Create {
        /// Id.
        id: CeremonyId,
        /// Item (kind signing ceremony).
        item: ItemId,
        /// Title.
        title: LocalizedText,
        /// Officiant.
        officiant: PersonId,
    },
    /// Nominates an act.
    Nominate {
        /// Ceremony.
        id: CeremonyId,
        /// Id of the act.
        act: ActId,
        /// Title.
        title: LocalizedText,
        /// Sites.
        sites: Vec<LocalizedText>,
        /// Agreements, frozen or still in draft.
        agreements: Vec<AgreementId>,
        /// Whether the audience sees the agreements' pages once the act is on the stage.
        pages_shown: bool,
    },
    /// Moves an act on.
    Move {
        /// Act.
        act: ActId,
        /// Move.
        to: ActMove,
    },
    /// A signatory of an announced act reports ready (its own person only).
    Ready {
        /// Act.
        act: ActId,
        /// Signatory.
        signatory: SignatoryId,
    },
}

/// What happened to ceremonies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// A ceremony was created.
    Created {
        /// Id.
        id: CeremonyId,
        /// Fair.
        fair: FairId,
        /// Item.
        item: ItemId,
        /// Title.
        title: LocalizedText,
        /// Officiant.
        officiant: PersonId,
    },
    /// An act was nominated.
    Nominated {
        /// Ceremony.
        id: CeremonyId,
        /// Id of the act.
        act: ActId,
        /// Title.
        title: LocalizedText,
        /// Sites.
        sites: Vec<LocalizedText>,
        /// Agreements.
        agreements: Vec<AgreementId>,
        /// Whether the audience sees the agreements' pages.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pages_shown: bool,
    },
    /// An act moved on.
    Moved {
        /// Act.
        act: ActId,
        /// New state.
        to: ActState,
    },
    /// A signatory reported ready.
    Ready {
        /// Act.
        act: ActId,
        /// Signatory.
        signatory: SignatoryId,
    },
}
