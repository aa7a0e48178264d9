//! One signature: byte range, CMS, chain, timestamp.

use lopdf::{Dictionary, Document, Object};

use super::fields::FoundField;
use super::{Problem, SignatureReport};
use crate::certificate::{Usage, name_part};
use crate::cms::{self, CmsError};
use crate::seal::AUTHORISATION_KEY;
use crate::timestamp::check_token;
use crate::{Digest, Trust, oid};

/// Checks a field's signature; `None` if it has none.
pub(super) fn check(pdf: &[u8], document: &Document, field: &FoundField, trust: &Trust) -> Option<SignatureReport> {
    let value = field.value?;
    let mut report = SignatureReport {
        field: field.name.clone(),
        signer: None,
        organisation: None,
        certificate_sha256: None,
        authorisation: None,
        timestamped_at: None,
        certifies: false,
        covers_bytes: 0,
        problems: Vec::new(),
    };
    let covered = document.get_dictionary(value).ok().and_then(|dictionary| {
        report.certifies = certifies(document, dictionary);
        report.authorisation = authorisation(dictionary);
        Covered::read(pdf, dictionary)
    });
    let Some(covered) = covered else {
        report.problems.push(Problem::ByteRange {
            field: field.name.clone(),
        });
        return Some(report);
    };
    report.covers_bytes = covered.end;
    check_cms(&covered, &mut report, trust);
    Some(report)
}

/// What a signature covers, and the signature.
struct Covered {
    digest: Digest,
    end: usize,
    cms: Vec<u8>,
}

impl Covered {
    /// Reads the byte range: from the first byte on, everything but the `/Contents` string, up to the
    /// end of a revision.
    fn read(pdf: &[u8], signature: &Dictionary) -> Option<Self> {
        let kind = signature.get(b"SubFilter").and_then(Object::as_name).ok()?;
        let range: Option<Vec<usize>> = signature
            .get(b"ByteRange")
            .and_then(Object::as_array)
            .ok()?
            .iter()
            .map(|number| usize::try_from(number.as_i64().ok()?).ok())
            .collect();
        let [0, open, close, rest] = range?[..] else {
            return None;
        };
        let end = close
            .checked_add(rest)
            .filter(|end| *end <= pdf.len() && open < close)?;
        let digits = pdf.get(open..close)?.strip_prefix(b"<")?.strip_suffix(b">")?;
        let contents = hex::decode(digits).ok()?;
        let same = signature.get(b"Contents").and_then(Object::as_str).ok()? == contents;
        let ends_revision = pdf[..end].trim_ascii_end().ends_with(b"%%EOF");
        if kind != b"ETSI.CAdES.detached" || !same || !ends_revision {
            return None;
        }
        let cms = without_padding(contents)?;
        Some(Self {
            digest: Digest::of_parts(&[&pdf[..open], &pdf[close..end]]),
            end,
            cms,
        })
    }
}

/// Cuts the zeros after the outer SEQUENCE; anything else there could hide data.
fn without_padding(mut contents: Vec<u8>) -> Option<Vec<u8>> {
    let [0x30, 0x82, high, low, ..] = contents[..] else {
        return None;
    };
    let length = 4 + usize::from(u16::from_be_bytes([high, low]));
    if contents.len() < length || contents[length..].iter().any(|byte| *byte != 0) {
        return None;
    }
    contents.truncate(length);
    Some(contents)
}

fn check_cms(covered: &Covered, report: &mut SignatureReport, trust: &Trust) {
    let field = report.field.clone();
    let verified = match cms::verify(&covered.cms, oid::ID_DATA, Some(covered.digest)) {
        Ok(verified) => verified,
        Err(reason) => return report.problems.push(Problem::Signature { field, reason }),
    };
    let subject = verified.signer.tbs_certificate().subject();
    report.signer = name_part(subject, oid::COMMON_NAME);
    report.organisation = name_part(subject, oid::ORGANISATION);
    report.certificate_sha256 = der::Encode::to_der(&verified.signer).ok().map(|der| Digest::of(&der));
    let token = verified.timestamp.as_deref();
    let time = match token.map(|token| check_token(token, &verified.signature, trust)) {
        Some(Ok(time)) => time,
        other => {
            let reason = match other {
                Some(Err(error)) => error.to_string(),
                _ => CmsError::Attributes.to_string(),
            };
            return report.problems.push(Problem::Timestamp { field, reason });
        }
    };
    report.timestamped_at = Some(time);
    if let Err(reason) = trust.check(&verified.signer, &verified.certificates, time, Usage::Documents) {
        report.problems.push(Problem::Certificate { field, reason });
    }
}

fn authorisation(signature: &Dictionary) -> Option<Digest> {
    let digits = signature
        .get(AUTHORISATION_KEY.as_bytes())
        .and_then(Object::as_str)
        .ok()?;
    let mut digest = [0; 32];
    hex::decode_to_slice(digits, &mut digest).ok()?;
    Some(Digest::from_bytes(digest))
}

/// Says whether a signature asks for DocMDP with P=2.
fn certifies(document: &Document, signature: &Dictionary) -> bool {
    let Some(Object::Dictionary(reference)) = signature
        .get(b"Reference")
        .and_then(Object::as_array)
        .ok()
        .and_then(|list| list.first())
    else {
        return false;
    };
    let method = reference.get(b"TransformMethod").and_then(Object::as_name);
    let level = document
        .get_dict_in_dict(reference, b"TransformParams")
        .and_then(|parameters| parameters.get(b"P"))
        .and_then(Object::as_i64);
    method.is_ok_and(|method| method == b"DocMDP") && level.is_ok_and(|level| level == 2)
}

/// The first signature certifies the document; no later one may.
pub(super) fn check_certification(signatures: &mut [SignatureReport]) {
    for (i, signature) in signatures.iter_mut().enumerate() {
        if signature.certifies != (i == 0) {
            signature.problems.push(Problem::Certification {
                field: signature.field.clone(),
            });
        }
    }
}
