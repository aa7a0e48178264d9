//! `yunqian witness`: watches somebody else's log, so that it can't show one history here and another there.
//!
//! A process of its own, with a key and a memory of its own, run by anybody but the log's operator. It speaks C2SP
//! tlog-witness: a log submits each new checkpoint with a proof that it extends the one before; the witness remembers
//! it on disk for good, then cosigns. Forks and rollbacks are refused; a fork, which is evidence by itself, is kept.

mod memory;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, ensure};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use jiff::Timestamp;
use yunqian_journal::note::{Kind, Signer, VerifierKey};
use yunqian_journal::witness::{Refused, Submission};

use crate::log::open_key;
use memory::{Memory, NotCosigned};

/// Largest submission, in bytes: 63 hashes and a note with many signatures.
const BODY_LIMIT_BYTES: usize = 64 * 1024;
/// The witness's key, below its directory.
const KEY: &str = "keys/witness-ed25519.pem";
/// Its public key with its name, beside.
const VERIFIER: &str = "verifier";

/// How a witness is run.
#[derive(Debug, clap::Args)]
pub struct WitnessArguments {
    /// Directory of its own: its key, and what it cosigned last.
    #[arg(long)]
    data: PathBuf,
    /// Verifier key of a log that it watches, as the log serves it under /log/key; once for each.
    #[arg(long = "log", required = true, value_parser = log_key, value_name = "VKEY")]
    logs: Vec<VerifierKey>,
    /// Address to listen on.
    #[arg(long)]
    listen: SocketAddr,
    /// Its name, best an address without a scheme; set for good at the first start. `ADDRESS/witness` when absent.
    #[arg(long)]
    name: Option<String>,
}

struct Witness {
    signer: Signer,
    logs: Vec<VerifierKey>,
    memory: Memory,
}

fn log_key(text: &str) -> Result<VerifierKey, String> {
    let key: VerifierKey = text.parse().map_err(|_| "not a verifier key".to_owned())?;
    let is_logs = key.kind() == Kind::Text;
    is_logs
        .then_some(key)
        .ok_or_else(|| "the key of a witness, not of a log".to_owned())
}

/// Serves until SIGINT or SIGTERM.
///
/// # Errors
/// When its files can't be read or written, or the address is taken.
pub async fn run(arguments: WitnessArguments) -> anyhow::Result<()> {
    let signer = open(&arguments)?;
    println!("The witness's verifier key: {}", signer.verifier());
    let witness = Witness {
        signer,
        memory: Memory::open(&arguments.data)?,
        logs: arguments.logs,
    };
    let router = Router::new()
        .route("/key", get(key))
        .route("/add-checkpoint", post(add_checkpoint))
        .layer(DefaultBodyLimit::max(BODY_LIMIT_BYTES))
        .with_state(Arc::new(witness));
    let listener = tokio::net::TcpListener::bind(arguments.listen).await;
    let listener = listener.with_context(|| format!("can't listen on {}", arguments.listen))?;
    let stop = crate::serve::stop_asked();
    Ok(axum::serve(listener, router).with_graceful_shutdown(stop).await?)
}

/// Opens the key under the name that it had first.
fn open(arguments: &WitnessArguments) -> anyhow::Result<Signer> {
    let file = arguments.data.join(VERIFIER);
    let known = std::fs::read_to_string(&file).ok();
    let known = known.map(|text| text.trim_end().parse::<VerifierKey>()).transpose()?;
    let name = match (&known, &arguments.name) {
        (Some(known), Some(wanted)) => {
            ensure!(known.name() == wanted, "this witness is called {}", known.name());
            wanted.clone()
        }
        (Some(known), None) => known.name().to_owned(),
        (None, Some(wanted)) => wanted.clone(),
        (None, None) => format!("{}/witness", arguments.listen),
    };
    let signer = open_key(&arguments.data.join(KEY), &name, Kind::Cosignature)?;
    match known {
        Some(known) => ensure!(
            known == *signer.verifier(),
            "the witness's key is another than at its first start"
        ),
        None => crate::log::store(&file, &format!("{}\n", signer.verifier()))?,
    }
    Ok(signer)
}

async fn key(State(witness): State<Arc<Witness>>) -> String {
    format!("{}\n", witness.signer.verifier())
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, body: Bytes) -> Response {
    let submission = std::str::from_utf8(&body).map_err(|_| Refused::Malformed);
    let submission: Result<Submission, Refused> = submission.and_then(str::parse);
    let cosigned = match submission {
        Ok(submission) => {
            let now = Timestamp::now().as_second().unsigned_abs();
            witness
                .memory
                .cosign(submission, &witness.logs, &witness.signer, now)
                .await
        }
        Err(refused) => Err(refused.into()),
    };
    match cosigned {
        Ok(signature) => format!("{signature}\n").into_response(),
        Err(NotCosigned::Refused(refused)) => refusal(refused),
        Err(NotCosigned::NotKept(error)) => {
            tracing::error!(
                error = format!("{error:#}"),
                "a checkpoint can't be kept, and so is not cosigned"
            );
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn refusal(refused: Refused) -> Response {
    let status = StatusCode::from_u16(refused.status()).expect("the protocol's statuses are statuses");
    match refused {
        Refused::AnotherSize { latest } => {
            let kind = [(header::CONTENT_TYPE, "text/x.tlog.size")];
            (status, kind, format!("{latest}\n")).into_response()
        }
        refused => {
            tracing::warn!(%refused, "a checkpoint is not cosigned");
            (status, format!("{refused}\n")).into_response()
        }
    }
}
