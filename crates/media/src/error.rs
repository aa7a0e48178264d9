//! What can go wrong outside a peer connection.

use std::io;

/// Errors of the unit as a whole; those of one participant are reports.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MediaError {
    /// The socket can't be opened.
    #[error("can't listen on {0}: {1}")]
    Listen(std::net::SocketAddr, io::Error),
    /// A candidate address in the configuration is none.
    #[error("`{0}` is neither an IP address nor `auto`")]
    Candidate(String),
    /// No certificate for DTLS could be made.
    #[error("no DTLS certificate could be generated")]
    Certificate,
    /// The thread can't be started.
    #[error("can't start the media thread: {0}")]
    Thread(io::Error),
    /// The command channel is full.
    #[error("the media thread has too many commands waiting")]
    Busy,
    /// The thread has ended.
    #[error("the media thread has ended")]
    Stopped,
}
