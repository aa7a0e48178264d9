//! Mail: what is written to whom, and how it leaves.
//!
//! In demonstration mode letters stay in a bounded outbox in memory, which a page shows. Otherwise they go to an
//! SMTP server through a bounded queue, so that no request waits for one. Mail that follows from the record is a
//! job's to write; what is written here carries secrets (codes, invitation links), which the record never holds.

mod letter;
mod outbox;
mod smtp;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::config;

pub use letter::{Invited, Letter, Reminded, SigningCode};
use outbox::Outbox;
use smtp::Smtp;

/// Returns the routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(outbox::outbox))
}

/// Why mail can't be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MailError {
    /// The SMTP address does not parse. It may hold a password: it is not repeated here.
    #[error("mail.url is no SMTP address: {0}")]
    Server(#[source] lettre::transport::smtp::Error),
    /// The sender is no address.
    #[error("mail.from is no mail address: {0}")]
    Sender(#[source] lettre::address::AddressError),
}

/// How mail leaves.
#[derive(Debug)]
pub enum Mailer {
    /// It does not.
    Outbox(Outbox),
    /// By SMTP.
    Smtp(Box<Smtp>),
}

impl Mailer {
    /// Sets it up as configured.
    ///
    /// # Errors
    /// See [`MailError`].
    pub fn new(mail: &config::Mail) -> Result<Self, MailError> {
        Ok(match mail {
            config::Mail::Outbox => Self::Outbox(Outbox::default()),
            config::Mail::Smtp { url, from } => Self::Smtp(Box::new(Smtp::new(url, from)?)),
        })
    }

    /// Takes a letter; it leaves in its own time.
    pub fn post(&self, now: Timestamp, letter: Letter) {
        match self {
            Self::Outbox(outbox) => outbox.keep(now, letter),
            Self::Smtp(smtp) => smtp.queue(letter),
        }
    }

    /// Sends what is posted until the server stops.
    pub async fn run(&self, shutdown: &CancellationToken) {
        match self {
            Self::Outbox(_) => shutdown.cancelled().await,
            Self::Smtp(smtp) => smtp.run(shutdown).await,
        }
    }
}
