use serde::Serialize;
use yunqian_signing::SigningError;

use crate::token::TokenError;

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// What the server asks to sign is not what it said at the start.
    #[error("{0:?}")]
    Refused(Refusal),
    /// The token does not serve.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// The token does not sign.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// A file can't be used.
    #[error("{0}")]
    File(String),
    /// The server can't be reached, or answers what can't be read.
    #[error("{0}")]
    Unreachable(String),
    /// The server refuses.
    #[error("{title} {detail} ({code})")]
    Server {
        /// HTTP status.
        status: u16,
        /// Stable code.
        code: String,
        /// What happened.
        title: String,
        /// What to do.
        detail: String,
        /// When to come back, in seconds.
        retry_after_s: Option<u64>,
    },
    /// The time to sign is over.
    #[error("the time to sign is over")]
    Expired,
}

/// What the command refuses to sign. Each means that the server, or somebody between, is not to be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The agreement's text is not the one that was shown.
    AnotherDocument,
    /// The document does not begin with the agreed text.
    DocumentChanged,
    /// The bytes to be signed are not about this document and this certificate.
    BytesToBeSigned,
}

impl Failure {
    /// The exit code: 1 where the command refused, 2 where token, file or network failed, 3 where the server refused.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Token(_) | Self::Signing(_) | Self::File(_) | Self::Unreachable(_) => 2,
            Self::Server { .. } | Self::Expired => 3,
        }
    }

    /// A stable name.
    pub fn code(&self) -> String {
        match self {
            Self::Refused(refusal) => {
                let name = serde_json::to_value(refusal).unwrap_or_default();
                name.as_str().unwrap_or_default().to_owned()
            }
            Self::Token(_) | Self::Signing(_) => "token".to_owned(),
            Self::File(_) => "file".to_owned(),
            Self::Unreachable(_) => "unreachable".to_owned(),
            Self::Server { code, .. } => code.clone(),
            Self::Expired => "expired".to_owned(),
        }
    }
}
