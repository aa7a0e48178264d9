//! What an operator may set of the log.

use serde::{Deserialize, Serialize};
use yunqian_journal::note::{Kind, VerifierKey};

use crate::config::Config;

/// The log's name, and who watches it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogSettings {
    /// The log's name for ever; the public address without its scheme, and `/log`, when absent.
    #[serde(default)]
    pub origin: Option<String>,
    /// Witnesses that are asked to cosign checkpoints.
    #[serde(default)]
    pub witnesses: Vec<WitnessSettings>,
    /// Hours between two anchors, each a timestamp authority's token over the newest checkpoint; 0 for none.
    #[serde(default = "a_day")]
    pub anchor_hours: u16,
}

const fn a_day() -> u16 {
    24
}

impl Default for LogSettings {
    fn default() -> Self {
        Self {
            origin: None,
            witnesses: Vec::new(),
            anchor_hours: a_day(),
        }
    }
}

/// A witness.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessSettings {
    /// Its verifier key, `name+id+key` as C2SP signed-note writes it.
    pub key: String,
    /// Its submission prefix, to which `/add-checkpoint` is added.
    pub url: String,
}

impl LogSettings {
    /// Whether the name can be a key's, and each witness has a key for cosignatures and an HTTP address.
    pub fn is_usable(&self) -> bool {
        let is_witness = |witness: &WitnessSettings| {
            let key = witness.key.parse::<VerifierKey>();
            let is_http = witness.url.starts_with("http://") || witness.url.starts_with("https://");
            is_http && key.is_ok_and(|key| key.kind() == Kind::Cosignature)
        };
        let is_name = |name: &String| !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '+');
        self.origin.as_ref().is_none_or(is_name) && self.witnesses.iter().all(is_witness)
    }
}

impl Config {
    /// Returns the name that a new log gets.
    pub fn log_origin(&self) -> String {
        let address = self
            .public_url
            .split_once("://")
            .map_or(&*self.public_url, |(_, rest)| rest);
        let named = self.log.origin.clone();
        named.unwrap_or_else(|| format!("{}/log", address.trim_end_matches('/')))
    }
}
