//! Cryptographic Message Syntax, as much as PAdES baseline signatures and timestamp tokens need.

mod build;
mod verify;

pub(crate) use build::{SignedContent, Unsigned, any, digest_algorithm};
pub use verify::CmsError;
pub(crate) use verify::{Content, verify};

use der::Any;
use der::asn1::OctetString;
use spki::AlgorithmIdentifierOwned;

/// ESSCertIDv2 (RFC 5035); without a hash algorithm it is SHA-256.
#[derive(der::Sequence)]
struct EssCertIdV2 {
    #[asn1(optional = "true")]
    hash: Option<AlgorithmIdentifierOwned>,
    certificate_hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<Any>,
}

#[derive(der::Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

/// ESSCertID over SHA-1 (RFC 2634), as older timestamp authorities have it.
#[derive(der::Sequence)]
struct EssCertId {
    certificate_hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<Any>,
}

#[derive(der::Sequence)]
struct SigningCertificate {
    certificates: Vec<EssCertId>,
    #[asn1(optional = "true")]
    policies: Option<Any>,
}

/// CMSAlgorithmProtection (RFC 6211).
#[derive(der::Sequence)]
struct AlgorithmProtection {
    digest: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT")]
    signature: AlgorithmIdentifierOwned,
}
