use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Authorisation, Signatory, SignatoryState};

/// Whose key makes the signature that an authorisation releases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "mode", rename_all = "snake_case", deny_unknown_fields)]
pub enum SigningKey {
    /// One that the instance makes for this signature alone, and forgets.
    #[default]
    Managed,
    /// The signatory's own, in its token or its browser.
    Own {
        /// SHA-256 (hex) of its certificate.
        certificate: String,
    },
    /// The signatory's own, kept for it by a signing service (CSC API).
    Remote {
        /// SHA-256 (hex) of its certificate.
        certificate: String,
        /// The service, as the instance's settings name it.
        service: String,
    },
}

impl SigningKey {
    /// Returns whether the instance signs by itself as soon as the signatory has authorised.
    pub fn is_managed(&self) -> bool {
        *self == Self::Managed
    }

    /// Returns SHA-256 (hex) of the signatory's own certificate.
    pub fn certificate(&self) -> Option<&str> {
        match self {
            Self::Managed => None,
            Self::Own { certificate } | Self::Remote { certificate, .. } => Some(certificate),
        }
    }
}

impl Signatory {
    /// Returns the authorisation of a signature that the signatory's own key has still to make.
    ///
    /// Until then nothing is signed: it may authorise anew, with this key or another, or decline.
    pub fn awaits_own_key(&self) -> Option<&Authorisation> {
        match &self.state {
            SignatoryState::Authorised { authorisation, .. } if !authorisation.key.is_managed() => Some(authorisation),
            _ => None,
        }
    }
}
