//! Whether the parts of an authority fit together.

use x509_cert::Certificate;
use x509_cert::ext::pkix::{KeyUsage, KeyUsages};

use crate::certificate::Usage;
use crate::issuing::{AuthorityParts, Identity, IssuingKey};
use crate::trust::{check_authority, check_critical, check_leaf, check_signature, check_validity};
use crate::{Role, UnixSeconds};

/// Longest chain.
const MAX_CHAIN: usize = 6;

/// Says what is wrong with whose certificate or key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{role}: {fault}")]
pub struct IdentityFault {
    /// Whose.
    pub role: Role,
    /// What.
    pub fault: Fault,
}

/// What is wrong with a certificate or its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// The key is another's.
    #[error("the certificate does not belong to the key")]
    AnotherKey,
    /// Its time is over, or has not come.
    #[error("the certificate has expired or is not valid yet")]
    NotValidNow,
    /// It may not issue.
    #[error("the certificate is not an authority's that may sign certificates and revocation lists")]
    NotAnAuthority,
    /// It may not do what the role asks for.
    #[error("the certificate may not be used for this")]
    Usage,
    /// A critical extension of it, or of one above, means something that verifiers of documents here don't know.
    #[error("a certificate has a critical extension that no verifier here knows")]
    Critical,
    /// No chain leads to a root.
    #[error("no chain of authorities leads from the certificate to the root")]
    NoRoot,
    /// The issuing authority has to delegate its responder itself (RFC 6960, section 4.2.2.2).
    #[error("the certificate was not issued by the issuing authority")]
    AnotherIssuer,
}

/// Checks all that is in use; what came before may have ended.
pub(crate) fn check(parts: &AuthorityParts, now: UnixSeconds) -> Result<(), IdentityFault> {
    let at = |role| move |fault| IdentityFault { role, fault };
    issuing(parts, &parts.issuing, Some(now)).map_err(at(Role::Issuing))?;
    responder(&parts.issuing, Some(now)).map_err(at(Role::Ocsp))?;
    for former in &parts.former {
        issuing(parts, former, None).map_err(at(Role::Issuing))?;
        responder(former, None).map_err(at(Role::Ocsp))?;
    }
    seal(parts, now).map_err(at(Role::Seal))
}

fn issuing(parts: &AuthorityParts, key: &IssuingKey, now: Option<UnixSeconds>) -> Result<(), Fault> {
    let certificate = &key.identity.certificate;
    fits(&key.identity)?;
    let lists = certificate.tbs_certificate().get_extension::<KeyUsage>();
    let signs_lists = matches!(lists, Ok(Some((_, KeyUsage(flags)))) if flags.contains(KeyUsages::CRLSign));
    if !signs_lists || check_authority(certificate, 0).is_err() {
        return Err(Fault::NotAnAuthority);
    }
    path(certificate, &key.above, &parts.roots, now, 1)
}

fn responder(key: &IssuingKey, now: Option<UnixSeconds>) -> Result<(), Fault> {
    let Some(responder) = &key.responder else {
        return Ok(());
    };
    fits(responder)?;
    check_leaf(&responder.certificate, Usage::OcspResponses).map_err(|_| Fault::Usage)?;
    check_signature(&responder.certificate, &key.identity.certificate).map_err(|_| Fault::AnotherIssuer)?;
    let has_ended = now.is_some_and(|now| check_validity(&responder.certificate, now).is_err());
    if has_ended { Err(Fault::NotValidNow) } else { Ok(()) }
}

fn seal(parts: &AuthorityParts, now: UnixSeconds) -> Result<(), Fault> {
    fits(&parts.seal)?;
    check_leaf(&parts.seal.certificate, Usage::Documents).map_err(|_| Fault::Usage)?;
    path(&parts.seal.certificate, &parts.seal_above, &parts.roots, Some(now), 0)
}

fn fits(identity: &Identity) -> Result<(), Fault> {
    match identity.certificate.tbs_certificate().subject_public_key_info() == &identity.key.public_key() {
        true => Ok(()),
        false => Err(Fault::AnotherKey),
    }
}

/// Goes up from a certificate, which has `below` authorities below its issuer, to a root.
fn path(
    certificate: &Certificate,
    above: &[Certificate],
    roots: &[Certificate],
    now: Option<UnixSeconds>,
    below: usize,
) -> Result<(), Fault> {
    let mut current = certificate;
    for depth in 0..MAX_CHAIN {
        if now.is_some_and(|now| check_validity(current, now).is_err()) {
            return Err(Fault::NotValidNow);
        }
        check_critical(current).map_err(|_| Fault::Critical)?;
        if roots.contains(current) {
            return Ok(());
        }
        let is_issuer = |it: &&Certificate| {
            it.tbs_certificate().subject() == current.tbs_certificate().issuer()
                && *it != current
                && check_signature(current, it).is_ok()
        };
        let issuer = roots.iter().chain(above).find(is_issuer).ok_or(Fault::NoRoot)?;
        check_authority(issuer, below + depth).map_err(|_| Fault::NoRoot)?;
        current = issuer;
    }
    Err(Fault::NoRoot)
}
