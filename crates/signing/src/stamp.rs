//! Timestamps over anything that is not a signature: checkpoints of a log, files, digests.

use crate::timestamp::{Question, check_token};
use crate::{TimestampAuthority, TimestampError, Trust, UnixSeconds};

/// An RFC 3161 token that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamped {
    /// The token (a CMS `SignedData`), DER.
    pub token: Vec<u8>,
    /// The time that it says.
    pub at: UnixSeconds,
}

/// Has the first of some authorities that answers well timestamp a message, by its SHA-256; `nonce` is random and used
/// once. Imprint, nonce, time, signature and trust are checked; the last authority's failure is told.
pub fn timestamp(
    message: &[u8],
    authorities: &[&dyn TimestampAuthority],
    trust: &Trust,
    nonce: [u8; 16],
    now: UnixSeconds,
) -> Result<Timestamped, TimestampError> {
    let question = Question::about(message, nonce).map_err(|_| TimestampError::Unreadable)?;
    let request = question.request().map_err(|_| TimestampError::Unreadable)?;
    let mut last = TimestampError::Unreachable("none is configured".to_owned());
    for authority in authorities {
        let answer = authority.respond(&request);
        match answer.and_then(|response| question.check(&response, trust, now)) {
            Ok((token, at)) => return Ok(Timestamped { token, at }),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Checks a token over a message by itself: imprint, accuracy, signature, trust at its own time. Returns that.
pub fn verify_timestamp(token: &[u8], message: &[u8], trust: &Trust) -> Result<UnixSeconds, TimestampError> {
    check_token(token, message, trust)
}
