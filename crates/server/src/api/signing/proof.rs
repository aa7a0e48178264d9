use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use yunqian_journal::Digest;
use yunqian_session::agreement::{Agreement, SignatoryState};
use yunqian_session::{AgreementId, SignatoryId};

use crate::app::App;
use crate::caller::{Caller, Id};
use crate::jobs::Trouble;
use crate::own_key::CertificateView;
use crate::problem::{Problem, ProblemBody};
use crate::signing::Proof;

/// What proves an agreement's signatures, beside the document.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgreementProof {
    /// Certificates of the signatories' own keys that have signed.
    pub certificates: Vec<SignatoryCertificate>,
    /// Why the signed document is not archived; none where it is, or nothing has failed.
    pub trouble: Option<ArchiveTrouble>,
}

/// The certificate of a signatory's own key.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignatoryCertificate {
    /// Whose signature it is.
    pub signatory: SignatoryId,
    /// The certificate.
    pub certificate: CertificateView,
}

/// Why a document is not archived, and when it is tried again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArchiveTrouble {
    /// `certificate-revoked`, `timestamp-unavailable` or `archive-failed`.
    pub code: &'static str,
    /// How often it was tried in vain.
    pub failures: u32,
    /// When that was last.
    #[schema(value_type = String, format = DateTime)]
    pub failed_at: Timestamp,
    /// When it is tried again.
    #[schema(value_type = String, format = DateTime)]
    pub next_at: Timestamp,
}

impl From<Trouble> for ArchiveTrouble {
    fn from(trouble: Trouble) -> Self {
        let Trouble {
            code,
            failures,
            failed_at,
            next_at,
        } = trouble;
        Self {
            code,
            failures,
            failed_at,
            next_at,
        }
    }
}

/// Shows whom the certificates of own keys name that have signed, and what keeps the document from being archived.
#[utoipa::path(get, path = "/agreements/{id}/proof", tag = "signing", params(("id" = AgreementId, Path)),
    responses((status = 200, body = AgreementProof), (status = "4XX", body = ProblemBody)))]
pub async fn show(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id<AgreementId>,
) -> Result<Json<AgreementProof>, Problem> {
    let agreement = {
        let state = app.state();
        let sight = caller.sight(&state)?;
        let seen = state.agreements.get(&id).filter(|found| sight.sees_agreement(found));
        seen.cloned().ok_or_else(Problem::not_found)?
    };
    let mut certificates = Vec::new();
    for (signatory, proof) in own_keys(&agreement) {
        // A root that is trusted no longer tells nothing of whom it certified.
        if let Some(certificate) = certificate(&app, proof).await? {
            certificates.push(SignatoryCertificate { signatory, certificate });
        }
    }
    Ok(Json(AgreementProof {
        certificates,
        trouble: app.signing.troubles.of(id).map(ArchiveTrouble::from),
    }))
}

/// Lists the sealed signatures of own keys, each with its proof's digest.
fn own_keys(agreement: &Agreement) -> impl Iterator<Item = (SignatoryId, &str)> {
    agreement
        .signatories
        .iter()
        .filter_map(|signatory| match &signatory.state {
            SignatoryState::Sealed { authorisation, .. } if !authorisation.key.is_managed() => {
                Some((signatory.place.id, authorisation.proof.as_str()))
            }
            _ => None,
        })
}

async fn certificate(app: &App, proof: &str) -> Result<Option<CertificateView>, Problem> {
    let digest: Digest = proof.parse().map_err(|error| Problem::internal(&error))?;
    let Some(bytes) = app.blobs.get(digest).await? else {
        return Ok(None);
    };
    let proof: Proof = serde_json::from_slice(&bytes).map_err(|error| Problem::internal(&error))?;
    let certificate = proof.own_certificate(app.signing.trust(), proof.checked_at).ok();
    Ok(certificate.as_ref().map(CertificateView::from))
}
