use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use jiff::Timestamp;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::SetCookies;
use crate::app::App;
use crate::jobs;
use crate::problem::Problem;

/// Returns the route.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(sign_out))
}

/// Ends the sign-in, also an expired one; without any it is already done.
#[utoipa::path(post, path = "/sign-out", tag = "sign-in", responses((status = 204, description = "Signed out.")))]
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Result<(SetCookies, StatusCode), Problem> {
    if let Ok(claims) = app.sign_in.claims(&headers) {
        app.sign_in.end(&app.vault, Timestamp::now(), claims.sid).await?;
        jobs::signed_out(&app, claims.sub).await;
    }
    Ok((SetCookies::none(app.sign_in.secure), StatusCode::NO_CONTENT))
}
