//! X.509 certificates: what we issue, and whether a chain leads to a trusted root.

use der::asn1::{BitString, Ia5String, Null, ObjectIdentifier, OctetString, PrintableString, SetOfVec};
use der::flagset::FlagSet;
use der::pem::LineEnding;
use der::{Any, Decode, Encode, EncodePem};
use spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder};
use x509_cert::certificate::TbsCertificate;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AccessDescription, AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints, CrlDistributionPoints,
    ExtendedKeyUsage, KeyUsage, KeyUsages, SubjectKeyIdentifier,
};
use x509_cert::name::Name;
use x509_cert::request::{CertReq, CertReqInfo, Version};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::{Time, Validity as X509Validity};

use crate::private_key::{CertificateSignature, Issuer};
use crate::{Digest, PrivateKey, SigningError, UnixSeconds, oid, private_key};

/// Says from when until when a certificate is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// First second.
    pub from: UnixSeconds,
    /// Last second.
    pub until: UnixSeconds,
}

/// What a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Usage {
    /// Issues certificates; the number limits further authorities below.
    Authority(Option<u8>),
    /// Signs documents.
    Documents,
    /// Signs timestamps.
    Timestamps,
    /// Answers for the issuer whether certificates are revoked (RFC 6960, section 4.2.2.2).
    OcspResponses,
}

/// A certificate about to be issued.
pub(crate) struct Template<'a> {
    pub(crate) subject: &'a Name,
    pub(crate) key: &'a SubjectPublicKeyInfoOwned,
    pub(crate) issuer: &'a Name,
    pub(crate) issuer_key: &'a dyn PrivateKey,
    /// What the issuer's certificate calls its key; validators compare the two.
    pub(crate) issuer_key_id: Option<OctetString>,
    pub(crate) usage: Usage,
    pub(crate) validity: Validity,
    /// Random; 15 bytes are used.
    pub(crate) serial: [u8; 16],
    /// Where the issuer's certificate, revocation list and OCSP responder are found.
    pub(crate) issuer_services: Option<IssuerServices>,
}

/// Addresses that a certificate names (RFC 5280, sections 4.2.1.13 and 4.2.2.1).
pub(crate) struct IssuerServices {
    pub(crate) certificate: String,
    pub(crate) revocation_list: String,
    pub(crate) ocsp: Option<String>,
}

pub(crate) fn issue(template: &Template<'_>) -> Result<Certificate, SigningError> {
    // A leading 01 keeps the number positive and its length fixed.
    let serial = SerialNumber::new(&[&[1], &template.serial[1..]].concat())?;
    let validity = X509Validity::new(time(template.validity.from)?, time(template.validity.until)?);
    CertificateBuilder::new(Profile(template), serial, validity, template.key.clone())
        .and_then(|builder| builder.build::<_, CertificateSignature>(&Issuer(template.issuer_key)))
        .map_err(unusable)
}

/// Writes a certificate as DER.
///
/// # Errors
/// When it can't be written.
pub fn certificate_der(certificate: &Certificate) -> Result<Vec<u8>, SigningError> {
    Ok(certificate.to_der()?)
}

/// Writes a certificate as PEM.
///
/// # Errors
/// When it can't be written.
pub fn certificate_pem(certificate: &Certificate) -> Result<String, SigningError> {
    Ok(certificate.to_pem(LineEnding::LF)?)
}

/// Reads certificates out of PEM, or the one that DER holds.
///
/// # Errors
/// When there is none, or one can't be read.
pub fn certificates(bytes: &[u8]) -> Result<Vec<Certificate>, SigningError> {
    let certificates = match bytes.first() {
        Some(0x30) => vec![Certificate::from_der(bytes)?],
        _ => Certificate::load_pem_chain(bytes)?,
    };
    if certificates.is_empty() {
        return Err(SigningError::KeyMaterial("no certificate is in it".to_owned()));
    }
    Ok(certificates)
}

/// Asks an authority to certify a key (PKCS #10, RFC 2986), under the name that `like` has; PEM.
///
/// # Errors
/// When the key can't sign.
pub fn certificate_request(like: &Certificate, key: &dyn PrivateKey) -> Result<String, SigningError> {
    let info = CertReqInfo {
        version: Version::V1,
        subject: like.tbs_certificate().subject().clone(),
        public_key: key.public_key(),
        attributes: SetOfVec::new(),
    };
    let signature = key.sign(&info.to_der()?)?;
    let request = CertReq {
        info,
        algorithm: private_key::algorithm(key)?,
        signature: BitString::from_bytes(&signature)?,
    };
    Ok(request.to_pem(LineEnding::LF)?)
}

fn unusable(error: impl std::fmt::Display) -> SigningError {
    SigningError::KeyMaterial(error.to_string())
}

pub(crate) fn time(at: UnixSeconds) -> Result<Time, der::Error> {
    Ok(Time::from(at.to_date_time()?))
}

/// Makes a name of country, organisation and common name. The texts become values as they are.
pub(crate) fn name(country: &str, organisation: &str, common_name: &str) -> Result<Name, SigningError> {
    if country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
        return Err(SigningError::Country(country.to_owned()));
    }
    let part = |oid: ObjectIdentifier, value: der::Result<Any>| -> der::Result<_> {
        SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value: value? }])
    };
    let utf8 = |text: &str| Any::from_der(&text.to_owned().to_der()?);
    let country = PrintableString::new(country).and_then(|text| Any::from_der(&text.to_der()?));
    let parts = vec![
        part(oid::COUNTRY, country)?,
        part(oid::ORGANISATION, utf8(organisation))?,
        part(oid::COMMON_NAME, utf8(common_name))?,
    ];
    Ok(Name::from_der(&parts.to_der()?)?)
}

/// Reads one text out of a name.
pub(crate) fn name_part(name: &Name, part: ObjectIdentifier) -> Option<String> {
    name_parts(name, part).next()
}

/// Lists what a name says of one kind: an attribute may stand in it several times.
pub(crate) fn name_parts(name: &Name, part: ObjectIdentifier) -> impl Iterator<Item = String> + '_ {
    name.iter()
        .filter(move |attribute| attribute.oid == part)
        .map(|attribute| text(&attribute.value))
}

/// Reads a DirectoryString; BMPString is UTF-16 (X.680, 8.23.9), all others that occur are read as UTF-8.
fn text(value: &Any) -> String {
    let bytes = value.value();
    match der::Tagged::tag(value) {
        der::Tag::BmpString => {
            let units = bytes.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

struct Profile<'a>(&'a Template<'a>);

impl BuilderProfile for Profile<'_> {
    fn get_issuer(&self, _subject: &Name) -> Name {
        self.0.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.0.subject.clone()
    }

    fn build_extensions(
        &self,
        key: SubjectPublicKeyInfoRef<'_>,
        issuer_key: SubjectPublicKeyInfoRef<'_>,
        _tbs: &TbsCertificate,
    ) -> x509_cert::builder::Result<Vec<Extension>> {
        let named = self
            .0
            .issuer_key_id
            .clone()
            .map_or_else(|| key_identifier(&issuer_key), Ok);
        let authority = AuthorityKeyIdentifier {
            key_identifier: Some(named?),
            ..Default::default()
        };
        let mut extensions = vec![
            extension(false, &SubjectKeyIdentifier(key_identifier(&key)?))?,
            extension(false, &authority)?,
        ];
        let (usage, extended): (FlagSet<KeyUsages>, _) = match self.0.usage {
            Usage::Authority(_) => (KeyUsages::KeyCertSign | KeyUsages::CRLSign, None),
            Usage::Documents => (
                KeyUsages::DigitalSignature | KeyUsages::NonRepudiation,
                Some((false, oid::ID_KP_DOCUMENT_SIGNING)),
            ),
            Usage::Timestamps => (
                KeyUsages::DigitalSignature.into(),
                Some((true, oid::ID_KP_TIME_STAMPING)),
            ),
            Usage::OcspResponses => (
                KeyUsages::DigitalSignature.into(),
                Some((false, oid::ID_KP_OCSP_SIGNING)),
            ),
        };
        let constraints = BasicConstraints {
            ca: matches!(self.0.usage, Usage::Authority(_)),
            path_len_constraint: match self.0.usage {
                Usage::Authority(below) => below,
                _ => None,
            },
        };
        extensions.push(extension(true, &constraints)?);
        extensions.push(extension(true, &KeyUsage(usage))?);
        if let Some((critical, purpose)) = extended {
            extensions.push(extension(critical, &ExtendedKeyUsage(vec![purpose]))?);
        }
        if self.0.usage == Usage::OcspResponses {
            extensions.push(Extension {
                extn_id: oid::ID_PKIX_OCSP_NOCHECK,
                critical: false,
                extn_value: OctetString::new(Null.to_der()?)?,
            });
        }
        if let Some(services) = &self.0.issuer_services {
            extensions.extend(services.extensions()?);
        }
        Ok(extensions)
    }
}

impl IssuerServices {
    fn extensions(&self) -> der::Result<Vec<Extension>> {
        let address = |text: &str| Ok::<_, der::Error>(GeneralName::UniformResourceIdentifier(Ia5String::new(text)?));
        let access = |method, text: &str| {
            Ok::<_, der::Error>(AccessDescription {
                access_method: method,
                access_location: address(text)?,
            })
        };
        let mut methods = vec![access(oid::ID_AD_CA_ISSUERS, &self.certificate)?];
        if let Some(ocsp) = &self.ocsp {
            methods.insert(0, access(oid::ID_AD_OCSP, ocsp)?);
        }
        let point = DistributionPoint {
            distribution_point: Some(DistributionPointName::FullName(vec![address(&self.revocation_list)?])),
            reasons: None,
            crl_issuer: None,
        };
        Ok(vec![
            extension(false, &AuthorityInfoAccessSyntax(methods))?,
            extension(false, &CrlDistributionPoints(vec![point]))?,
        ])
    }
}

pub(crate) fn extension<T: Encode + der::oid::AssociatedOid>(critical: bool, value: &T) -> der::Result<Extension> {
    Ok(Extension {
        extn_id: T::OID,
        critical,
        extn_value: OctetString::new(value.to_der()?)?,
    })
}

/// Returns what a certificate calls its key, or what we would call it.
pub(crate) fn key_identifier_of(certificate: &Certificate) -> der::Result<OctetString> {
    let tbs = certificate.tbs_certificate();
    if let Ok(Some((_, SubjectKeyIdentifier(id)))) = tbs.get_extension() {
        return Ok(id);
    }
    let key = tbs.subject_public_key_info().to_der()?;
    key_identifier(&SubjectPublicKeyInfoRef::try_from(key.as_slice()).map_err(|_| der::ErrorKind::Failed)?)
}

/// The first 20 bytes of the key's SHA-256 (RFC 7093, method 1).
pub(crate) fn key_identifier(key: &SubjectPublicKeyInfoRef<'_>) -> der::Result<OctetString> {
    OctetString::new(&Digest::of(key.subject_public_key.raw_bytes()).as_bytes()[..20])
}
