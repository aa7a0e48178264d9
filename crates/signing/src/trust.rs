//! Whether a certificate chain leads to a trusted root (RFC 5280, section 6, as far as our chains go).

use der::{Decode, Encode};
use serde::Serialize;
use x509_cert::Certificate;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage, KeyUsages};

use crate::certificate::Usage;
use crate::{UnixSeconds, algorithm, oid};

/// Certificates from a signer's to its root.
pub(crate) const MAX_CHAIN: usize = 6;
/// Extensions whose meaning this verifier knows; any other critical one ends the chain.
const KNOWN_CRITICAL: [&str; 3] = ["2.5.29.19", "2.5.29.15", "2.5.29.37"];

/// Holds the roots that are trusted: one list for signatures, one for timestamps. Who may name people may not therefore
/// set clocks.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    signers: Vec<Certificate>,
    timestamps: Vec<Certificate>,
}

/// Says why a certificate is not trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChainError {
    /// No chain leads to a trusted root.
    #[error("no chain leads to a trusted root")]
    NoRoot,
    /// A certificate was not valid at the time of signing.
    #[error("a certificate was not valid at the time of signing")]
    NotValidThen,
    /// A certificate may not be used for this.
    #[error("a certificate may not be used for this")]
    Usage,
    /// A certificate's signature is wrong.
    #[error("a certificate's signature is wrong")]
    Signature,
    /// A certificate can't be read.
    #[error("a certificate can't be read")]
    Unreadable,
    /// A certificate was revoked at that time.
    #[error("a certificate was revoked")]
    Revoked,
}

impl Trust {
    /// Trusts these roots of signers and of timestamp authorities, and no other.
    pub fn new(signers: Vec<Certificate>, timestamps: Vec<Certificate>) -> Self {
        Self { signers, timestamps }
    }

    /// Returns the roots of signers.
    pub fn signers(&self) -> &[Certificate] {
        &self.signers
    }

    /// Returns the roots of timestamp authorities.
    pub fn timestamps(&self) -> &[Certificate] {
        &self.timestamps
    }

    /// Finds the path from a certificate to a trusted root, all valid at one moment; the root comes last.
    pub(crate) fn path(
        &self,
        leaf: &Certificate,
        pool: &[Certificate],
        at: UnixSeconds,
        usage: Usage,
    ) -> Result<Vec<Certificate>, ChainError> {
        check_leaf(leaf, usage)?;
        let roots = match usage {
            Usage::Timestamps => &self.timestamps,
            _ => &self.signers,
        };
        let mut path = vec![leaf.clone()];
        for depth in 0..MAX_CHAIN {
            let current = &path[depth];
            check_validity(current, at)?;
            check_critical(current)?;
            if depth > 0 {
                check_authority(current, depth - 1)?;
            }
            if roots.contains(current) {
                return Ok(path);
            }
            path.push(issuer(current, roots, pool)?.clone());
        }
        Err(ChainError::NoRoot)
    }
}

/// Finds who signed a certificate; names alone don't tell when an authority has had several keys.
fn issuer<'a>(
    certificate: &Certificate,
    roots: &'a [Certificate],
    pool: &'a [Certificate],
) -> Result<&'a Certificate, ChainError> {
    let mut result = ChainError::NoRoot;
    for candidate in roots.iter().chain(pool) {
        if candidate == certificate || !is_named_issuer(candidate, certificate) {
            continue;
        }
        match check_signature(certificate, candidate) {
            Ok(()) => return Ok(candidate),
            Err(error) => result = error,
        }
    }
    Err(result)
}

fn is_named_issuer(candidate: &Certificate, certificate: &Certificate) -> bool {
    candidate.tbs_certificate().subject() == certificate.tbs_certificate().issuer()
}

pub(crate) fn check_leaf(leaf: &Certificate, usage: Usage) -> Result<(), ChainError> {
    let flags = extension::<KeyUsage>(leaf)?.ok_or(ChainError::Usage)?.0;
    let is_authority = extension::<BasicConstraints>(leaf)?.is_some_and(|constraints| constraints.ca);
    let signs = flags.contains(KeyUsages::DigitalSignature) || flags.contains(KeyUsages::NonRepudiation);
    let purposes = extension::<ExtendedKeyUsage>(leaf)?.map(|purposes| purposes.0);
    let purpose_fits = match usage {
        Usage::Timestamps => purposes.is_some_and(|purposes| purposes == [oid::ID_KP_TIME_STAMPING]),
        Usage::OcspResponses => purposes.is_some_and(|purposes| purposes.contains(&oid::ID_KP_OCSP_SIGNING)),
        Usage::Documents => purposes.is_none_or(|purposes| {
            let other = [oid::ID_KP_TIME_STAMPING, oid::ID_KP_OCSP_SIGNING];
            let signs = purposes.iter().any(|purpose| oid::SIGNING_PURPOSES.contains(purpose));
            signs && !purposes.iter().any(|purpose| other.contains(purpose))
        }),
        Usage::Authority(_) => true,
    };
    if signs && purpose_fits && !is_authority {
        Ok(())
    } else {
        Err(ChainError::Usage)
    }
}

pub(crate) fn check_authority(certificate: &Certificate, authorities_below: usize) -> Result<(), ChainError> {
    let constraints = extension::<BasicConstraints>(certificate)?.ok_or(ChainError::Usage)?;
    let deep_enough = constraints
        .path_len_constraint
        .is_none_or(|limit| authorities_below <= usize::from(limit));
    let flags = extension::<KeyUsage>(certificate)?.ok_or(ChainError::Usage)?.0;
    if constraints.ca && deep_enough && flags.contains(KeyUsages::KeyCertSign) {
        Ok(())
    } else {
        Err(ChainError::Usage)
    }
}

pub(crate) fn check_validity(certificate: &Certificate, at: UnixSeconds) -> Result<(), ChainError> {
    let validity = certificate.tbs_certificate().validity();
    let from = validity.not_before.to_unix_duration().as_secs();
    let until = validity.not_after.to_unix_duration().as_secs();
    if (from..=until).contains(&at.0) {
        Ok(())
    } else {
        Err(ChainError::NotValidThen)
    }
}

pub(crate) fn check_critical(certificate: &Certificate) -> Result<(), ChainError> {
    let unknown = certificate
        .tbs_certificate()
        .extensions()
        .into_iter()
        .flatten()
        .any(|e| e.critical && !KNOWN_CRITICAL.contains(&e.extn_id.to_string().as_str()));
    if unknown { Err(ChainError::Usage) } else { Ok(()) }
}

pub(crate) fn check_signature(certificate: &Certificate, issuer: &Certificate) -> Result<(), ChainError> {
    let signed = certificate
        .tbs_certificate()
        .to_der()
        .map_err(|_| ChainError::Unreadable)?;
    let signature = certificate.signature().as_bytes().ok_or(ChainError::Unreadable)?;
    let key = issuer.tbs_certificate().subject_public_key_info();
    algorithm::verify(key, certificate.signature_algorithm(), None, &signed, signature)
        .map_err(|_| ChainError::Signature)
}

pub(crate) fn extension<T>(certificate: &Certificate) -> Result<Option<T>, ChainError>
where
    T: der::oid::AssociatedOid + for<'a> Decode<'a, Error = der::Error>,
{
    certificate
        .tbs_certificate()
        .extensions()
        .into_iter()
        .flatten()
        .find(|extension| extension.extn_id == T::OID)
        .map(|extension| T::from_der(extension.extn_value.as_bytes()).map_err(|_| ChainError::Unreadable))
        .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Authority, AuthoritySeed, PrivateKey, SignerSubject, SoftwareKey, Validity};

    #[test]
    fn a_certificate_of_a_web_site_signs_no_document() {
        let now = UnixSeconds(1_795_312_345);
        let seed = AuthoritySeed {
            keys: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 32]),
            serials: [1, 2, 3, 4, 5, 6].map(|byte| [byte; 16]),
        };
        let authority = Authority::generate(&seed, "https://fair.example/pki", now).unwrap();
        let subject = SignerSubject {
            name: "A".to_owned(),
            organisation: "B".to_owned(),
            country: "CN".to_owned(),
        };
        let key = SoftwareKey::from_seed([9; 32]).public_key();
        let validity = Validity {
            from: now,
            until: now.plus_days(1),
        };
        let chain = authority.issue(&subject, &key, validity, [4; 16]).unwrap();
        let der = chain[0].to_der().unwrap();
        // id-kp-documentSigning; its last byte says which of PKIX's purposes.
        let purpose = [0x2b, 6, 1, 5, 5, 7, 3, 36];
        let at = der.windows(purpose.len()).position(|window| window == purpose).unwrap() + purpose.len() - 1;
        for (last, fits) in [(36, true), (4, true), (1, false), (3, false), (8, false), (9, false)] {
            let mut der = der.clone();
            der[at] = last;
            let certificate = Certificate::from_der(&der).unwrap();
            assert_eq!(check_leaf(&certificate, Usage::Documents).is_ok(), fits, "{last}");
        }
    }
}
