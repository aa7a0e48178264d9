//! A signatory's authorisation: made by the own key over a [`Binding`], checked here, used once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::{Binding, Digest, SignerKey, UnixSeconds};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
/// RP id hash, flags, counter: the part of authenticator data that is always there.
const MIN_AUTHENTICATOR_DATA_BYTES: usize = 37;
const MAX_PART_BYTES: usize = 16 << 10;

/// Carries what the signatory's device answered; binary parts are base64url without padding in JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case", deny_unknown_fields)]
pub enum Authorisation {
    /// A WebAuthn assertion whose challenge is the binding's.
    Passkey {
        /// The authenticator's own statement.
        #[serde(with = "base64url")]
        authenticator_data: Vec<u8>,
        /// The browser's statement.
        #[serde(with = "base64url")]
        client_data_json: Vec<u8>,
        /// ECDSA signature, DER.
        #[serde(with = "base64url")]
        signature: Vec<u8>,
    },
    /// A signature by a non-extractable WebCrypto P-256 key over the binding's canonical bytes.
    DeviceKey {
        /// ECDSA signature, 64 bytes r and s.
        #[serde(with = "base64url")]
        signature: Vec<u8>,
    },
}

impl Authorisation {
    /// Names the method.
    pub const fn method(&self) -> Method {
        match self {
            Self::Passkey { .. } => Method::Passkey,
            Self::DeviceKey { .. } => Method::DeviceKey,
        }
    }
}

/// Says with which kind of key an authorisation was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A passkey with user verification.
    Passkey,
    /// A key bound to one browser, without user verification.
    DeviceKey,
}

/// Says why an authorisation does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refused {
    /// The binding's form is of another version.
    #[error("the authorisation has an unknown form")]
    Version,
    /// The time is outside the binding's.
    #[error("the authorisation is not valid at this time")]
    Expired,
    /// A part is too large to be genuine.
    #[error("a part of the authorisation is too large")]
    TooLarge,
    /// The browser's statement can't be read.
    #[error("the browser's statement can't be read")]
    ClientData,
    /// The browser's statement is no assertion.
    #[error("the browser's statement is no sign-in assertion")]
    Type,
    /// The challenge belongs to another binding.
    #[error("the authorisation is about something else")]
    Challenge,
    /// The page was not ours, or was embedded in another.
    #[error("the authorisation was made on another site")]
    Origin,
    /// The authenticator's statement can't be read.
    #[error("the authenticator's statement can't be read")]
    AuthenticatorData,
    /// The authenticator answered for another site.
    #[error("the authenticator answered for another site")]
    RelyingParty,
    /// Nobody touched the authenticator.
    #[error("the authenticator saw no user")]
    UserNotPresent,
    /// The authenticator did not verify the user.
    #[error("the authenticator did not verify the user")]
    UserNotVerified,
    /// The signature does not fit the signatory's key.
    #[error("the authorisation was signed by another key")]
    Signature,
    /// The authorisation is another signatory's.
    #[error("the authorisation is another signatory's")]
    AnotherSigner,
}

/// Proves that a signatory's authorisation was checked; only [`verify_authorisation`] makes one.
///
/// Whether it was used before is the journal's to say: the binding's nonce is single-use.
#[derive(Debug)]
pub struct VerifiedAuthorisation {
    binding: Binding,
    method: Method,
    evidence: Digest,
}

impl VerifiedAuthorisation {
    /// What was authorised.
    pub const fn binding(&self) -> &Binding {
        &self.binding
    }

    /// With which kind of key.
    pub const fn method(&self) -> Method {
        self.method
    }

    /// SHA-256 over the binding's canonical bytes followed by the authorisation's JSON; it is written
    /// into the signature dictionary, so the PDF names the authorisation that released the signature.
    pub const fn evidence(&self) -> Digest {
        self.evidence
    }
}

/// Checks an authorisation against the binding this server issued.
///
/// `rp_id` and `origins` are this site's (WebAuthn level 2, section 7.2); device keys don't know them.
pub fn verify_authorisation(
    binding: &Binding,
    authorisation: &Authorisation,
    key: &SignerKey,
    rp_id: &str,
    origins: &[&str],
    now: UnixSeconds,
) -> Result<VerifiedAuthorisation, Refused> {
    if binding.version != Binding::VERSION {
        return Err(Refused::Version);
    }
    if now < binding.issued_at || now > binding.expires_at {
        return Err(Refused::Expired);
    }
    match authorisation {
        Authorisation::Passkey {
            authenticator_data,
            client_data_json,
            signature,
        } => {
            if authenticator_data.len().max(client_data_json.len()) > MAX_PART_BYTES {
                return Err(Refused::TooLarge);
            }
            check_client_data(client_data_json, &binding.challenge(), origins)?;
            check_authenticator_data(authenticator_data, rp_id)?;
            let client_hash = Digest::of(client_data_json);
            let signed = [authenticator_data.as_slice(), client_hash.as_bytes()].concat();
            key.verify_der(&signed, signature)
                .then_some(())
                .ok_or(Refused::Signature)?;
        }
        Authorisation::DeviceKey { signature } => {
            key.verify_raw(&binding.canonical_bytes(), signature)
                .then_some(())
                .ok_or(Refused::Signature)?;
        }
    }
    let answer = serde_json::to_vec(authorisation).expect("an authorisation is plain data");
    Ok(VerifiedAuthorisation {
        evidence: Digest::of_parts(&[&binding.canonical_bytes(), &answer]),
        binding: binding.clone(),
        method: authorisation.method(),
    })
}

#[derive(Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default, rename = "crossOrigin")]
    cross_origin: bool,
}

fn check_client_data(json: &[u8], challenge: &Digest, origins: &[&str]) -> Result<(), Refused> {
    let data: ClientData = serde_json::from_slice(json).map_err(|_| Refused::ClientData)?;
    if data.kind != "webauthn.get" {
        return Err(Refused::Type);
    }
    if URL_SAFE_NO_PAD.decode(&data.challenge).ok().as_deref() != Some(challenge.as_bytes()) {
        return Err(Refused::Challenge);
    }
    if data.cross_origin || !origins.contains(&data.origin.as_str()) {
        return Err(Refused::Origin);
    }
    Ok(())
}

fn check_authenticator_data(data: &[u8], rp_id: &str) -> Result<(), Refused> {
    if data.len() < MIN_AUTHENTICATOR_DATA_BYTES {
        return Err(Refused::AuthenticatorData);
    }
    if data[..32] != *Digest::of(rp_id.as_bytes()).as_bytes() {
        return Err(Refused::RelyingParty);
    }
    if data[32] & USER_PRESENT == 0 {
        return Err(Refused::UserNotPresent);
    }
    if data[32] & USER_VERIFIED == 0 {
        return Err(Refused::UserNotVerified);
    }
    Ok(())
}

mod base64url {
    use serde::{Deserialize, Deserializer, Serializer};

    use base64::Engine as _;

    use super::URL_SAFE_NO_PAD;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        URL_SAFE_NO_PAD.decode(text).map_err(serde::de::Error::custom)
    }
}
