//! Public keys as tokens tell them, and signatures as they give them, in the forms that X.509 has for them.

use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectHandle};
use cryptoki::session::Session;
use der::asn1::{BitString, Null, ObjectIdentifier, OctetString, Uint};
use der::{Any, Decode, Encode, Sequence};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::TokenError;

const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
/// Shortest modulus that is taken, in bytes.
const LEAST_MODULUS_BYTES: usize = 256;

/// What a key signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Algorithm {
    /// ECDSA; bytes of each of a signature's two numbers.
    Ecdsa(usize),
    Rsa,
}

/// RSAPublicKey (RFC 8017, appendix A.1.1).
#[derive(Sequence)]
struct RsaPublicKey {
    modulus: Uint,
    exponent: Uint,
}

/// Ecdsa-Sig-Value (RFC 3279, section 2.2.3).
#[derive(Sequence)]
struct EcdsaSignature {
    r: Uint,
    s: Uint,
}

/// DigestInfo (RFC 8017, appendix A.2.4).
#[derive(Sequence)]
struct DigestInfo {
    algorithm: AlgorithmIdentifierOwned,
    digest: OctetString,
}

/// Tells the algorithm of a public key, if it is one we sign with.
pub(super) fn algorithm(key: &SubjectPublicKeyInfoOwned) -> Result<Algorithm, TokenError> {
    let unsupported = |what: &str| Err(TokenError::Unsupported(what.to_owned()));
    match key.algorithm.oid {
        EC_PUBLIC_KEY => match key.algorithm.parameters.as_ref().map(Any::decode_as) {
            Some(Ok(P256)) => Ok(Algorithm::Ecdsa(32)),
            Some(Ok(P384)) => Ok(Algorithm::Ecdsa(48)),
            Some(Ok(other)) => unsupported(&format!("on the curve {other}")),
            _ => unsupported("on a curve without a name"),
        },
        RSA_ENCRYPTION => {
            let key = RsaPublicKey::from_der(key.subject_public_key.raw_bytes());
            match key.map(|key| key.modulus.as_bytes().len()) {
                Ok(LEAST_MODULUS_BYTES..) => Ok(Algorithm::Rsa),
                _ => unsupported("RSA of less than 2048 bits"),
            }
        }
        other => unsupported(&format!("of the kind {other}")),
    }
}

/// Reads a public key object.
pub(super) fn read(session: &Session, handle: ObjectHandle) -> Result<SubjectPublicKeyInfoOwned, TokenError> {
    const WANTED: [AttributeType; 5] = [
        AttributeType::KeyType,
        AttributeType::EcParams,
        AttributeType::EcPoint,
        AttributeType::Modulus,
        AttributeType::PublicExponent,
    ];
    let mut kind = None;
    let (mut curve, mut point, mut modulus, mut exponent) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for attribute in session.get_attributes(handle, &WANTED)? {
        match attribute {
            Attribute::KeyType(value) => kind = Some(value),
            Attribute::EcParams(value) => curve = value,
            Attribute::EcPoint(value) => point = value,
            Attribute::Modulus(value) => modulus = value,
            Attribute::PublicExponent(value) => exponent = value,
            _ => {}
        }
    }
    let made = match kind {
        Some(KeyType::EC) => elliptic(&curve, &point),
        Some(KeyType::RSA) => rsa(&modulus, &exponent),
        Some(other) => return Err(TokenError::Unsupported(format!("of the kind {other}"))),
        None => return Err(TokenError::unreadable("public key", "it says no kind")),
    };
    made.map_err(|error| TokenError::unreadable("public key", error))
}

fn elliptic(curve: &[u8], point: &[u8]) -> der::Result<SubjectPublicKeyInfoOwned> {
    // The standard wraps the point in an OCTET STRING; some modules give it bare.
    let wrapped = OctetString::from_der(point);
    let point = wrapped.as_ref().map_or(point, OctetString::as_bytes);
    Ok(SubjectPublicKeyInfoOwned {
        algorithm: AlgorithmIdentifierOwned {
            oid: EC_PUBLIC_KEY,
            parameters: Some(Any::from_der(curve)?),
        },
        subject_public_key: BitString::from_bytes(point)?,
    })
}

fn rsa(modulus: &[u8], exponent: &[u8]) -> der::Result<SubjectPublicKeyInfoOwned> {
    let key = RsaPublicKey {
        modulus: Uint::new(modulus)?,
        exponent: Uint::new(exponent)?,
    };
    Ok(SubjectPublicKeyInfoOwned {
        algorithm: AlgorithmIdentifierOwned {
            oid: RSA_ENCRYPTION,
            parameters: Some(Any::from(Null)),
        },
        subject_public_key: BitString::from_bytes(&key.to_der()?)?,
    })
}

/// Turns the two numbers that a token gives, one after the other, into DER.
pub fn ecdsa_der(raw: &[u8], bytes: usize) -> Result<Vec<u8>, TokenError> {
    if raw.len() != 2 * bytes {
        return Err(TokenError::unreadable("signature", "it has another length"));
    }
    let (r, s) = raw.split_at(bytes);
    let made = || {
        EcdsaSignature {
            r: Uint::new(r)?,
            s: Uint::new(s)?,
        }
        .to_der()
    };
    made().map_err(|error| TokenError::unreadable("signature", error))
}

/// Wraps a SHA-256 digest as PKCS #1 v1.5 signs it.
pub(super) fn digest_info(digest: &[u8]) -> Vec<u8> {
    let made = || {
        DigestInfo {
            algorithm: AlgorithmIdentifierOwned {
                oid: SHA256,
                parameters: Some(Any::from(Null)),
            },
            digest: OctetString::new(digest)?,
        }
        .to_der()
    };
    made().expect("32 bytes have a DER form")
}
