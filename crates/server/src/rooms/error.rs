//! What can go wrong with rooms as a whole.

use yunqian_media::MediaError;

/// Errors of starting rooms and issuing grants.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RoomsError {
    /// The forwarding unit can't run.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The grant key is unusable.
    #[error("the grant key is unusable: {0}")]
    Key(String),
    /// A grant can't be signed.
    #[error("a room grant can't be signed: {0}")]
    Sign(#[from] jsonwebtoken::errors::Error),
}
