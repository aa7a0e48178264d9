//! Files that people attach: stored by content, shown only to whom an object that names them is visible.

use axum::Json;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use yunqian_journal::{Digest, Record};
use yunqian_session::PersonId;
use yunqian_session::access::View;
use yunqian_session::text::FileReference;

use crate::app::App;
use crate::caller::{Caller, Key, too_large};
use crate::problem::{Problem, ProblemBody};

/// Kind of the vault's records of who uploaded what.
const UPLOAD: &str = "upload";

/// Serves `/files`.
pub fn router(limit_bytes: u64) -> OpenApiRouter<App> {
    let limit = usize::try_from(limit_bytes)
        .unwrap_or(usize::MAX)
        .saturating_add(64 * 1024);
    OpenApiRouter::new()
        .routes(routes!(upload))
        .routes(routes!(download))
        .layer(DefaultBodyLimit::max(limit))
}

/// Stores a file (multipart field `file`) and answers with what refers to it.
#[utoipa::path(post, path = "/files", tag = "files", request_body(content_type = "multipart/form-data", content = String),
    responses((status = 201, body = FileReference), (status = "4XX", body = ProblemBody)))]
async fn upload(
    State(app): State<App>,
    caller: Caller,
    _key: Key,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<FileReference>), Problem> {
    let mut form = form.map_err(|_| Problem::bad_request("malformed-form"))?;
    while let Some(field) = form.next_field().await.map_err(|error| form_problem(&error))? {
        if field.name() != Some("file") {
            continue;
        }
        let name = display_name(field.file_name().unwrap_or("file"));
        let bytes = field.bytes().await.map_err(|error| form_problem(&error))?;
        let reference = store(&app, caller.person, name, bytes.to_vec()).await?;
        return Ok((StatusCode::CREATED, Json(reference)));
    }
    Err(Problem::invalid("no-file"))
}

async fn store(app: &App, person: PersonId, name: String, bytes: Vec<u8>) -> Result<FileReference, Problem> {
    let size_bytes = bytes.len() as u64;
    if size_bytes == 0 {
        return Err(Problem::invalid("empty-file"));
    }
    if size_bytes > app.config.file_limit_bytes {
        return Err(too_large());
    }
    let media_type = recognise(&name, &bytes)?.to_owned();
    let digest = app.blobs.put(bytes).await?.to_string();
    let reference = FileReference {
        digest,
        name,
        media_type,
        size_bytes,
    };
    let upload = Record {
        kind: UPLOAD.to_owned(),
        id: upload_id(person, &reference),
        owner: Some(person.0),
        lookup_key: None,
        value: serde_json::to_value(&reference).expect("references serialise"),
        updated_at_ms: Timestamp::now().as_millisecond(),
    };
    app.vault.put(&upload).await?;
    Ok(reference)
}

/// Names the fact that a person uploaded this file: whoever only knows a digest has not.
fn upload_id(person: PersonId, file: &FileReference) -> Uuid {
    let mut hasher = Sha256::new();
    hasher.update(person.0.as_bytes());
    hasher.update(serde_json::to_vec(file).expect("references serialise"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// Tells the media type by the bytes, and refuses a name that claims another.
fn recognise(name: &str, bytes: &[u8]) -> Result<&'static str, Problem> {
    const SIGNATURES: [(&[u8], &str, &[&str]); 5] = [
        (b"%PDF-", "application/pdf", &["pdf"]),
        (b"\x89PNG\r\n\x1a\n", "image/png", &["png"]),
        (b"\xff\xd8\xff", "image/jpeg", &["jpg", "jpeg"]),
        (b"PK\x03\x04", "application/zip", &["zip", "docx", "xlsx", "pptx"]),
        (b"RIFF", "image/webp", &["webp"]),
    ];
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_lowercase())
        .unwrap_or_default();
    let found = SIGNATURES.iter().find(|(signature, ..)| bytes.starts_with(signature));
    match found {
        Some((_, media_type, endings)) if ending.is_empty() || endings.contains(&ending.as_str()) => Ok(media_type),
        None if ending == "txt" && std::str::from_utf8(bytes).is_ok() => Ok("text/plain; charset=utf-8"),
        _ if ending == "pdf" => Err(Problem::invalid("not-a-pdf")),
        _ => Err(Problem::invalid("file-kind-not-allowed")),
    }
}

/// Keeps the last path segment, without control characters, at most 200 characters.
fn display_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars().filter(|c| !c.is_control()).take(200).collect()
}

fn form_problem(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        too_large()
    } else {
        Problem::bad_request("malformed-form")
    }
}

/// Sends a file, where an object that the caller may see names it.
#[utoipa::path(get, path = "/files/{digest}", tag = "files", params(("digest" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream"), (status = "4XX", body = ProblemBody)))]
async fn download(State(app): State<App>, caller: Caller, Path(digest): Path<String>) -> Result<Response, Problem> {
    let state = app.state();
    let reference = visible(&caller.sight(&state)?, &digest).ok_or_else(Problem::not_found)?;
    let digest: Digest = digest.parse().map_err(|_| Problem::not_found())?;
    let bytes = app.blobs.get(digest).await?.ok_or_else(Problem::not_found)?;
    Ok(attachment(&reference.name, &reference.media_type, bytes))
}

/// Finds the reference to a file in what the caller sees: interests, projects, the texts of agreements and powers of
/// attorney.
fn visible(sight: &View<'_>, digest: &str) -> Option<FileReference> {
    let state = sight.state();
    let attached = state
        .interests
        .iter()
        .filter(|interest| sight.sees_interest(interest))
        .flat_map(|interest| &interest.attachments);
    let documents = state
        .projects
        .iter()
        .filter(|project| sight.sees_project(project))
        .flat_map(|project| &project.proposal.documents);
    let uploaded = state
        .agreements
        .iter()
        .filter(|agreement| sight.sees_pages(agreement))
        .flat_map(|agreement| &agreement.versions)
        .filter_map(|version| Some(&version.upload.as_ref()?.original));
    let powers = state
        .agreements
        .iter()
        .filter(|agreement| sight.sees_agreement(agreement))
        .flat_map(|agreement| &agreement.signatories)
        .filter_map(|signatory| Some(&signatory.delegation.as_ref()?.power_of_attorney));
    let mut all = attached.chain(documents).chain(uploaded).chain(powers);
    all.find(|file| file.digest == digest).cloned()
}

/// Refuses references to files that the caller neither uploaded, under this name and as this kind, nor may read.
///
/// # Errors
/// `no-such-file`.
pub async fn must_be_known(app: &App, caller: Caller, files: &[FileReference]) -> Result<(), Problem> {
    for file in files {
        let state = app.state();
        let is_readable = visible(&caller.sight(&state)?, &file.digest).as_ref() == Some(file);
        let uploaded = app.vault.get(UPLOAD, upload_id(caller.person, file));
        if !is_readable && uploaded.await?.is_none() {
            return Err(Problem::invalid("no-such-file"));
        }
    }
    Ok(())
}

/// Answers with a file to be saved under `name` (RFC 6266, RFC 8187).
pub fn attachment(name: &str, media_type: &str, bytes: Vec<u8>) -> Response {
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    (
        [
            (header::CONTENT_TYPE, media_type.to_owned()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename*=UTF-8''{encoded}"),
            ),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        ],
        bytes,
    )
        .into_response()
}
