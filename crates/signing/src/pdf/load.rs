//! Strict reading: damaged files are refused, never repaired into something else.

use lopdf::{Document, LoadOptions};

use crate::SigningError;

/// Largest PDF that is read.
pub const MAX_PDF_BYTES: usize = 32 << 20;
/// Most that one stream needed for reading may inflate to.
const MAX_INFLATED_BYTES: usize = 64 << 20;

pub(crate) fn load(pdf: &[u8]) -> Result<Document, SigningError> {
    check_size(pdf)?;
    let options = LoadOptions {
        strict: true,
        max_decompressed_size: Some(MAX_INFLATED_BYTES),
        ..LoadOptions::default()
    };
    let document = Document::load_mem_with_options(pdf, options)?;
    if document.is_encrypted() {
        return Err(SigningError::Forbidden("encryption".to_owned()));
    }
    Ok(document)
}

pub(crate) fn check_size(pdf: &[u8]) -> Result<(), SigningError> {
    if pdf.len() > MAX_PDF_BYTES {
        return Err(SigningError::TooLarge {
            what: "PDF size",
            limit: MAX_PDF_BYTES,
        });
    }
    Ok(())
}
