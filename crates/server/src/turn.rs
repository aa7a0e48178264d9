//! Credentials for TURN, made here and understood by the TURN server without asking: both know one secret.
//!
//! The convention is that of draft-uberti-behave-turn-rest: the user name is `<second of expiry>:<who>`, the password
//! the Base64 of its HMAC-SHA1 under the secret; coturn takes it with `use-auth-secret`. A credential opens relays for
//! its lifetime and no longer; every welcome, every WHIP and WHEP answer and `GET /ice-servers` carry a new one.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use yunqian_signaling::IceServer;

/// STUN and TURN servers named to clients.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// `turn:`, `turns:` and `stun:` addresses.
    pub urls: Vec<String>,
    /// What the TURN server knows too (coturn's `static-auth-secret`).
    pub secret: String,
    /// How long a credential opens new relays, in seconds.
    pub lifetime_s: u32,
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Turn").field("urls", &self.urls).finish_non_exhaustive()
    }
}

impl Default for Turn {
    fn default() -> Self {
        Self {
            urls: Vec::new(),
            secret: String::new(),
            lifetime_s: 12 * 3600,
        }
    }
}

impl Turn {
    /// Tells whether every address is one that a browser takes, and whether there is a secret where one is needed.
    pub fn is_usable(&self) -> bool {
        let known = |url: &String| {
            ["stun:", "turn:", "turns:"]
                .iter()
                .any(|scheme| url.starts_with(scheme))
        };
        let is_plain = |url: &String| {
            url.bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"<>\"".contains(&byte))
        };
        self.urls.iter().all(|url| known(url) && is_plain(url))
            && (self.relays().next().is_none() || (!self.secret.is_empty() && self.lifetime_s > 0))
    }

    /// Names the servers to one client, with credentials of its own.
    pub fn servers(&self, now: Timestamp, who: &str) -> Vec<IceServer> {
        let open: Vec<String> = self
            .urls
            .iter()
            .filter(|url| url.starts_with("stun:"))
            .cloned()
            .collect();
        let relays: Vec<String> = self.relays().cloned().collect();
        let mut servers = Vec::new();
        if !open.is_empty() {
            servers.push(IceServer {
                urls: open,
                username: None,
                credential: None,
            });
        }
        if !relays.is_empty() {
            let username = format!("{}:{who}", self.expiry(now).as_second());
            servers.push(IceServer {
                urls: relays,
                credential: Some(self.password(&username)),
                username: Some(username),
            });
        }
        servers
    }

    /// When credentials made now end.
    pub fn expiry(&self, now: Timestamp) -> Timestamp {
        let life = jiff::SignedDuration::from_secs(i64::from(self.lifetime_s));
        now.checked_add(life).unwrap_or(Timestamp::MAX)
    }

    fn relays(&self) -> impl Iterator<Item = &String> {
        self.urls.iter().filter(|url| !url.starts_with("stun:"))
    }

    fn password(&self, username: &str) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(self.secret.as_bytes()).expect("HMAC takes keys of any length");
        mac.update(username.as_bytes());
        BASE64_STANDARD.encode(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn() -> Turn {
        Turn {
            urls: vec![
                "turn:turn.example.org?transport=udp".into(),
                "stun:turn.example.org".into(),
            ],
            secret: "north".into(),
            lifetime_s: 86_400,
        }
    }

    #[test]
    fn a_credential_names_its_expiry_and_its_holder_and_is_signed() {
        let now = Timestamp::from_second(1_600_000_000).unwrap();
        let servers = turn().servers(now, "ada");
        assert_eq!(servers[0].urls, ["stun:turn.example.org"]);
        assert_eq!(servers[0].username, None);
        assert_eq!(servers[1].username.as_deref(), Some("1600086400:ada"));
        // printf 1600086400:ada | openssl dgst -sha1 -hmac north -binary | base64
        assert_eq!(servers[1].credential.as_deref(), Some("WaavkVwwAuxrT/5pL9R00yot05s="));
    }

    #[test]
    fn a_later_credential_is_another() {
        let first = turn().servers(Timestamp::from_second(1).unwrap(), "ada");
        let second = turn().servers(Timestamp::from_second(2).unwrap(), "ada");
        assert_ne!(first[1].credential, second[1].credential);
    }

    #[test]
    fn relays_without_a_secret_and_addresses_of_another_kind_are_no_settings() {
        assert!(turn().is_usable() && Turn::default().is_usable());
        let without = Turn {
            secret: String::new(),
            ..turn()
        };
        assert!(!without.is_usable());
        for url in ["https://turn.example.org", "turn:a> b", "turn:\"x"] {
            let other = Turn {
                urls: vec![url.into()],
                ..turn()
            };
            assert!(!other.is_usable(), "{url}");
        }
    }
}
