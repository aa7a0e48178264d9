//! Extractors: who calls, under which idempotency key, with which body.

use axum::RequestPartsExt;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use uuid::Uuid;
use yunqian_session::access::View;
use yunqian_session::{Actor, MembershipId, PersonId, State};

use crate::app::App;
use crate::problem::Problem;

/// Largest JSON body, in bytes.
const BODY_LIMIT_BYTES: usize = 1024 * 1024;
/// Bytes of a body too large that are still taken in before the connection is closed on its sender.
const DRAIN_LIMIT_BYTES: usize = 32 * BODY_LIMIT_BYTES;

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

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        let bytes = read(request.into_body(), BODY_LIMIT_BYTES).await?;
        if !is_json {
            return Err(Problem {
                status: axum::http::StatusCode::UNSUPPORTED_MEDIA_TYPE,
                code: "not-json",
            });
        }
        serde_json::from_slice(&bytes)
            .map(Self)
            .map_err(|error| body_problem(&error))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type.is_some_and(|value| {
        value
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim() == "application/json")
    })
}

/// Reads a body up to its limit. What goes beyond is taken in and forgotten, within reason: a client that is still
/// sending would otherwise meet a closed connection instead of the answer.
///
/// # Errors
/// `too-large`; `unreadable-body` when the sender breaks off.
pub async fn read(body: axum::body::Body, limit_bytes: usize) -> Result<Vec<u8>, Problem> {
    let mut frames = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut received = 0;
    while let Some(frame) = frames.next().await {
        let frame = frame.map_err(|_| Problem::bad_request("unreadable-body"))?;
        received += frame.len();
        if received <= limit_bytes {
            bytes.extend_from_slice(&frame);
        } else if received > DRAIN_LIMIT_BYTES {
            break;
        }
    }
    if received > limit_bytes {
        Err(too_large())
    } else {
        Ok(bytes)
    }
}

fn body_problem(error: &serde_json::Error) -> Problem {
    match error.classify() {
        Category::Syntax | Category::Eof => Problem::bad_request("malformed-json"),
        Category::Data if error.to_string().contains("unknown field") => Problem::invalid("unknown-field"),
        Category::Data => Problem::invalid("invalid-body"),
        Category::Io => Problem::bad_request("unreadable-body"),
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
