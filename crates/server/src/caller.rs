//! Extractors: who calls, under which idempotency key, with which body.

use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::{Json, RequestPartsExt};
use serde::de::DeserializeOwned;
use uuid::Uuid;
use yunqian_session::access::View;
use yunqian_session::{Actor, MembershipId, PersonId, State};

use crate::app::App;
use crate::problem::Problem;

/// A signed-in person under its active membership.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// Person.
    pub person: PersonId,
    /// Membership that it acts under.
    pub membership: MembershipId,
}

impl Caller {
    /// Returns the caller as an actor of the record.
    pub fn actor(self) -> Actor {
        Actor::Person {
            person: self.person,
            membership: self.membership,
        }
    }

    /// Returns what the caller sees of `state`.
    ///
    /// # Errors
    /// When the membership no longer holds.
    pub fn sight(self, state: &State) -> Result<View<'_>, Problem> {
        state
            .view(&self.actor())
            .map_err(|refusal| yunqian_session::Refusal::from(refusal).into())
    }
}

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        app.sign_in.caller(&app.state(), &parts.headers)
    }
}

/// The `Idempotency-Key` header: a UUID, best of version 7, one for each thing the user wants done. What the
/// command creates gets this id, so that a repeat finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Key {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let header = parts
            .headers
            .get("idempotency-key")
            .ok_or(Problem::bad_request("idempotency-key-missing"))?;
        let key = header.to_str().ok().and_then(|text| Uuid::try_parse(text).ok());
        match key {
            Some(key) if !key.is_nil() => Ok(Self(key)),
            _ => Err(Problem::bad_request("idempotency-key-malformed")),
        }
    }
}

/// A JSON body whose every field is known.
#[derive(Debug, Clone)]
pub struct Body<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(body_problem(&rejection)),
        }
    }
}

fn body_problem(rejection: &JsonRejection) -> Problem {
    match rejection {
        JsonRejection::JsonSyntaxError(_) => Problem::bad_request("malformed-json"),
        JsonRejection::MissingJsonContentType(_) => Problem {
            status: axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
            code: "not-json",
        },
        JsonRejection::JsonDataError(error) if error.body_text().contains("unknown field") => {
            Problem::invalid("unknown-field")
        }
        JsonRejection::JsonDataError(_) => Problem::invalid("invalid-body"),
        other if other.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE => too_large(),
        _ => Problem::bad_request("unreadable-body"),
    }
}

/// 413: more bytes than allowed.
pub fn too_large() -> Problem {
    Problem {
        status: axum::http::StatusCode::PAYLOAD_TOO_LARGE,
        code: "too-large",
    }
}

/// A path parameter that is an id; anything else is not found, as a guessed id is.
#[derive(Debug, Clone, Copy)]
pub struct Id<T>(pub T);

impl<T: std::str::FromStr + Send, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let axum::extract::Path(text) = parts
            .extract::<axum::extract::Path<String>>()
            .await
            .map_err(|_| Problem::not_found())?;
        text.parse().map(Self).map_err(|_| Problem::not_found())
    }
}
