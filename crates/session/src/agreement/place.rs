use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Authorisation, ConfirmedFactor, Delegation, IssuedCertificate, Spoken};
use crate::access::Right;
use crate::text::LocalizedText;
use crate::{OrganisationId, PersonId, SignatoryId};

/// What somebody does at a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PlaceRole {
    /// Signs for a party.
    #[default]
    Signatory,
    /// Applies a party's seal: the certificate is the organisation's.
    OrganisationSeal,
    /// Attests the signature of a named signatory.
    Witness {
        /// Whose.
        of: SignatoryId,
    },
}

impl PlaceRole {
    /// Returns whether it attests rather than signs.
    pub fn is_witness(self) -> bool {
        self.attests().is_some()
    }

    /// Returns whose signature it attests.
    pub fn attests(self) -> Option<SignatoryId> {
        match self {
            Self::Witness { of } => Some(of),
            Self::Signatory | Self::OrganisationSeal => None,
        }
    }

    /// Returns the right that its person needs.
    pub fn right(self) -> Right {
        match self {
            Self::Signatory => Right::Sign,
            Self::OrganisationSeal => Right::ApplySeal,
            Self::Witness { .. } => Right::Attest,
        }
    }

    fn is_signatory(&self) -> bool {
        *self == Self::Signatory
    }
}

/// A place to sign, for one person acting for one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignatoryPlace {
    /// Id.
    pub id: SignatoryId,
    /// Person.
    pub person: PersonId,
    /// Party it signs for; a witness's own organisation.
    pub organisation: OrganisationId,
    /// Capacity, such as "Director".
    #[serde(default)]
    pub capacity: LocalizedText,
    /// What the person does here; signs, where nothing is said.
    #[serde(default, skip_serializing_if = "PlaceRole::is_signatory")]
    pub role: PlaceRole,
    /// Group that it acts in: 1 first, then 2, …
    #[serde(default = "first_group", skip_serializing_if = "is_first_group")]
    pub group: u8,
}

const fn first_group() -> u8 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_first_group(group: &u8) -> bool {
    *group == first_group()
}

/// How many signatories of a group are enough; its witnesses are not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// Group.
    pub group: u8,
    /// How many.
    pub needed: u8,
}

/// How far a signatory is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SignatoryState {
    /// Has not acted.
    Waiting,
    /// Has authorised; the seal is being written.
    Authorised {
        /// Authorisation.
        authorisation: Authorisation,
        /// When.
        authorised_at: Timestamp,
    },
    /// The signature is in the document.
    Sealed {
        /// Authorisation.
        authorisation: Authorisation,
        /// When it was authorised.
        authorised_at: Timestamp,
        /// SHA-256 (hex) of the document revision that this signature made.
        revision: String,
        /// When it was sealed.
        sealed_at: Timestamp,
        /// The certificate that the instance issued for it; none for own keys.
        #[serde(default)]
        certificate: Option<IssuedCertificate>,
    },
    /// Refuses to sign.
    Declined {
        /// Why.
        reason: String,
    },
    /// Enough others have signed, or there is nothing to attest.
    NotNeeded,
}

/// A signatory of an agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Signatory {
    /// Place.
    #[serde(flatten)]
    pub place: SignatoryPlace,
    /// State.
    #[serde(flatten)]
    pub state: SignatoryState,
    /// Who acts in its place.
    pub delegation: Option<Delegation>,
    /// What confirmed its identity besides its key, the latest of each kind.
    pub factors: Vec<ConfirmedFactor>,
    /// Its word that it signs of its own will.
    pub will: Option<Spoken>,
    /// When it was last reminded.
    pub reminded_at: Option<Timestamp>,
}

impl Signatory {
    pub(super) fn new(place: SignatoryPlace) -> Self {
        Self {
            place,
            state: SignatoryState::Waiting,
            delegation: None,
            factors: Vec::new(),
            will: None,
            reminded_at: None,
        }
    }

    /// Returns whether its signature is in the document.
    pub fn is_sealed(&self) -> bool {
        matches!(self.state, SignatoryState::Sealed { .. })
    }

    /// Returns whether it never will sign: it refused, or is not needed.
    pub(super) fn is_out(&self) -> bool {
        matches!(self.state, SignatoryState::Declined { .. } | SignatoryState::NotNeeded)
    }
}
