//! A firm's own PDF as the text of an agreement: cleaned, looked at, and checked again when it is proposed.
//!
//! Cleaning gives the same bytes for the same file, so that nothing is kept between looking and proposing: what a
//! client proposes is compared with what cleaning the file gives here.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_journal::Digest;
use yunqian_session::agreement::UploadedText;
use yunqian_session::text::FileReference;
use yunqian_signing::{Cleaned, SigningError, clean, prepare};

use crate::app::App;
use crate::caller::{Body, Caller};
use crate::files;
use crate::problem::{Problem, ProblemBody};
use crate::signing::signature_fields;

/// Serves what comes before an uploaded text is proposed.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(look)).routes(routes!(document))
}

/// An uploaded document, cleaned.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CleanedUpload {
    /// SHA-256 (hex) of the cleaned document.
    pub document: String,
    /// Pages as they are shown.
    pub pages: Vec<UploadedPage>,
    /// What was left behind, and how often.
    pub removed: BTreeMap<String, u32>,
    /// Fonts that the document does not bring along.
    pub missing_fonts: Vec<String>,
}

/// Where a page lies in PDF's coordinates, in points.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct UploadedPage {
    /// Left edge.
    pub x: f32,
    /// Lower edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

/// Cleans an uploaded PDF and tells what is left of it and what is not.
#[utoipa::path(post, path = "/agreement-uploads", tag = "agreements", request_body = FileReference,
    responses((status = 200, body = CleanedUpload), (status = "4XX", body = ProblemBody)))]
async fn look(
    State(app): State<App>,
    caller: Caller,
    Body(file): Body<FileReference>,
) -> Result<Json<CleanedUpload>, Problem> {
    let cleaned = cleaned(&app, caller, &file).await?;
    let pages = cleaned.pages.iter().map(|page| UploadedPage {
        x: page.origin[0],
        y: page.origin[1],
        width: page.width,
        height: page.height,
    });
    Ok(Json(CleanedUpload {
        document: cleaned.digest.to_string(),
        pages: pages.collect(),
        removed: removed(&cleaned),
        missing_fonts: cleaned.missing_fonts,
    }))
}

/// Sends an uploaded PDF as it would be signed, without its fields.
#[utoipa::path(post, path = "/agreement-uploads/document", tag = "agreements", request_body = FileReference,
    responses((status = 200, content_type = "application/pdf"), (status = "4XX", body = ProblemBody)))]
async fn document(
    State(app): State<App>,
    caller: Caller,
    Body(file): Body<FileReference>,
) -> Result<Response, Problem> {
    let cleaned = cleaned(&app, caller, &file).await?;
    Ok(([(header::CONTENT_TYPE, "application/pdf")], cleaned.pdf).into_response())
}

async fn cleaned(app: &App, caller: Caller, file: &FileReference) -> Result<Cleaned, Problem> {
    files::must_be_known(app, caller, std::slice::from_ref(file)).await?;
    let digest: Digest = file.digest.parse().map_err(|_| Problem::invalid("no-such-file"))?;
    let bytes = app
        .blobs
        .get(digest)
        .await?
        .ok_or_else(|| Problem::invalid("no-such-file"))?;
    let cleaned = tokio::task::spawn_blocking(move || clean(&bytes));
    let cleaned = cleaned.await.map_err(|error| Problem::internal(&error))?;
    cleaned.map_err(|error| {
        tracing::info!(%error, file = file.digest, "an uploaded document is refused");
        Problem::invalid(error.code())
    })
}

fn removed(cleaned: &Cleaned) -> BTreeMap<String, u32> {
    let named = cleaned.removed.iter().map(|(kind, count)| {
        let name = serde_json::to_value(kind).expect("kinds serialise");
        (name.as_str().unwrap_or_default().to_owned(), *count)
    });
    named.collect()
}

/// Checks that an uploaded text says what cleaning its file gives and that its fields lie on the pages, and stores
/// the document.
///
/// # Errors
/// `no-such-file`, `upload-…`, `upload-differs`, `fields-invalid`.
pub async fn accept(app: &App, caller: Caller, upload: &UploadedText) -> Result<(), Problem> {
    let cleaned = cleaned(app, caller, &upload.original).await?;
    let told = (
        upload.document.as_str(),
        usize::try_from(upload.pages).ok(),
        &upload.removed,
    );
    let found = (cleaned.digest.to_string(), Some(cleaned.pages.len()), removed(&cleaned));
    if told != (found.0.as_str(), found.1, &found.2) {
        return Err(Problem::invalid("upload-differs"));
    }
    match prepare(&cleaned.pdf, &signature_fields(upload)) {
        Ok(_) => {}
        Err(SigningError::FieldPlace(_) | SigningError::FieldName(_)) => {
            return Err(Problem::invalid("fields-invalid"));
        }
        Err(error) => return Err(Problem::internal(&error)),
    }
    app.blobs.put(cleaned.pdf).await?;
    Ok(())
}
