//! Sign-in: one-time codes, passkeys, invitations, tokens, and the demonstration's one-click people.
//!
//! Whoever proves to be a person is *admitted*: a sign-in is kept in the vault, and two cookies go out. The session
//! token (a signed JWT, a quarter of an hour) says who calls and under which membership; every request is judged by
//! it and by the state, without reading the vault. The refresh token gets the next one and is replaced at each use;
//! one that comes back a second time ends the sign-in, for somebody has a copy.
//!
//! Passkeys and device keys are kept here too, because they are proofs of who somebody is; signing asks for them by
//! [`SignIn::signing_keys`], and judges its own assertions. Nothing here is in the record but who was registered and
//! who joined whom; nothing secret is logged.

mod admit;
mod ceremonies;
mod claims;
mod code;
mod cookies;
mod demo;
mod device_key;
mod enrol;
mod family;
mod invitation;
mod key;
mod limit;
mod passkey;
mod refresh;
mod same_site;
mod session;
mod sign_out;
mod signing_key;
mod sweep;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use axum::http::HeaderMap;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use webauthn_rs::Webauthn;
use webauthn_rs::prelude::{DiscoverableAuthentication, PasskeyRegistration};
use yunqian_journal::Vault;
use yunqian_session::{PersonId, State};

use crate::app::App;
use crate::caller::Caller;
use crate::config::Config;
use crate::mail::{self, MailError, Mailer};
use crate::problem::Problem;

use ceremonies::Ceremonies;
use claims::Claims;
use cookies::SetCookies;
use key::TokenKey;
use limit::Peer;

pub use enrol::enrol_late;
pub use limit::Limiter;
pub use same_site::same_site;
pub use signing_key::{SigningKey, SigningKeyKind};

/// Why sign-in can't be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// The token key can't be read or made.
    #[error("the token key {0} can't be used: {1}")]
    KeyFile(PathBuf, #[source] std::io::Error),
    /// The token key is no Ed25519 key.
    #[error("{0} is no Ed25519 private key (PKCS #8, PEM)")]
    KeyMalformed(PathBuf),
    /// Passkeys can't be bound to the public address.
    #[error("passkeys can't be bound to public_url {0}; it must name a host, not an IP address")]
    PublicUrl(String),
    /// Mail can't be set up.
    #[error(transparent)]
    Mail(#[from] MailError),
}

/// Who is signed in, and how they get in.
#[derive(Debug)]
pub struct SignIn {
    key: TokenKey,
    secure: bool,
    relying_party: Webauthn,
    registrations: Ceremonies<(PersonId, passkey::Label, PasskeyRegistration)>,
    authentications: Ceremonies<DiscoverableAuthentication>,
    limits: Limits,
    /// Held while a refresh token is judged and replaced, so that of two uses one is the second.
    rotating: tokio::sync::Mutex<()>,
    /// Sign-ins that ended, with the second until which a token of theirs could still be valid.
    ended: Mutex<HashMap<Uuid, i64>>,
    /// How mail leaves.
    pub mail: Mailer,
}

/// How often is often enough. A whole venue may sit behind one address, so that limits a peer are wide.
#[derive(Debug)]
struct Limits {
    requests_for_address: Limiter<String>,
    requests_of_peer: Limiter<IpAddr>,
    tries_of_peer: Limiter<IpAddr>,
    invitations_of_person: Limiter<PersonId>,
}

impl Default for Limits {
    fn default() -> Self {
        const TEN_MINUTES_S: i64 = 600;
        Self {
            requests_for_address: Limiter::new(5, TEN_MINUTES_S),
            requests_of_peer: Limiter::new(300, TEN_MINUTES_S),
            tries_of_peer: Limiter::new(600, TEN_MINUTES_S),
            invitations_of_person: Limiter::new(300, TEN_MINUTES_S),
        }
    }
}

/// Returns the routes of sign-in and of the demonstration's mail.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(code::router())
        .merge(demo::router())
        .merge(device_key::router())
        .merge(invitation::router())
        .merge(mail::router())
        .merge(passkey::router())
        .merge(refresh::router())
        .merge(session::router())
        .merge(sign_out::router())
}

impl SignIn {
    /// Opens sign-in over the data directory; makes the token key at the first start.
    ///
    /// # Errors
    /// See [`SignInError`].
    pub async fn open(data: &Path, config: &Config, vault: &Vault) -> Result<Self, SignInError> {
        let sign_in = Self::with_key(TokenKey::open(&data.join("keys"))?, config)?;
        sign_in.sweep(vault, Timestamp::now()).await;
        Ok(sign_in)
    }

    fn with_key(key: TokenKey, config: &Config) -> Result<Self, SignInError> {
        Ok(Self {
            key,
            secure: config.public_url.starts_with("https://"),
            relying_party: passkey::relying_party(config)?,
            registrations: Ceremonies::default(),
            authentications: Ceremonies::default(),
            limits: Limits::default(),
            rotating: tokio::sync::Mutex::default(),
            ended: Mutex::default(),
            mail: Mailer::new(&config.mail)?,
        })
    }

    /// Sends mail and clears away what is over, until the server stops.
    pub async fn run(&self, vault: &Vault, shutdown: &CancellationToken) {
        tokio::join!(self.mail.run(shutdown), self.keep_swept(vault, shutdown));
    }

    /// Returns who calls.
    ///
    /// # Errors
    /// `not-signed-in`, `token-invalid`, `session-expired`. The last also when the membership ended: a refresh finds
    /// another.
    pub fn caller(&self, state: &State, headers: &HeaderMap) -> Result<Caller, Problem> {
        let claims = self.claims(headers)?.current(Timestamp::now())?;
        if self.has_ended(claims.sid) || !admit::acts(state, claims.sub, claims.mem) {
            return Err(Problem::unauthenticated("session-expired"));
        }
        Ok(Caller {
            person: claims.sub,
            membership: claims.mem,
        })
    }

    fn claims(&self, headers: &HeaderMap) -> Result<Claims, Problem> {
        let token = cookies::session(headers).ok_or(Problem::unauthenticated("not-signed-in"))?;
        Claims::read(&self.key, &token)
    }
}

/// Derives an id from another, so that repeating an interrupted work finds what it made before (RFC 9562, version 8).
fn derived(id: Uuid, what: &str) -> Uuid {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(id.as_bytes())
        .chain_update(what)
        .finalize()
        .into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
