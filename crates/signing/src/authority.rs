//! The instance's own certification authority: root, issuing authority, OCSP responder, two timestamp
//! authorities and the platform's seal. The one made here is for demonstration and says so.

use der::pem::LineEnding;
use der::{DecodePem, EncodePem};
use spki::SubjectPublicKeyInfoOwned;
use x509_cert::Certificate;

use crate::certificate::{IssuerServices, Template, Usage, Validity, issue, name};
use crate::revocation::{self, Revocation};
use crate::{DevelopmentTsa, PrivateKey, SigningError, SoftwareKey, Trust, UnixSeconds};

const ORGANISATION: &str = "Yunqian DEMONSTRATION 云签演示用";
const COUNTRY: &str = "CN";
const ROLES: usize = 6;
/// How long an answer about revocation holds.
const STATUS_DAYS: u64 = 7;

/// Random bytes for a new authority; use each value once.
pub struct AuthoritySeed {
    /// Keys of root, issuing authority, OCSP responder, the two TSAs and the platform's seal.
    pub keys: [[u8; 32]; ROLES],
    /// Serial numbers of their certificates.
    pub serials: [[u8; 16]; ROLES],
}

/// Names the person or organisation that a signing certificate is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerSubject {
    /// The person's name, as it should appear; an organisation's seal bears the organisation's.
    pub name: String,
    /// The organisation signed for.
    pub organisation: String,
    /// ISO 3166 two-letter code.
    pub country: String,
}

/// A certificate and its key.
struct Identity {
    certificate: Certificate,
    key: SoftwareKey,
}

/// A certification authority whose certificates are all named as demonstration.
pub struct Authority {
    root: Identity,
    issuing: Identity,
    ocsp: Identity,
    tsas: [Identity; 2],
    seal: Identity,
    /// Address under which certificates, lists and the responder are found, without a slash at the end.
    address: String,
}

impl Authority {
    /// Makes a new authority: root and issuing authority for 30 years, TSAs for 10, the rest for 5.
    ///
    /// The issuing authority lasts as long as the root: validators that look back from after its end (pyHanko does)
    /// find no path any more, whatever the timestamps prove.
    ///
    /// `address` is where lists and OCSP are served; certificates name it.
    ///
    /// # Errors
    /// When a certificate can't be made, such as for an address that is not ASCII.
    pub fn generate(seed: &AuthoritySeed, address: &str, now: UnixSeconds) -> Result<Self, SigningError> {
        let keys = seed.keys.map(SoftwareKey::from_seed);
        let [root, issuing, ocsp, first, second, seal] = keys;
        let named = |role: &str| name(COUNTRY, ORGANISATION, &format!("Yunqian DEMONSTRATION {role}"));
        let root_name = named("Root 演示用根证书")?;
        let issuing_name = named("Issuing CA 演示用签发机构")?;
        let make = |subject, key: &SoftwareKey, (issuer, issuer_key, services), usage, years: u64, serial| {
            issue(&Template {
                subject,
                key: &key.public_key(),
                issuer,
                issuer_key,
                usage,
                validity: Validity {
                    from: now,
                    until: now.plus_days(years * 365),
                },
                serial,
                issuer_services: services,
            })
        };
        let by_root = || {
            (
                &root_name,
                &root as &dyn PrivateKey,
                Some(services(address, "root", false)),
            )
        };
        let by_issuing = || {
            let services = services(address, "issuing", true);
            (&issuing_name, &issuing as &dyn PrivateKey, Some(services))
        };
        let [s0, s1, s2, s3, s4, s5] = seed.serials;
        let (tsa, other) = (named("TSA 1 演示用时间戳")?, named("TSA 2 演示用时间戳")?);
        let (responder, sealing) = (named("OCSP 演示用状态应答")?, named("Platform Seal 演示用平台印章")?);
        let itself = (&root_name, &root as &dyn PrivateKey, None);
        let certificates = [
            make(&root_name, &root, itself, Usage::Authority(Some(1)), 30, s0)?,
            make(&issuing_name, &issuing, by_root(), Usage::Authority(Some(0)), 30, s1)?,
            make(&responder, &ocsp, by_issuing(), Usage::OcspResponses, 5, s2)?,
            make(&tsa, &first, by_root(), Usage::Timestamps, 10, s3)?,
            make(&other, &second, by_root(), Usage::Timestamps, 10, s4)?,
            make(&sealing, &seal, by_issuing(), Usage::Documents, 5, s5)?,
        ];
        Ok(Self::assemble(
            certificates,
            [root, issuing, ocsp, first, second, seal],
            address,
        ))
    }

    /// Returns the same authority with new timestamp authorities, good for ten years from `now`.
    ///
    /// # Errors
    /// When a certificate can't be made.
    pub fn with_new_tsas(
        &self,
        keys: [[u8; 32]; 2],
        serials: [[u8; 16]; 2],
        now: UnixSeconds,
    ) -> Result<Self, SigningError> {
        let copy = |identity: &Identity| Identity {
            certificate: identity.certificate.clone(),
            key: identity.key.clone(),
        };
        let [first, second] = [0, 1].map(|index| {
            let key = SoftwareKey::from_seed(keys[index]);
            let certificate = issue(&Template {
                subject: self.tsas[index].certificate.tbs_certificate().subject(),
                key: &key.public_key(),
                issuer: self.root.certificate.tbs_certificate().subject(),
                issuer_key: &self.root.key,
                usage: Usage::Timestamps,
                validity: Validity {
                    from: now,
                    until: now.plus_days(3650),
                },
                serial: serials[index],
                issuer_services: Some(services(&self.address, "root", false)),
            })?;
            Ok::<_, SigningError>(Identity { certificate, key })
        });
        Ok(Self {
            root: copy(&self.root),
            issuing: copy(&self.issuing),
            ocsp: copy(&self.ocsp),
            tsas: [first?, second?],
            seal: copy(&self.seal),
            address: self.address.clone(),
        })
    }

    fn assemble(certificates: [Certificate; ROLES], keys: [SoftwareKey; ROLES], address: &str) -> Self {
        let mut keys = keys.into_iter();
        let [root, issuing, ocsp, first, second, seal] = certificates.map(|certificate| Identity {
            certificate,
            key: keys.next().expect("as many keys as certificates"),
        });
        Self {
            root,
            issuing,
            ocsp,
            tsas: [first, second],
            seal,
            address: address.to_owned(),
        }
    }

    fn identities(&self) -> [&Identity; ROLES] {
        let [first, second] = &self.tsas;
        [&self.root, &self.issuing, &self.ocsp, first, second, &self.seal]
    }

    /// Writes certificates and private keys as PEM; keep the file secret.
    ///
    /// # Errors
    /// When a certificate can't be written.
    pub fn to_pem(&self) -> Result<String, SigningError> {
        let mut pem = String::new();
        for Identity { certificate, key } in self.identities() {
            pem.push_str(&certificate.to_pem(LineEnding::LF)?);
            pem.push_str(&key.to_pkcs8_pem());
        }
        Ok(pem)
    }

    /// Reads what [`Authority::to_pem`] wrote.
    ///
    /// # Errors
    /// When it is something else.
    pub fn from_pem(pem: &str, address: &str) -> Result<Self, SigningError> {
        let damaged = || SigningError::KeyMaterial("not an authority's PEM file".to_owned());
        let blocks: Vec<&str> = pem
            .split_inclusive("-----END CERTIFICATE-----\n")
            .flat_map(|part| part.split_inclusive("-----END PRIVATE KEY-----\n"))
            .collect();
        let mut certificates = Vec::new();
        let mut keys = Vec::new();
        for pair in blocks.chunks(2) {
            let [certificate, key] = pair else {
                return Err(damaged());
            };
            certificates.push(Certificate::from_pem(certificate).map_err(|_| damaged())?);
            keys.push(SoftwareKey::from_pkcs8_pem(key)?);
        }
        let certificates = certificates.try_into().map_err(|_| damaged())?;
        let keys = keys.try_into().map_err(|_| damaged())?;
        Ok(Self::assemble(certificates, keys, address))
    }

    /// Issues a certificate for a signatory's key; returns the chain, signatory first.
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
        let certificate = issue(&Template {
            subject: &name(&subject.country, &subject.organisation, &subject.name)?,
            key,
            issuer: self.issuing.certificate.tbs_certificate().subject(),
            issuer_key: &self.issuing.key,
            usage: Usage::Documents,
            validity,
            serial,
            issuer_services: Some(services(&self.address, "issuing", true)),
        })?;
        Ok(vec![certificate, self.issuing.certificate.clone()])
    }

    /// Returns the platform's seal: its key, and its chain.
    pub fn seal(&self) -> (&dyn PrivateKey, Vec<Certificate>) {
        let chain = vec![self.seal.certificate.clone(), self.issuing.certificate.clone()];
        (&self.seal.key, chain)
    }

    /// Returns the root as PEM, for verifiers.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn root_pem(&self) -> Result<String, SigningError> {
        Ok(self.root.certificate.to_pem(LineEnding::LF)?)
    }

    /// Returns root and issuing authority.
    pub fn certificates(&self) -> [&Certificate; 2] {
        [&self.root.certificate, &self.issuing.certificate]
    }

    /// Trusts this authority's root.
    pub fn trust(&self) -> Trust {
        Trust::new(vec![self.root.certificate.clone()])
    }

    /// Returns the embedded TSAs at one moment; `serials` must never repeat.
    pub fn tsas(&self, now: UnixSeconds, serials: [[u8; 16]; 2]) -> [DevelopmentTsa<'_>; 2] {
        let [first, second] = &self.tsas;
        [(first, serials[0]), (second, serials[1])].map(|(identity, serial)| DevelopmentTsa {
            certificate: &identity.certificate,
            key: &identity.key,
            now,
            serial,
        })
    }

    /// Answers an OCSP question about what the issuing authority issued. `known` tells of a serial number whether it
    /// was issued, and if so whether it is revoked.
    ///
    /// # Errors
    /// When the answer can't be written.
    pub fn ocsp(
        &self,
        request: &[u8],
        now: UnixSeconds,
        known: &dyn Fn(&[u8]) -> Option<Option<Revocation>>,
    ) -> Result<Vec<u8>, SigningError> {
        let own = [&self.seal, &self.ocsp].map(|identity| identity.certificate.tbs_certificate().serial_number());
        let known = |serial: &[u8]| match known(serial) {
            None if own.iter().any(|own| own.as_bytes() == serial) => Some(None),
            known => known,
        };
        let Identity { certificate, key } = &self.ocsp;
        revocation::respond(
            request,
            &self.issuing.certificate,
            certificate,
            key,
            status_validity(now),
            &known,
        )
    }

    /// Makes the root's revocation list: issuing authority and TSAs.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn root_list(&self, now: UnixSeconds) -> Result<Vec<u8>, SigningError> {
        let Identity { certificate, key } = &self.root;
        revocation::issue_list(certificate, key, &[], now.0, status_validity(now))
    }

    /// Makes the issuing authority's revocation list: signatories, seal, OCSP responder.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn issuing_list(&self, revoked: &[(Vec<u8>, Revocation)], now: UnixSeconds) -> Result<Vec<u8>, SigningError> {
        let Identity { certificate, key } = &self.issuing;
        revocation::issue_list(certificate, key, revoked, now.0, status_validity(now))
    }
}

fn services(address: &str, issuer: &str, ocsp: bool) -> IssuerServices {
    IssuerServices {
        certificate: format!("{address}/{issuer}.cer"),
        revocation_list: format!("{address}/{issuer}.crl"),
        ocsp: ocsp.then(|| format!("{address}/ocsp")),
    }
}

fn status_validity(now: UnixSeconds) -> Validity {
    Validity {
        from: now,
        until: now.plus_days(STATUS_DAYS),
    }
}
