use yunqian_signing::{Certificate, Digest, to_be_signed};

use super::failure::Refusal;

/// A document as the server wants it signed.
pub struct Asked<'a> {
    /// The byte ranges that the signature is over.
    pub content: &'a [u8],
    /// Bytes of the frozen document at its beginning.
    pub frozen_length: usize,
    /// What the key is to sign.
    pub to_be_signed: &'a [u8],
}

/// Lets pass what is a signature by this certificate, over a document that grows out of the agreed text, and nothing
/// else. Signatures before this one may stand between the text and the end.
///
/// # Errors
/// What is to be refused, loudly.
pub fn check(asked: &Asked<'_>, frozen: Digest, signer: &Certificate) -> Result<(), Refusal> {
    let beginning = asked.content.get(..asked.frozen_length);
    let is_agreed = beginning.is_some_and(|beginning| !beginning.is_empty() && Digest::of(beginning) == frozen);
    if !is_agreed {
        return Err(Refusal::DocumentChanged);
    }
    let expected = to_be_signed(Digest::of(asked.content), signer).map_err(|_| Refusal::BytesToBeSigned)?;
    if asked.to_be_signed == expected {
        Ok(())
    } else {
        Err(Refusal::BytesToBeSigned)
    }
}
