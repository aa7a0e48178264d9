//! One whole signature, timestamped.

use crate::timestamp::timestamp;
use crate::{
    Digest, Document, Level, Mandate, Particulars, PrivateKey, ReleasedKey, SigningError, TimestampAuthority, Trust,
    UnixSeconds,
};

/// Signs a message with whatever key there is.
type Sign<'a> = &'a dyn Fn(&[u8]) -> Result<Vec<u8>, SigningError>;

/// Whom to ask for a timestamp.
pub struct Timestamping<'a> {
    /// Asked in turn until one gives a token that holds.
    pub authorities: &'a [&'a dyn TimestampAuthority],
    /// Whom to believe.
    pub trust: &'a Trust,
    /// Random; used once.
    pub nonce: [u8; 16],
}

impl Timestamping<'_> {
    /// Returns how much room a token may need.
    pub fn token_bytes(&self) -> usize {
        let sizes = self.authorities.iter().map(|authority| authority.token_bytes());
        sizes.max().unwrap_or(0)
    }
}

/// Tells what sealing made of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// SHA-256 of the document with the signature.
    pub digest: Digest,
    /// The level the signature has.
    pub level: Level,
    /// The timestamp's time.
    pub timestamped_at: UnixSeconds,
}

impl Document {
    /// Appends a signatory's signature with a timestamp: PAdES B-T.
    ///
    /// Without a token that holds nothing is sealed. A field that is signed already gives
    /// [`SigningError::FieldSigned`], so sealing again is harmless.
    ///
    /// # Errors
    /// As [`Document::begin`], [`Document::finish`] and [`crate::timestamp`].
    pub fn seal(
        &mut self,
        key: &ReleasedKey<'_>,
        particulars: &Particulars<'_>,
        timestamping: &Timestamping<'_>,
    ) -> Result<Sealed, SigningError> {
        let mandate = Mandate::Authorised(key.authorisation());
        self.sign(mandate, &|message| key.sign(message), particulars, timestamping)
    }

    /// Closes a document with the platform's seal, which locks every field.
    ///
    /// # Errors
    /// As [`Document::seal`].
    pub fn close(
        &mut self,
        key: &dyn PrivateKey,
        particulars: &Particulars<'_>,
        timestamping: &Timestamping<'_>,
    ) -> Result<Sealed, SigningError> {
        self.sign(
            Mandate::Platform,
            &|message| key.sign(message),
            particulars,
            timestamping,
        )
    }

    fn sign(
        &mut self,
        mandate: Mandate<'_>,
        sign: Sign<'_>,
        particulars: &Particulars<'_>,
        timestamping: &Timestamping<'_>,
    ) -> Result<Sealed, SigningError> {
        let mut token_bytes = timestamping.token_bytes();
        loop {
            let pending = self.begin(mandate, particulars, token_bytes)?;
            let signature = sign(pending.to_be_signed())?;
            let about = Digest::of(&signature);
            let Timestamping {
                authorities,
                trust,
                nonce,
            } = timestamping;
            let token = timestamp(about, *nonce, particulars.now, authorities, trust)?;
            match self.finish(pending, &signature, Some(&token)) {
                // Larger than any token of theirs before: laid out anew, with room for it.
                Err(SigningError::PlaceholderTooSmall { .. }) if token.token.len() > token_bytes => {
                    token_bytes = token.token.len() * 2;
                }
                finished => {
                    return Ok(Sealed {
                        level: finished?,
                        digest: self.digest(),
                        timestamped_at: token.at,
                    });
                }
            }
        }
    }
}
