use crate::timestamp::TimestampError;

/// Says why a document could not be prepared, sealed or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SigningError {
    /// The bytes are no PDF that can be read completely.
    #[error("not a usable PDF: {0}")]
    NotPdf(String),
    /// The document exceeds a size limit.
    #[error("{what} exceeds the limit of {limit}")]
    TooLarge {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The document holds something that may change what a reader sees or run code.
    #[error("the PDF holds {0}, which is not allowed in a document to be signed")]
    Forbidden(String),
    /// A field lies outside its page, or its page does not exist.
    #[error("signature field {0:?} does not lie on a page of the document")]
    FieldPlace(String),
    /// A field name is unusable or taken.
    #[error("signature field name {0:?} is empty, repeated or not plain ASCII")]
    FieldName(String),
    /// The document has no such field.
    #[error("the document has no signature field {0:?}")]
    FieldUnknown(String),
    /// The field was signed before; nothing was changed.
    #[error("signature field {0:?} is already signed")]
    FieldSigned(String),
    /// The PDF does not grow out of the document that was authorised.
    #[error("the authorisation is about another document")]
    AnotherDocument,
    /// The signature was begun on another revision; to be begun anew.
    #[error("the document has changed since the signature was begun")]
    AnotherRevision,
    /// The platform's seal has closed the document.
    #[error("the document is closed")]
    Closed,
    /// Earlier signatures or revisions of the PDF do not hold.
    #[error("the document is not intact: {0}")]
    NotIntact(String),
    /// The signing certificate does not belong to the released key.
    #[error("the certificate belongs to another key")]
    AnotherKey,
    /// A country is not a two-letter code.
    #[error("{0:?} is not an ISO 3166 two-letter country code")]
    Country(String),
    /// No timestamp authority gave a valid token.
    #[error("no valid timestamp: {0}")]
    Timestamp(#[from] TimestampError),
    /// The signature did not fit the space reserved for it.
    #[error("the signature needs {needed} bytes, {reserved} were reserved")]
    PlaceholderTooSmall {
        /// Bytes needed.
        needed: usize,
        /// Bytes reserved.
        reserved: usize,
    },
    /// Stored key material is damaged.
    #[error("unusable key material: {0}")]
    KeyMaterial(String),
    /// A key outside this process can't be reached, or refuses to sign.
    #[error("the key can't sign: {0}")]
    KeyUnavailable(String),
    /// A certificate, signature or token could not be encoded or decoded.
    #[error("DER: {0}")]
    Der(#[from] der::Error),
}

impl From<lopdf::Error> for SigningError {
    fn from(error: lopdf::Error) -> Self {
        Self::NotPdf(error.to_string())
    }
}
