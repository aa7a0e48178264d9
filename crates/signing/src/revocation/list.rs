//! Certificate revocation lists.

use der::asn1::{BitString, OctetString};
use der::{Decode, Encode};
use x509_cert::certificate::Version;
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, CrlNumber, CrlReason, SubjectKeyIdentifier};
use x509_cert::serial_number::SerialNumber;

use super::{Revocation, RevocationReason};
use crate::certificate::{Validity, extension, time};
use crate::private_key::algorithm;
use crate::{Certificate, PrivateKey, SigningError, UnixSeconds, oid};

/// Makes a list of all that an issuer revoked; `number` grows with every list.
pub(crate) fn issue_list(
    issuer: &Certificate,
    key: &dyn PrivateKey,
    revoked: &[(Vec<u8>, Revocation)],
    number: u64,
    validity: Validity,
) -> Result<Vec<u8>, SigningError> {
    let tbs = issuer.tbs_certificate();
    let entries: Vec<RevokedCert> = revoked.iter().map(entry).collect::<Result<_, _>>()?;
    let mut extensions = Vec::new();
    if let Ok(Some((_, SubjectKeyIdentifier(id)))) = tbs.get_extension() {
        let authority = AuthorityKeyIdentifier {
            key_identifier: Some(id),
            ..Default::default()
        };
        extensions.push(extension(false, &authority)?);
    }
    extensions.push(extension(false, &CrlNumber::try_from(number)?)?);
    let algorithm = algorithm(key)?;
    let tbs_cert_list: TbsCertList = TbsCertList {
        version: Version::V2,
        signature: algorithm.clone(),
        issuer: tbs.subject().clone(),
        this_update: time(validity.from)?,
        next_update: Some(time(validity.until)?),
        revoked_certificates: (!entries.is_empty()).then_some(entries),
        crl_extensions: Some(extensions),
    };
    let signature = key.sign(&tbs_cert_list.to_der()?)?;
    Ok(CertificateList {
        tbs_cert_list,
        signature_algorithm: algorithm,
        signature: BitString::from_bytes(&signature)?,
    }
    .to_der()?)
}

fn entry((serial, revocation): &(Vec<u8>, Revocation)) -> Result<RevokedCert, SigningError> {
    // DER knows CRLReason as ENUMERATED.
    let reason = vec![0x0A, 0x01, revocation.reason.code()];
    let reason = Extension {
        extn_id: <CrlReason as der::oid::AssociatedOid>::OID,
        critical: false,
        extn_value: OctetString::new(reason)?,
    };
    Ok(RevokedCert {
        serial_number: SerialNumber::new(serial)?,
        revocation_date: time(revocation.at)?,
        crl_entry_extensions: Some(vec![reason]),
    })
}

/// A list whose signature holds.
#[derive(Debug)]
pub(crate) struct RevocationList {
    list: CertificateList,
    pub(crate) validity: Validity,
}

impl RevocationList {
    /// Reads a list if this issuer signed it; indirect and partial lists are not understood.
    pub(crate) fn read(der: &[u8], issuer: &Certificate) -> Option<Self> {
        let list = CertificateList::from_der(der).ok()?;
        let tbs = &list.tbs_cert_list;
        let known = [oid::CRL_NUMBER, oid::AUTHORITY_KEY_IDENTIFIER];
        let is_understood = tbs
            .crl_extensions
            .iter()
            .flatten()
            .all(|extension| !extension.critical || known.contains(&extension.extn_id));
        if &tbs.issuer != issuer.tbs_certificate().subject()
            || !is_understood
            || list.signature_algorithm != tbs.signature
        {
            return None;
        }
        let key = issuer.tbs_certificate().subject_public_key_info();
        let signature = list.signature.as_bytes()?;
        crate::algorithm::verify(key, &tbs.signature, None, &tbs.to_der().ok()?, signature).ok()?;
        let validity = Validity {
            from: UnixSeconds(tbs.this_update.to_unix_duration().as_secs()),
            until: UnixSeconds(tbs.next_update?.to_unix_duration().as_secs()),
        };
        Some(Self { list, validity })
    }

    /// Returns the entry of a certificate of this issuer.
    pub(crate) fn find(&self, certificate: &Certificate) -> Option<Revocation> {
        let serial = certificate.tbs_certificate().serial_number();
        let entries = self.list.tbs_cert_list.revoked_certificates.iter().flatten();
        let entry = entries.into_iter().find(|entry| &entry.serial_number == serial)?;
        let reason = entry
            .crl_entry_extensions
            .iter()
            .flatten()
            .find(|extension| extension.extn_id == <CrlReason as der::oid::AssociatedOid>::OID)
            .and_then(|extension| extension.extn_value.as_bytes().last().copied());
        Some(Revocation {
            at: UnixSeconds(entry.revocation_date.to_unix_duration().as_secs()),
            reason: RevocationReason::from_code(reason.unwrap_or(0)),
        })
    }
}
