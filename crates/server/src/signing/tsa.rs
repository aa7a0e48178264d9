//! Timestamp authorities over HTTP (RFC 3161, section 3.4).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use tokio::runtime::Handle;
use yunqian_signing::{TimestampAuthority, TimestampError};

use super::cores;
use crate::bounded;

/// How long an authority may take before the next one is asked.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest answer that is read.
const MAX_ANSWER_BYTES: usize = 64 * 1024;
/// Room for a token as long as none was seen.
const FIRST_GUESS_BYTES: usize = 6 * 1024;

/// Media type of a question.
pub const QUERY: &str = "application/timestamp-query";
/// Media type of an answer.
pub const REPLY: &str = "application/timestamp-reply";

/// One authority.
#[derive(Debug)]
pub struct HttpTsa {
    client: Client,
    url: String,
    largest_bytes: AtomicUsize,
}

impl HttpTsa {
    /// Names the authority at `url`.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(url: &str) -> reqwest::Result<Self> {
        let client = Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self {
            client,
            url: url.to_owned(),
            largest_bytes: AtomicUsize::new(0),
        })
    }

    async fn ask(&self, request: Vec<u8>) -> Result<Vec<u8>, String> {
        let question = self
            .client
            .post(&self.url)
            .header(CONTENT_TYPE, QUERY)
            .header(ACCEPT, REPLY);
        let answer = question.body(request).send().await.map_err(|error| error.to_string())?;
        let answer = answer.error_for_status().map_err(|error| error.to_string())?;
        let answer = bounded::read(answer, MAX_ANSWER_BYTES).await;
        answer.map_err(|error| error.to_string())
    }
}

impl TimestampAuthority for HttpTsa {
    /// Blocks; only for threads where that is allowed.
    fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        let answer = cores::give_way(|| Handle::current().block_on(self.ask(request.to_vec())));
        let answer = answer.map_err(|error| {
            tracing::warn!(url = self.url, error, "a timestamp authority did not answer");
            TimestampError::Unreachable(error)
        })?;
        self.largest_bytes.fetch_max(answer.len(), Ordering::Relaxed);
        Ok(answer)
    }

    fn token_bytes(&self) -> usize {
        match self.largest_bytes.load(Ordering::Relaxed) {
            0 => FIRST_GUESS_BYTES,
            largest => largest + largest / 8,
        }
    }
}
