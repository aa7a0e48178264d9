//! One signature: byte range, CMS, chain, timestamp.

use lopdf::{Dictionary, Document, Object};

use super::fields::FoundField;
use super::{Evidence, Kind, Level, Problem, SignatureReport};
use crate::algorithm::Hash;
use crate::certificate::{Usage, name_part};
use crate::cms::{self, CmsError, Content};
use crate::digest::Beginnings;
use crate::document::{AUTHORISATION_KEY, PURPOSE_KEY};
use crate::prepare::CLOSING_FIELD;
use crate::timestamp::Token;
use crate::trust::ChainError;
use crate::{Certificate, Digest, Trust, UnixSeconds, oid};

/// A field's signature as it stands in the file, not yet believed.
pub(super) struct Found {
    report: SignatureReport,
    covered: Option<Covered>,
}

impl Found {
    pub(super) fn end(&self) -> usize {
        self.report.covers_bytes
    }

    /// Where what it covers has its gap.
    pub(super) fn open(&self) -> Option<usize> {
        self.covered.as_ref().map(|covered| covered.gap.0)
    }
}

/// Reads a field's signature; `None` if it has none.
pub(super) fn read(pdf: &[u8], document: &Document, field: &FoundField) -> Option<Found> {
    let value = field.value?;
    let mut report = SignatureReport {
        field: field.name.clone(),
        kind: match field.name.as_str() {
            CLOSING_FIELD => Kind::PlatformSeal,
            _ => Kind::Signature,
        },
        purpose: None,
        signer: None,
        organisation: None,
        issuer: None,
        certificate_sha256: None,
        serial: None,
        authorisation: None,
        timestamped_at: None,
        level: None,
        certifies: false,
        covers_bytes: 0,
        problems: Vec::new(),
        paths: Vec::new(),
    };
    let covered = document.get_dictionary(value).ok().and_then(|dictionary| {
        report.certifies = certifies(document, dictionary);
        report.authorisation = authorisation(dictionary);
        let purpose = dictionary.get(PURPOSE_KEY.as_bytes()).and_then(Object::as_str).ok();
        report.purpose = purpose.map(|text| String::from_utf8_lossy(text).into_owned());
        Covered::read(pdf, dictionary)
    });
    match &covered {
        Some(covered) => {
            report.covers_bytes = covered.end;
            if covered.is_timestamp {
                report.kind = Kind::DocumentTimestamp;
            }
        }
        None => report.problems.push(Problem::ByteRange {
            field: field.name.clone(),
        }),
    }
    Some(Found { report, covered })
}

/// Judges signatures from the last one backwards.
pub(super) struct Judge<'a> {
    beginnings: &'a Beginnings<'a>,
    evidence: &'a Evidence,
    trust: &'a Trust,
    /// When everything still to be judged is known to have existed.
    proven_at: UnixSeconds,
    is_archived: bool,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        beginnings: &'a Beginnings<'a>,
        evidence: &'a Evidence,
        trust: &'a Trust,
        now: UnixSeconds,
    ) -> Self {
        Self {
            beginnings,
            evidence,
            trust,
            proven_at: now,
            is_archived: false,
        }
    }

    /// Judges signatures, oldest first: each document timestamp that holds proves that everything before it existed at
    /// its time.
    pub(super) fn judge(mut self, found: Vec<Found>) -> Vec<SignatureReport> {
        let mut reports: Vec<_> = found
            .into_iter()
            .rev()
            .map(|Found { mut report, covered }| {
                if let Some(covered) = covered {
                    let judged = match covered.is_timestamp {
                        true => self.document_timestamp(&covered, &mut report),
                        false => self.signature(&covered, &mut report),
                    };
                    report.problems.extend(judged.err());
                }
                report
            })
            .collect();
        reports.reverse();
        reports
    }

    fn document_timestamp(&mut self, covered: &Covered, report: &mut SignatureReport) -> Result<(), Problem> {
        let (token, complete) = self.token(&covered.cms, &|hash| covered.digest(self.beginnings, hash), report)?;
        // The last one's material comes with the next; without it the certificate must simply still be good.
        if self.is_archived && !complete {
            return Err(timestamp_problem(
                report,
                "its authority's status is not in the document",
            ));
        }
        self.proven_at = token.at;
        self.is_archived = true;
        Ok(())
    }

    fn signature(&self, covered: &Covered, report: &mut SignatureReport) -> Result<(), Problem> {
        let field = report.field.clone();
        let content = |hash| covered.digest(self.beginnings, hash).unwrap_or_default();
        let verified =
            cms::verify(&covered.cms, &Content::Detached(&content)).map_err(|reason| Problem::Signature {
                field: field.clone(),
                reason,
            })?;
        name(report, &verified.signer);
        report.level = Some(Level::B);
        let token = verified.timestamp.as_deref();
        let token = token.ok_or_else(|| timestamp_problem(report, &CmsError::Attributes.to_string()))?;
        let about = |hash: Hash| Some(hash.of(&verified.signature));
        let (token, stamp_complete) = self.token(token, &about, report)?;
        let certificate = |reason| Problem::Certificate {
            field: field.clone(),
            reason,
        };
        let pool = [verified.certificates.as_slice(), &self.evidence.certificates].concat();
        let path = self.trust.path(&verified.signer, &pool, token.at, Usage::Documents);
        let path = path.map_err(certificate)?;
        let complete = self.evidence.is_complete(&path, token.at).map_err(certificate)?;
        report.paths.insert(0, path);
        report.level = Some(match (complete && stamp_complete, self.is_archived) {
            (false, _) => Level::T,
            (true, false) => Level::Lt,
            (true, true) => Level::Lta,
        });
        Ok(())
    }

    /// Checks a token at the moment that it is known to have existed; also says whether its path's status is known.
    fn token(
        &self,
        token: &[u8],
        about: &dyn Fn(Hash) -> Option<Vec<u8>>,
        report: &mut SignatureReport,
    ) -> Result<(Token, bool), Problem> {
        let token = Token::read(token, about).map_err(|error| timestamp_problem(report, &error.to_string()))?;
        if report.kind == Kind::DocumentTimestamp {
            name(report, &token.signer);
        }
        let unbelieved =
            |reason: ChainError| timestamp_problem(report, &format!("the authority's certificate: {reason}"));
        let pool = [token.certificates.as_slice(), &self.evidence.certificates].concat();
        let path = self.trust.path(&token.signer, &pool, self.proven_at, Usage::Timestamps);
        let path = path.map_err(unbelieved)?;
        let complete = self.evidence.is_complete(&path, self.proven_at).map_err(unbelieved)?;
        if token.at > self.proven_at {
            return Err(timestamp_problem(report, "it is later than what covers it"));
        }
        report.timestamped_at = Some(token.at);
        report.paths.push(path);
        Ok((token, complete))
    }
}

fn name(report: &mut SignatureReport, signer: &Certificate) {
    let tbs = signer.tbs_certificate();
    report.signer = name_part(tbs.subject(), oid::COMMON_NAME);
    report.organisation = name_part(tbs.subject(), oid::ORGANISATION);
    report.issuer = name_part(tbs.issuer(), oid::COMMON_NAME);
    report.serial = Some(hex::encode(tbs.serial_number().as_bytes()));
    report.certificate_sha256 = der::Encode::to_der(signer).ok().map(|der| Digest::of(&der));
}

fn timestamp_problem(report: &SignatureReport, reason: &str) -> Problem {
    Problem::Timestamp {
        field: report.field.clone(),
        reason: reason.to_owned(),
    }
}

/// What a signature covers, and the signature.
struct Covered {
    /// Where the `/Contents` string begins and ends.
    gap: (usize, usize),
    end: usize,
    cms: Vec<u8>,
    is_timestamp: bool,
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
        let is_timestamp = kind == b"ETSI.RFC3161";
        if !(is_timestamp || kind == b"ETSI.CAdES.detached") || !same || !ends_revision {
            return None;
        }
        Some(Self {
            gap: (open, close),
            end,
            cms: without_padding(contents)?,
            is_timestamp,
        })
    }

    fn digest(&self, beginnings: &Beginnings<'_>, hash: Hash) -> Option<Vec<u8>> {
        let (open, close) = self.gap;
        (hash == Hash::Sha256).then(|| beginnings.without(open..close, self.end).as_bytes().to_vec())
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
    let references = signature.get(b"Reference").and_then(Object::as_array);
    references.is_ok_and(|references| {
        references
            .iter()
            .filter_map(|reference| reference.as_dict().ok())
            .any(|reference| asks_for_docmdp(document, reference))
    })
}

fn asks_for_docmdp(document: &Document, reference: &Dictionary) -> bool {
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

/// After the platform's seal only document timestamps come.
pub(super) fn check_closing(signatures: &mut [SignatureReport]) {
    let mut closed = false;
    for signature in signatures {
        if closed && signature.kind != Kind::DocumentTimestamp {
            signature.problems.push(Problem::AfterClosing {
                field: signature.field.clone(),
            });
        }
        closed |= signature.kind != Kind::Signature;
    }
}
