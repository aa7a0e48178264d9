use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use der::asn1::{ObjectIdentifier, OctetString, SetOfVec};
use der::{Any, Decode, Encode};
use p256::ecdsa::SigningKey;
use spki::AlgorithmIdentifierOwned;
use x509_cert::Certificate;
use x509_cert::attr::Attribute;

use super::{AlgorithmProtection, EssCertIdV2, SigningCertificateV2};
use crate::{Digest, managed_key, oid};

/// What is signed.
pub(crate) enum SignedContent<'a> {
    /// Content kept elsewhere (a PDF's byte range), known by its digest.
    Detached(Digest),
    /// Content carried inside.
    Inside(ObjectIdentifier, &'a [u8]),
}

/// Turns a signature value into a timestamp token.
pub(crate) type Timestamping<'a> = &'a mut dyn FnMut(&[u8]) -> Result<Vec<u8>, crate::SigningError>;

/// Makes a SignedData with one signer. `chain` begins with the signer's certificate; `timestamp`
/// turns the signature value into a token that becomes an unsigned attribute.
pub(crate) fn sign(
    content: &SignedContent<'_>,
    key: &SigningKey,
    chain: &[Certificate],
    timestamp: Option<Timestamping<'_>>,
) -> Result<Vec<u8>, crate::SigningError> {
    let (content_type, digest, inside, version) = match content {
        SignedContent::Detached(digest) => (oid::ID_DATA, *digest, None, CmsVersion::V1),
        SignedContent::Inside(content_type, bytes) => (
            *content_type,
            Digest::of(bytes),
            Some(any(&OctetString::new(*bytes)?)?),
            CmsVersion::V3,
        ),
    };
    let signer = chain
        .first()
        .ok_or_else(|| crate::SigningError::KeyMaterial("no signing certificate".to_owned()))?;
    let signed_attributes = signed_attributes(content_type, digest, signer)?;
    let signature = managed_key::sign(key, &signed_attributes.to_der()?);
    let unsigned = timestamp
        .map(|timestamp| -> Result<_, crate::SigningError> {
            let token = timestamp(&signature)?;
            Ok(SetOfVec::try_from(vec![attribute(
                oid::ID_AA_TIME_STAMP_TOKEN,
                Any::from_der(&token)?,
            )?])?)
        })
        .transpose()?;
    let tbs = signer.tbs_certificate();
    let signer_info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: tbs.issuer().clone(),
            serial_number: tbs.serial_number().clone(),
        }),
        digest_alg: digest_algorithm(),
        signed_attrs: Some(signed_attributes),
        signature_algorithm: signature_algorithm(),
        signature: OctetString::new(signature)?,
        unsigned_attrs: unsigned,
    };
    let certificates: Vec<_> = chain.iter().cloned().map(CertificateChoices::Certificate).collect();
    let signed_data = SignedData {
        version,
        digest_algorithms: SetOfVec::try_from(vec![digest_algorithm()])?,
        encap_content_info: EncapsulatedContentInfo {
            econtent_type: content_type,
            econtent: inside,
        },
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

/// PAdES: content type, digest and certificate are signed; the time is not (it goes into `/M`).
fn signed_attributes(
    content_type: ObjectIdentifier,
    digest: Digest,
    signer: &Certificate,
) -> der::Result<SetOfVec<Attribute>> {
    let certificate_hash = OctetString::new(Digest::of(&signer.to_der()?).as_bytes().as_slice())?;
    let signing_certificate = SigningCertificateV2 {
        certificates: vec![EssCertIdV2 { certificate_hash }],
    };
    let protection = AlgorithmProtection {
        digest: digest_algorithm(),
        signature: signature_algorithm(),
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

fn signature_algorithm() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned {
        oid: oid::ECDSA_WITH_SHA256,
        parameters: None,
    }
}
