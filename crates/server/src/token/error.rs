use std::path::PathBuf;

use cryptoki::error::{Error, RvError};

/// Why a token's key can't be used. No message tells the PIN.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The module is no PKCS#11 library, or does not start.
    #[error("{} is not a PKCS#11 module that can be used: {why}", module.display())]
    Module {
        /// The library.
        module: PathBuf,
        /// What it answered.
        why: String,
    },
    /// There is no token of that name.
    #[error("there is no token {wanted:?}; the module sees {seen}")]
    NoToken {
        /// The label asked for.
        wanted: String,
        /// Labels that are there.
        seen: String,
    },
    /// Several tokens have the name.
    #[error("several tokens are named {0:?}")]
    SeveralTokens(String),
    /// The token asks for a PIN, and none was given.
    #[error("token {0:?} asks for a PIN")]
    PinMissing(String),
    /// The PIN is wrong. It is not tried again.
    #[error("token {0:?} refuses the PIN")]
    PinWrong(String),
    /// The PIN was wrong too often.
    #[error("token {0:?} is locked: the PIN was wrong too often")]
    PinLocked(String),
    /// A file with a PIN can't be read.
    #[error("the PIN can't be read: {0}")]
    PinUnreadable(std::io::Error),
    /// No key fits.
    #[error("token {token:?} holds no key to sign with that is {wanted}")]
    NoKey {
        /// The token.
        token: String,
        /// What was asked for.
        wanted: String,
    },
    /// Several keys fit.
    #[error("token {token:?} holds several keys; name one by label or id: {labels}")]
    SeveralKeys {
        /// The token.
        token: String,
        /// Their labels.
        labels: String,
    },
    /// The key is none that we sign with.
    #[error("the token's key is {0}; ECDSA on P-256 or P-384, or RSA of 2048 bits and more is needed")]
    Unsupported(String),
    /// The public half is neither an object of its own nor in a certificate.
    #[error("token {0:?} holds neither the public half of the key nor its certificate")]
    NoPublicKey(String),
    /// What the token holds can't be read.
    #[error("the token's {what} can't be read: {why}")]
    Unreadable {
        /// Public key, certificate or signature.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// The token refuses, or is gone.
    #[error("the token answers {0}")]
    Token(String),
}

impl TokenError {
    pub(super) fn unreadable(what: &'static str, why: impl std::fmt::Display) -> Self {
        Self::Unreadable {
            what,
            why: why.to_string(),
        }
    }
}

impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        Self::Token(told(&error))
    }
}

/// Names an error in a few words; the module's own texts are paragraphs of the standard.
pub(super) fn told(error: &Error) -> String {
    match error {
        Error::Pkcs11(value, function) => format!("{value:?} to {function:?}"),
        other => other.to_string(),
    }
}

/// Says whether a session is over, so that a new one may do.
pub(super) fn is_over(error: &Error) -> bool {
    matches!(
        error,
        Error::Pkcs11(
            RvError::SessionHandleInvalid
                | RvError::SessionClosed
                | RvError::UserNotLoggedIn
                | RvError::DeviceRemoved
                | RvError::TokenNotPresent
                | RvError::KeyHandleInvalid
                | RvError::ObjectHandleInvalid,
            _
        )
    )
}
