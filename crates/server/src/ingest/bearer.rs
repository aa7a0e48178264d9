//! The bearer token of a request (RFC 6750, section 2.1).

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;

use super::refusal::Refusal;
use crate::problem::Problem;

/// The token as it came; what it opens is for others to tell.
pub(super) struct Bearer(pub(super) String);

impl Bearer {
    /// 401: no token, or one that opens nothing here.
    pub(super) fn refused() -> Refusal {
        Problem::unauthenticated("bearer-invalid").into()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Bearer {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        let (scheme, token) = header
            .and_then(|value| value.split_once(' '))
            .ok_or_else(Self::refused)?;
        if scheme.eq_ignore_ascii_case("bearer") {
            Ok(Self(token.trim().to_owned()))
        } else {
            Err(Self::refused())
        }
    }
}
