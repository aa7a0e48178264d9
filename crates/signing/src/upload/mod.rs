//! A firm's own PDF, made fit to be frozen.
//!
//! [`clean`] writes the document anew with one revision: its pages, what they draw with, links, and the structure that
//! screen readers use. What could act, hide, overlay or change by itself stays behind, and is counted, so that
//! whoever uploads and whoever approves see what is gone. Nothing is flattened: an annotation that carried words is
//! removed and named, never drawn into the page.
//!
//! ```text
//! PDF ─► read strictly ─► pages (what is shown is the page: crop box, upright) ─► all they refer to ─► PDF 1.7
//! ```
//!
//! The same bytes in give the same bytes out.

mod copy;
mod links;
mod names;
mod page;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, StringFormat};
use serde::{Deserialize, Serialize};

use crate::pdf::{check_size, load, name};
use crate::{Digest, SigningError, sanitise};
use copy::Copier;

/// Most pages that an uploaded document may have.
pub const MAX_UPLOADED_PAGES: usize = 500;
/// Most objects that are copied.
const MAX_OBJECTS: usize = 200_000;

/// Holds a cleaned document.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned {
    /// The PDF, without signature fields: what [`crate::prepare`] takes.
    pub pdf: Vec<u8>,
    /// SHA-256 of `pdf`.
    pub digest: Digest,
    /// Width and height of each page as shown, in points; the lower left corner is at `origin`.
    pub pages: Vec<PageSize>,
    /// What was left behind, and how often.
    pub removed: BTreeMap<Removed, u32>,
    /// Fonts that the document does not bring along, so that other readers may show other glyphs.
    pub missing_fonts: Vec<String>,
}

/// Says how large a page is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageSize {
    /// Left and lower edge.
    pub origin: [f32; 2],
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

/// Names a kind of thing that a document to be signed must not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removed {
    /// Scripts.
    JavaScript,
    /// Whatever starts by itself or leads elsewhere: open actions, launches, submissions, links to other files.
    Action,
    /// Layers; all that they held is shown.
    OptionalContent,
    /// Form fields.
    FormField,
    /// Signatures made elsewhere.
    Signature,
    /// Comments, stamps, drawings, media laid over a page.
    Annotation,
    /// Files in the file.
    EmbeddedFile,
    /// States of the document before its last one.
    EarlierRevision,
    /// Bookmarks.
    Bookmark,
    /// Descriptions of the document: author, title, editing history.
    Metadata,
}

/// Says why a PDF can't be taken.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadError {
    /// The bytes are no PDF.
    #[error("the file is no PDF")]
    NotPdf,
    /// The PDF can't be read completely.
    #[error("the PDF is damaged: {0}")]
    Damaged(String),
    /// The PDF is encrypted, with or without a password to open it.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// The PDF exceeds a limit.
    #[error("{what} exceeds the limit of {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The PDF has no page.
    #[error("the PDF has no page")]
    NoPage,
    /// The PDF needs something that can't be kept without changing what it shows.
    #[error("the PDF holds {0}")]
    Unsupported(String),
}

impl UploadError {
    /// Returns the stable code that clients know the refusal by.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPdf => "upload-not-a-pdf",
            Self::Damaged(_) => "upload-damaged",
            Self::Encrypted => "upload-encrypted",
            Self::TooLarge { .. } => "upload-too-large",
            Self::NoPage => "upload-without-pages",
            Self::Unsupported(_) => "upload-not-supported",
        }
    }
}

impl From<SigningError> for UploadError {
    fn from(error: SigningError) -> Self {
        match error {
            SigningError::TooLarge { what, limit } => Self::TooLarge { what, limit },
            SigningError::Forbidden(what) if what == "encryption" => Self::Encrypted,
            SigningError::Forbidden(what) => Self::Unsupported(what),
            other => Self::Damaged(other.to_string()),
        }
    }
}

impl From<lopdf::Error> for UploadError {
    fn from(error: lopdf::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

/// Writes a PDF anew, with nothing in it that could act, hide, overlay or change by itself.
///
/// # Errors
/// [`UploadError`]; the code says which.
pub fn clean(pdf: &[u8]) -> Result<Cleaned, UploadError> {
    check_size(pdf)?;
    // Readers allow up to a kilobyte before the header.
    let start = pdf[..pdf.len().min(1024)]
        .windows(5)
        .position(|bytes| bytes == b"%PDF-");
    let pdf = &pdf[start.ok_or(UploadError::NotPdf)?..];
    let source = open(pdf)?;
    let mut copier = Copier::new(&source);
    copier.count_catalog()?;
    let pages = page::copy_all(&mut copier)?;
    let structure = copier.structure()?;
    let (objects, removed, missing_fonts) = copier.finish()?;
    let mut target = Document::with_version("1.7");
    target.max_id = objects.keys().map(|(number, _)| *number).max().unwrap_or_default();
    target.objects = objects;
    let catalog = target.add_object(catalog(&source, structure)?);
    target.trailer.set("Root", Object::Reference(catalog));
    let id = Object::String(Digest::of(pdf).as_bytes()[..16].to_vec(), StringFormat::Hexadecimal);
    target.trailer.set("ID", vec![id.clone(), id]);
    let mut out = Vec::new();
    target
        .save_to(&mut out)
        .map_err(|error| UploadError::Damaged(error.to_string()))?;
    // What is written must be what freezing takes.
    sanitise::check(&out)?;
    Ok(Cleaned {
        digest: Digest::of(&out),
        pdf: out,
        pages,
        removed,
        missing_fonts,
    })
}

fn open(pdf: &[u8]) -> Result<Document, UploadError> {
    let source = match load(pdf) {
        Ok(source) => source,
        Err(SigningError::NotPdf(_)) if names_encryption(pdf) => return Err(UploadError::Encrypted),
        Err(error) => return Err(error.into()),
    };
    if source.was_encrypted() {
        return Err(UploadError::Encrypted);
    }
    if source.objects.len() > MAX_OBJECTS {
        return Err(UploadError::TooLarge {
            what: "number of PDF objects",
            limit: MAX_OBJECTS,
        });
    }
    Ok(source)
}

/// Says whether a document that can't be read without a password has a trailer that asks for one.
fn names_encryption(pdf: &[u8]) -> bool {
    pdf.windows(8).any(|bytes| bytes == b"/Encrypt")
}

fn catalog(source: &Document, structure: Dictionary) -> Result<Dictionary, UploadError> {
    let mut catalog = Dictionary::new();
    catalog.set("Type", name("Catalog"));
    if let Ok(language) = source.catalog()?.get(b"Lang").and_then(Object::as_str) {
        catalog.set("Lang", Object::String(language.to_vec(), StringFormat::Literal));
    }
    catalog.set("Pages", Object::Reference(copy::PAGES));
    catalog.extend(&structure);
    Ok(catalog)
}
