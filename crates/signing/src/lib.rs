//! PAdES signatures, timestamps and the authorisations that release them.
//!
//! ```text
//! PDF + places ── prepare ──► Frozen { pdf, digest, pages }        all fields, before any signature
//! Binding { document digest, consent, act, signer, nonce } ── challenge ──► the signatory's device
//! device's answer ── verify_authorisation ──► VerifiedAuthorisation    one signatory, one document
//! ManagedKey ── release(VerifiedAuthorisation) ──► ReleasedKey         no other way to a signature
//! OwnCertificate + Document::begin ──► Pending ── the firm's key ──► Document::finish
//! Sealing { latest pdf, ReleasedKey, chain, appearance } ── seal ──► PAdES B-T, appended
//! PDF ── inspect ──► Report                                        byte ranges, chains, times, changes
//! ```
//!
//! From `prepare` on bytes are only appended. The first signature certifies (DocMDP P=2), every
//! signature carries an RFC 3161 timestamp that was checked against nonce, imprint, time and trust,
//! and the last one covers the whole file. An authorisation is bound to one document digest and one
//! field; sealing anything else with it is refused.
//!
//! The crate does no I/O and knows neither clock nor randomness: time, nonces, serial numbers and key
//! seeds are arguments. It doesn't remember which nonces were used; the journal does. The embedded
//! [`Authority`] and its TSAs are for development and say DEMONSTRATION in every certificate; a real one is an
//! [`IssuingAuthority`] of keys that the caller opened.

mod algorithm;
mod archive;
mod authorisation;
mod authority;
mod binding;
mod certificate;
mod cms;
mod development_tsa;
mod digest;
mod document;
mod error;
mod inspect;
mod issuing;
mod issuing_check;
mod managed_key;
mod oid;
mod own_certificate;
mod pdf;
mod prepare;
mod private_key;
mod revocation;
mod role;
mod sanitise;
mod seal;
mod signer_key;
mod time;
mod timestamp;
mod to_be_signed;
mod trust;
mod upload;

pub use archive::{CertificateStatus, StatusNeeded, ValidationMaterial};
pub use authorisation::{Authorisation, Method, Refused, VerifiedAuthorisation, verify_authorisation};
pub use authority::{Authority, AuthoritySeed, KeySeed, SignerSubject};
pub use binding::{Binding, Consent, Purpose};
pub use certificate::{Validity, certificate_der, certificate_pem, certificate_request, certificates};
pub use cms::CmsError;
pub use development_tsa::DevelopmentTsa;
pub use digest::Digest;
pub use document::{Document, Mandate, Particulars, Pending};
pub use error::SigningError;
pub use inspect::{Kind, Level, Problem, Report, RevisionReport, SignatureReport, inspect};
pub use issuing::{AuthorityParts, Identity, IssuingAuthority, IssuingKey};
pub use issuing_check::{Fault, IdentityFault};
pub use managed_key::{ManagedKey, ReleasedKey};
pub use own_certificate::{CertificateRefused, CertifiedNames, OwnCertificate};
pub use pdf::MAX_PDF_BYTES;
pub use prepare::{Frozen, SignatureField, prepare};
pub use private_key::{PrivateKey, SoftwareKey, private_key, public_key_der};
pub use revocation::{Revocation, RevocationReason};
pub use role::Role;
pub use seal::{Sealed, Timestamping};
pub use signer_key::SignerKey;
pub use time::UnixSeconds;
pub use timestamp::{
    Examined, Timestamp, TimestampAuthority, TimestampError, check_timestamp, examine_timestamp, timestamp,
};
pub use to_be_signed::to_be_signed;
pub use trust::{ChainError, Trust};
pub use upload::{Cleaned, MAX_UPLOADED_PAGES, PageSize, Removed, UploadError, clean};
/// An X.509 certificate as this crate takes and gives it.
pub use x509_cert::Certificate;
