use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use reqwest::header::{ACCEPT_LANGUAGE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use yunqian_signing::{Certificate, Digest, MAX_PDF_BYTES, SigningError, certificate_der};

use super::address::Address;
use super::failure::Failure;
use crate::bounded::{self, Unread};

/// How long the server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Largest answer that is no document, in bytes.
const MAX_ANSWER_BYTES: usize = 256 * 1024;
/// Names the length of the frozen document at the beginning of what is signed.
pub const FROZEN_LENGTH: &str = "Yunqian-Frozen-Length";

/// A text in several languages.
pub type Texts = BTreeMap<String, String>;

/// How far a signature is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The certificate is not there yet.
    CertificateWanted,
    /// The signatory has to confirm in the page.
    AuthorisationWanted,
    /// The key may sign.
    Ready,
    /// The signature is in the document.
    Signed,
}

/// An agreement that waits for a signature. What later versions tell besides is passed over.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    /// The agreement.
    pub agreement: AgreementName,
    /// Who signs.
    pub signatory: SignatoryName,
    /// SHA-256 of the frozen text.
    pub document_sha256: Digest,
    /// How far it is.
    pub state: Stage,
    /// The certificate that the server was given.
    pub certificate: Option<CertificateName>,
    /// Until when the ticket holds.
    pub expires_at: Timestamp,
}

/// Names an agreement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AgreementName {
    /// Number.
    pub number: String,
    /// Title.
    pub title: Texts,
}

/// Names a signatory.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignatoryName {
    /// The person.
    pub name: Texts,
    /// For whom.
    pub organisation: Texts,
}

/// Names a certificate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CertificateName {
    /// Subject.
    pub subject: String,
    /// Issuer.
    pub issuer: String,
    /// When it ends.
    pub not_after: String,
}

/// Bytes to be signed.
pub struct Request {
    /// Id.
    pub id: String,
    /// The bytes.
    pub to_be_signed: Vec<u8>,
}

/// The document that they are about.
pub struct Content {
    /// Its byte ranges.
    pub bytes: Vec<u8>,
    /// Bytes of the frozen document at the beginning.
    pub frozen_length: usize,
}

/// Speaks with the server.
pub struct Api {
    client: Client,
    address: Address,
}

impl Api {
    /// Redirects are not followed: the ticket is for this server alone.
    pub fn new(address: Address, language: &'static str) -> Result<Self, Failure> {
        let client = Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .default_headers(HeaderMap::from_iter([(
                ACCEPT_LANGUAGE,
                HeaderValue::from_static(language),
            )]))
            .build()
            .map_err(|error| unreachable(&error))?;
        Ok(Self { client, address })
    }

    /// Asks what is to be signed, and how far it is.
    pub async fn show(&self) -> Result<Task, Failure> {
        read(send(self.request(Method::GET, "")).await?).await
    }

    /// Gives the signer's certificate and its issuers.
    pub async fn put_certificate(&self, chain: &[Certificate]) -> Result<Task, Failure> {
        let chain = chain
            .iter()
            .map(|certificate| Ok(STANDARD.encode(certificate_der(certificate)?)));
        let chain = chain.collect::<Result<Vec<_>, SigningError>>()?;
        let request = self
            .request(Method::PUT, "/certificate")
            .json(&json!({ "chain": chain }));
        read(send(request).await?).await
    }

    /// Asks for bytes to sign.
    pub async fn begin(&self) -> Result<Request, Failure> {
        #[derive(Deserialize)]
        struct Begun {
            id: String,
            to_be_signed: String,
        }
        let begun: Begun = read(send(self.request(Method::POST, "/requests")).await?).await?;
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        if begun.id.is_empty() || !begun.id.bytes().all(is_plain) {
            return Err(unreadable("the request's id"));
        }
        let to_be_signed = STANDARD.decode(&begun.to_be_signed);
        Ok(Request {
            id: begun.id,
            to_be_signed: to_be_signed.map_err(|_| unreadable("the bytes to be signed"))?,
        })
    }

    /// Fetches the document that they are about.
    pub async fn content(&self, id: &str) -> Result<Content, Failure> {
        let answer = send(self.request(Method::GET, &format!("/requests/{id}/content"))).await?;
        let length = answer
            .headers()
            .get(FROZEN_LENGTH)
            .and_then(|value| value.to_str().ok());
        let frozen_length = length.and_then(|length| length.parse().ok());
        Ok(Content {
            frozen_length: frozen_length.ok_or_else(|| unreadable(FROZEN_LENGTH))?,
            bytes: bounded(answer, MAX_PDF_BYTES).await?,
        })
    }

    /// Gives the signature.
    pub async fn answer(&self, id: &str, signature: &[u8]) -> Result<Task, Failure> {
        let request = self.request(Method::POST, &format!("/requests/{id}/signature"));
        let request = request.json(&json!({ "signature": STANDARD.encode(signature) }));
        read(send(request).await?).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.address.api);
        self.client.request(method, url).bearer_auth(&self.address.ticket)
    }
}

async fn send(request: RequestBuilder) -> Result<Response, Failure> {
    let answer = request.send().await.map_err(|error| unreachable(&error))?;
    if answer.status().is_success() {
        return Ok(answer);
    }
    #[derive(Deserialize)]
    struct Problem {
        code: String,
        title: String,
        #[serde(default)]
        detail: String,
    }
    let status = answer.status();
    let retry_after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after_s = retry_after.and_then(|seconds| seconds.parse().ok());
    let body = bounded(answer, MAX_ANSWER_BYTES).await?;
    let problem: Problem =
        serde_json::from_slice(&body).map_err(|_| Failure::Unreachable(format!("the server answers {status}")))?;
    Err(Failure::Server {
        status: status.as_u16(),
        code: problem.code,
        title: problem.title,
        detail: problem.detail,
        retry_after_s,
    })
}

async fn read<T: DeserializeOwned>(answer: Response) -> Result<T, Failure> {
    let body = bounded(answer, MAX_ANSWER_BYTES).await?;
    serde_json::from_slice(&body).map_err(unreadable)
}

async fn bounded(answer: Response, limit: usize) -> Result<Vec<u8>, Failure> {
    bounded::read(answer, limit).await.map_err(|error| match error {
        Unread::TooLarge => unreadable("it is too large"),
        Unread::BrokenOff(error) => unreachable(&error),
    })
}

fn unreadable(what: impl std::fmt::Display) -> Failure {
    Failure::Unreachable(format!("the server's answer can't be read: {what}"))
}

/// Tells an error with its causes; the address, which it would name, holds nothing secret.
fn unreachable(error: &reqwest::Error) -> Failure {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    Failure::Unreachable(text)
}
