//! Making SignedData in two steps, so that the key may be anywhere.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode};
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;

use super::{AlgorithmProtection, EssCertIdV2, SigningCertificateV2};
use crate::{Digest, SigningError, algorithm, oid};

/// What is signed.
pub(crate) enum SignedContent<'a> {
    /// Content kept elsewhere (a PDF's byte range), known by its digest.
    Detached(Digest),
    /// Content carried inside.
    Inside(ObjectIdentifier, &'a [u8]),
}

/// A SignedData with one signer that lacks only the signature value.
pub(crate) struct Unsigned {
    content: EncapsulatedContentInfo,
    version: CmsVersion,
    attributes: SetOfVec<Attribute>,
    algorithm: AlgorithmIdentifierOwned,
    chain: Vec<Certificate>,
}

impl Unsigned {
    /// `chain` begins with the signer's certificate.
    pub(crate) fn new(content: &SignedContent<'_>, chain: &[Certificate]) -> Result<Self, SigningError> {
        let (econtent_type, digest, econtent, version) = match content {
            SignedContent::Detached(digest) => (oid::ID_DATA, *digest, None, CmsVersion::V1),
            SignedContent::Inside(content_type, bytes) => {
                let inside = any(&OctetString::new(*bytes)?)?;
                (*content_type, Digest::of(bytes), Some(inside), CmsVersion::V3)
            }
        };
        let signer = chain
            .first()
            .ok_or_else(|| SigningError::KeyMaterial("no signing certificate".to_owned()))?;
        let algorithm = algorithm::for_key(signer.tbs_certificate().subject_public_key_info())
            .map_err(|_| SigningError::KeyMaterial("neither ECDSA on a NIST curve nor RSA".to_owned()))?;
        Ok(Self {
            content: EncapsulatedContentInfo {
                econtent_type,
                econtent,
            },
            version,
            attributes: signed_attributes(econtent_type, digest, signer, &algorithm)?,
            algorithm,
            chain: chain.to_vec(),
        })
    }

    /// The bytes that the signer's key signs, over SHA-256: the DER of the signed attributes.
    pub(crate) fn to_be_signed(&self) -> der::Result<Vec<u8>> {
        self.attributes.to_der()
    }

    /// Puts the signature value in, and the timestamp token over it as an unsigned attribute.
    pub(crate) fn complete(self, signature: &[u8], token: Option<&[u8]>) -> Result<Vec<u8>, SigningError> {
        let token = token
            .map(|token| attribute(oid::ID_AA_TIME_STAMP_TOKEN, Any::from_der(token)?))
            .transpose()?;
        let tbs = self.chain[0].tbs_certificate();
        let signer_info = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: tbs.issuer().clone(),
                serial_number: tbs.serial_number().clone(),
            }),
            digest_alg: digest_algorithm(),
            signed_attrs: Some(self.attributes),
            signature_algorithm: self.algorithm,
            signature: OctetString::new(signature)?,
            unsigned_attrs: token.map(|token| SetOfVec::try_from(vec![token])).transpose()?,
        };
        let certificates: Vec<_> = self.chain.into_iter().map(CertificateChoices::Certificate).collect();
        let signed_data = SignedData {
            version: self.version,
            digest_algorithms: SetOfVec::try_from(vec![digest_algorithm()])?,
            encap_content_info: self.content,
            certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![signer_info])?),
        };
        Ok(ContentInfo {
            content_type: oid::ID_SIGNED_DATA,
            content: any(&signed_data)?,
        }
        .to_der()?)
    }
}

/// PAdES: content type, digest and certificate are signed; the time is not (it goes into `/M`).
fn signed_attributes(
    content_type: ObjectIdentifier,
    digest: Digest,
    signer: &Certificate,
    algorithm: &AlgorithmIdentifierOwned,
) -> der::Result<SetOfVec<Attribute>> {
    let signing_certificate = SigningCertificateV2 {
        certificates: vec![EssCertIdV2 {
            hash: None,
            certificate_hash: OctetString::new(Digest::of(&signer.to_der()?).as_bytes().as_slice())?,
            issuer_serial: None,
        }],
        policies: None,
    };
    let protection = AlgorithmProtection {
        digest: digest_algorithm(),
        signature: algorithm.clone(),
    };
    SetOfVec::try_from(vec![
        attribute(oid::ID_CONTENT_TYPE, any(&content_type)?)?,
        attribute(
            oid::ID_MESSAGE_DIGEST,
            any(&OctetString::new(digest.as_bytes().as_slice())?)?,
        )?,
        attribute(oid::ID_AA_SIGNING_CERTIFICATE_V2, any(&signing_certificate)?)?,
        attribute(oid::ID_AA_CMS_ALGORITHM_PROTECT, any(&protection)?)?,
    ])
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![value])?,
    })
}

pub(crate) fn any(value: &impl Encode) -> der::Result<Any> {
    Any::from_der(&value.to_der()?)
}

pub(crate) fn digest_algorithm() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: oid::ID_SHA256,
        parameters: None,
    }
}
