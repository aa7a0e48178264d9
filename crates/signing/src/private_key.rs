//! Private keys, wherever they live.

use std::sync::Arc;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use der::asn1::Null;
use der::{Any, Encode as _};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use p256::pkcs8::{DecodePrivateKey, EncodePrivateKey, LineEnding};
use spki::der::asn1::BitString;
use spki::{
    AlgorithmIdentifierOwned, Document, DynSignatureAlgorithmIdentifier, EncodePublicKey, SignatureBitStringEncoding,
    SubjectPublicKeyInfoOwned,
};

use crate::algorithm::{self, Rejected};
use crate::{Digest, SigningError, oid};

/// Signs with a private key: in memory, in a token, or elsewhere.
///
/// The signature is over SHA-256 of the message: DER for ECDSA, PKCS #1 v1.5 for RSA.
pub trait PrivateKey: Send + Sync {
    /// Returns the public half.
    fn public_key(&self) -> SubjectPublicKeyInfoOwned;

    /// Signs a message.
    ///
    /// # Errors
    /// When the key can't be reached or refuses.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError>;
}

/// A P-256 key in memory; it signs with the deterministic nonce of RFC 6979.
#[derive(Clone)]
pub struct SoftwareKey(SigningKey);

impl SoftwareKey {
    /// Makes the key from 32 random bytes.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        // Any 32 bytes make a key: they are hashed until they are a valid scalar (in practice at once).
        let mut scalar = seed;
        loop {
            scalar = *Digest::of_parts(&[b"yunqian p-256 key", &scalar]).as_bytes();
            if let Ok(key) = SigningKey::from_slice(&scalar) {
                return Self(key);
            }
        }
    }

    /// Reads a PKCS #8 key in PEM.
    ///
    /// # Errors
    /// When it is none, or not on P-256.
    pub fn from_pkcs8_pem(pem: &str) -> Result<Self, SigningError> {
        SigningKey::from_pkcs8_pem(pem)
            .map(Self)
            .map_err(|error| SigningError::KeyMaterial(error.to_string()))
    }

    /// Reads a PKCS #8 key in DER.
    ///
    /// # Errors
    /// When it is none, or not on P-256.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, SigningError> {
        SigningKey::from_pkcs8_der(der)
            .map(Self)
            .map_err(|error| SigningError::KeyMaterial(error.to_string()))
    }

    /// Writes the private key for storage; keep it secret.
    pub fn to_pkcs8_pem(&self) -> String {
        self.0
            .to_pkcs8_pem(LineEnding::LF)
            .expect("a P-256 key has a PKCS#8 form")
            .to_string()
    }
}

impl PrivateKey for SoftwareKey {
    fn public_key(&self) -> SubjectPublicKeyInfoOwned {
        SubjectPublicKeyInfoOwned::from_key(self.0.verifying_key()).expect("a P-256 key has a DER form")
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let signature: DerSignature = self.0.sign(message);
        Ok(signature.as_bytes().to_vec())
    }
}

/// An RSA key in memory, of 2048 bits and more; its signatures (PKCS #1 v1.5) are deterministic.
struct RsaKey(RsaKeyPair);

impl PrivateKey for RsaKey {
    fn public_key(&self) -> SubjectPublicKeyInfoOwned {
        SubjectPublicKeyInfoOwned {
            algorithm: AlgorithmIdentifierOwned {
                oid: oid::RSA_ENCRYPTION,
                parameters: Some(Any::from(Null)),
            },
            subject_public_key: BitString::from_bytes(self.0.public_key().as_ref()).expect("a key has a DER form"),
        }
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SigningError> {
        let mut signature = vec![0; self.0.public_modulus_len()];
        // This padding takes no random bytes; the argument is there for those that do.
        self.0
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
            .map_err(|_| SigningError::KeyMaterial("the RSA key does not sign".to_owned()))?;
        Ok(signature)
    }
}

/// Reads a private key in PKCS #8, DER or PEM: ECDSA on P-256, or RSA of 2048 to 8192 bits.
///
/// # Errors
/// When it is none of them. The message tells nothing of the key.
pub fn private_key(bytes: &[u8]) -> Result<Arc<dyn PrivateKey>, SigningError> {
    let refused = |why: &str| SigningError::KeyMaterial(why.to_owned());
    let decoded;
    let der = match bytes.first() {
        Some(0x30) => bytes,
        _ => {
            // What stands before the key, such as OpenSSL's attributes, is passed over.
            let begin = bytes.windows(11).position(|window| window == b"-----BEGIN ");
            let pem = &bytes[begin.ok_or_else(|| refused("neither PEM nor DER"))?..];
            let (label, key) = der::pem::decode_vec(pem).map_err(|_| refused("the PEM can't be read"))?;
            if label != "PRIVATE KEY" {
                return Err(refused(
                    "the PEM holds no plain PKCS #8 key (openssl pkcs8 -topk8 -nocrypt makes one)",
                ));
            }
            decoded = key;
            &decoded
        }
    };
    if let Ok(key) = SoftwareKey::from_pkcs8_der(der) {
        return Ok(Arc::new(key));
    }
    match RsaKeyPair::from_pkcs8(der) {
        Ok(key) => Ok(Arc::new(RsaKey(key))),
        Err(_) => Err(refused(
            "neither a P-256 key nor an RSA key of 2048 to 8192 bits in PKCS #8",
        )),
    }
}

/// Writes a key's public half as SubjectPublicKeyInfo.
///
/// # Errors
/// When it can't be written.
pub fn public_key_der(key: &dyn PrivateKey) -> Result<Vec<u8>, SigningError> {
    Ok(key.public_key().to_der()?)
}

/// Returns the algorithm that a key signs with.
pub(crate) fn algorithm(key: &dyn PrivateKey) -> Result<AlgorithmIdentifierOwned, SigningError> {
    algorithm::for_key(&key.public_key())
        .map_err(|_: Rejected| SigningError::KeyMaterial("neither ECDSA on a NIST curve nor RSA".to_owned()))
}

/// Lets the certificate builder sign with any [`PrivateKey`].
pub(crate) struct Issuer<'a>(pub(crate) &'a dyn PrivateKey);

/// A signature as certificates carry it.
pub(crate) struct CertificateSignature(Vec<u8>);

/// A public key as certificates carry it.
#[derive(Clone)]
pub(crate) struct PublicKey(SubjectPublicKeyInfoOwned);

impl Signer<CertificateSignature> for Issuer<'_> {
    fn try_sign(&self, message: &[u8]) -> Result<CertificateSignature, p256::ecdsa::signature::Error> {
        self.0
            .sign(message)
            .map(CertificateSignature)
            .map_err(p256::ecdsa::signature::Error::from_source)
    }
}

impl p256::ecdsa::signature::Keypair for Issuer<'_> {
    type VerifyingKey = PublicKey;

    fn verifying_key(&self) -> PublicKey {
        PublicKey(self.0.public_key())
    }
}

impl DynSignatureAlgorithmIdentifier for Issuer<'_> {
    fn signature_algorithm_identifier(&self) -> spki::Result<AlgorithmIdentifierOwned> {
        algorithm::for_key(&self.0.public_key()).map_err(|_| spki::Error::KeyMalformed)
    }
}

impl EncodePublicKey for PublicKey {
    fn to_public_key_der(&self) -> spki::Result<Document> {
        Ok(Document::try_from(self.0.to_der()?)?)
    }
}

impl SignatureBitStringEncoding for CertificateSignature {
    fn to_bitstring(&self) -> der::Result<BitString> {
        BitString::from_bytes(&self.0)
    }
}
