//! Trust anchors: whom one who checks a bundle believes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use yunqian_journal::note::VerifierKey;
use yunqian_signing::{Certificate, Trust, certificates};

/// The anchors, as a file of JSON. They come from a bundle's maker, but to be believed they have to be got another
/// way: from the province's web site, its gazette, or an earlier visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrustAnchors)]
pub struct Anchors {
    /// Version of this form; 1.
    pub version: u8,
    /// Root certificates of signers, PEM.
    pub roots: Vec<String>,
    /// Root certificates of timestamp authorities, PEM.
    pub timestamp_roots: Vec<String>,
    /// The log's verifier keys (C2SP signed-note, "vkey"): the current one, and those before it.
    pub logs: Vec<String>,
    /// Witnesses' verifier keys.
    pub witnesses: Vec<String>,
    /// Where signatories authorised.
    pub site: Site,
}

/// The site that passkeys are bound to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TrustedSite)]
pub struct Site {
    /// Relying party id.
    pub rp_id: String,
    /// Origins.
    pub origins: Vec<String>,
}

/// Anchors that were read.
#[derive(Debug)]
pub struct ReadAnchors {
    /// For certificates.
    pub trust: Trust,
    /// The log's keys; one of them is enough.
    pub logs: Vec<VerifierKey>,
    /// Witnesses.
    pub witnesses: Vec<VerifierKey>,
    /// The site.
    pub site: Site,
}

impl Anchors {
    /// Reads the anchors' parts; `None` if one can't be read.
    pub fn read(&self) -> Option<ReadAnchors> {
        Some(ReadAnchors {
            trust: Trust::new(roots(&self.roots)?, roots(&self.timestamp_roots)?),
            logs: keys(&self.logs).filter(|keys| self.version == 1 && !keys.is_empty())?,
            witnesses: keys(&self.witnesses)?,
            site: self.site.clone(),
        })
    }
}

fn roots(pem: &[String]) -> Option<Vec<Certificate>> {
    let pem = pem.concat();
    match pem.trim_start() {
        "" => Some(Vec::new()),
        text if text.starts_with("-----BEGIN ") => certificates(pem.as_bytes()).ok(),
        _ => None,
    }
}

fn keys(texts: &[String]) -> Option<Vec<VerifierKey>> {
    texts.iter().map(|text| text.parse().ok()).collect()
}
