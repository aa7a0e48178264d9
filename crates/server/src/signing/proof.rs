use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use yunqian_signing::{
    Authorisation, Binding, Refused, SignerKey, UnixSeconds, VerifiedAuthorisation, verify_authorisation,
};

use crate::config::Config;
use crate::problem::Problem;

/// Everything that proves an authorisation, as it is stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// What was authorised.
    pub binding: Binding,
    /// What the signatory's device answered.
    pub authorisation: Authorisation,
    /// Public key, SubjectPublicKeyInfo in base64url.
    pub public_key: String,
    /// When the answer was checked, in seconds since 1970.
    pub checked_at: UnixSeconds,
    /// Strokes of the handwriting shown in the visible signature, in the unit square.
    #[serde(default)]
    pub strokes: Vec<Vec<[f32; 2]>>,
}

impl Proof {
    /// Checks the proof as of the moment of its authorisation.
    ///
    /// # Errors
    /// What does not fit.
    pub fn verify(&self, config: &Config) -> Result<VerifiedAuthorisation, Refused> {
        let der = URL_SAFE_NO_PAD
            .decode(&self.public_key)
            .map_err(|_| Refused::Signature)?;
        let key = SignerKey::from_spki(&der).map_err(|_| Refused::Signature)?;
        verify_authorisation(
            &self.binding,
            &self.authorisation,
            &key,
            config.relying_party(),
            &[&config.public_url],
            self.checked_at,
        )
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        Self::invalid(match refused {
            Refused::Expired => "authorisation-expired",
            Refused::Challenge | Refused::Version => "authorisation-for-something-else",
            Refused::Origin | Refused::RelyingParty => "authorisation-from-another-site",
            Refused::UserNotPresent | Refused::UserNotVerified => "authorisation-without-user",
            Refused::AnotherSigner => "authorisation-of-another",
            _ => "authorisation-invalid",
        })
    }
}
