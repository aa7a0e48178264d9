//! Whether certificates are revoked: lists (RFC 5280, section 5) and OCSP (RFC 6960), made and read.

mod list;
mod ocsp;
mod status;

pub(crate) use list::{RevocationList, issue_list};
pub(crate) use ocsp::{CertificateId, OcspAnswer, OcspRequest, respond};
pub use status::{Revocation, RevocationReason};
