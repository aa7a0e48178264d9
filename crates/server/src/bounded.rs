//! Reading what other servers answer, up to a limit.

use reqwest::Response;

/// Why an answer was not read.
#[derive(Debug, thiserror::Error)]
pub enum Unread {
    /// It goes beyond the limit.
    #[error("the answer is too large")]
    TooLarge,
    /// It broke off.
    #[error(transparent)]
    BrokenOff(#[from] reqwest::Error),
}

/// Reads an answer's body; what goes beyond the limit is not taken in.
///
/// # Errors
/// See [`Unread`].
pub async fn read(mut answer: Response, limit_bytes: usize) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if bytes.len() + chunk.len() > limit_bytes {
            return Err(Unread::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
