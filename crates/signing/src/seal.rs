//! One PAdES B-T signature, appended.

use std::cell::Cell;

use der::Encode;
use lopdf::{Dictionary, Object, ObjectId};
use x509_cert::Certificate;

use crate::cms::{self, SignedContent};
use crate::inspect::{inspect, signature_fields};
use crate::pdf::{Placeholder, Revision, SignatureValue, import_page, name, text};
use crate::timestamp::Question;
use crate::{Digest, ReleasedKey, SigningError, TimestampAuthority, TimestampError, Trust, UnixSeconds};

/// Room for signature, attributes and structure beside certificates and token.
const CMS_OVERHEAD_BYTES: usize = 2048;
/// Room for a token; real ones carry their own chain.
const TOKEN_BYTES: usize = 6144;

/// Says what to sign, with which key, and what the signature shows.
pub struct Sealing<'a> {
    /// The document's latest revision.
    pub pdf: &'a [u8],
    /// The signatory's key, released by the authorisation; it also says which field to sign.
    pub key: ReleasedKey<'a>,
    /// The signatory's certificate first, then its issuers.
    pub chain: &'a [Certificate],
    /// The time of signing.
    pub now: UnixSeconds,
    /// Random, for the timestamp request; used once.
    pub nonce: [u8; 16],
    /// The visible signature: a one-page PDF.
    pub appearance: Option<&'a [u8]>,
    /// Who signs, as the PDF viewer lists it.
    pub name: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Where.
    pub location: &'a str,
}

/// Holds a document with one more signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// The PDF: the former bytes, and one more revision.
    pub pdf: Vec<u8>,
    /// SHA-256 of `pdf`.
    pub digest: Digest,
    /// The timestamp's time.
    pub timestamped_at: UnixSeconds,
}

/// Appends one signature: PAdES baseline B-T, certifying with DocMDP P=2 if it is the first.
///
/// The authorities are asked in turn until one gives a token that holds; without one nothing is
/// sealed. A field that is signed already gives [`SigningError::FieldSigned`], so sealing again is
/// harmless. Refuses if the PDF does not grow intact out of the document that was authorised.
pub fn seal(
    sealing: &Sealing<'_>,
    authorities: &[&dyn TimestampAuthority],
    trust: &Trust,
) -> Result<Sealed, SigningError> {
    let first = check(sealing, trust)?;
    let mut reserve = CMS_OVERHEAD_BYTES + TOKEN_BYTES;
    for certificate in sealing.chain {
        reserve += usize::try_from(certificate.encoded_len()?).unwrap_or(usize::MAX);
    }
    match attempt(sealing, first, reserve, authorities, trust) {
        Err(SigningError::PlaceholderTooSmall { needed, .. }) => {
            attempt(sealing, first, needed + CMS_OVERHEAD_BYTES, authorities, trust)
        }
        result => result,
    }
}

/// Checks what is about to be signed; says whether this is the first signature.
fn check(sealing: &Sealing<'_>, trust: &Trust) -> Result<bool, SigningError> {
    let binding = sealing.key.authorisation().binding();
    let key = sealing.key.signing_key().verifying_key();
    let certified = sealing.chain.first().ok_or(SigningError::AnotherKey)?.tbs_certificate();
    if spki::SubjectPublicKeyInfoOwned::from_key(key).ok().as_ref() != Some(certified.subject_public_key_info()) {
        return Err(SigningError::AnotherKey);
    }
    let report = inspect(sealing.pdf, trust)?;
    if let Some(problem) = report.problems().first() {
        return Err(SigningError::NotIntact(problem.to_string()));
    }
    if report.frozen.sha256 != binding.document_sha256 {
        return Err(SigningError::AnotherDocument);
    }
    if report
        .signatures
        .iter()
        .any(|signature| signature.field == binding.field)
    {
        return Err(SigningError::FieldSigned(binding.field.clone()));
    }
    Ok(report.signatures.is_empty())
}

fn attempt(
    sealing: &Sealing<'_>,
    first: bool,
    reserve: usize,
    authorities: &[&dyn TimestampAuthority],
    trust: &Trust,
) -> Result<Sealed, SigningError> {
    let (mut pdf, placeholder) = append_revision(sealing, first, reserve)?;
    let Placeholder { open, close } = placeholder;
    let content = SignedContent::Detached(Digest::of_parts(&[&pdf[..open], &pdf[close..]]));
    let time = Cell::new(sealing.now);
    let mut timestamp = |signature: &[u8]| {
        let (token, at) = ask(signature, sealing, authorities, trust)?;
        time.set(at);
        Ok(token)
    };
    let signed = cms::sign(&content, sealing.key.signing_key(), sealing.chain, Some(&mut timestamp))?;
    if signed.len() > reserve {
        return Err(SigningError::PlaceholderTooSmall {
            needed: signed.len(),
            reserved: reserve,
        });
    }
    let digits = hex::encode(&signed);
    pdf[open + 1..open + 1 + digits.len()].copy_from_slice(digits.as_bytes());
    Ok(Sealed {
        digest: Digest::of(&pdf),
        pdf,
        timestamped_at: time.get(),
    })
}

fn ask(
    signature: &[u8],
    sealing: &Sealing<'_>,
    authorities: &[&dyn TimestampAuthority],
    trust: &Trust,
) -> Result<(Vec<u8>, UnixSeconds), SigningError> {
    let question = Question::about(signature, sealing.nonce)?;
    let request = question.request()?;
    let mut last = TimestampError::Unreachable("none is configured".to_owned());
    for authority in authorities {
        let answer = authority.respond(&request);
        match answer.and_then(|response| question.check(&response, trust, sealing.now)) {
            Ok(token) => return Ok(token),
            Err(error) => last = error,
        }
    }
    Err(last.into())
}

fn append_revision(sealing: &Sealing<'_>, first: bool, reserve: usize) -> Result<(Vec<u8>, Placeholder), SigningError> {
    let authorisation = sealing.key.authorisation();
    let field = &authorisation.binding().field;
    let mut revision = Revision::open(sealing.pdf.to_vec())?;
    let widget = signature_fields(revision.document())?
        .into_iter()
        .find(|known| &known.name == field)
        .ok_or_else(|| SigningError::FieldUnknown(field.clone()))?
        .id;
    let signature = revision.reserve_id();
    let entries = entries(sealing, first)?;
    revision.put_signature(signature, SignatureValue { entries, reserve });
    let appearance = sealing
        .appearance
        .map(|pdf| import_page(&mut revision, pdf))
        .transpose()?;
    revision.change(widget, |widget| {
        widget.set("V", Object::Reference(signature));
        if let Some(appearance) = appearance {
            let mut normal = Dictionary::new();
            normal.set("N", Object::Reference(appearance));
            widget.set("AP", normal);
        }
    })?;
    if first {
        certify(&mut revision, signature)?;
    }
    let (pdf, placeholder) = revision.finish()?;
    let placeholder = placeholder.expect("a signature was put");
    Ok((pdf, placeholder))
}

fn entries(sealing: &Sealing<'_>, first: bool) -> Result<Dictionary, SigningError> {
    let mut entries = Dictionary::new();
    entries.set("Type", name("Sig"));
    entries.set("Filter", name("Adobe.PPKLite"));
    entries.set("SubFilter", name("ETSI.CAdES.detached"));
    entries.set("M", text(&sealing.now.to_pdf_date()?));
    entries.set("Name", text(sealing.name));
    entries.set("Reason", text(sealing.reason));
    entries.set("Location", text(sealing.location));
    // Inside the signed byte range: names the authorisation that released this signature.
    entries.set(
        AUTHORISATION_KEY,
        text(&sealing.key.authorisation().evidence().to_string()),
    );
    if first {
        let mut parameters = Dictionary::new();
        parameters.set("Type", name("TransformParams"));
        parameters.set("P", 2);
        parameters.set("V", name("1.2"));
        let mut reference = Dictionary::new();
        reference.set("Type", name("SigRef"));
        reference.set("TransformMethod", name("DocMDP"));
        reference.set("TransformParams", parameters);
        entries.set("Reference", vec![Object::Dictionary(reference)]);
    }
    Ok(entries)
}

/// Key in the signature dictionary for [`crate::VerifiedAuthorisation::evidence`].
pub(crate) const AUTHORISATION_KEY: &str = "YQ_Authorisation";

fn certify(revision: &mut Revision, signature: ObjectId) -> Result<(), SigningError> {
    let catalog = revision.catalog_id()?;
    let mut permissions = Dictionary::new();
    permissions.set("DocMDP", Object::Reference(signature));
    revision.change(catalog, |catalog| catalog.set("Perms", permissions))
}
