//! The authority that issues the certificates of managed keys, whoever made it: its keys one after the other, its
//! responders, the platform's seal.

use std::sync::Arc;

use der::asn1::OctetString;
use spki::SubjectPublicKeyInfoOwned;
use x509_cert::Certificate;
use x509_cert::name::Name;

use crate::authority::SignerSubject;
use crate::certificate::{IssuerServices, Template, Usage, Validity, issue, key_identifier_of, name, name_part};
use crate::issuing_check::{IdentityFault, check};
use crate::revocation::{self, OcspRequest, Revocation};
use crate::trust::check_signature;
use crate::{PrivateKey, SigningError, UnixSeconds, oid};

/// How long an answer about revocation holds.
const STATUS_DAYS: u64 = 7;
/// Bytes of a key's identifier that stand in the address of its list.
const NAME_BYTES: usize = 8;

/// A certificate and its key, wherever that lives.
#[derive(Clone)]
pub struct Identity {
    /// The certificate.
    pub certificate: Certificate,
    /// The key.
    pub key: Arc<dyn PrivateKey>,
}

/// A key that issues certificates, or did.
#[derive(Clone)]
pub struct IssuingKey {
    /// Its certificate, and itself.
    pub identity: Identity,
    /// Certificates between it and the root, its issuer first; the root is not among them.
    pub above: Vec<Certificate>,
    /// Answers OCSP for it; it does so itself where there is none.
    pub responder: Option<Identity>,
}

/// What an authority is made of.
pub struct AuthorityParts {
    /// Where chains end.
    pub roots: Vec<Certificate>,
    /// The key that issues.
    pub issuing: IssuingKey,
    /// Keys that issued before it: they make lists and answers for what they issued, and nothing else.
    pub former: Vec<IssuingKey>,
    /// The platform's seal.
    pub seal: Identity,
    /// Certificates between the seal and its root.
    pub seal_above: Vec<Certificate>,
    /// Seals and responders of earlier times, of which is still answered that they are not revoked.
    pub retired: Vec<Certificate>,
    /// Address under which certificates, lists and the responder are found, without a slash at the end.
    pub address: String,
}

/// An authority that may issue.
pub struct IssuingAuthority(AuthorityParts);

impl IssuingAuthority {
    /// Takes what fits together as of `now`.
    ///
    /// # Errors
    /// What is wrong with whose certificate.
    pub fn new(parts: AuthorityParts, now: UnixSeconds) -> Result<Self, IdentityFault> {
        check(&parts, now)?;
        Ok(Self(parts))
    }

    /// For parts that were made to fit.
    pub(crate) const fn made_of(parts: AuthorityParts) -> Self {
        Self(parts)
    }

    /// Issues a certificate for a signatory's key; returns the chain, signatory first, without the root.
    ///
    /// # Errors
    /// When the subject can't stand in a certificate.
    pub fn issue(
        &self,
        subject: &SignerSubject,
        key: &SubjectPublicKeyInfoOwned,
        validity: Validity,
        serial: [u8; 16],
    ) -> Result<Vec<Certificate>, SigningError> {
        let issuing = &self.0.issuing;
        let subject = name(&subject.country, &subject.organisation, &subject.name)?;
        let certificate = issuing.issue(&self.0.address, &subject, key, Usage::Documents, validity, serial)?;
        Ok([vec![certificate], issuing.chain()].concat())
    }

    /// Returns the platform's seal: its key, and its chain.
    pub fn seal(&self) -> (&dyn PrivateKey, Vec<Certificate>) {
        let chain = [vec![self.0.seal.certificate.clone()], self.0.seal_above.clone()].concat();
        (&*self.0.seal.key, chain)
    }

    /// Returns the roots.
    pub fn roots(&self) -> &[Certificate] {
        &self.0.roots
    }

    /// Returns the keys: the one that issues, then those before it.
    pub fn keys(&self) -> impl Iterator<Item = &IssuingKey> {
        std::iter::once(&self.0.issuing).chain(&self.0.former)
    }

    /// Answers an OCSP question about what one of its keys issued. `known` tells of a serial number whether it was
    /// issued to a signatory, and if so whether it is revoked.
    ///
    /// # Errors
    /// When the answer can't be written.
    pub fn ocsp(
        &self,
        request: &[u8],
        now: UnixSeconds,
        known: &dyn Fn(&[u8]) -> Option<Option<Revocation>>,
    ) -> Result<Vec<u8>, SigningError> {
        let read = OcspRequest::read(request);
        let is_asked = |key: &&IssuingKey| {
            let certificate = &key.identity.certificate;
            read.as_ref()
                .is_some_and(|read| read.ids.iter().all(|id| id.is_of(certificate)))
        };
        let key = self.keys().find(is_asked).unwrap_or(&self.0.issuing);
        let issuer = &key.identity.certificate;
        let own = |serial: &[u8]| {
            self.own().any(|own| {
                let tbs = own.tbs_certificate();
                tbs.serial_number().as_bytes() == serial && tbs.issuer() == issuer.tbs_certificate().subject()
            })
        };
        let known = |serial: &[u8]| known(serial).or_else(|| own(serial).then_some(None));
        let responder = key.responder.as_ref().unwrap_or(&key.identity);
        let validity = status_validity(now);
        revocation::respond(
            request,
            issuer,
            &responder.certificate,
            &*responder.key,
            validity,
            &known,
        )
    }

    /// Makes the revocation list of one of its keys.
    ///
    /// Serial numbers are unique over all keys: each list names every one that was revoked.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn list(
        &self,
        key: &IssuingKey,
        revoked: &[(Vec<u8>, Revocation)],
        now: UnixSeconds,
    ) -> Result<Vec<u8>, SigningError> {
        let Identity { certificate, key } = &key.identity;
        revocation::issue_list(certificate, &**key, revoked, now.0, status_validity(now))
    }

    /// Certificates of its own that it was or is known by, besides those of signatories.
    fn own(&self) -> impl Iterator<Item = &Certificate> {
        let responders = self.keys().filter_map(|key| key.responder.as_ref());
        let identities = responders.chain([&self.0.seal]).map(|identity| &identity.certificate);
        identities.chain(&self.0.retired)
    }
}

impl IssuingKey {
    /// Names its certificate and list below the authority's address: `issuing-` and the beginning of its identifier.
    pub fn name(&self) -> String {
        let id = key_identifier_of(&self.identity.certificate);
        let id = id.as_ref().map_or(&[][..], OctetString::as_bytes);
        format!("issuing-{}", hex::encode(&id[..id.len().min(NAME_BYTES)]))
    }

    /// Says whether it issued a certificate.
    pub fn issued(&self, certificate: &Certificate) -> bool {
        check_signature(certificate, &self.identity.certificate).is_ok()
    }

    /// Issues a certificate for an OCSP responder of its own.
    ///
    /// # Errors
    /// When it can't sign.
    pub fn issue_responder(
        &self,
        address: &str,
        key: &SubjectPublicKeyInfoOwned,
        validity: Validity,
        serial: [u8; 16],
    ) -> Result<Certificate, SigningError> {
        let subject = self.house("OCSP")?;
        self.issue(address, &subject, key, Usage::OcspResponses, validity, serial)
    }

    /// Issues a certificate for a seal of the platform.
    ///
    /// # Errors
    /// When it can't sign.
    pub fn issue_seal(
        &self,
        address: &str,
        key: &SubjectPublicKeyInfoOwned,
        validity: Validity,
        serial: [u8; 16],
    ) -> Result<Certificate, SigningError> {
        let subject = self.house("Platform Seal")?;
        self.issue(address, &subject, key, Usage::Documents, validity, serial)
    }

    /// Returns itself and what is above it, without the root: what comes after a certificate that it issued.
    pub fn chain(&self) -> Vec<Certificate> {
        [vec![self.identity.certificate.clone()], self.above.clone()].concat()
    }

    pub(crate) fn issue(
        &self,
        address: &str,
        subject: &Name,
        key: &SubjectPublicKeyInfoOwned,
        usage: Usage,
        validity: Validity,
        serial: [u8; 16],
    ) -> Result<Certificate, SigningError> {
        let issuer = &self.identity.certificate;
        issue(&Template {
            subject,
            key,
            issuer: issuer.tbs_certificate().subject(),
            issuer_key: &*self.identity.key,
            issuer_key_id: Some(key_identifier_of(issuer)?),
            usage,
            validity: Validity {
                // Nothing outlives its issuer: validators would find no path.
                until: validity.until.min(end(issuer)),
                ..validity
            },
            serial,
            issuer_services: Some(services(address, &self.name(), true)),
        })
    }

    /// Names something of the issuing certificate's organisation.
    fn house(&self, common_name: &str) -> Result<Name, SigningError> {
        let own = self.identity.certificate.tbs_certificate().subject();
        let organisation = name_part(own, oid::ORGANISATION).or_else(|| name_part(own, oid::COMMON_NAME));
        let country = name_part(own, oid::COUNTRY).unwrap_or_else(|| "CN".to_owned());
        name(&country, &organisation.unwrap_or_default(), common_name)
    }
}

/// Returns the last second of a certificate.
fn end(certificate: &Certificate) -> UnixSeconds {
    let until = certificate.tbs_certificate().validity().not_after;
    UnixSeconds(until.to_unix_duration().as_secs())
}

pub(crate) fn services(address: &str, issuer: &str, ocsp: bool) -> IssuerServices {
    IssuerServices {
        certificate: format!("{address}/{issuer}.cer"),
        revocation_list: format!("{address}/{issuer}.crl"),
        ocsp: ocsp.then(|| format!("{address}/ocsp")),
    }
}

pub(crate) fn status_validity(now: UnixSeconds) -> Validity {
    Validity {
        from: now,
        until: now.plus_days(STATUS_DAYS),
    }
}
