//! Invitations: a link by mail that lets somebody in to act for an organisation, once, within 14 days.
//!
//! Who may invite whom is the record's to say: the inviter must be one who could let that person join. It is asked
//! when the invitation is made, and again when it is accepted, for the joining is done in the inviter's name.

mod accept;
mod create;
mod show;
mod stored;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

pub use stored::KIND;

/// Returns the routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(create::create))
        .routes(routes!(show::show))
        .routes(routes!(accept::accept))
}
