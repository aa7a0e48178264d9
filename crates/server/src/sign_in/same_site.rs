use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::changes::same_origin;
use crate::problem::Problem;

/// Middleware: refuses what another site's page asks for in our user's name. The cookies' `SameSite=Lax` does so
/// too; this holds where a browser or a sibling host is lax itself.
///
/// # Errors
/// `foreign-origin`.
pub async fn same_site(State(app): State<App>, request: Request, next: Next) -> Result<Response, Problem> {
    if !request.method().is_safe() {
        same_origin(&app, request.headers())?;
    }
    Ok(next.run(request).await)
}
