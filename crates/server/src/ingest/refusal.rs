//! Why a request is refused: a problem, with the headers that go with it.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use yunqian_signaling::ErrorCode;

use super::fragment::FragmentError;
use super::negotiation::Refused;
use super::offer::OfferError;
use crate::problem::Problem;

/// Seconds after which a full server may be asked again.
const FULL_S: u64 = 5;
/// Seconds after which a player may ask again whether there is something to watch.
const NOT_LIVE_S: u64 = 10;

/// A problem and when to try again.
#[derive(Debug)]
pub(super) struct Refusal {
    problem: Problem,
    retry_after_s: Option<u64>,
}

impl Refusal {
    /// 503: as many sessions as may be.
    pub(super) fn full() -> Self {
        Self::later(StatusCode::SERVICE_UNAVAILABLE, "too-many-sessions", FULL_S)
    }

    /// 409: nothing to watch now.
    pub(super) fn not_live() -> Self {
        Self::later(StatusCode::CONFLICT, "nothing-live", NOT_LIVE_S)
    }

    /// 406: part of the offer would be refused.
    pub(super) fn in_part() -> Self {
        Self::of(StatusCode::NOT_ACCEPTABLE, "no-common-codec")
    }

    /// 415: a body of another media type.
    pub(super) fn media_type(code: &'static str) -> Self {
        Self::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, code)
    }

    fn of(status: StatusCode, code: &'static str) -> Self {
        Problem { status, code }.into()
    }

    fn later(status: StatusCode, code: &'static str, retry_after_s: u64) -> Self {
        Self {
            problem: Problem { status, code },
            retry_after_s: Some(retry_after_s),
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self {
            problem,
            retry_after_s: None,
        }
    }
}

impl From<OfferError> for Refusal {
    fn from(error: OfferError) -> Self {
        let code = match error {
            OfferError::Malformed => return Problem::bad_request("sdp-malformed").into(),
            OfferError::NotBundled => "sdp-not-bundled",
            OfferError::RtcpApart => "sdp-rtcp-apart",
            OfferError::TooManyTracks => "sdp-too-many-tracks",
            OfferError::WrongWay => "sdp-wrong-way",
            OfferError::H265 => "codec-h265",
            OfferError::BFrames => "codec-b-frames",
            OfferError::NoCommonCodec => "no-common-codec",
        };
        Self::of(StatusCode::NOT_ACCEPTABLE, code)
    }
}

impl From<FragmentError> for Refusal {
    fn from(_: FragmentError) -> Self {
        Problem::bad_request("sdp-fragment-malformed").into()
    }
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::NoPrecondition => Self::of(StatusCode::PRECONDITION_REQUIRED, "if-match-missing"),
            Refused::Stale => Self::of(StatusCode::PRECONDITION_FAILED, "ice-session-over"),
            Refused::ForeignCredentials => Problem::invalid("ice-restart-needs-asterisk").into(),
        }
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        match code {
            ErrorCode::BadGrant | ErrorCode::GrantExpired => Problem::unauthenticated("bearer-invalid").into(),
            ErrorCode::RoomFull => Self::full(),
            ErrorCode::NotLive | ErrorCode::NoSuchTrack => Self::not_live(),
            ErrorCode::RoomLocked => Self::later(StatusCode::CONFLICT, "room-locked", NOT_LIVE_S),
            ErrorCode::RoomClosed => Problem::conflict("room-ended").into(),
            ErrorCode::NoSuchParticipant => Problem::not_found().into(),
            ErrorCode::Removed | ErrorCode::Denied | ErrorCode::NotAllowed => Problem::forbidden().into(),
            ErrorCode::BadSdp => Problem::bad_request("sdp-malformed").into(),
            ErrorCode::NoCommonCodec => Self::in_part(),
            ErrorCode::NegotiationPending | ErrorCode::MediaUnavailable | ErrorCode::RateLimited => {
                Self::later(StatusCode::SERVICE_UNAVAILABLE, "media-unavailable", FULL_S)
            }
            other => Problem::internal(&format_args!("a room refused a session with {other:?}")).into(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let is_unauthenticated = self.problem.status == StatusCode::UNAUTHORIZED;
        let mut response = self.problem.into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        if is_unauthenticated {
            let scheme = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
        }
        response
    }
}
