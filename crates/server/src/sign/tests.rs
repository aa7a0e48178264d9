//! The command with a key in SoftHSM2, before servers that are honest and that are not.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Parser;
use der::{Decode, Encode};
use serde_json::{Value, json};
use yunqian_signing::{Certificate, Digest, to_be_signed};

use super::api::FROZEN_LENGTH;
use super::{Sign, run};
use crate::token::tests::{LABEL, SoftHsm, certified, with_token};

const TICKET: &str = "ticket-1";
const FROZEN: &[u8] = b"%PDF the text that both sides agreed on %%EOF\n";
const APPENDED: &[u8] = b"a signature field with room for the signature\n";

/// What a server does wrong.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lie {
    None,
    /// Another text at the beginning of the document.
    Document,
    /// Another digest is named once the certificate is there.
    Digest,
    /// Bytes to be signed over another document.
    Bytes,
    /// Bytes to be signed in another's name.
    Certificate,
    /// A length that takes the whole document for the frozen text.
    Length,
}

struct Server {
    lie: Lie,
    /// Busy answers before a request is given.
    busy: u8,
    /// Looks at the page until the signatory confirms.
    looks: u8,
    certificate: Option<Certificate>,
    signature: Option<Vec<u8>>,
}

type Shared = Arc<Mutex<Server>>;

impl Server {
    fn content(&self) -> Vec<u8> {
        match self.lie {
            Lie::Document => [b"%PDF another text, which is as long as the first%%EOF\n", APPENDED].concat(),
            _ => [FROZEN, APPENDED].concat(),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let content = match self.lie {
            Lie::Bytes => b"another document".to_vec(),
            _ => self.content(),
        };
        let mut certificate = self.certificate.clone().unwrap();
        if self.lie == Lie::Certificate {
            let other = yunqian_signing::SoftwareKey::from_seed([9; 32]);
            certificate = certified(&other).1[0].clone();
        }
        to_be_signed(Digest::of(&content), &certificate).unwrap()
    }

    fn task(&self) -> Value {
        let state = match (&self.certificate, &self.signature) {
            (None, _) => "certificate-wanted",
            (_, Some(_)) => "signed",
            _ if self.looks > 0 => "authorisation-wanted",
            _ => "ready",
        };
        let is_other = self.lie == Lie::Digest && self.certificate.is_some();
        json!({
            "agreement": { "number": "HB-2026-001", "title": { "zh": "合作协议", "en": "Cooperation" } },
            "signatory": { "name": { "en": "Wang" }, "organisation": { "en": "Green \u{1b}[2J Power" } },
            "document_sha256": Digest::of(if is_other { b"other" } else { FROZEN }),
            "state": state, "certificate": null, "expires_at": "2999-01-01T00:00:00Z", "told_later": true,
        })
    }
}

fn locked<'a>(shared: &'a Shared, headers: &HeaderMap) -> MutexGuard<'a, Server> {
    assert_eq!(headers["authorization"], format!("Bearer {TICKET}"));
    shared.lock().unwrap()
}

async fn show(State(shared): State<Shared>, headers: HeaderMap) -> Json<Value> {
    let mut server = locked(&shared, &headers);
    server.looks = server.looks.saturating_sub(1);
    Json(server.task())
}

async fn certificate(State(shared): State<Shared>, headers: HeaderMap, Json(body): Json<Value>) -> Json<Value> {
    let mut server = locked(&shared, &headers);
    let der = STANDARD.decode(body["chain"][0].as_str().unwrap()).unwrap();
    server.certificate = Some(Certificate::from_der(&der).unwrap());
    assert_eq!(body["chain"].as_array().unwrap().len(), 2, "signer and issuer");
    Json(server.task())
}

async fn begin(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let mut server = locked(&shared, &headers);
    if server.busy > 0 {
        server.busy -= 1;
        let problem = json!({ "code": "document-busy", "title": "Another key is signing", "status": 409 });
        return (StatusCode::CONFLICT, [("retry-after", "0")], Json(problem)).into_response();
    }
    let request = json!({ "id": "r1", "to_be_signed": STANDARD.encode(server.bytes()), "expires_at": "" });
    (StatusCode::CREATED, Json(request)).into_response()
}

async fn content(State(shared): State<Shared>, headers: HeaderMap, Path(id): Path<String>) -> Response {
    let server = locked(&shared, &headers);
    assert_eq!(id, "r1");
    let content = server.content();
    let length = match server.lie {
        Lie::Length => content.len(),
        _ => FROZEN.len(),
    };
    ([(FROZEN_LENGTH, length.to_string())], content).into_response()
}

async fn signature(State(shared): State<Shared>, headers: HeaderMap, Json(body): Json<Value>) -> Json<Value> {
    let mut server = locked(&shared, &headers);
    server.signature = Some(STANDARD.decode(body["signature"].as_str().unwrap()).unwrap());
    Json(server.task())
}

async fn serve(lie: Lie) -> (SocketAddr, Shared) {
    let shared = Arc::new(Mutex::new(Server {
        lie,
        busy: 1,
        looks: 2,
        certificate: None,
        signature: None,
    }));
    let router = Router::new()
        .route("/api/v1/own-key", get(show))
        .route("/api/v1/own-key/certificate", put(certificate))
        .route("/api/v1/own-key/requests", post(begin))
        .route("/api/v1/own-key/requests/{id}/content", get(content))
        .route("/api/v1/own-key/requests/{id}/signature", post(signature))
        .with_state(shared.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, shared)
}

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    sign: Sign,
}

/// Runs the command; returns its exit code and what the server has of it.
fn signed(hsm: &SoftHsm, lie: Lie, more: &[&str]) -> (ExitCode, Option<Vec<u8>>, Option<Certificate>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let (address, shared) = serve(lie).await;
        let url = format!("http://{address}/own-key#{TICKET}");
        let (module, pin) = (SoftHsm::module(), hsm.pin_file());
        let mut given = vec!["sign", &url, "--pkcs11", module.to_str().unwrap(), "--token", LABEL];
        given.extend(["--pin-file", pin.to_str().unwrap()]);
        given.extend(more);
        let code = run(&Command::parse_from(given).sign).await;
        let server = shared.lock().unwrap();
        (code, server.signature.clone(), server.certificate.clone())
    })
}

/// A token with a key, its certificate and the issuer's.
fn furnished(hsm: &SoftHsm) {
    hsm.make_key("EC:prime256v1", "key", "01");
    let (authority, chain) = certified(&hsm.open(None).unwrap());
    hsm.put(&chain[0], "01");
    hsm.put(authority.certificates()[1], "0b");
}

#[test]
fn a_firm_signs_with_its_token_and_openssl_accepts_the_signature() {
    with_token(
        "sign::tests::a_firm_signs_with_its_token_and_openssl_accepts_the_signature",
        |hsm| {
            furnished(hsm);
            let (code, signature, certificate) = signed(hsm, Lie::None, &[]);
            assert_eq!(code, ExitCode::SUCCESS);
            let certificate = certificate.unwrap();
            let content = [FROZEN, APPENDED].concat();
            let message = to_be_signed(Digest::of(&content), &certificate).unwrap();
            let key = certificate
                .tbs_certificate()
                .subject_public_key_info()
                .to_der()
                .unwrap();
            let file = |name: &str, bytes: &[u8]| {
                let file = hsm.folder().join(name);
                std::fs::write(&file, bytes).unwrap();
                file
            };
            let said = std::process::Command::new("openssl")
                .args(["dgst", "-sha256", "-keyform", "DER", "-verify"])
                .arg(file("key.der", &key))
                .arg("-signature")
                .arg(file("signature", &signature.unwrap()))
                .arg(file("message", &message))
                .output()
                .unwrap();
            assert!(
                String::from_utf8_lossy(&said.stdout).contains("Verified OK"),
                "{said:?}"
            );
        },
    );
}

#[test]
fn nothing_is_signed_for_a_server_that_shows_one_thing_and_asks_for_another() {
    with_token(
        "sign::tests::nothing_is_signed_for_a_server_that_shows_one_thing_and_asks_for_another",
        |hsm| {
            furnished(hsm);
            for lie in [Lie::Document, Lie::Digest, Lie::Bytes, Lie::Certificate, Lie::Length] {
                let (code, signature, _) = signed(hsm, lie, &["--json"]);
                assert_eq!((code, signature), (ExitCode::from(1), None));
            }
        },
    );
}

#[test]
fn a_chain_of_another_key_is_refused_before_the_server_hears_of_it() {
    with_token(
        "sign::tests::a_chain_of_another_key_is_refused_before_the_server_hears_of_it",
        |hsm| {
            hsm.make_key("EC:prime256v1", "key", "01");
            let other = yunqian_signing::SoftwareKey::from_seed([9; 32]);
            let file = hsm.folder().join("chain.pem");
            let pem = yunqian_signing::certificate_pem(&certified(&other).1[0]).unwrap();
            std::fs::write(&file, pem).unwrap();
            for more in [&["--chain", file.to_str().unwrap()][..], &[]] {
                let (code, _, certificate) = signed(hsm, Lie::None, more);
                assert_eq!(code, ExitCode::from(2));
                assert!(certificate.is_none(), "the certificate was sent");
            }
        },
    );
}
