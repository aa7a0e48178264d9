use yunqian_signaling::{CloseCode, ErrorCode};

/// Why a participant can't go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The socket does not open, or broke.
    #[error("the room's socket failed: {0}")]
    Socket(Box<tokio_tungstenite::tungstenite::Error>),
    /// The server closed the socket.
    #[error("the server closed the socket ({0})")]
    Closed(u16),
    /// The server refused something.
    #[error("the server refused: {0:?}")]
    Refused(ErrorCode),
    /// Nothing came in time.
    #[error("waited in vain for {0}")]
    Silence(&'static str),
    /// A peer connection does not come up.
    #[error("the peer connection failed: {0}")]
    Media(webrtc::error::Error),
    /// A file is not what it should be.
    #[error("{0}")]
    File(&'static str),
    /// A file can't be read.
    #[error("can't be read: {0}")]
    Reading(#[from] std::io::Error),
}

impl ClientError {
    /// The close code of a socket closed in order, for one who looks for a reason.
    #[must_use]
    pub fn close_code(&self) -> Option<u16> {
        match self {
            Self::Closed(code) => Some(*code),
            _ => None,
        }
    }

    /// Tells whether the person was removed.
    #[must_use]
    pub fn is_removal(&self) -> bool {
        self.close_code() == Some(CloseCode::Removed.number())
    }
}

impl From<tokio_tungstenite::tungstenite::Error> for ClientError {
    fn from(error: tokio_tungstenite::tungstenite::Error) -> Self {
        Self::Socket(Box::new(error))
    }
}

impl From<webrtc::error::Error> for ClientError {
    fn from(error: webrtc::error::Error) -> Self {
        Self::Media(error)
    }
}
