//! The algorithms that are understood: SHA-2, ECDSA on the NIST curves, RSA of 2048 bits and more.
//!
//! We sign with ECDSA P-256 and SHA-256 ourselves; firms' tokens and other people's timestamp
//! authorities bring the rest. SHA-1 is understood nowhere but in names (OCSP, ESSCertID of tokens).

use aws_lc_rs::digest;
use aws_lc_rs::signature::{self as lc, UnparsedPublicKey, VerificationAlgorithm};
use der::Any;
use der::asn1::{Null, ObjectIdentifier};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::oid;

/// A hash function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(crate) fn from_oid(oid: ObjectIdentifier) -> Option<Self> {
        match oid {
            oid::ID_SHA256 => Some(Self::Sha256),
            oid::ID_SHA384 => Some(Self::Sha384),
            oid::ID_SHA512 => Some(Self::Sha512),
            _ => None,
        }
    }

    pub(crate) fn of(self, bytes: &[u8]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        digest::digest(algorithm, bytes).as_ref().to_vec()
    }
}

/// Hashes with SHA-1, for names that standards fix so.
pub(crate) fn sha1(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes)
        .as_ref()
        .to_vec()
}

/// Why a signature was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejected {
    /// Key or algorithm are none of those understood.
    Unsupported,
    /// The signature does not fit.
    Wrong,
}

/// Checks a signature. `digest` is the one that CMS names beside a bare `rsaEncryption`.
pub(crate) fn verify(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    digest: Option<Hash>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Rejected> {
    let verification = match key.algorithm.oid {
        oid::EC_PUBLIC_KEY => ecdsa(curve(key)?, algorithm.oid),
        oid::RSA_ENCRYPTION => rsa(algorithm, digest),
        _ => None,
    };
    let key = key.subject_public_key.as_bytes().ok_or(Rejected::Unsupported)?;
    UnparsedPublicKey::new(verification.ok_or(Rejected::Unsupported)?, key)
        .verify(message, signature)
        .map_err(|_| Rejected::Wrong)
}

/// The algorithm with which a key signs for us, always over SHA-256.
pub(crate) fn for_key(key: &SubjectPublicKeyInfoOwned) -> Result<AlgorithmIdentifierOwned, Rejected> {
    match key.algorithm.oid {
        oid::EC_PUBLIC_KEY => curve(key).map(|_| AlgorithmIdentifierOwned {
            oid: oid::ECDSA_WITH_SHA256,
            parameters: None,
        }),
        oid::RSA_ENCRYPTION => Ok(AlgorithmIdentifierOwned {
            oid: oid::SHA256_WITH_RSA,
            parameters: Some(Any::from(Null)),
        }),
        _ => Err(Rejected::Unsupported),
    }
}

fn curve(key: &SubjectPublicKeyInfoOwned) -> Result<ObjectIdentifier, Rejected> {
    let curve = key.algorithm.parameters.as_ref().and_then(|any| any.decode_as().ok());
    curve
        .filter(|curve| [oid::P256, oid::P384, oid::P521].contains(curve))
        .ok_or(Rejected::Unsupported)
}

fn ecdsa(curve: ObjectIdentifier, signature: ObjectIdentifier) -> Option<&'static dyn VerificationAlgorithm> {
    Some(match (curve, signature) {
        (oid::P256, oid::ECDSA_WITH_SHA256) => &lc::ECDSA_P256_SHA256_ASN1,
        (oid::P256, oid::ECDSA_WITH_SHA384) => &lc::ECDSA_P256_SHA384_ASN1,
        (oid::P256, oid::ECDSA_WITH_SHA512) => &lc::ECDSA_P256_SHA512_ASN1,
        (oid::P384, oid::ECDSA_WITH_SHA256) => &lc::ECDSA_P384_SHA256_ASN1,
        (oid::P384, oid::ECDSA_WITH_SHA384) => &lc::ECDSA_P384_SHA384_ASN1,
        (oid::P384, oid::ECDSA_WITH_SHA512) => &lc::ECDSA_P384_SHA512_ASN1,
        (oid::P521, oid::ECDSA_WITH_SHA256) => &lc::ECDSA_P521_SHA256_ASN1,
        (oid::P521, oid::ECDSA_WITH_SHA384) => &lc::ECDSA_P521_SHA384_ASN1,
        (oid::P521, oid::ECDSA_WITH_SHA512) => &lc::ECDSA_P521_SHA512_ASN1,
        _ => return None,
    })
}

fn rsa(algorithm: &AlgorithmIdentifierOwned, digest: Option<Hash>) -> Option<&'static dyn VerificationAlgorithm> {
    let pkcs1 = |hash| -> &'static dyn VerificationAlgorithm {
        match hash {
            Hash::Sha256 => &lc::RSA_PKCS1_2048_8192_SHA256,
            Hash::Sha384 => &lc::RSA_PKCS1_2048_8192_SHA384,
            Hash::Sha512 => &lc::RSA_PKCS1_2048_8192_SHA512,
        }
    };
    match algorithm.oid {
        oid::RSA_ENCRYPTION => digest.map(pkcs1),
        oid::SHA256_WITH_RSA => Some(pkcs1(Hash::Sha256)),
        oid::SHA384_WITH_RSA => Some(pkcs1(Hash::Sha384)),
        oid::SHA512_WITH_RSA => Some(pkcs1(Hash::Sha512)),
        oid::RSASSA_PSS => pss(algorithm),
        _ => None,
    }
}

#[derive(der::Sequence)]
struct PssParameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt_length: Option<u16>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u8>,
}

/// PSS with MGF1 over the same hash and a salt as long as it (RFC 4055, section 3.1).
fn pss(algorithm: &AlgorithmIdentifierOwned) -> Option<&'static dyn VerificationAlgorithm> {
    let parameters: PssParameters = algorithm.parameters.as_ref()?.decode_as().ok()?;
    let hash = Hash::from_oid(parameters.hash?.oid)?;
    let (algorithm, length): (&'static dyn VerificationAlgorithm, _) = match hash {
        Hash::Sha256 => (&lc::RSA_PSS_2048_8192_SHA256, 32),
        Hash::Sha384 => (&lc::RSA_PSS_2048_8192_SHA384, 48),
        Hash::Sha512 => (&lc::RSA_PSS_2048_8192_SHA512, 64),
    };
    (parameters.salt_length == Some(length)).then_some(algorithm)
}
