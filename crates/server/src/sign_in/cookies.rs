use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponseParts, ResponseParts};
use axum_extra::extract::CookieJar;
use std::convert::Infallible;

use super::family;

/// Holds the session token.
const SESSION: &str = "yunqian_session";
/// Holds the refresh token; sent to the sign-in paths alone.
const REFRESH: &str = "yunqian_refresh";
const REFRESH_PATH: &str = "/api/v1/sign-in";

/// Reads the session token.
pub fn session(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers)
        .get(SESSION)
        .map(|cookie| cookie.value().to_owned())
}

/// Reads the refresh token.
pub fn refresh(headers: &HeaderMap) -> Option<String> {
    CookieJar::from_headers(headers)
        .get(REFRESH)
        .map(|cookie| cookie.value().to_owned())
}

/// Cookies to set with a response.
#[derive(Debug)]
pub struct SetCookies(Vec<HeaderValue>);

impl SetCookies {
    /// Sets a new session token. The cookie outlives the token, so that the server can tell an expired session from
    /// none.
    pub fn session(secure: bool, token: &str) -> Self {
        Self(vec![cookie(secure, SESSION, token, "/", family::IDLE_S)])
    }

    /// Sets a new refresh token too.
    pub fn and_refresh(mut self, secure: bool, token: &str) -> Self {
        self.0
            .push(cookie(secure, REFRESH, token, REFRESH_PATH, family::IDLE_S));
        self
    }

    /// Removes both.
    pub fn none(secure: bool) -> Self {
        Self(vec![
            cookie(secure, SESSION, "", "/", 0),
            cookie(secure, REFRESH, "", REFRESH_PATH, 0),
        ])
    }
}

fn cookie(secure: bool, name: &str, value: &str, path: &str, max_age_s: i64) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path={path}; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).expect("tokens are base64url")
}

impl IntoResponseParts for SetCookies {
    type Error = Infallible;

    fn into_response_parts(self, mut parts: ResponseParts) -> Result<ResponseParts, Infallible> {
        for cookie in self.0 {
            parts.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_script_and_no_other_site_gets_at_the_cookies() {
        let cookies = SetCookies::session(true, "a").and_refresh(true, "b");
        let texts: Vec<_> = cookies.0.iter().map(|cookie| cookie.to_str().unwrap()).collect();
        assert_eq!(
            texts,
            [
                "yunqian_session=a; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure",
                "yunqian_refresh=b; Path=/api/v1/sign-in; Max-Age=604800; HttpOnly; SameSite=Lax; Secure",
            ]
        );
    }
}
