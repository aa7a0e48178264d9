//! Passkeys (WebAuthn): registered by a signed-in person, then a way in without an address.
//!
//! Challenges stay on the server, five minutes at most. Only ES256 (ECDSA on P-256) is asked for and taken, so that
//! every passkey can also authorise a signature; it should be discoverable, and must verify its user.

mod authenticate;
mod list;
mod register;
mod remove;
mod stored;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use webauthn_rs::Webauthn;
use webauthn_rs::prelude::{Url, WebauthnBuilder};

use super::SignInError;
use crate::app::App;
use crate::config::Config;

pub use stored::{Stored, point};

/// Returns the routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(register::start))
        .routes(routes!(register::finish))
        .routes(routes!(remove::remove))
        .routes(routes!(authenticate::start))
        .routes(routes!(authenticate::finish))
}

/// Binds passkeys to the public address; a demonstration may be opened at any port of its host.
///
/// # Errors
/// [`SignInError::PublicUrl`].
pub fn relying_party(config: &Config) -> Result<Webauthn, SignInError> {
    let wrong = || SignInError::PublicUrl(config.public_url.clone());
    let origin = Url::parse(&config.public_url).map_err(|_| wrong())?;
    WebauthnBuilder::new(config.relying_party(), &origin)
        .and_then(|builder| builder.rp_name("Yunqian").allow_any_port(config.demo).build())
        .map_err(|_| wrong())
}

/// A ceremony that the browser is to go through.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ceremony {
    /// To be sent back with the result.
    ceremony_id: Uuid,
    /// Options for `navigator.credentials` in their JSON form (WebAuthn level 3, section 5.1.8 and 5.1.9).
    #[schema(value_type = Object)]
    options: serde_json::Value,
}

/// A name for a key, so that its owner can tell it from others.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String)]
pub struct Label(String);

impl Label {
    /// Returns at most 100 characters on one line.
    pub fn trimmed(&self) -> String {
        self.0
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .take(100)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_bound_to_a_host_name_and_never_to_an_ip_address() {
        let bound = |public_url: &str| {
            relying_party(&Config {
                public_url: public_url.to_owned(),
                ..Config::default()
            })
        };
        assert!(bound("http://localhost:8080").is_ok());
        assert!(bound("https://fair.example.com").is_ok());
        assert!(bound("https://10.0.0.1").is_err());
        assert!(bound("what").is_err());
    }

    #[test]
    fn a_label_is_one_short_line() {
        assert_eq!(Label(" my\n phone ".to_owned()).trimmed(), "my phone");
        assert_eq!(Label("云".repeat(500)).trimmed().chars().count(), 100);
    }
}
