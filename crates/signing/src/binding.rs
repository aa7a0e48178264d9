//! What a signatory authorises, as bytes everybody can recompute.

use serde::{Deserialize, Serialize};

use crate::{Digest, UnixSeconds};

/// The sentence shown to the signatory, in the language it was shown in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Language tag.
    pub language: String,
    /// The text.
    pub text: String,
}

/// Binds one signatory's consent to one document, act and moment.
///
/// `challenge()` is what a passkey signs; `canonical_bytes()` is what a device key signs.
// Fields stand in the alphabetical order of their names: JSON keys come out sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// The ceremony's act during which the authorisation is given.
    pub act_id: Option<String>,
    /// The agreement.
    pub agreement_id: String,
    /// SHA-256 of the revision that the attested signature made; of a witness alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attested_revision_sha256: Option<Digest>,
    /// The signatory whose signature is attested; of a witness alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attested_signer_id: Option<String>,
    /// The ceremony.
    pub ceremony_id: Option<String>,
    /// SHA-256 of the certificate that the signature is made with, where the key is the signatory's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_sha256: Option<Digest>,
    /// What the signatory read and accepted.
    pub consent: Consent,
    /// SHA-256 of the frozen PDF.
    pub document_sha256: Digest,
    /// When the authorisation ends.
    pub expires_at: UnixSeconds,
    /// The signature field the authorisation is for.
    pub field: String,
    /// When the authorisation was asked for.
    pub issued_at: UnixSeconds,
    /// Random, used once, hexadecimal.
    pub nonce: String,
    /// SHA-256 of each page's decompressed content stream ([`crate::Frozen::pages`]).
    pub pages_sha256: Vec<Digest>,
    /// SHA-256 of the power of attorney under which a delegate acts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power_of_attorney_sha256: Option<Digest>,
    /// What is authorised.
    pub purpose: Purpose,
    /// The signatory.
    pub signer_id: String,
    /// Version of this form.
    pub version: u8,
}

/// Says what a binding authorises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// One attestation, by this witness, of another's signature on this document.
    AttestSignature,
    /// One seal of this signatory's organisation on this document.
    SealForOrganisation,
    /// One signature of this signatory on this document.
    SignAgreement,
}

impl Binding {
    /// The current version of the form.
    pub const VERSION: u8 = 1;

    /// Returns the binding as JSON: UTF-8, keys sorted, no white space (as RFC 8785 would).
    pub fn canonical_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a binding is plain data")
    }

    /// Returns SHA-256 of the canonical bytes: the WebAuthn challenge.
    pub fn challenge(&self) -> Digest {
        Digest::of(&self.canonical_bytes())
    }
}

impl Purpose {
    /// Returns the purpose as it stands in bindings and signature dictionaries.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AttestSignature => "attest-signature",
            Self::SealForOrganisation => "seal-for-organisation",
            Self::SignAgreement => "sign-agreement",
        }
    }
}
