//! Cryptographic Message Syntax, as much as PAdES baseline signatures and timestamp tokens need.

mod build;
mod verify;

pub(crate) use build::{SignedContent, digest_algorithm, sign};
pub use verify::CmsError;
pub(crate) use verify::verify;

use der::asn1::OctetString;
use spki::AlgorithmIdentifierOwned;

/// ESSCertIDv2 with SHA-256 and without issuer and serial (RFC 5035).
#[derive(der::Sequence)]
struct EssCertIdV2 {
    certificate_hash: OctetString,
}

#[derive(der::Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<EssCertIdV2>,
}

/// CMSAlgorithmProtection (RFC 6211).
#[derive(der::Sequence)]
struct AlgorithmProtection {
    digest: AlgorithmIdentifierOwned,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT")]
    signature: AlgorithmIdentifierOwned,
}
