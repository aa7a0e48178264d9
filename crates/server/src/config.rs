//! Configuration: defaults, then `config/default.toml`-shaped files, then `YUNQIAN_…` variables, then arguments.

use std::net::SocketAddr;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use yunqian_session::agreement::IdentityRule;

use crate::log::LogSettings;
use crate::signing::AuthoritySettings;
use crate::turn::Turn;

/// Everything an operator may set; `config/default.toml` explains each.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Directory that holds all data.
    pub data: PathBuf,
    /// Address that the HTTP server listens on.
    pub listen: SocketAddr,
    /// Address of the Prometheus measurements; not served when absent.
    #[serde(default)]
    pub metrics_listen: Option<SocketAddr>,
    /// Address that people open in their browser, without a trailing slash; passkeys are bound to its host.
    pub public_url: String,
    /// Demonstration mode: sample fair, one-click people, development mail page. Never in production.
    pub demo: bool,
    /// Whether a signatory without an authenticator may use a device key; a demonstration's may where nothing is said.
    #[serde(default)]
    pub allow_device_keys: Option<bool>,
    /// What is asked of signatories' identity.
    pub identity: Identity,
    /// How long what is recorded is kept.
    pub retention: Retention,
    /// Mail.
    pub mail: Mail,
    /// Signing.
    #[serde(default)]
    pub signing: Signing,
    /// Media.
    pub media: Media,
    /// Rooms.
    pub rooms: Rooms,
    /// The transparency log.
    #[serde(default)]
    pub log: LogSettings,
    /// Largest file that may be attached, in bytes.
    pub file_limit_bytes: u64,
    /// Directory with the fonts of documents; found beside the program when absent.
    #[serde(default)]
    pub fonts: Option<PathBuf>,
}

/// How long a new key proves nothing by itself.
const KEY_AGE_MINUTES: u32 = 24 * 60;

/// What is asked of signatories' identity.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// Factors asked for before somebody signs, 1 to 3; the key itself is the first.
    pub factors: u8,
    /// Minutes for which a confirmed factor stands.
    pub minutes: u16,
    /// Minutes after its enrolment from which a key counts as a factor by itself; a day where nothing is said, and none
    /// in a demonstration.
    #[serde(default)]
    pub key_age_minutes: Option<u32>,
    /// Whether the recital must have been read in the room, and each signatory have said there that it signs of its own
    /// will.
    pub spoken: bool,
}

impl Identity {
    fn rule(self, demo: bool) -> IdentityRule {
        let key_age_minutes = self.key_age_minutes.unwrap_or(if demo { 0 } else { KEY_AGE_MINUTES });
        IdentityRule {
            factors: self.factors,
            lifetime: SignedDuration::from_mins(i64::from(self.minutes)),
            key_age: SignedDuration::from_mins(i64::from(key_age_minutes)),
            spoken: self.spoken,
        }
    }

    fn is_usable(self) -> bool {
        (1..=3).contains(&self.factors) && self.minutes > 0
    }
}

/// How long what is recorded is kept. The record itself, its documents and proofs are kept for good.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Years after which recorded media are deleted; at least ten.
    pub recording_years: u16,
}

/// How mail leaves.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "transport", rename_all = "snake_case", deny_unknown_fields)]
pub enum Mail {
    /// Kept in the local outbox page; demonstration mode only.
    Outbox,
    /// Sent by SMTP.
    Smtp {
        /// `smtps://user:password@host` or `smtp://host:25`.
        url: String,
        /// Sender address.
        from: String,
    },
}

/// Whom signatures rely on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Signing {
    /// Timestamp authorities, asked in this order; the demonstration's own where there are none.
    pub timestamp_authorities: Vec<TimestampAuthority>,
    /// PEM files with further roots that firms' own certificates may lead to.
    pub trusted_roots: Vec<PathBuf>,
    /// Services that keep keys of signatories (CSC API v2).
    pub services: Vec<SigningService>,
    /// The authority that issues signatories' certificates; a demonstration makes its own.
    pub authority: Option<AuthoritySettings>,
}

/// A timestamp authority.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimestampAuthority {
    /// Where it takes questions (RFC 3161 over HTTP).
    pub url: String,
    /// PEM file with the roots that its certificate leads to.
    pub roots: PathBuf,
}

/// A service that keeps keys of signatories.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SigningService {
    /// How signatories know it.
    pub name: String,
    /// Its API's address, as far as `/csc/v2`.
    pub url: String,
    /// This server's name there.
    pub client_id: String,
    /// File with this server's secret there.
    pub client_secret_file: PathBuf,
}

/// How media finds the server.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Media {
    /// UDP address for all media; port 0 takes a free one.
    pub listen: SocketAddr,
    /// TCP address for networks that let no UDP out; the UDP one's when absent.
    #[serde(default)]
    pub tcp_listen: Option<SocketAddr>,
    /// Threads that carry media; half the machine's cores when absent.
    #[serde(default)]
    pub cores: Option<usize>,
    /// Addresses named to clients as ICE candidates, with a port where it is not the one listened on; `auto` stands
    /// for loopback and the default route's.
    pub candidates: Vec<String>,
    /// Those for TCP; the same as for UDP when absent, none when empty.
    #[serde(default)]
    pub tcp_candidates: Option<Vec<String>>,
}

/// What rooms offer beyond the server's own addresses.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rooms {
    /// WHIP and WHEP sessions at one time; beyond that clients are asked to come back.
    pub most_sessions: usize,
    /// STUN and TURN servers named to clients.
    pub turn: Turn,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("data"),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            metrics_listen: None,
            public_url: "http://localhost:8080".to_owned(),
            demo: false,
            allow_device_keys: None,
            identity: Identity {
                factors: 2,
                minutes: 30,
                key_age_minutes: None,
                spoken: false,
            },
            retention: Retention { recording_years: 10 },
            mail: Mail::Outbox,
            signing: Signing::default(),
            media: Media {
                listen: SocketAddr::from(([0, 0, 0, 0], 0)),
                tcp_listen: None,
                cores: None,
                candidates: vec!["auto".to_owned()],
                tcp_candidates: None,
            },
            rooms: Rooms {
                most_sessions: 5_000,
                turn: Turn::default(),
            },
            log: LogSettings::default(),
            file_limit_bytes: 20 * 1024 * 1024,
            fonts: None,
        }
    }
}

/// Why a configuration can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// A file or variable does not parse.
    #[error("the configuration can't be read: {0}")]
    Unreadable(Box<figment::Error>),
    /// The outbox would swallow real mail.
    #[error("mail.transport = \"outbox\" is for demonstration mode; set an SMTP server, or demo = true")]
    OutboxOutsideDemo,
    /// Browsers give no camera and no passkeys to such an address.
    #[error("public_url must be https://… or http://localhost…; browsers refuse cameras and passkeys elsewhere")]
    InsecureAddress,
    /// Nobody could ask such witnesses, or the log could not be called that.
    #[error("log.origin has no spaces and no plus sign; log.witnesses need the key of a witness and an http(s) url")]
    UnusableLog,
    /// There are three factors: the key, a code, the word of who saw the signatory on camera.
    #[error("identity.factors must be 1, 2 or 3, and identity.minutes at least 1")]
    UnusableIdentity,
    /// The laws that ask for recordings ask for ten years.
    #[error("retention.recording_years must be at least 10")]
    ShortRetention,
    /// Clients could not use such servers.
    #[error("rooms.turn.urls must be stun:…, turn:… or turns:… addresses, and turn ones need secret and lifetime_s")]
    UnusableTurn,
}

impl Config {
    /// Returns what is asked of signatories' identity, as the domain asks it.
    pub fn identity_rule(&self) -> IdentityRule {
        self.identity.rule(self.demo)
    }

    /// Says whether a signatory without an authenticator may use a device key.
    pub fn allows_device_keys(&self) -> bool {
        self.allow_device_keys.unwrap_or(self.demo)
    }

    /// Reads `file` (where given) and the environment over the defaults.
    ///
    /// # Errors
    /// [`ConfigError::Unreadable`]; validity across settings is [`Config::checked`]'s.
    pub fn load(file: Option<&std::path::Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if let Some(file) = file {
            figment = figment.merge(Toml::file_exact(file));
        }
        figment
            .merge(Env::prefixed("YUNQIAN_").split("__"))
            .extract()
            .map_err(|error| ConfigError::Unreadable(Box::new(error)))
    }

    /// Refuses what must not go together.
    ///
    /// # Errors
    /// See [`ConfigError`].
    pub fn checked(self) -> Result<Self, ConfigError> {
        if matches!(self.mail, Mail::Outbox) && !self.demo {
            return Err(ConfigError::OutboxOutsideDemo);
        }
        if !self.public_url.starts_with("https://") && self.relying_party() != "localhost" {
            return Err(ConfigError::InsecureAddress);
        }
        if !self.log.is_usable() {
            return Err(ConfigError::UnusableLog);
        }
        if !self.identity.is_usable() {
            return Err(ConfigError::UnusableIdentity);
        }
        if self.retention.recording_years < 10 {
            return Err(ConfigError::ShortRetention);
        }
        if !self.rooms.turn.is_usable() {
            return Err(ConfigError::UnusableTurn);
        }
        Ok(self)
    }

    /// Returns the host of the public address: the relying party of passkeys.
    pub fn relying_party(&self) -> &str {
        let rest = self
            .public_url
            .split_once("://")
            .map_or(self.public_url.as_str(), |(_, rest)| rest);
        rest.split(['/', ':']).next().unwrap_or(rest)
    }
}
