//! Signing ceremonies: a run-of-show of acts; each act signs one or several agreements.
//!
//! Act: nominated → dedup-checked → approved → rehearsed → announced → signing → signed; pulled from any state
//! before signed, and the others go on. While announced, signatories report ready; the officiant opens signing
//! with a countdown; authorisations count from its end. The act is signed when all of its agreements are.

mod change;
mod decide;
mod fold;
mod show;
mod stage;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::text::LocalizedText;
use crate::{ActId, AgreementId, CeremonyId, FairId, ItemId, PersonId, ProjectId, SignatoryId};

pub use change::{Command, Event};
pub(crate) use show::{finish, pull};
pub use stage::{Stage, StagedAct, StagedAgreement, StagedPlace, StagedState};

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
    /// Whether the audience sees the agreements' pages once the act is on the stage.
    pub pages_shown: bool,
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

crate::refusal::refusals! {
    "Why a command on ceremonies is refused.";
    /// The item is no signing ceremony.
    NotACeremony => Invalid, "not-a-ceremony", "the programme item is no signing ceremony";
    /// The item has a ceremony.
    AlreadyCreated => Conflict, "ceremony-exists", "the programme item has a ceremony already";
    /// An act signs at least one agreement of its fair that can still be signed.
    AgreementsInvalid => Invalid, "agreements-invalid", "an act signs agreements of its fair that are still unsigned";
    /// An agreement is in another act.
    InAnotherAct => Conflict, "in-another-act", "an agreement is signed in another act";
    /// An agreement's text is not frozen.
    NotAgreed {
        /// Which.
        agreement: AgreementId,
    } => Conflict, "agreement-not-agreed", "the text of {agreement} is not agreed";
    /// The room is not live.
    NotLive => Conflict, "item-not-live", "the ceremony is not live";
    /// Another act is on the stage.
    StageTaken => Conflict, "stage-taken", "another act is on the stage";
    /// Some signatories are not ready.
    NotReady {
        /// How many.
        missing: usize,
    } => Conflict, "signatories-not-ready", "{missing} signatories are not ready";
    /// The countdown is longer than a minute.
    CountdownTooLong => Invalid, "countdown-too-long", "a countdown lasts up to 60 seconds";
    /// The signatory is ready.
    AlreadyReady => Conflict, "already-ready", "this signatory is ready already";
    /// No signatory of that id in the act.
    SignatoryUnknown => NotFound, "signatory-unknown", "there is no such signatory";
    /// Only the signatory itself reports ready.
    NotYourPlace => Forbidden, "not-your-place", "only the signatory itself reports ready";
}
