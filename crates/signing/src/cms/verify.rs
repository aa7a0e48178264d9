use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode};
use x509_cert::Certificate;
use x509_cert::attr::Attributes;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::{AlgorithmProtection, SigningCertificate, SigningCertificateV2};
use crate::algorithm::{self, Hash, Rejected, sha1};
use crate::oid;

/// Says what is wrong with a CMS signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CmsError {
    /// The bytes are no SignedData with one signer.
    #[error("the signature can't be read")]
    Unreadable,
    /// The signer's certificate is not inside.
    #[error("the signer's certificate is missing")]
    CertificateMissing,
    /// A signed attribute is missing, repeated or names something else.
    #[error("the signed attributes are not those of a baseline signature")]
    Attributes,
    /// The digest is another.
    #[error("the content was changed")]
    Digest,
    /// The attribute that binds the certificate names another one.
    #[error("the signature is bound to another certificate")]
    CertificateBinding,
    /// The algorithm is none this verifier knows (SHA-2, ECDSA on the NIST curves, RSA).
    #[error("the signature's algorithm is not supported")]
    Algorithm,
    /// The signature value does not fit.
    #[error("the signature value is wrong")]
    Signature,
}

/// A SignedData whose signature over its signed attributes holds.
pub(crate) struct Verified {
    pub(crate) signer: Certificate,
    pub(crate) certificates: Vec<Certificate>,
    /// Content carried inside, if any.
    pub(crate) content: Option<Vec<u8>>,
    /// The signature value, which a timestamp is about.
    pub(crate) signature: Vec<u8>,
    /// The timestamp token, if there is one.
    pub(crate) timestamp: Option<Vec<u8>>,
}

/// What a signature is over.
pub(crate) enum Content<'a> {
    /// Content kept elsewhere, which this function hashes.
    Detached(&'a dyn Fn(Hash) -> Vec<u8>),
    /// Content carried inside, of this type.
    Inside(ObjectIdentifier),
}

/// Checks everything but the certificate's trust.
pub(crate) fn verify(der: &[u8], content: &Content<'_>) -> Result<Verified, CmsError> {
    let data = read(der)?;
    let [info] = data.signer_infos.0.as_slice() else {
        return Err(CmsError::Unreadable);
    };
    let certificates: Vec<Certificate> = data
        .certificates
        .iter()
        .flat_map(|set| set.0.iter())
        .filter_map(|choice| match choice {
            CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
            CertificateChoices::Other(_) => None,
        })
        .collect();
    let signer = signer(info, &certificates)?;
    let hash = Hash::from_oid(info.digest_alg.oid).ok_or(CmsError::Algorithm)?;
    let inside = data.encap_content_info.econtent.as_ref().map(octets).transpose()?;
    let (content_type, digest) = match (content, &inside) {
        (Content::Detached(digest), None) => (oid::ID_DATA, digest(hash)),
        (Content::Inside(content_type), Some(bytes)) => (*content_type, hash.of(bytes)),
        _ => return Err(CmsError::Attributes),
    };
    if data.encap_content_info.econtent_type != content_type {
        return Err(CmsError::Attributes);
    }
    let attributes = info.signed_attrs.as_ref().ok_or(CmsError::Attributes)?;
    check_attributes(attributes, content_type, &digest)?;
    check_protection(attributes, info)?;
    check_binding(attributes, &signer, matches!(content, Content::Inside(_)))?;
    let signed = attributes.to_der().map_err(|_| CmsError::Unreadable)?;
    let key = signer.tbs_certificate().subject_public_key_info();
    let signature = info.signature.as_bytes();
    algorithm::verify(key, &info.signature_algorithm, Some(hash), &signed, signature).map_err(
        |rejected| match rejected {
            Rejected::Unsupported => CmsError::Algorithm,
            Rejected::Wrong => CmsError::Signature,
        },
    )?;
    let timestamp = timestamp(info)?;
    Ok(Verified {
        signature: info.signature.as_bytes().to_vec(),
        signer,
        certificates,
        content: inside,
        timestamp,
    })
}

fn read(der: &[u8]) -> Result<SignedData, CmsError> {
    let info = ContentInfo::from_der(der).map_err(|_| CmsError::Unreadable)?;
    if info.content_type != oid::ID_SIGNED_DATA {
        return Err(CmsError::Unreadable);
    }
    info.content.decode_as().map_err(|_| CmsError::Unreadable)
}

fn signer(info: &SignerInfo, certificates: &[Certificate]) -> Result<Certificate, CmsError> {
    let is_named = |certificate: &&Certificate| {
        let tbs = certificate.tbs_certificate();
        match &info.sid {
            SignerIdentifier::IssuerAndSerialNumber(id) => {
                tbs.serial_number() == &id.serial_number && tbs.issuer() == &id.issuer
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => tbs
                .get_extension::<SubjectKeyIdentifier>()
                .is_ok_and(|found| found.is_some_and(|(_, found)| &found == id)),
        }
    };
    let named = certificates.iter().find(is_named);
    named.cloned().ok_or(CmsError::CertificateMissing)
}

fn check_attributes(attributes: &Attributes, content_type: ObjectIdentifier, digest: &[u8]) -> Result<(), CmsError> {
    let named: ObjectIdentifier = only(attributes, oid::ID_CONTENT_TYPE)?
        .decode_as()
        .map_err(|_| CmsError::Attributes)?;
    if named != content_type {
        return Err(CmsError::Attributes);
    }
    if octets(only(attributes, oid::ID_MESSAGE_DIGEST)?)? != digest {
        return Err(CmsError::Digest);
    }
    Ok(())
}

/// CMSAlgorithmProtection, where it is there, names the algorithms that are used (RFC 6211, section 2).
fn check_protection(attributes: &Attributes, info: &SignerInfo) -> Result<(), CmsError> {
    if !has(attributes, oid::ID_AA_CMS_ALGORITHM_PROTECT) {
        return Ok(());
    }
    let named: AlgorithmProtection = only(attributes, oid::ID_AA_CMS_ALGORITHM_PROTECT)?
        .decode_as()
        .map_err(|_| CmsError::Attributes)?;
    if named.digest.oid == info.digest_alg.oid && named.signature == info.signature_algorithm {
        Ok(())
    } else {
        Err(CmsError::Attributes)
    }
}

/// The certificate is among what is signed. Tokens may bind it with SHA-1, as RFC 3161 had it (RFC 5816).
fn check_binding(attributes: &Attributes, signer: &Certificate, is_token: bool) -> Result<(), CmsError> {
    let certificate = signer.to_der().map_err(|_| CmsError::Unreadable)?;
    let (bound, hashed) = if is_token && !has(attributes, oid::ID_AA_SIGNING_CERTIFICATE_V2) {
        let bound: SigningCertificate = only(attributes, oid::ID_AA_SIGNING_CERTIFICATE)?
            .decode_as()
            .map_err(|_| CmsError::Attributes)?;
        let first = bound.certificates.into_iter().next().ok_or(CmsError::Attributes)?;
        (first.certificate_hash, sha1(&certificate))
    } else {
        let bound: SigningCertificateV2 = only(attributes, oid::ID_AA_SIGNING_CERTIFICATE_V2)?
            .decode_as()
            .map_err(|_| CmsError::Attributes)?;
        let first = bound.certificates.into_iter().next().ok_or(CmsError::Attributes)?;
        let hash = first.hash.map_or(Some(Hash::Sha256), |hash| Hash::from_oid(hash.oid));
        let hash = hash.ok_or(CmsError::Algorithm)?;
        (first.certificate_hash, hash.of(&certificate))
    };
    if bound.as_bytes() == hashed {
        Ok(())
    } else {
        Err(CmsError::CertificateBinding)
    }
}

fn has(attributes: &Attributes, oid: ObjectIdentifier) -> bool {
    attributes.iter().any(|attribute| attribute.oid == oid)
}

/// Returns the one value of an attribute that must occur once.
fn only(attributes: &Attributes, oid: ObjectIdentifier) -> Result<&Any, CmsError> {
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    match (found.next().map(|attribute| attribute.values.as_slice()), found.next()) {
        (Some([value]), None) => Ok(value),
        _ => Err(CmsError::Attributes),
    }
}

fn timestamp(info: &SignerInfo) -> Result<Option<Vec<u8>>, CmsError> {
    let Some(attributes) = &info.unsigned_attrs else {
        return Ok(None);
    };
    if attributes
        .iter()
        .all(|attribute| attribute.oid != oid::ID_AA_TIME_STAMP_TOKEN)
    {
        return Ok(None);
    }
    let token = only(attributes, oid::ID_AA_TIME_STAMP_TOKEN)?;
    token.to_der().map(Some).map_err(|_| CmsError::Unreadable)
}

fn octets(value: &Any) -> Result<Vec<u8>, CmsError> {
    let octets: OctetString = value.decode_as().map_err(|_| CmsError::Unreadable)?;
    Ok(octets.as_bytes().to_vec())
}
