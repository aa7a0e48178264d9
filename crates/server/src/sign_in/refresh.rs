use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_journal::Vault;

use super::family::{Family, Rotation};
use super::{SetCookies, SignIn, admit, cookies, family};
use crate::app::App;
use crate::problem::Problem;

/// Returns the route.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(refresh))
}

/// Issues the next session token for the refresh token, and replaces that.
#[utoipa::path(post, path = "/sign-in/refresh", tag = "sign-in", responses((status = 204, description = "Refreshed.")))]
pub async fn refresh(State(app): State<App>, headers: HeaderMap) -> Response {
    match rotated(&app, &headers).await {
        Ok(cookies) => (cookies, StatusCode::NO_CONTENT).into_response(),
        // Whatever it was, it is worth nothing any more.
        Err(problem) if problem.status == StatusCode::UNAUTHORIZED => {
            (SetCookies::none(app.sign_in.secure), problem).into_response()
        }
        Err(problem) => problem.into_response(),
    }
}

async fn rotated(app: &App, headers: &HeaderMap) -> Result<SetCookies, Problem> {
    let now = Timestamp::now();
    let token = cookies::refresh(headers).ok_or(Problem::unauthenticated("not-signed-in"))?;
    let (mut family, next) = app.sign_in.rotate(&app.vault, now, &token).await?;
    let state = app.state();
    if !admit::acts(&state, family.person, family.membership) {
        family.membership = admit::first(&state, family.person)?;
        family.put(&app.vault).await?;
    }
    let cookies = app.sign_in.session_cookie(now, &family);
    Ok(match next {
        Some(next) => cookies.and_refresh(app.sign_in.secure, &next),
        None => cookies,
    })
}

impl SignIn {
    /// Judges a refresh token and replaces it; without a next one when another tab just got that.
    ///
    /// # Errors
    /// `session-expired`; `token-reused` ends the sign-in.
    async fn rotate(&self, vault: &Vault, now: Timestamp, token: &str) -> Result<(Family, Option<String>), Problem> {
        const OVER: Problem = Problem::unauthenticated("session-expired");
        let id = family::id_of(token).ok_or(Problem::unauthenticated("token-invalid"))?;
        let _alone = self.rotating.lock().await;
        let family = Family::get(vault, id).await?.ok_or(OVER)?;
        match family.rotate(now, token) {
            Rotation::Next(family, next) => {
                family.put(vault).await?;
                Ok((family, Some(next)))
            }
            Rotation::SameTime(family) => Ok((family, None)),
            Rotation::Over => Err(OVER),
            Rotation::Replayed => {
                tracing::warn!(sign_in = %id, "a refresh token came back; its sign-in was ended");
                self.end(vault, now, id).await?;
                Err(Problem::unauthenticated("token-reused"))
            }
        }
    }
}
