use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// The authority that an operator runs; its root may be elsewhere and offline.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthoritySettings {
    /// File with the certificates of roots, PEM.
    pub roots: PathBuf,
    /// Revocation lists (DER or PEM) of those who issued the issuing authority, read anew at each use.
    #[serde(default)]
    pub revocation_lists: Vec<PathBuf>,
    /// The key that issues.
    pub issuing: KeySettings,
    /// Its OCSP responder; it answers itself where there is none.
    #[serde(default)]
    pub ocsp: Option<KeySettings>,
    /// The platform's seal; `yunqian rotate-key seal` makes one.
    #[serde(default)]
    pub seal: Option<KeySettings>,
    /// Keys that issued before.
    #[serde(default)]
    pub former: Vec<FormerSettings>,
}

/// A key that issued before, for its revocation list and answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerSettings {
    /// The key.
    pub issuing: KeySettings,
    /// Its OCSP responder.
    #[serde(default)]
    pub ocsp: Option<KeySettings>,
}

/// Where a key and its certificate are found: one of `key`, `pkcs12` and `module`, and what goes with it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeySettings {
    /// File with the certificate and those between it and the root, PEM or DER.
    pub certificate: Option<PathBuf>,
    /// File with the key, PKCS #8, PEM or DER.
    pub key: Option<PathBuf>,
    /// PKCS #12 file with both.
    pub pkcs12: Option<PathBuf>,
    /// File with its password.
    pub password_file: Option<PathBuf>,
    /// PKCS #11 module of a token.
    pub module: Option<PathBuf>,
    /// The token's label.
    pub token: Option<String>,
    /// The key's label.
    pub key_label: Option<String>,
    /// The key's id, in hexadecimal.
    pub key_id: Option<String>,
    /// File with the token's PIN.
    pub pin_file: Option<PathBuf>,
}
