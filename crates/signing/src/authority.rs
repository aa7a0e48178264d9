//! The demonstration's own certification authority: root, issuing authority, OCSP responder, two timestamp authorities
//! and the platform's seal. It says so in every certificate.

use std::sync::Arc;

use der::pem::LineEnding;
use der::{DecodePem, EncodePem};
use spki::SubjectPublicKeyInfoOwned;
use x509_cert::Certificate;
use x509_cert::name::Name;

use crate::certificate::{Template, Usage, Validity, issue, key_identifier_of, name};
use crate::issuing::{AuthorityParts, Identity, IssuingAuthority, IssuingKey, services, status_validity};
use crate::revocation::{self, Revocation};
use crate::trust::{check_authority, check_signature};
use crate::{DevelopmentTsa, PrivateKey, Role, SigningError, SoftwareKey, Trust, UnixSeconds};

const ORGANISATION: &str = "Yunqian DEMONSTRATION 云签演示用";
const COUNTRY: &str = "CN";
const ROLES: usize = 6;

/// Random bytes for a new authority; use each value once.
pub struct AuthoritySeed {
    /// Keys of root, issuing authority, OCSP responder, the two TSAs and the platform's seal.
    pub keys: [[u8; 32]; ROLES],
    /// Serial numbers of their certificates.
    pub serials: [[u8; 16]; ROLES],
}

/// Random bytes for one new key; use each value once.
#[derive(Clone, Copy)]
pub struct KeySeed {
    /// The key.
    pub key: [u8; 32],
    /// The serial number of its certificate.
    pub serial: [u8; 16],
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

/// A certificate and its key in memory.
#[derive(Clone)]
struct Held {
    certificate: Certificate,
    key: SoftwareKey,
}

/// Everything that is kept of the authority.
#[derive(Clone)]
struct Kept {
    root: Held,
    issuing: Held,
    ocsp: Held,
    tsas: [Held; 2],
    seal: Held,
    /// Keys that issued earlier, the last first, each with its responder.
    former: Vec<(Held, Held)>,
    /// Certificates of earlier seals and responders.
    retired: Vec<Certificate>,
}

/// A certification authority whose certificates are all named as demonstration.
pub struct Authority {
    kept: Kept,
    issuer: IssuingAuthority,
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
        let mut seeds = seed.keys.iter().zip(&seed.serials);
        let mut seeds = || {
            let (key, serial) = seeds.next().expect("there are as many seeds as roles");
            KeySeed {
                key: *key,
                serial: *serial,
            }
        };
        let root = root(seeds(), now)?;
        let issuing = issuing(&root, 1, seeds(), address, now)?;
        let ocsp = below(&issuing, Role::Ocsp, seeds(), address, now)?;
        let tsas = [Role::FirstTsa, Role::SecondTsa].map(|role| tsa(&root, role, seeds(), address, now));
        let [first, second] = tsas;
        let kept = Kept {
            tsas: [first?, second?],
            seal: below(&issuing, Role::Seal, seeds(), address, now)?,
            root,
            issuing,
            ocsp,
            former: Vec::new(),
            retired: Vec::new(),
        };
        Ok(Self::assemble(kept, address))
    }

    /// Returns the same authority with a new key in one role.
    ///
    /// What the key before signed still verifies: an issuing key goes on to make its list and its answers, with a
    /// responder of its own, and of a seal or responder is still answered that it is not revoked.
    ///
    /// # Errors
    /// When a certificate can't be made.
    pub fn rotated(
        &self,
        role: Role,
        seeds: &mut dyn FnMut() -> KeySeed,
        now: UnixSeconds,
    ) -> Result<Self, SigningError> {
        let mut kept = self.kept.clone();
        let address = &self.address;
        match role {
            Role::Issuing => {
                let number = kept.former.len() + 2;
                let made = issuing(&kept.root, number, seeds(), address, now)?;
                let responder = below(&made, Role::Ocsp, seeds(), address, now)?;
                let before = std::mem::replace(&mut kept.issuing, made);
                let its_responder = std::mem::replace(&mut kept.ocsp, responder);
                kept.former.insert(0, (before, its_responder));
            }
            Role::Ocsp => {
                let made = below(&kept.issuing, role, seeds(), address, now)?;
                kept.retired.push(std::mem::replace(&mut kept.ocsp, made).certificate);
                for (issuing, responder) in &mut kept.former {
                    let made = below(issuing, role, seeds(), address, now)?;
                    kept.retired.push(std::mem::replace(responder, made).certificate);
                }
            }
            Role::Seal => {
                let made = below(&kept.issuing, role, seeds(), address, now)?;
                kept.retired.push(std::mem::replace(&mut kept.seal, made).certificate);
            }
            Role::FirstTsa => kept.tsas[0] = tsa(&kept.root, role, seeds(), address, now)?,
            Role::SecondTsa => kept.tsas[1] = tsa(&kept.root, role, seeds(), address, now)?,
        }
        Ok(Self::assemble(kept, address))
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
        let seed = |index: usize| KeySeed {
            key: keys[index],
            serial: serials[index],
        };
        let first = self.rotated(Role::FirstTsa, &mut || seed(0), now)?;
        first.rotated(Role::SecondTsa, &mut || seed(1), now)
    }

    fn assemble(kept: Kept, address: &str) -> Self {
        let issuing_key = |issuing: &Held, responder: &Held| IssuingKey {
            identity: issuing.identity(),
            above: Vec::new(),
            responder: Some(responder.identity()),
        };
        let authorities = std::iter::once(&kept.issuing).chain(kept.former.iter().map(|(issuing, _)| issuing));
        let mut certificates = authorities.map(|held| &held.certificate);
        let seals = certificates.find(|issuer| check_signature(&kept.seal.certificate, issuer).is_ok());
        let issuer = IssuingAuthority::made_of(AuthorityParts {
            roots: vec![kept.root.certificate.clone()],
            issuing: issuing_key(&kept.issuing, &kept.ocsp),
            former: kept
                .former
                .iter()
                .map(|(issuing, ocsp)| issuing_key(issuing, ocsp))
                .collect(),
            seal: kept.seal.identity(),
            seal_above: seals.cloned().into_iter().collect(),
            retired: kept.retired.clone(),
            address: address.to_owned(),
        });
        Self {
            kept,
            issuer,
            address: address.to_owned(),
        }
    }

    /// Writes certificates and private keys as PEM; keep the file secret.
    ///
    /// # Errors
    /// When a certificate can't be written.
    pub fn to_pem(&self) -> Result<String, SigningError> {
        let Kept {
            root,
            issuing,
            ocsp,
            tsas: [first, second],
            seal,
            former,
            retired,
        } = &self.kept;
        let mut pem = String::new();
        let former = former.iter().flat_map(|(issuing, responder)| [issuing, responder]);
        for Held { certificate, key } in [root, issuing, ocsp, first, second, seal].into_iter().chain(former) {
            pem.push_str(&certificate.to_pem(LineEnding::LF)?);
            pem.push_str(&key.to_pkcs8_pem());
        }
        for certificate in retired {
            pem.push_str(&certificate.to_pem(LineEnding::LF)?);
        }
        Ok(pem)
    }

    /// Reads what [`Authority::to_pem`] wrote.
    ///
    /// # Errors
    /// When it is something else.
    pub fn from_pem(pem: &str, address: &str) -> Result<Self, SigningError> {
        let damaged = || SigningError::KeyMaterial("not an authority's PEM file".to_owned());
        let mut held: Vec<Held> = Vec::new();
        let mut retired: Vec<Certificate> = Vec::new();
        for block in pem.split_inclusive("-----\n").collect::<Vec<_>>().chunks(2) {
            let block = block.concat();
            if block.starts_with("-----BEGIN CERTIFICATE-----") {
                retired.push(Certificate::from_pem(&block).map_err(|_| damaged())?);
            } else {
                let certificate = retired.pop().ok_or_else(damaged)?;
                let key = SoftwareKey::from_pkcs8_pem(&block)?;
                held.push(Held { certificate, key });
            }
        }
        let mut held = held.into_iter();
        let mut next = || held.next().ok_or_else(damaged);
        let mut kept = Kept {
            root: next()?,
            issuing: next()?,
            ocsp: next()?,
            tsas: [next()?, next()?],
            seal: next()?,
            former: Vec::new(),
            retired,
        };
        while let Some(issuing) = held.next() {
            check_authority(&issuing.certificate, 0).map_err(|_| damaged())?;
            kept.former.push((issuing, held.next().ok_or_else(damaged)?));
        }
        Ok(Self::assemble(kept, address))
    }

    /// Returns it as the authority that issues, without root and TSAs.
    pub const fn issuer(&self) -> &IssuingAuthority {
        &self.issuer
    }

    /// As [`IssuingAuthority::issue`].
    ///
    /// # Errors
    /// As there.
    pub fn issue(
        &self,
        subject: &SignerSubject,
        key: &SubjectPublicKeyInfoOwned,
        validity: Validity,
        serial: [u8; 16],
    ) -> Result<Vec<Certificate>, SigningError> {
        self.issuer.issue(subject, key, validity, serial)
    }

    /// As [`IssuingAuthority::seal`].
    pub fn seal(&self) -> (&dyn PrivateKey, Vec<Certificate>) {
        self.issuer.seal()
    }

    /// Returns the root as PEM, for verifiers.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn root_pem(&self) -> Result<String, SigningError> {
        Ok(self.kept.root.certificate.to_pem(LineEnding::LF)?)
    }

    /// Returns root and issuing authority.
    pub fn certificates(&self) -> [&Certificate; 2] {
        [&self.kept.root.certificate, &self.kept.issuing.certificate]
    }

    /// Trusts this authority's root, for signatures and for timestamps.
    pub fn trust(&self) -> Trust {
        let root = vec![self.kept.root.certificate.clone()];
        Trust::new(root.clone(), root)
    }

    /// Returns the embedded TSAs at one moment; `serials` must never repeat.
    pub fn tsas(&self, now: UnixSeconds, serials: [[u8; 16]; 2]) -> [DevelopmentTsa<'_>; 2] {
        let [first, second] = &self.kept.tsas;
        [(first, serials[0]), (second, serials[1])].map(|(held, serial)| DevelopmentTsa {
            certificate: &held.certificate,
            key: &held.key,
            now,
            serial,
        })
    }

    /// As [`IssuingAuthority::ocsp`].
    ///
    /// # Errors
    /// As there.
    pub fn ocsp(
        &self,
        request: &[u8],
        now: UnixSeconds,
        known: &dyn Fn(&[u8]) -> Option<Option<Revocation>>,
    ) -> Result<Vec<u8>, SigningError> {
        self.issuer.ocsp(request, now, known)
    }

    /// Makes the root's revocation list: issuing authorities and TSAs.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn root_list(&self, now: UnixSeconds) -> Result<Vec<u8>, SigningError> {
        let Held { certificate, key } = &self.kept.root;
        revocation::issue_list(certificate, key, &[], now.0, status_validity(now))
    }

    /// Makes the revocation list of the key that issues: signatories, seal, OCSP responder.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn issuing_list(&self, revoked: &[(Vec<u8>, Revocation)], now: UnixSeconds) -> Result<Vec<u8>, SigningError> {
        let Held { certificate, key } = &self.kept.issuing;
        revocation::issue_list(certificate, key, revoked, now.0, status_validity(now))
    }
}

impl Held {
    fn identity(&self) -> Identity {
        Identity {
            certificate: self.certificate.clone(),
            key: Arc::new(self.key.clone()),
        }
    }
}

fn named(role: &str) -> Result<Name, SigningError> {
    name(COUNTRY, ORGANISATION, &format!("Yunqian DEMONSTRATION {role}"))
}

fn years(now: UnixSeconds, years: u64) -> Validity {
    Validity {
        from: now,
        until: now.plus_days(years * 365),
    }
}

fn root(seed: KeySeed, now: UnixSeconds) -> Result<Held, SigningError> {
    let key = SoftwareKey::from_seed(seed.key);
    let subject = named("Root 演示用根证书")?;
    let certificate = issue(&Template {
        subject: &subject,
        key: &key.public_key(),
        issuer: &subject,
        issuer_key: &key,
        issuer_key_id: None,
        usage: Usage::Authority(Some(1)),
        validity: years(now, 30),
        serial: seed.serial,
        issuer_services: None,
    })?;
    Ok(Held { certificate, key })
}

/// The second issuing key and those after it have a name of their own: validators that look issuers up by name alone
/// would mix them up.
fn issuing(root: &Held, number: usize, seed: KeySeed, address: &str, now: UnixSeconds) -> Result<Held, SigningError> {
    let subject = match number {
        1 => named("Issuing CA 演示用签发机构")?,
        _ => named(&format!("Issuing CA {number} 演示用签发机构"))?,
    };
    by_root(root, &subject, Usage::Authority(Some(0)), 30, seed, address, now)
}

fn tsa(root: &Held, role: Role, seed: KeySeed, address: &str, now: UnixSeconds) -> Result<Held, SigningError> {
    let subject = match role {
        Role::FirstTsa => named("TSA 1 演示用时间戳")?,
        _ => named("TSA 2 演示用时间戳")?,
    };
    by_root(root, &subject, Usage::Timestamps, 10, seed, address, now)
}

fn by_root(
    root: &Held,
    subject: &Name,
    usage: Usage,
    lasting_years: u64,
    seed: KeySeed,
    address: &str,
    now: UnixSeconds,
) -> Result<Held, SigningError> {
    let key = SoftwareKey::from_seed(seed.key);
    let certificate = issue(&Template {
        subject,
        key: &key.public_key(),
        issuer: root.certificate.tbs_certificate().subject(),
        issuer_key: &root.key,
        issuer_key_id: Some(key_identifier_of(&root.certificate)?),
        usage,
        validity: years(now, lasting_years),
        serial: seed.serial,
        issuer_services: Some(services(address, "root", false)),
    })?;
    Ok(Held { certificate, key })
}

/// Makes a seal or a responder below an issuing key.
fn below(issuing: &Held, role: Role, seed: KeySeed, address: &str, now: UnixSeconds) -> Result<Held, SigningError> {
    let key = SoftwareKey::from_seed(seed.key);
    let (subject, usage) = match role {
        Role::Seal => (named("Platform Seal 演示用平台印章")?, Usage::Documents),
        _ => (named("OCSP 演示用状态应答")?, Usage::OcspResponses),
    };
    let issuer = IssuingKey {
        identity: issuing.identity(),
        above: Vec::new(),
        responder: None,
    };
    let certificate = issuer.issue(address, &subject, &key.public_key(), usage, years(now, 5), seed.serial)?;
    Ok(Held { certificate, key })
}
