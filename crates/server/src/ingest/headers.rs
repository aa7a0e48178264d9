//! Headers that WHIP and WHEP answers carry.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use jiff::Timestamp;

use super::precondition::EntityTag;
use crate::turn::Turn;

/// Media type of offers and answers.
pub(super) const SDP: &str = "application/sdp";
/// Media type of fragments (RFC 8840).
pub(super) const FRAGMENT: &str = "application/trickle-ice-sdpfrag";

/// Tells whether the body is said to be of `media_type`.
pub(super) fn is_of(headers: &HeaderMap, media_type: &str) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type))
}

/// Names the STUN and TURN servers, one `Link` each address (RFC 9725, section 4.6).
pub(super) fn link_ice_servers(into: &mut HeaderMap, turn: &Turn, who: &str) {
    for server in turn.servers(Timestamp::now(), who) {
        for url in &server.urls {
            let mut link = format!("<{url}>; rel=\"ice-server\"");
            if let (Some(username), Some(credential)) = (&server.username, &server.credential) {
                link.push_str("; username=\"");
                link.push_str(username);
                link.push_str("\"; credential=\"");
                link.push_str(credential);
                link.push_str("\"; credential-type=\"password\"");
            }
            into.append(header::LINK, value(&link));
        }
    }
}

/// Names the ICE session.
pub(super) fn tag(into: &mut HeaderMap, tag: &EntityTag) {
    into.insert(header::ETAG, value(&tag.to_string()));
}

/// Puts a text of our own making into a header.
pub(super) fn value(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("our own header values are visible ASCII")
}

/// Lets pages of any origin read every answer: who holds the token may use it from anywhere, and no cookie counts.
pub(super) async fn open_to_all(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_EXPOSE_HEADERS,
        HeaderValue::from_static("Location, ETag, Link, Retry-After, Accept-Post, Accept-Patch"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// What a preflight request is told, beside the methods.
pub(super) fn preflight(methods: &'static str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("Authorization, Content-Type, If-Match"),
    );
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    headers
}
