//! What other authorities say of their certificates: OCSP (RFC 6960, appendix A) and revocation lists (RFC 5280).

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, RequestBuilder};
use tokio::runtime::Handle;
use yunqian_signing::{CertificateStatus, StatusNeeded, UnixSeconds, ValidationMaterial};

use super::cores;
use crate::bounded::{self, Unread};

/// How long an authority may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest OCSP answer that is read.
const MAX_ANSWER_BYTES: usize = 64 * 1024;
/// Largest revocation list that is read; it becomes part of the document.
const MAX_LIST_BYTES: usize = 2 * 1024 * 1024;

/// Asks other authorities at the addresses that their certificates name.
#[derive(Debug)]
pub struct Outside {
    client: Client,
}

impl Outside {
    /// Makes the client that asks.
    ///
    /// # Errors
    /// When none can be made.
    pub fn new() -> reqwest::Result<Self> {
        let client = Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self { client })
    }

    /// Asks whether a certificate is revoked, and keeps what holds: an OCSP answer, a list where there is none.
    /// Blocks; only for threads where that is allowed.
    pub fn ask(&self, needed: &StatusNeeded, now: UnixSeconds, material: &mut ValidationMaterial) {
        if let Some((answer, _)) = self.ocsp(needed, now) {
            material.ocsp.push(answer);
        } else if let Some((list, _)) = self.list(needed, now) {
            material.lists.push(list);
        } else {
            tracing::warn!("an authority tells nothing of a certificate; the document stays below B-LTA");
        }
    }

    /// Asks whether a certificate is revoked; `None` when nobody tells. Blocks as [`Self::ask`] does.
    pub fn status(&self, needed: &StatusNeeded, now: UnixSeconds) -> Option<CertificateStatus> {
        let told = self.ocsp(needed, now).or_else(|| self.list(needed, now));
        told.map(|(_, status)| status)
    }

    fn ocsp(&self, needed: &StatusNeeded, now: UnixSeconds) -> Option<(Vec<u8>, CertificateStatus)> {
        let question = needed.ocsp_request().ok()?;
        needed.ocsp_addresses().into_iter().find_map(|address| {
            let request = self.client.post(&address).body(question.clone());
            let request = request
                .header(CONTENT_TYPE, "application/ocsp-request")
                .header(ACCEPT, "application/ocsp-response");
            let answer = read(request, &address, MAX_ANSWER_BYTES)?;
            let status = needed.told_by_ocsp(&answer, now)?;
            Some((answer, status))
        })
    }

    fn list(&self, needed: &StatusNeeded, now: UnixSeconds) -> Option<(Vec<u8>, CertificateStatus)> {
        needed.list_addresses().into_iter().find_map(|address| {
            let list = read(self.client.get(&address), &address, MAX_LIST_BYTES)?;
            let status = needed.told_by_list(&list, now)?;
            Some((list, status))
        })
    }
}

fn read(request: RequestBuilder, address: &str, limit_bytes: usize) -> Option<Vec<u8>> {
    // A dead authority holds up its own document alone.
    let answer = cores::give_way(|| {
        Handle::current().block_on(async {
            let answer = request.send().await?.error_for_status()?;
            bounded::read(answer, limit_bytes).await
        })
    });
    answer
        .inspect_err(|error: &Unread| tracing::warn!(address, %error, "an authority did not answer"))
        .ok()
}
