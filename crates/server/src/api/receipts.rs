//! What proves an agreement's signing without trust in this server: receipts of the log, and the media manifest.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use yunqian_session::agreement::Event as Signing;
use yunqian_session::recording::MediaManifest;
use yunqian_session::{AgreementId, Event, ObjectRef, SignatoryId};

use crate::app::App;
use crate::caller::{Caller, Id};
use crate::problem::{Problem, ProblemBody};

/// How long an answer may wait for the checkpoint that covers the newest entry.
const PATIENCE: Duration = Duration::from_secs(5);

/// Serves `/agreements/{id}/receipts` and `/agreements/{id}/media`.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(receipts)).routes(routes!(media))
}

/// Receipts for every act of an agreement's signing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Receipts {
    /// The log's verifier keys (C2SP signed-note), the current one first; compare them with those you were given.
    pub log_keys: Vec<String>,
    /// In the order of the log.
    pub items: Vec<SigningReceipt>,
}

/// Proof that an entry of the journal is in the log, RFC 6962 and C2SP tlog-checkpoint.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SigningReceipt {
    /// What the entry says of the agreement: `agreement-frozen`, `agreement-authorised`, `agreement-sealed`, ….
    pub what: Vec<String>,
    /// Whose act it was; none for the system's.
    pub signatory: Option<SignatoryId>,
    /// When it was decided.
    pub at: Timestamp,
    /// Position in the log, from 0.
    pub index: u64,
    /// The entry's exact bytes, Base64.
    pub entry: String,
    /// Audit path, each hash in hex.
    pub proof: Vec<String>,
    /// The checkpoint, a signed note with the cosignatures that there were.
    pub checkpoint: String,
}

/// What the record tells of one entry.
struct Told {
    what: Vec<String>,
    signatory: Option<SignatoryId>,
    at: Timestamp,
}

/// Proves every act of an agreement's signing by the log: the frozen text, identities confirmed, delegations,
/// authorisations, seals, refusals.
///
/// For those who see the agreement with its amounts, which stand in the entries.
#[utoipa::path(get, path = "/agreements/{id}/receipts", tag = "agreements", params(("id" = AgreementId, Path)),
    responses((status = 200, body = Receipts), (status = "4XX", body = ProblemBody),
        (status = 503, body = ProblemBody, description = "`checkpoint-pending`: no checkpoint covers the newest act yet")))]
async fn receipts(State(app): State<App>, caller: Caller, Id(id): Id<AgreementId>) -> Result<Json<Receipts>, Problem> {
    let told = told(&app, caller, id)?;
    let log_keys = app.log.known_keys().to_vec();
    let Some(last) = told.last_key_value().map(|(index, _)| *index) else {
        return Ok(Json(Receipts {
            log_keys,
            items: Vec::new(),
        }));
    };
    let covering = app.log.covering(last, PATIENCE).await.ok_or(Problem {
        status: StatusCode::SERVICE_UNAVAILABLE,
        code: "checkpoint-pending",
    })?;
    let mut items = Vec::new();
    for (index, Told { what, signatory, at }) in told {
        let receipt = app.log.receipt(index, &covering).await?;
        let receipt = receipt.ok_or_else(|| Problem::internal(&"a checkpoint does not cover what it should"))?;
        items.push(SigningReceipt {
            what,
            signatory,
            at,
            index,
            entry: STANDARD.encode(receipt.entry),
            proof: receipt.proof.iter().map(ToString::to_string).collect(),
            checkpoint: receipt.checkpoint,
        });
    }
    Ok(Json(Receipts { log_keys, items }))
}

/// Collects the entries that are acts of an agreement's signing, by position.
fn told(app: &App, caller: Caller, id: AgreementId) -> Result<BTreeMap<u64, Told>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let seen = state.agreements.get(&id).filter(|found| sight.sees_agreement(found));
    let agreement = seen.ok_or_else(Problem::not_found)?;
    if !sight.sees_amounts(agreement) {
        return Err(Problem::forbidden());
    }
    let mut told: BTreeMap<u64, Told> = BTreeMap::new();
    for happening in state.history(&ObjectRef::Agreement(id)) {
        let Event::Agreement(event) = &happening.event else {
            continue;
        };
        let Some(signatory) = act_of_signing(event) else {
            continue;
        };
        let entry = told.entry(happening.seq).or_insert_with(|| Told {
            what: Vec::new(),
            signatory: None,
            at: happening.at,
        });
        entry.what.push(happening.entry().what);
        entry.signatory = entry.signatory.or(signatory);
    }
    Ok(told)
}

/// Returns whose act of signing an event is; `None` for what is none.
fn act_of_signing(event: &Signing) -> Option<Option<SignatoryId>> {
    match event {
        Signing::IdentityConfirmed { signatory, .. }
        | Signing::Delegated { signatory, .. }
        | Signing::DelegationRevoked { signatory, .. }
        | Signing::Authorised { signatory, .. }
        | Signing::Sealed { signatory, .. }
        | Signing::Declined { signatory, .. } => Some(Some(*signatory)),
        Signing::Frozen { .. } | Signing::Signed { .. } | Signing::Voided { .. } | Signing::Expired { .. } => {
            Some(None)
        }
        _ => None,
    }
}

/// Lists what was recorded while an agreement was signed in its act: segments with their digests, gaps over a second,
/// and where each signature falls. Recordings that the caller may not see are left out.
#[utoipa::path(get, path = "/agreements/{id}/media", tag = "agreements", params(("id" = AgreementId, Path)),
    responses((status = 200, body = MediaManifest), (status = "4XX", body = ProblemBody)))]
async fn media(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
) -> Result<Json<MediaManifest>, Problem> {
    let state = app.state();
    let sight = caller.sight(&state)?;
    let seen = state
        .agreements
        .get(&id)
        .is_some_and(|found| sight.sees_agreement(found));
    let manifest = state.media_of(&id).filter(|_| seen);
    let mut manifest = manifest.ok_or_else(Problem::not_found)?;
    manifest.recordings.retain(|share| {
        let recording = state.recordings.get(&share.recording);
        recording.is_some_and(|recording| sight.sees_recording(recording))
    });
    Ok(Json(manifest))
}
