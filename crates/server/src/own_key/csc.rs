//! Keys that a signing service keeps for signatories: the API of the Cloud Signature Consortium, version 2.
//!
//! The service knows this server as a client (OAuth 2.0 client credentials); what releases a key, such as a PIN or a
//! code, the signatory answers anew for every signature, bound to that signature's hash. It is passed on and forgotten.

use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use yunqian_signing::Digest;

use crate::bounded;
use crate::config::SigningService;
use crate::token::ecdsa_der;

/// How long a service may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Largest answer that is read.
const MAX_ANSWER_BYTES: usize = 256 * 1024;
/// SHA-256 (RFC 5754).
const SHA256: &str = "2.16.840.1.101.3.4.2.1";
/// ECDSA with SHA-256 (RFC 5758), and RSA PKCS #1 v1.5 with SHA-256 (RFC 8017).
const ALGORITHMS: [&str; 2] = ["1.2.840.10045.4.3.2", "1.2.840.113549.1.1.11"];
/// Keys that are named by their own kind alone sign with any hash.
const KINDS: [(&str, &str); 2] = [
    ("1.2.840.10045.2.1", ALGORITHMS[0]),
    ("1.2.840.113549.1.1.1", ALGORITHMS[1]),
];

/// A service that keeps keys.
pub struct Service {
    name: String,
    url: String,
    client_id: String,
    client_secret: String,
    client: Client,
}

/// Why a service did not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ServiceError {
    /// It does not answer, or not as the API says.
    #[error("the signing service does not answer")]
    Unavailable,
    /// It does not know this key, or this server.
    #[error("the signing service refuses")]
    Refused,
    /// What the signatory answered does not release the key.
    #[error("the key was not released")]
    NotReleased,
    /// The key can't sign as documents need it, or is released in another way.
    #[error("this key can't sign here")]
    Unfit,
}

/// A key at a service.
#[derive(Debug, Clone)]
pub struct Credential {
    /// Its name there.
    pub id: String,
    /// Certificates, DER; its own first.
    pub chain: Vec<Vec<u8>>,
    /// What the signatory is asked for each signature.
    pub questions: Vec<Question>,
    algorithm: &'static str,
}

/// Something that the signatory is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Question {
    /// Its name.
    pub id: String,
    /// `Password`, `ChallengeResponse`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// How the service calls it.
    #[serde(default)]
    pub label: String,
}

/// What the signatory answers.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GivenAnswer {
    /// Name of the question.
    pub id: String,
    /// Answer; a secret.
    pub value: String,
}

#[derive(Deserialize)]
struct Listed {
    #[serde(rename = "credentialIDs")]
    ids: Vec<String>,
}

#[derive(Deserialize)]
struct Info {
    key: InfoKey,
    cert: InfoCertificates,
    auth: InfoAuthorisation,
}

#[derive(Deserialize)]
struct InfoKey {
    status: String,
    algo: Vec<String>,
}

#[derive(Deserialize)]
struct InfoCertificates {
    certificates: Vec<String>,
}

#[derive(Deserialize)]
struct InfoAuthorisation {
    mode: String,
    #[serde(default)]
    objects: Vec<Question>,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
}

#[derive(Deserialize)]
struct Activation {
    #[serde(rename = "SAD")]
    sad: String,
}

#[derive(Deserialize)]
struct Signatures {
    signatures: Vec<String>,
}

impl Service {
    /// Opens the service that the settings name.
    ///
    /// # Errors
    /// When its secret's file can't be read.
    pub fn open(settings: &SigningService) -> anyhow::Result<Self> {
        let secret =
            |file: &Path| std::fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()));
        Ok(Self {
            name: settings.name.clone(),
            url: settings.url.trim_end_matches('/').to_owned(),
            client_id: settings.client_id.clone(),
            client_secret: secret(&settings.client_secret_file)?.trim().to_owned(),
            client: Client::builder()
                .timeout(PATIENCE)
                .redirect(reqwest::redirect::Policy::none())
                .build()?,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Lists the keys that the service keeps for one of its users and that can sign here.
    ///
    /// # Errors
    /// See [`ServiceError`].
    pub async fn credentials(&self, user: &str) -> Result<Vec<Credential>, ServiceError> {
        let token = self.token().await?;
        let listed: Listed = self
            .call(&token, "credentials/list", &json!({ "userID": user }))
            .await?;
        let mut credentials = Vec::new();
        for id in listed.ids {
            match self.info(&token, id).await {
                Ok(credential) => credentials.push(credential),
                Err(ServiceError::Unfit) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(credentials)
    }

    /// Reads about a key.
    ///
    /// # Errors
    /// See [`ServiceError`].
    pub async fn credential(&self, id: String) -> Result<Credential, ServiceError> {
        self.info(&self.token().await?, id).await
    }

    async fn info(&self, token: &str, id: String) -> Result<Credential, ServiceError> {
        let asked = json!({ "credentialID": id, "certificates": "chain", "authInfo": true });
        let Info { key, cert, auth } = self.call(token, "credentials/info", &asked).await?;
        let algorithm = ALGORITHMS
            .into_iter()
            .find(|known| key.algo.iter().any(|named| named == known));
        let by_kind = || {
            let kind = KINDS
                .iter()
                .find(|(kind, _)| key.algo.iter().any(|named| named == kind));
            kind.map(|(_, algorithm)| *algorithm)
        };
        let algorithm = algorithm.or_else(by_kind).ok_or(ServiceError::Unfit)?;
        // Keys that are released on the service's own pages need a browser's way there and back.
        if key.status != "enabled" || !["explicit", "implicit"].contains(&auth.mode.as_str()) {
            return Err(ServiceError::Unfit);
        }
        let chain = cert.certificates.iter().map(|der| STANDARD.decode(der));
        Ok(Credential {
            id,
            chain: chain.collect::<Result<_, _>>().map_err(|_| ServiceError::Unavailable)?,
            questions: auth.objects,
            algorithm,
        })
    }

    /// Has the key sign a message's SHA-256, released by the signatory's answers for this hash alone. ECDSA signatures
    /// come as DER or as bare r and s; they are given as DER.
    ///
    /// # Errors
    /// See [`ServiceError`].
    pub async fn sign(
        &self,
        credential: &Credential,
        message: Digest,
        answers: &[GivenAnswer],
    ) -> Result<Vec<u8>, ServiceError> {
        let token = self.token().await?;
        let hashes = [STANDARD.encode(message.as_bytes())];
        let authorise = json!({
            "credentialID": credential.id, "numSignatures": 1, "hashes": hashes, "hashAlgorithmOID": SHA256,
            "authData": answers,
        });
        let released = self.call(&token, "credentials/authorize", &authorise).await;
        let Activation { sad } = released.map_err(|error| match error {
            ServiceError::Refused => ServiceError::NotReleased,
            error => error,
        })?;
        let sign = json!({
            "credentialID": credential.id, "SAD": sad, "hashes": hashes, "hashAlgorithmOID": SHA256,
            "signAlgo": credential.algorithm,
        });
        let Signatures { signatures } = self.call(&token, "signatures/signHash", &sign).await?;
        let signature = signatures.first().and_then(|text| STANDARD.decode(text).ok());
        let signature = signature.ok_or(ServiceError::Unavailable)?;
        match credential.algorithm == ALGORITHMS[0] && signature.len() == 64 {
            true => ecdsa_der(&signature, 32).map_err(|_| ServiceError::Unavailable),
            false => Ok(signature),
        }
    }

    async fn token(&self) -> Result<String, ServiceError> {
        let request = self.client.post(format!("{}/oauth2/token", self.url));
        let request = request
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body("grant_type=client_credentials&scope=service");
        let request = request.basic_auth(&self.client_id, Some(&self.client_secret));
        let Token { access_token } = self.read(request, "oauth2/token").await?;
        Ok(access_token)
    }

    async fn call<T: DeserializeOwned>(&self, token: &str, path: &str, body: &Value) -> Result<T, ServiceError> {
        let request = self
            .client
            .post(format!("{}/{path}", self.url))
            .bearer_auth(token)
            .json(body);
        self.read(request, path).await
    }

    async fn read<T: DeserializeOwned>(&self, request: reqwest::RequestBuilder, path: &str) -> Result<T, ServiceError> {
        let unavailable = |error: &dyn std::fmt::Display| {
            tracing::warn!(service = self.name, path, %error, "a signing service did not answer");
            ServiceError::Unavailable
        };
        let answer = request.send().await.map_err(|error| unavailable(&error))?;
        let status = answer.status();
        let bytes = bounded::read(answer, MAX_ANSWER_BYTES).await;
        let bytes = bytes.map_err(|error| unavailable(&error))?;
        match status {
            StatusCode::OK => serde_json::from_slice(&bytes).map_err(|error| unavailable(&error)),
            // What it says may repeat what the signatory typed: it is not logged.
            status if status.is_client_error() => Err(ServiceError::Refused),
            status => Err(unavailable(&status)),
        }
    }
}
