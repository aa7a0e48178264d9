//! Sign-in by a one-time code sent by e-mail.
//!
//! Six random digits, valid ten minutes, five tries, kept as a keyed hash. Whether an address is known shows in no
//! answer: an unknown one has the same work done on a decoy, and every failed try is answered alike.

mod pending;
mod request;
mod signing;
mod verify;

use std::str::FromStr;

use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use super::derived;
use crate::app::App;
use crate::problem::Problem;

pub use pending::KIND;

/// Returns the routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(request::request))
        .routes(routes!(verify::verify))
}

/// An e-mail address as somebody typed it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = "email")]
pub struct Email(String);

impl Email {
    /// Returns it in lower case, without space around it.
    ///
    /// # Errors
    /// `email-malformed`.
    pub fn checked(self) -> Result<String, Problem> {
        let address = self.0.trim().to_lowercase();
        match lettre::Address::from_str(&address) {
            Ok(_) if address.len() <= 254 => Ok(address),
            _ => Err(Problem::invalid("email-malformed")),
        }
    }
}

/// Where the code of an address is kept: one a person; all unknown addresses share a decoy that no code fits.
fn slot(person: Option<yunqian_session::PersonId>) -> Uuid {
    person.map_or(Uuid::max(), |person| derived(person.0, "one-time code"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_without_case_and_space_and_nothing_else_is_one() {
        let checked = |text: &str| Email(text.to_owned()).checked();
        assert_eq!(checked(" Li@Example.COM ").unwrap(), "li@example.com");
        for text in [
            "",
            "li",
            "li@",
            "@example.com",
            "li@example.com\r\nbcc: all@example.com",
            &format!("{}@example.com", "l".repeat(250)),
        ] {
            assert_eq!(checked(text).unwrap_err().code, "email-malformed", "{text}");
        }
    }
}
