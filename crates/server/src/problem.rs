//! Errors as problem+json (RFC 9457) with a stable `code`, worded in the reader's language.

use axum::Json;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use yunqian_session::{Refusal, RefusalKind};

use crate::desk::DeskError;
use crate::texts;

/// An error as a client sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// HTTP status.
    pub status: StatusCode,
    /// Stable code, lower-case words joined by hyphens.
    pub code: &'static str,
}

/// The body of an error.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// `about:blank`; the code tells the kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What happened, in the reader's language.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    #[schema(example = "wrong-state")]
    pub code: &'static str,
    /// What is safe and what to do next, in the reader's language.
    pub detail: String,
}

impl Problem {
    /// 400: the request is not understood.
    pub const fn bad_request(code: &'static str) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
        }
    }

    /// 401: nobody is signed in, or the sign-in is over.
    pub const fn unauthenticated(code: &'static str) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code,
        }
    }

    /// 403: signed in, but not for this.
    pub const fn forbidden() -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            code: "not-permitted",
        }
    }

    /// 404: not there, or not for these eyes.
    pub const fn not_found() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "not-found",
        }
    }

    /// 409: not in this state.
    pub const fn conflict(code: &'static str) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            code,
        }
    }

    /// 422: understood, but wrong.
    pub const fn invalid(code: &'static str) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            code,
        }
    }

    /// Logs a failure of ours with its cause and hides it from the client.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "a request failed");
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            code: "internal",
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.kind() {
            RefusalKind::NotFound => StatusCode::NOT_FOUND,
            RefusalKind::Forbidden => StatusCode::FORBIDDEN,
            RefusalKind::Conflict => StatusCode::CONFLICT,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self {
            status,
            code: refusal.code(),
        }
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Refused(refusal) => refusal.into(),
            DeskError::KeyReused => Self::conflict("idempotency-key-reused"),
            DeskError::Stopping => Self {
                status: StatusCode::SERVICE_UNAVAILABLE,
                code: "stopping",
            },
            // The desk logged it.
            DeskError::NotStored(_) => Self {
                status: StatusCode::SERVICE_UNAVAILABLE,
                code: "not-stored",
            },
        }
    }
}

impl From<yunqian_journal::JournalError> for Problem {
    fn from(error: yunqian_journal::JournalError) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: words every [`Problem`] in the language that the request accepts.
pub async fn word(request: Request, next: Next) -> Response {
    let language = texts::accepted(request.headers());
    let response = next.run(request).await;
    let Some(problem) = response.extensions().get::<Problem>().cloned() else {
        return response;
    };
    let (parts, _) = response.into_parts();
    let mut worded = (problem.status, Json(problem.body(language))).into_response();
    keep_headers(worded.headers_mut(), &parts.headers);
    worded.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    worded
}

fn keep_headers(into: &mut HeaderMap, from: &HeaderMap) {
    // By reference: a consumed map names the first of several equal headers alone, and cookies come in twos.
    for (name, value) in from {
        if name != header::CONTENT_LENGTH {
            into.append(name.clone(), value.clone());
        }
    }
}

impl Problem {
    fn body(&self, language: &str) -> ProblemBody {
        let (title, detail) = texts::error(language, self.code);
        ProblemBody {
            kind: "about:blank",
            title,
            status: self.status.as_u16(),
            code: self.code,
            detail,
        }
    }
}

/// Answers any path under the API that nothing else answers.
pub async fn no_such_path() -> Problem {
    Problem {
        status: StatusCode::NOT_FOUND,
        code: "no-such-path",
    }
}

/// Turns a panic of a handler into an answer; the panic itself was logged by the hook.
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response<Body> {
    Problem {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        code: "internal",
    }
    .into_response()
}

/// Answers a known path asked with a method it does not have.
pub async fn no_such_method() -> Problem {
    Problem {
        status: StatusCode::METHOD_NOT_ALLOWED,
        code: "no-such-method",
    }
}
