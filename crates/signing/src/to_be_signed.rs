//! What a signer's own program must find before it signs.

use x509_cert::Certificate;

use crate::cms::{SignedContent, Unsigned};
use crate::{Digest, SigningError};

/// Returns the bytes that a signer's key signs for a document: the DER of the CMS signed attributes.
///
/// They follow from the document and the certificate alone, so that a program beside the key need not believe whoever
/// prepared them: it makes them anew and compares. `content` is SHA-256 of the document's byte ranges.
///
/// # Errors
/// When the certificate's key is none that we sign with.
pub fn to_be_signed(content: Digest, signer: &Certificate) -> Result<Vec<u8>, SigningError> {
    let content = SignedContent::Detached(content);
    Ok(Unsigned::new(&content, std::slice::from_ref(signer))?.to_be_signed()?)
}
