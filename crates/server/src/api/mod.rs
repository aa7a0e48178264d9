//! The HTTP API under `/api/v1`: a file a resource, each with its `router()`.
//!
//! Reads answer from the state's snapshot; commands carry an `Idempotency-Key` and go through the desk.

use std::time::Duration;

use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::App;
use crate::{changes, files, ingest, own_key, problem, sign_in, web};

mod agreements;
mod broadcasts;
mod ceremonies;
mod evidence;
mod fairs;
mod feeds;
mod figures;
mod hls;
mod ice_servers;
mod interests;
mod items;
mod meetings;
mod organisations;
mod people;
mod pitches;
mod projects;
mod receipts;
mod recordings;
mod regions;
mod rooms;
mod signing;
mod stills;
mod uploads;
mod view;
mod visible;

pub use rooms::room_kind;
pub use stills::Stills;

#[derive(OpenApi)]
#[openapi(
    info(title = "Yunqian (云签)", description = "Every command takes an `Idempotency-Key` header (a UUID) and every error is problem+json with a stable `code`."),
    servers((url = "/api/v1")),
    components(schemas(agreements::WantedState, interests::Mailbox)),
)]
struct Contract;

fn resources(file_limit_bytes: u64) -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Contract::openapi())
        .merge(sign_in::router())
        .merge(regions::router())
        .merge(organisations::router())
        .merge(people::router())
        .merge(fairs::router())
        .merge(items::router())
        .merge(projects::router())
        .merge(pitches::router())
        .merge(interests::router())
        .merge(meetings::router())
        .merge(agreements::router())
        .merge(uploads::router())
        .merge(signing::router())
        .merge(own_key::router())
        .merge(evidence::router())
        .merge(receipts::router())
        .merge(ceremonies::router())
        .merge(rooms::router())
        .merge(feeds::router())
        .merge(ice_servers::router())
        .merge(recordings::router())
        .merge(broadcasts::router())
        .merge(stills::router())
        .merge(figures::router())
        .merge(files::router(file_limit_bytes))
}

/// Returns the contract.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut contract = resources(0).split_for_parts().1;
    name_operations(&mut contract);
    contract
}

/// Names every operation by its method and path, `get-agreements-id`; generators need names that differ.
fn name_operations(contract: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut contract.paths.paths {
        let name = path.replace(['{', '}'], "").replace('/', "-");
        let operations = [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("delete", &mut item.delete),
        ];
        for (method, operation) in operations {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}{name}"));
            }
        }
    }
}

/// Builds the whole HTTP service.
pub fn router(app: App) -> Router {
    let (resources, mut contract) = resources(app.config.file_limit_bytes).split_for_parts();
    name_operations(&mut contract);
    let rooms = crate::rooms::router(app.rooms.clone());
    let ingest = ingest::router(app.clone());
    let api = resources
        .layer(TimeoutLayer::with_status_code(
            StatusCode::REQUEST_TIMEOUT,
            Duration::from_secs(60),
        ))
        .layer(CompressionLayer::new())
        .merge(changes::router())
        .fallback(problem::no_such_path)
        .method_not_allowed_fallback(problem::no_such_method)
        .layer(middleware::from_fn_with_state(app.clone(), sign_in::same_site))
        .layer(CatchPanicLayer::custom(problem::panicked))
        .layer(middleware::from_fn(problem::word));
    Router::new()
        .nest("/api/v1", api)
        .merge(SwaggerUi::new("/api/docs").url("/api/openapi.json", contract))
        .route(
            "/healthz",
            get(|| async { Json(serde_json::json!({ "status": "ok" })) }),
        )
        .merge(hls::router())
        .merge(crate::log::router())
        .merge(crate::signing::router())
        .fallback(web::serve)
        .with_state(app)
        .merge(rooms)
        .merge(ingest)
}
