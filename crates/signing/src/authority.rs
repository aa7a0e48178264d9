//! The embedded certification authority. It is for development and demonstration and says so.

use der::pem::LineEnding;
use der::{DecodePem, EncodePem};
use p256::ecdsa::SigningKey;
use x509_cert::Certificate;

use crate::certificate::{Template, Usage, Validity, issue, name};
use crate::managed_key::{key_from_pem, key_from_seed, key_to_pem};
use crate::{DevelopmentTsa, ManagedKey, SigningError, Trust, UnixSeconds};

const ORGANISATION: &str = "Yunqian DEMONSTRATION 云签演示用";
const COUNTRY: &str = "CN";
const AUTHORITY_DAYS: u64 = 3650;

/// Random bytes for a new authority; use each value once.
pub struct AuthoritySeed {
    /// Keys of root, issuing authority and TSA.
    pub keys: [[u8; 32]; 3],
    /// Serial numbers of the three certificates.
    pub serials: [[u8; 16]; 3],
}

/// Names the person a signing certificate is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerSubject {
    /// The person's name, as it should appear.
    pub name: String,
    /// The organisation signed for.
    pub organisation: String,
    /// ISO 3166 two-letter code.
    pub country: String,
}

/// A development CA: root, issuing authority and TSA, all P-256, all named as demonstration.
pub struct Authority {
    root: Certificate,
    root_key: SigningKey,
    issuing: Certificate,
    issuing_key: SigningKey,
    tsa: Certificate,
    tsa_key: SigningKey,
}

impl Authority {
    /// Makes a new authority, valid for ten years.
    pub fn generate(seed: &AuthoritySeed, now: UnixSeconds) -> Result<Self, SigningError> {
        let [root_key, issuing_key, tsa_key] = seed.keys.map(key_from_seed);
        let root_name = name(COUNTRY, ORGANISATION, "Yunqian DEMONSTRATION Root 演示用根证书")?;
        let issuing_name = name(COUNTRY, ORGANISATION, "Yunqian DEMONSTRATION Issuing CA 演示用签发机构")?;
        let tsa_name = name(COUNTRY, ORGANISATION, "Yunqian DEMONSTRATION TSA 演示用时间戳")?;
        let validity = Validity {
            from: now,
            until: now.plus_days(AUTHORITY_DAYS),
        };
        let by_root = |subject, key: &SigningKey, usage, serial| {
            issue(&Template {
                subject,
                key: key.verifying_key(),
                issuer: &root_name,
                issuer_key: &root_key,
                usage,
                validity,
                serial,
            })
        };
        let [root_serial, issuing_serial, tsa_serial] = seed.serials;
        Ok(Self {
            root: by_root(&root_name, &root_key, Usage::Authority(Some(1)), root_serial)?,
            issuing: by_root(&issuing_name, &issuing_key, Usage::Authority(Some(0)), issuing_serial)?,
            tsa: by_root(&tsa_name, &tsa_key, Usage::Timestamps, tsa_serial)?,
            root_key,
            issuing_key,
            tsa_key,
        })
    }

    /// Writes certificates and private keys as PEM; keep the file secret.
    pub fn to_pem(&self) -> Result<String, SigningError> {
        let mut pem = String::new();
        for (certificate, key) in [
            (&self.root, &self.root_key),
            (&self.issuing, &self.issuing_key),
            (&self.tsa, &self.tsa_key),
        ] {
            pem.push_str(&certificate.to_pem(LineEnding::LF)?);
            pem.push_str(&key_to_pem(key));
        }
        Ok(pem)
    }

    /// Reads what [`Authority::to_pem`] wrote.
    pub fn from_pem(pem: &str) -> Result<Self, SigningError> {
        let damaged = || SigningError::KeyMaterial("not an authority's PEM file".to_owned());
        let blocks: Vec<String> = pem
            .split_inclusive("-----END CERTIFICATE-----\n")
            .flat_map(|part| part.split_inclusive("-----END PRIVATE KEY-----\n"))
            .map(str::to_owned)
            .collect();
        let [root, root_key, issuing, issuing_key, tsa, tsa_key] = blocks.as_slice() else {
            return Err(damaged());
        };
        let certificate = |pem: &String| Certificate::from_pem(pem).map_err(|_| damaged());
        Ok(Self {
            root: certificate(root)?,
            root_key: key_from_pem(root_key)?,
            issuing: certificate(issuing)?,
            issuing_key: key_from_pem(issuing_key)?,
            tsa: certificate(tsa)?,
            tsa_key: key_from_pem(tsa_key)?,
        })
    }

    /// Issues a certificate for a signatory's managed key; returns the chain, signatory first.
    pub fn issue(
        &self,
        subject: &SignerSubject,
        key: &ManagedKey,
        validity: Validity,
        serial: [u8; 16],
    ) -> Result<Vec<Certificate>, SigningError> {
        let certificate = issue(&Template {
            subject: &name(&subject.country, &subject.organisation, &subject.name)?,
            key: key.verifying_key(),
            issuer: self.issuing.tbs_certificate().subject(),
            issuer_key: &self.issuing_key,
            usage: Usage::Documents,
            validity,
            serial,
        })?;
        Ok(vec![certificate, self.issuing.clone()])
    }

    /// Returns the root as PEM, for verifiers.
    pub fn root_pem(&self) -> Result<String, SigningError> {
        Ok(self.root.to_pem(LineEnding::LF)?)
    }

    /// Trusts this authority's root.
    pub fn trust(&self) -> Trust {
        Trust::new(vec![self.root.clone()])
    }

    /// Returns the embedded TSA at one moment; `serial` must never repeat.
    pub fn tsa(&self, now: UnixSeconds, serial: [u8; 16]) -> DevelopmentTsa<'_> {
        DevelopmentTsa {
            certificate: &self.tsa,
            key: &self.tsa_key,
            now,
            serial,
        }
    }
}
