//! The public key a signatory authorises with: ECDSA on P-256.

use ciborium::Value;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{DerSignature, Signature, VerifyingKey};
use spki::{DecodePublicKey, EncodePublicKey};

use crate::SigningError;

/// Verifies a signatory's authorisations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerKey(VerifyingKey);

impl From<VerifyingKey> for SignerKey {
    fn from(key: VerifyingKey) -> Self {
        Self(key)
    }
}

impl SignerKey {
    /// Reads a COSE key as authenticators give it (EC2, ES256, P-256; RFC 9053).
    pub fn from_cose(cose: &[u8]) -> Result<Self, SigningError> {
        let bad = |what: &str| SigningError::KeyMaterial(format!("COSE key: {what}"));
        let value: Value = ciborium::from_reader(cose).map_err(|error| bad(&error.to_string()))?;
        let map = value.as_map().ok_or_else(|| bad("no map"))?;
        let entry = |label: i64| {
            map.iter()
                .find(|(key, _)| key.as_integer() == Some(label.into()))
                .map(|(_, value)| value)
        };
        let number = |label| entry(label).and_then(Value::as_integer).map(i128::from);
        if (number(1), number(3), number(-1)) != (Some(2), Some(-7), Some(1)) {
            return Err(bad("not ES256 on P-256"));
        }
        let bytes = |label| {
            entry(label)
                .and_then(Value::as_bytes)
                .ok_or_else(|| bad("coordinate missing"))
        };
        Self::from_raw(bytes(-2)?, bytes(-3)?)
    }

    /// Takes the two coordinates of the public point, 32 bytes each, big-endian.
    pub fn from_raw(x: &[u8], y: &[u8]) -> Result<Self, SigningError> {
        if x.len() != 32 || y.len() != 32 {
            return Err(SigningError::KeyMaterial("coordinates must have 32 bytes".to_owned()));
        }
        Self::from_sec1(&[&[4], x, y].concat())
    }

    /// Reads a SEC1 point, as WebCrypto's `raw` export gives it.
    pub fn from_sec1(point: &[u8]) -> Result<Self, SigningError> {
        VerifyingKey::from_sec1_bytes(point)
            .map(Self)
            .map_err(|_| SigningError::KeyMaterial("not a point of P-256".to_owned()))
    }

    /// Reads a SubjectPublicKeyInfo, as WebCrypto's `spki` export gives it.
    pub fn from_spki(der: &[u8]) -> Result<Self, SigningError> {
        VerifyingKey::from_public_key_der(der)
            .map(Self)
            .map_err(|error| SigningError::KeyMaterial(error.to_string()))
    }

    /// Returns the key as SubjectPublicKeyInfo.
    pub fn to_spki(&self) -> Vec<u8> {
        self.0
            .to_public_key_der()
            .expect("a P-256 key has a DER form")
            .into_vec()
    }

    pub(crate) fn verify_der(&self, message: &[u8], signature: &[u8]) -> bool {
        DerSignature::from_bytes(signature).is_ok_and(|signature| self.0.verify(message, &signature).is_ok())
    }

    pub(crate) fn verify_raw(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature).is_ok_and(|signature| self.0.verify(message, &signature).is_ok())
    }
}
