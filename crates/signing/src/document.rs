//! A document being signed: one signature after the other is appended, in two steps each.

use lopdf::{Dictionary, Object, ObjectId};
use x509_cert::Certificate;

use crate::algorithm;
use crate::cms::{SignedContent, Unsigned};
use crate::inspect::{Examined, FoundField, RevisionReport, examine, signature_fields};
use crate::pdf::{Appended, File, Placeholder, Revision, SignatureValue, import_page, name, text};
use crate::prepare::{CLOSING_FIELD, Lock};
use crate::timestamp::Timestamp;
use crate::{Digest, Level, SigningError, Trust, UnixSeconds, VerifiedAuthorisation};

/// Room for signature value, attributes and structure beside certificates and token.
const CMS_OVERHEAD_BYTES: usize = 2048;

/// A frozen document and the signatures so far, all of which hold.
///
/// Nothing of it is read or hashed twice: signatures are appended, and each is made in two steps so that the key may
/// be anywhere. [`Document::begin`] gives the bytes that the signatory's key signs, [`Document::finish`] takes the
/// signature. What was begun on an earlier revision is refused.
pub struct Document {
    pub(crate) file: File,
    frozen: RevisionReport,
    signatures: usize,
}

/// On whose mandate a signature is made.
#[derive(Clone, Copy, Debug)]
pub enum Mandate<'a> {
    /// A signatory's: one signature, on one document, in one field.
    Authorised(&'a VerifiedAuthorisation),
    /// The platform's own: its seal closes the document, and attests nobody else's will.
    Platform,
}

/// What a signature shows.
#[derive(Clone, Copy, Debug)]
pub struct Particulars<'a> {
    /// The signer's certificate first, then its issuers.
    pub chain: &'a [Certificate],
    /// The visible signature: a one-page PDF.
    pub appearance: Option<&'a [u8]>,
    /// Who signs, as the PDF viewer lists it.
    pub name: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Where.
    pub location: &'a str,
    /// The time of signing.
    pub now: UnixSeconds,
}

/// A signature that lacks its value.
pub struct Pending {
    appended: Appended,
    placeholder: Placeholder,
    reserve: usize,
    unsigned: Unsigned,
    to_be_signed: Vec<u8>,
    signer: Certificate,
    base: Digest,
}

impl Pending {
    /// The bytes that the signatory's key signs, over SHA-256: the DER of the CMS signed attributes.
    pub fn to_be_signed(&self) -> &[u8] {
        &self.to_be_signed
    }

    /// Checks that the certificate's key made a signature of this.
    ///
    /// # Errors
    /// [`SigningError::AnotherKey`].
    pub fn check(&self, signature: &[u8]) -> Result<(), SigningError> {
        let key = self.signer.tbs_certificate().subject_public_key_info();
        let algorithm = algorithm::for_key(key).map_err(|_| SigningError::AnotherKey)?;
        algorithm::verify(key, &algorithm, None, &self.to_be_signed, signature).map_err(|_| SigningError::AnotherKey)
    }

    /// The bytes that the signature covers, in pieces: those of the document as it was, and what is appended around the
    /// signature. Their SHA-256 is the `messageDigest` among the signed attributes.
    ///
    /// # Errors
    /// [`SigningError::AnotherRevision`] when the document is not the one it was begun on.
    pub fn covered<'a>(&'a self, document: &'a Document) -> Result<[&'a [u8]; 3], SigningError> {
        if self.base != document.digest() {
            return Err(SigningError::AnotherRevision);
        }
        let [before, after] = self.appended.around(document.bytes().len(), self.placeholder);
        Ok([document.bytes(), before, after])
    }
}

impl Document {
    /// Opens a prepared or signed document, if all in it holds.
    ///
    /// # Errors
    /// [`SigningError::NotIntact`] with the first thing that does not.
    pub fn open(pdf: Vec<u8>, trust: &Trust, now: UnixSeconds) -> Result<Self, SigningError> {
        let Examined {
            report,
            document,
            hasher,
        } = examine(&pdf, trust, now)?;
        if let Some(problem) = report.problems().first() {
            return Err(SigningError::NotIntact(problem.to_string()));
        }
        Ok(Self {
            file: File::with(pdf, document, hasher)?,
            frozen: report.frozen,
            signatures: report.signatures.len(),
        })
    }

    /// Returns the whole file.
    pub fn bytes(&self) -> &[u8] {
        self.file.bytes()
    }

    /// Returns the whole file.
    pub fn into_bytes(self) -> Vec<u8> {
        self.file.into_bytes()
    }

    /// Returns SHA-256 of the whole file.
    pub fn digest(&self) -> Digest {
        self.file.digest()
    }

    /// Returns the frozen document, which all authorisations are about: the first bytes of the file.
    pub const fn frozen(&self) -> &RevisionReport {
        &self.frozen
    }

    /// Says whether a field is signed; `None` if there is no such field.
    ///
    /// # Errors
    /// When the fields can't be read.
    pub fn is_signed(&self, field: &str) -> Result<Option<bool>, SigningError> {
        Ok(self.find(field)?.map(|field| field.value.is_some()))
    }

    /// Says whether the platform's seal has closed it.
    ///
    /// # Errors
    /// When the fields can't be read.
    pub fn is_closed(&self) -> Result<bool, SigningError> {
        Ok(self.is_signed(CLOSING_FIELD)? == Some(true))
    }

    fn find(&self, field: &str) -> Result<Option<FoundField>, SigningError> {
        let fields = signature_fields(self.file.document())?;
        Ok(fields.into_iter().find(|found| found.name == field))
    }

    /// Lays out one signature; the first certifies with DocMDP P=2, each locks its field, the platform's locks all.
    ///
    /// `token_bytes` is the room for a timestamp token ([`crate::TimestampAuthority::token_bytes`]).
    ///
    /// # Errors
    /// When the mandate is for another document, the field is signed or unknown, or the document is closed.
    pub fn begin(
        &self,
        mandate: Mandate<'_>,
        particulars: &Particulars<'_>,
        token_bytes: usize,
    ) -> Result<Pending, SigningError> {
        let field = self.check(mandate)?;
        check_certificate(mandate, particulars.chain)?;
        let mut reserve = CMS_OVERHEAD_BYTES + token_bytes;
        for certificate in particulars.chain {
            reserve += usize::try_from(der::Encode::encoded_len(certificate)?).unwrap_or(usize::MAX);
        }
        let mut revision = Revision::new(&self.file);
        let signature = revision.reserve_id();
        let entries = self.entries(mandate, particulars)?;
        revision.put_signature(signature, SignatureValue { entries, reserve });
        let appearance = match particulars.appearance {
            Some(pdf) => Some(import_page(&mut revision, pdf)?),
            None => None,
        };
        revision.change(field.id, |widget| {
            widget.set("V", Object::Reference(signature));
            if let Some(appearance) = appearance {
                let mut normal = Dictionary::new();
                normal.set("N", Object::Reference(appearance));
                widget.set("AP", normal);
            }
        })?;
        if self.signatures == 0 {
            certify(&mut revision, signature)?;
        }
        let (appended, placeholder) = revision.finish()?;
        let placeholder = placeholder.expect("a signature was put");
        let around = appended.around(self.file.bytes().len(), placeholder);
        let content = SignedContent::Detached(self.file.hasher().with(&around));
        let unsigned = Unsigned::new(&content, particulars.chain)?;
        Ok(Pending {
            appended,
            placeholder,
            reserve,
            to_be_signed: unsigned.to_be_signed()?,
            unsigned,
            signer: particulars.chain[0].clone(),
            base: self.digest(),
        })
    }

    /// Appends a signature that was begun on this very revision; returns the level it has.
    ///
    /// # Errors
    /// When the signature or the timestamp does not fit, or needs more room than was reserved.
    pub fn finish(
        &mut self,
        pending: Pending,
        signature: &[u8],
        timestamp: Option<&Timestamp>,
    ) -> Result<Level, SigningError> {
        if pending.base != self.digest() {
            return Err(SigningError::AnotherRevision);
        }
        pending.check(signature)?;
        if timestamp.is_some_and(|timestamp| timestamp.about != Digest::of(signature)) {
            return Err(SigningError::Timestamp(crate::TimestampError::Imprint));
        }
        let token = timestamp.map(|timestamp| timestamp.token.as_slice());
        let cms = pending.unsigned.complete(signature, token)?;
        self.put(pending.appended, pending.placeholder, pending.reserve, &cms)?;
        Ok(if timestamp.is_some() { Level::T } else { Level::B })
    }

    pub(crate) fn put(
        &mut self,
        mut appended: Appended,
        placeholder: Placeholder,
        reserved: usize,
        contents: &[u8],
    ) -> Result<(), SigningError> {
        if contents.len() > reserved {
            return Err(SigningError::PlaceholderTooSmall {
                needed: contents.len(),
                reserved,
            });
        }
        appended.fill(self.file.bytes().len(), placeholder, contents);
        self.file.append(appended);
        self.signatures += 1;
        Ok(())
    }

    /// Checks what is about to be signed; returns the field.
    fn check(&self, mandate: Mandate<'_>) -> Result<FoundField, SigningError> {
        let name = match mandate {
            Mandate::Authorised(authorisation) => {
                let binding = authorisation.binding();
                if binding.document_sha256 != self.frozen.sha256 {
                    return Err(SigningError::AnotherDocument);
                }
                binding.field.as_str()
            }
            Mandate::Platform => CLOSING_FIELD,
        };
        let is_own = matches!(mandate, Mandate::Platform) == (name == CLOSING_FIELD);
        let field = self.find(name)?.filter(|_| is_own);
        let field = field.ok_or_else(|| SigningError::FieldUnknown(name.to_owned()))?;
        if field.value.is_some() {
            return Err(SigningError::FieldSigned(name.to_owned()));
        }
        if self.is_closed()? {
            return Err(SigningError::Closed);
        }
        Ok(field)
    }

    fn entries(&self, mandate: Mandate<'_>, particulars: &Particulars<'_>) -> Result<Dictionary, SigningError> {
        let mut entries = Dictionary::new();
        entries.set("Type", name("Sig"));
        entries.set("Filter", name("Adobe.PPKLite"));
        entries.set("SubFilter", name("ETSI.CAdES.detached"));
        entries.set("M", text(&particulars.now.to_pdf_date()?));
        entries.set("Name", text(particulars.name));
        entries.set("Reason", text(particulars.reason));
        entries.set("Location", text(particulars.location));
        let lock = match mandate {
            Mandate::Authorised(authorisation) => {
                // Inside the signed byte range: names the authorisation that released this signature.
                entries.set(AUTHORISATION_KEY, text(&authorisation.evidence().to_string()));
                entries.set(PURPOSE_KEY, text(authorisation.binding().purpose.name()));
                Lock::Only(&authorisation.binding().field)
            }
            Mandate::Platform => {
                entries.set(PURPOSE_KEY, text(PLATFORM_PURPOSE));
                Lock::All
            }
        };
        let mut references = Vec::new();
        if self.signatures == 0 {
            let mut parameters = Dictionary::new();
            parameters.set("P", 2);
            references.push(reference("DocMDP", parameters));
        }
        references.push(reference("FieldMDP", lock.parameters()));
        entries.set("Reference", references);
        Ok(entries)
    }
}

/// Key in the signature dictionary for [`crate::VerifiedAuthorisation::evidence`].
pub(crate) const AUTHORISATION_KEY: &str = "YQ_Authorisation";
/// Key in the signature dictionary for [`crate::Purpose::name`].
pub(crate) const PURPOSE_KEY: &str = "YQ_Purpose";
/// Purpose of the platform's seal.
pub(crate) const PLATFORM_PURPOSE: &str = "close-document";

/// An authorisation that names a certificate releases a signature with that one alone.
fn check_certificate(mandate: Mandate<'_>, chain: &[Certificate]) -> Result<(), SigningError> {
    let Mandate::Authorised(authorisation) = mandate else {
        return Ok(());
    };
    let signer = Digest::of(&der::Encode::to_der(&chain[0])?);
    match authorisation.binding().certificate_sha256 {
        Some(named) if named != signer => Err(SigningError::AnotherKey),
        _ => Ok(()),
    }
}

fn reference(method: &str, mut parameters: Dictionary) -> Object {
    parameters.set("Type", name("TransformParams"));
    parameters.set("V", name("1.2"));
    let mut reference = Dictionary::new();
    reference.set("Type", name("SigRef"));
    reference.set("TransformMethod", name(method));
    reference.set("TransformParams", parameters);
    Object::Dictionary(reference)
}

fn certify(revision: &mut Revision<'_>, signature: ObjectId) -> Result<(), SigningError> {
    let catalog = revision.catalog_id()?;
    let mut permissions = Dictionary::new();
    permissions.set("DocMDP", Object::Reference(signature));
    revision.change(catalog, |catalog| catalog.set("Perms", permissions))
}
