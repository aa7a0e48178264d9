use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use yunqian_signing::{
    Authorisation, Binding, CertificateRefused, OwnCertificate, Refused, SignerKey, Trust, UnixSeconds,
    VerifiedAuthorisation, verify_authorisation,
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
    /// The signatory's own certificate and those above it, DER in base64; none where the key is managed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<String>,
}

impl Proof {
    /// Reads the signatory's own certificate again, as of `now`.
    ///
    /// # Errors
    /// When it no longer holds.
    pub fn own_certificate(&self, trust: &Trust, now: UnixSeconds) -> Result<OwnCertificate, CertificateRefused> {
        let chain = self.chain.iter().map(|der| STANDARD.decode(der));
        let chain = chain
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| CertificateRefused::Unreadable)?;
        OwnCertificate::read(&chain, trust, now)
    }

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
