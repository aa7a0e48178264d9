//! What keeps signatures provable: validation material and document timestamps (PAdES B-LT, B-LTA).

use std::collections::BTreeSet;

use der::Encode;
use lopdf::{Dictionary, Object, ObjectId, Stream};
use x509_cert::Certificate;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{AuthorityInfoAccessSyntax, CrlDistributionPoints};

use crate::certificate::Validity;
use crate::inspect::Report;
use crate::pdf::{Revision, SignatureValue, name};
use crate::prepare::add_invisible;
use crate::revocation::{OcspAnswer, Revocation, RevocationList};
use crate::timestamp::{Timestamp, timestamp};
use crate::trust::extension;
use crate::{Digest, Document, SigningError, Timestamping, UnixSeconds, oid};

/// Names of document timestamps' fields begin with it.
pub(crate) const TIMESTAMP_FIELD: &str = "yunqian-timestamp-";

/// What validators need to check signatures without asking anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ValidationMaterial {
    /// Certificates, DER.
    pub certificates: Vec<Vec<u8>>,
    /// OCSP responses, DER.
    pub ocsp: Vec<Vec<u8>>,
    /// Revocation lists, DER.
    pub lists: Vec<Vec<u8>>,
}

/// A certificate whose status has to be asked for, and its issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusNeeded {
    /// Certificate.
    pub certificate: Certificate,
    /// Who issued it, and tells whether it is revoked.
    pub issuer: Certificate,
}

impl StatusNeeded {
    /// Lists the certificates of a path whose status is asked for: all but the root, which is trusted without.
    pub(crate) fn of_path(path: &[Certificate]) -> impl Iterator<Item = Self> + '_ {
        path.windows(2).map(|pair| Self {
            certificate: pair[0].clone(),
            issuer: pair[1].clone(),
        })
    }

    /// Says whether the certificate has ended: then nobody tells its status any more, and what was told is kept.
    pub fn has_ended(&self, now: UnixSeconds) -> bool {
        let end = self.certificate.tbs_certificate().validity().not_after;
        end.to_unix_duration().as_secs() < now.0
    }

    /// Writes the question to the issuer's OCSP responder.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn ocsp_request(&self) -> Result<Vec<u8>, SigningError> {
        let id = crate::revocation::CertificateId::new(&self.certificate, &self.issuer)?;
        Ok(crate::revocation::OcspRequest::about(id)?)
    }

    /// Returns where the issuer's OCSP responders are, by the certificate's own word (RFC 5280, section 4.2.2.1).
    pub fn ocsp_addresses(&self) -> Vec<String> {
        let access = extension::<AuthorityInfoAccessSyntax>(&self.certificate);
        let methods = access.ok().flatten().map(|access| access.0).unwrap_or_default();
        let ocsp = methods.into_iter().filter(|it| it.access_method == oid::ID_AD_OCSP);
        ocsp.filter_map(|it| address(&it.access_location)).collect()
    }

    /// Returns where the issuer's revocation lists are, by the certificate's own word (RFC 5280, section 4.2.1.13).
    pub fn list_addresses(&self) -> Vec<String> {
        let points = extension::<CrlDistributionPoints>(&self.certificate);
        let points = points.ok().flatten().map(|points| points.0).unwrap_or_default();
        let names = points.into_iter().filter_map(|point| match point.distribution_point? {
            DistributionPointName::FullName(names) => Some(names),
            DistributionPointName::NameRelativeToCRLIssuer(_) => None,
        });
        names.flatten().filter_map(|name| address(&name)).collect()
    }

    /// Reads what an OCSP answer tells of this certificate, if it holds and is of now.
    pub fn told_by_ocsp(&self, answer: &[u8], now: UnixSeconds) -> Option<CertificateStatus> {
        let answer = OcspAnswer::read(answer, &self.issuer)?;
        let (revoked, validity) = answer.find(&self.certificate, &self.issuer)?;
        is_fresh(validity, now).then(|| revoked.into())
    }

    /// Reads what a revocation list tells of this certificate, if it is the issuer's and of now.
    pub fn told_by_list(&self, list: &[u8], now: UnixSeconds) -> Option<CertificateStatus> {
        let list = RevocationList::read(list, &self.issuer)?;
        is_fresh(list.validity, now).then(|| list.find(&self.certificate).into())
    }
}

/// What an issuer tells of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStatus {
    /// It stands.
    Good,
    /// It was taken back.
    Revoked(Revocation),
}

impl From<Option<Revocation>> for CertificateStatus {
    fn from(revoked: Option<Revocation>) -> Self {
        revoked.map_or(Self::Good, Self::Revoked)
    }
}

/// What was said is used when it is at most so old.
const FRESH_S: u64 = 300;

fn is_fresh(validity: Validity, now: UnixSeconds) -> bool {
    validity.from.0 <= now.0 + FRESH_S && now.0 <= validity.until.0 + FRESH_S
}

/// Reads an address of the web; others are not asked.
fn address(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::UniformResourceIdentifier(address) => {
            let address = address.as_str();
            let is_web = address.starts_with("http://") || address.starts_with("https://");
            is_web.then(|| address.to_owned())
        }
        _ => None,
    }
}

impl Report {
    /// Lists every certificate of a path whose status validators will want to know, each once.
    pub fn status_needed(&self) -> Vec<StatusNeeded> {
        let mut seen = BTreeSet::new();
        let paths = self.signatures.iter().flat_map(|signature| &signature.paths);
        paths
            .flat_map(|path| StatusNeeded::of_path(path))
            .filter(|needed| seen.insert(needed.certificate.to_der().unwrap_or_default()))
            .collect()
    }
}

impl Document {
    /// Appends validation material and a document timestamp over everything: B-LTA, if the material is complete.
    ///
    /// Done again before the last timestamp's certificate ends, it proves the document for as long again
    /// (EN 319 142-1, 5.4.3).
    ///
    /// # Errors
    /// When no authority gives a token that holds; the document stays as it was.
    pub fn archive(
        &mut self,
        material: &ValidationMaterial,
        now: UnixSeconds,
        timestamping: &Timestamping<'_>,
    ) -> Result<Timestamp, SigningError> {
        let mut reserve = timestamping.token_bytes();
        loop {
            let (appended, placeholder) = self.timestamp_revision(material, reserve)?;
            let around = appended.around(self.file.bytes().len(), placeholder);
            let about: Digest = self.file.hasher().with(&around);
            let Timestamping {
                authorities,
                trust,
                nonce,
            } = timestamping;
            let token = timestamp(about, *nonce, now, authorities, trust)?;
            if token.token.len() > reserve {
                reserve = token.token.len() * 2;
                continue;
            }
            self.put(appended, placeholder, reserve, &token.token)?;
            return Ok(token);
        }
    }

    fn timestamp_revision(
        &self,
        material: &ValidationMaterial,
        reserve: usize,
    ) -> Result<(crate::pdf::Appended, crate::pdf::Placeholder), SigningError> {
        let mut revision = Revision::new(&self.file);
        add_material(&mut revision, material)?;
        let fields = crate::inspect::signature_fields(self.file.document())?;
        let count = fields
            .iter()
            .filter(|field| field.name.starts_with(TIMESTAMP_FIELD))
            .count();
        let page = revision.document().page_iter().next();
        let page = page.ok_or_else(|| SigningError::NotPdf("it has no page".to_owned()))?;
        let field = add_invisible(&mut revision, page, &format!("{TIMESTAMP_FIELD}{}", count + 1), None)?;
        let form = form(&revision)?;
        revision.push(form, b"Fields", Object::Reference(field))?;
        let signature = revision.reserve_id();
        let mut entries = Dictionary::new();
        entries.set("Type", name("DocTimeStamp"));
        entries.set("Filter", name("Adobe.PPKLite"));
        entries.set("SubFilter", name("ETSI.RFC3161"));
        revision.put_signature(signature, SignatureValue { entries, reserve });
        revision.change(field, |widget| widget.set("V", Object::Reference(signature)))?;
        let (appended, placeholder) = revision.finish()?;
        Ok((appended, placeholder.expect("a signature was put")))
    }
}

fn form(revision: &Revision<'_>) -> Result<ObjectId, SigningError> {
    let catalog = revision.dictionary(revision.catalog_id()?)?;
    Ok(catalog.get(b"AcroForm").and_then(Object::as_reference)?)
}

/// Adds to the document's security store what is not in it yet (EN 319 142-1, 5.4.2).
fn add_material(revision: &mut Revision<'_>, material: &ValidationMaterial) -> Result<(), SigningError> {
    let catalog = revision.catalog_id()?;
    let dictionary = revision.dictionary(catalog)?;
    let (store, mut entries) = match revision.follow(&dictionary, b"DSS")? {
        Some((Some(id), store)) => (id, store.as_dict()?.clone()),
        _ => (revision.reserve_id(), Dictionary::new()),
    };
    entries.set("Type", name("DSS"));
    let kinds = [
        ("Certs", &material.certificates),
        ("OCSPs", &material.ocsp),
        ("CRLs", &material.lists),
    ];
    for (key, added) in kinds {
        let mut list = match revision.follow(&entries, key.as_bytes())? {
            Some((_, list)) => list.as_array()?.clone(),
            None => Vec::new(),
        };
        let mut known: BTreeSet<Vec<u8>> = list.iter().filter_map(|item| content(revision, item)).collect();
        for der in added {
            if known.insert(der.clone()) {
                let stream = revision.add(Stream::new(Dictionary::new(), der.clone()));
                list.push(Object::Reference(stream));
            }
        }
        if !list.is_empty() {
            entries.set(key, list);
        }
    }
    revision.put(store, entries);
    if dictionary.has(b"DSS") {
        return Ok(());
    }
    revision.change(catalog, |catalog| {
        catalog.set("DSS", Object::Reference(store));
        if !catalog.has(b"Extensions") {
            catalog.set("Extensions", extensions());
        }
    })
}

fn content(revision: &Revision<'_>, item: &Object) -> Option<Vec<u8>> {
    let stream = revision.object(item.as_reference().ok()?).ok()?;
    Some(stream.as_stream().ok()?.content.clone())
}

/// Declares the extension that defines the store (EN 319 142-1, 5.4.2.1; ISO 32000-1, 7.12).
fn extensions() -> Dictionary {
    let mut level = Dictionary::new();
    level.set("BaseVersion", name("1.7"));
    level.set("ExtensionLevel", 5);
    let mut extensions = Dictionary::new();
    extensions.set("ESIC", level);
    extensions
}
