//! A signatory's own certificate, for a key that is never here.

use der::{Decode, Encode};
use x509_cert::name::Name;

use crate::archive::StatusNeeded;
use crate::certificate::{Usage, name_part, name_parts};
use crate::trust::{ChainError, MAX_CHAIN};
use crate::{Certificate, Digest, SigningError, Trust, UnixSeconds, algorithm, oid};

/// Largest certificate that is read.
const MAX_CERTIFICATE_BYTES: usize = 16 * 1024;

/// A certificate that leads to a trusted root, for a key that its owner keeps.
#[derive(Clone, Debug)]
pub struct OwnCertificate {
    chain: Vec<Certificate>,
    status_needed: Vec<StatusNeeded>,
    sha256: Digest,
}

/// Whom a certificate names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CertifiedNames {
    /// Common names.
    pub common: Vec<String>,
    /// Organisations; none in a personal certificate.
    pub organisations: Vec<String>,
    /// Identifiers of the organisation (X.520 organizationIdentifier, serialNumber).
    pub identifiers: Vec<String>,
}

/// Says why a certificate can't sign here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateRefused {
    /// It is no certificate, or too large, or there are too many.
    #[error("the certificate can't be read")]
    Unreadable,
    /// It leads to no root that is trusted here.
    #[error("the certificate leads to no trusted root")]
    Untrusted,
    /// It, or one above it, is not valid now.
    #[error("the certificate is not valid now")]
    NotValidNow,
    /// It is not for signing documents, or its key is of a kind that nobody could check.
    #[error("the certificate is not for signing documents")]
    Usage,
}

impl OwnCertificate {
    /// Reads the signer's certificate and, in any order, those above it: DER, the signer's first.
    ///
    /// # Errors
    /// See [`CertificateRefused`].
    pub fn read(chain: &[Vec<u8>], trust: &Trust, now: UnixSeconds) -> Result<Self, CertificateRefused> {
        if chain.len() > MAX_CHAIN || chain.iter().any(|der| der.len() > MAX_CERTIFICATE_BYTES) {
            return Err(CertificateRefused::Unreadable);
        }
        let read = |der: &Vec<u8>| Certificate::from_der(der).map_err(|_| CertificateRefused::Unreadable);
        let pool = chain.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let leaf = pool.first().ok_or(CertificateRefused::Unreadable)?;
        algorithm::for_key(leaf.tbs_certificate().subject_public_key_info()).map_err(|_| CertificateRefused::Usage)?;
        let mut path = trust.path(leaf, &pool[1..], now, Usage::Documents)?;
        let status_needed = StatusNeeded::of_path(&path).collect();
        // Who checks the signature knows the root; who doesn't would not believe one that comes along.
        if path.len() > 1 {
            path.pop();
        }
        Ok(Self {
            sha256: Digest::of(&chain[0]),
            chain: path,
            status_needed,
        })
    }

    /// Lists whose status is asked for before the key signs.
    pub fn status_needed(&self) -> &[StatusNeeded] {
        &self.status_needed
    }

    /// Returns whom it names.
    pub fn names(&self) -> CertifiedNames {
        let subject = self.chain[0].tbs_certificate().subject();
        let parts = |oids: &[_]| oids.iter().flat_map(|oid| name_parts(subject, *oid)).collect();
        CertifiedNames {
            common: parts(&[oid::COMMON_NAME]),
            organisations: parts(&[oid::ORGANISATION]),
            identifiers: parts(&[oid::ORGANISATION_IDENTIFIER, oid::SERIAL_NUMBER]),
        }
    }

    /// The signer's certificate first, then its issuers below the root.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// SHA-256 of the signer's certificate.
    pub const fn sha256(&self) -> Digest {
        self.sha256
    }

    /// Writes the chain as DER.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn to_der(&self) -> Result<Vec<Vec<u8>>, SigningError> {
        Ok(self.chain.iter().map(Encode::to_der).collect::<Result<_, _>>()?)
    }

    /// Returns for whom it was issued.
    pub fn subject(&self) -> String {
        told(self.chain[0].tbs_certificate().subject())
    }

    /// Returns who issued it.
    pub fn issuer(&self) -> String {
        told(self.chain[0].tbs_certificate().issuer())
    }

    /// Returns until when it is valid.
    pub fn not_after(&self) -> UnixSeconds {
        let end = self.chain[0].tbs_certificate().validity().not_after;
        UnixSeconds(end.to_unix_duration().as_secs())
    }
}

/// Tells a name as people read it: common name and organisation.
fn told(name: &Name) -> String {
    let parts = [oid::COMMON_NAME, oid::ORGANISATION];
    let mut parts: Vec<_> = parts.into_iter().filter_map(|part| name_part(name, part)).collect();
    parts.dedup();
    if parts.is_empty() {
        name.to_string()
    } else {
        parts.join(", ")
    }
}

impl From<ChainError> for CertificateRefused {
    fn from(error: ChainError) -> Self {
        match error {
            ChainError::NotValidThen => Self::NotValidNow,
            ChainError::Usage => Self::Usage,
            ChainError::Unreadable => Self::Unreadable,
            ChainError::NoRoot | ChainError::Signature | ChainError::Revoked => Self::Untrusted,
        }
    }
}
