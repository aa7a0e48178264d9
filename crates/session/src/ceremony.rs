//! Signing ceremonies: a run-of-show of acts; each act signs one or several agreements.
//!
//! Act: nominated → dedup-checked → approved → rehearsed → announced → signing → signed; pulled from any state
//! before signed, and the others go on. While announced, signatories report ready; the officiant opens signing
//! with a countdown; authorisations count from its end. The act is signed when all of its agreements are.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::LocalizedText;
use crate::{ActId, AgreementId, CeremonyId, FairId, ItemId, PersonId, ProjectId, SignatoryId};

/// Where an act stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ActState {
    /// On the list.
    Nominated,
    /// The duplicate check ran; projects it found similar are named for the approver.
    DedupChecked {
        /// Similar projects that have signed already or are on the way.
        similar: Vec<ProjectId>,
    },
    /// Approved.
    Approved,
    /// Rehearsed.
    Rehearsed,
    /// On the stage.
    Announced,
    /// Signatures are given from `signs_at` on (the end of the countdown).
    Signing {
        /// End of the countdown.
        signs_at: Timestamp,
    },
    /// Signed.
    Signed {
        /// When.
        signed_at: Timestamp,
    },
    /// Taken off the run-of-show.
    Pulled {
        /// Why.
        reason: String,
    },
}

/// A move of an act, as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "to", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActMove {
    /// Runs the duplicate check.
    DedupChecked,
    /// Approves; refused for a duplicate (honest counting rule 2).
    Approved,
    /// Was rehearsed.
    Rehearsed,
    /// Goes on the stage; refused while another act is on it.
    Announced,
    /// Opens signing after a countdown; refused until all signatories are ready.
    Signing {
        /// Length of the countdown in seconds, 0 to 60.
        countdown_s: u8,
    },
    /// Takes it off.
    Pulled {
        /// Why.
        reason: String,
    },
}

/// An act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Act {
    /// Id.
    pub id: ActId,
    /// Title.
    pub title: LocalizedText,
    /// The two (or more) sites shown.
    pub sites: Vec<LocalizedText>,
    /// Agreements signed in it.
    pub agreements: Vec<AgreementId>,
    /// Signatories who reported ready.
    pub ready: Vec<SignatoryId>,
    /// State.
    #[serde(flatten)]
    pub state: ActState,
}

/// A ceremony.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Ceremony)]
pub struct Ceremony {
    /// Id.
    pub id: CeremonyId,
    /// Fair.
    pub fair: FairId,
    /// Programme item, and with it the room.
    pub item: ItemId,
    /// Title.
    pub title: LocalizedText,
    /// Officiant.
    pub officiant: PersonId,
    /// Acts in their order.
    pub acts: Vec<Act>,
}

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
