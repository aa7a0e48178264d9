use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Any, Decode, Encode};
use x509_cert::Certificate;
use x509_cert::attr::Attributes;

use super::SigningCertificateV2;
use crate::{Digest, SignerKey, oid};

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
    /// The algorithm is none this verifier knows (ECDSA P-256 with SHA-256).
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

/// Checks everything but the certificate's trust. `detached` is the digest of content kept elsewhere.
pub(crate) fn verify(
    der: &[u8],
    content_type: ObjectIdentifier,
    detached: Option<Digest>,
) -> Result<Verified, CmsError> {
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
    let content = match &data.encap_content_info.econtent {
        Some(content) => Some(octets(content)?),
        None => None,
    };
    if data.encap_content_info.econtent_type != content_type || content.is_some() == detached.is_some() {
        return Err(CmsError::Attributes);
    }
    let digest = detached
        .or_else(|| content.as_deref().map(Digest::of))
        .ok_or(CmsError::Unreadable)?;
    let attributes = info.signed_attrs.as_ref().ok_or(CmsError::Attributes)?;
    check_attributes(attributes, content_type, digest, &signer)?;
    if info.signature_algorithm.oid != oid::ECDSA_WITH_SHA256 || info.digest_alg.oid != oid::ID_SHA256 {
        return Err(CmsError::Algorithm);
    }
    let spki = signer
        .tbs_certificate()
        .subject_public_key_info()
        .to_der()
        .map_err(|_| CmsError::Unreadable)?;
    let key = SignerKey::from_spki(&spki).map_err(|_| CmsError::Algorithm)?;
    let signed = attributes.to_der().map_err(|_| CmsError::Unreadable)?;
    if !key.verify_der(&signed, info.signature.as_bytes()) {
        return Err(CmsError::Signature);
    }
    let timestamp = timestamp(info)?;
    Ok(Verified {
        signature: info.signature.as_bytes().to_vec(),
        signer,
        certificates,
        content,
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
    let SignerIdentifier::IssuerAndSerialNumber(id) = &info.sid else {
        return Err(CmsError::CertificateMissing);
    };
    certificates
        .iter()
        .find(|certificate| {
            let tbs = certificate.tbs_certificate();
            tbs.serial_number() == &id.serial_number && tbs.issuer() == &id.issuer
        })
        .cloned()
        .ok_or(CmsError::CertificateMissing)
}

fn check_attributes(
    attributes: &Attributes,
    content_type: ObjectIdentifier,
    digest: Digest,
    signer: &Certificate,
) -> Result<(), CmsError> {
    let named: ObjectIdentifier = only(attributes, oid::ID_CONTENT_TYPE)?
        .decode_as()
        .map_err(|_| CmsError::Attributes)?;
    if named != content_type {
        return Err(CmsError::Attributes);
    }
    if octets(only(attributes, oid::ID_MESSAGE_DIGEST)?)? != digest.as_bytes() {
        return Err(CmsError::Digest);
    }
    let bound: SigningCertificateV2 = only(attributes, oid::ID_AA_SIGNING_CERTIFICATE_V2)?
        .decode_as()
        .map_err(|_| CmsError::Attributes)?;
    let certificate = signer.to_der().map_err(|_| CmsError::Unreadable)?;
    match bound.certificates.first() {
        Some(first) if first.certificate_hash.as_bytes() == Digest::of(&certificate).as_bytes() => Ok(()),
        _ => Err(CmsError::CertificateBinding),
    }
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
