//! One person's HTTP client: a cookie jar, idempotency keys, JSON in and out.

use std::fmt;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use reqwest::cookie::{CookieStore, Jar};
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use uuid::Uuid;

/// A person's connection to a server; clones share the cookies.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    cookies: Arc<Jar>,
    base: String,
}

/// What the server answered.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Status code.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body as it came.
    pub bytes: Vec<u8>,
}

impl Client {
    /// A visitor of the server at `base` with an empty cookie jar.
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        let cookies = Arc::new(Jar::default());
        let http = reqwest::Client::builder()
            .cookie_provider(cookies.clone())
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("the system has certificates to trust");
        Self {
            http,
            cookies,
            base: base.into(),
        }
    }

    /// The cookies this person's browser would send, as one header; empty without any.
    #[must_use]
    pub fn cookies(&self) -> String {
        let url = self.base.parse().expect("the base is an address");
        let header = self.cookies.cookies(&url);
        header
            .and_then(|header| header.to_str().ok().map(str::to_owned))
            .unwrap_or_default()
    }

    /// The address of `path` as a WebSocket.
    #[must_use]
    pub fn socket_url(&self, path: &str) -> String {
        format!("{}{path}", self.base.replacen("http", "ws", 1))
    }

    /// A request to `path` below `/api/v1`, with a new idempotency key where it changes something.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = format!("{}/api/v1{path}", self.base);
        let changes = method != Method::GET;
        let request = self.http.request(method, url);
        if changes {
            request.header("idempotency-key", Uuid::now_v7().to_string())
        } else {
            request
        }
    }

    /// A request to any path of the server, with nothing added.
    pub fn raw(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base))
    }

    /// Reads `path`.
    ///
    /// # Errors
    /// When the server does not answer; a refusal is a [`Reply`] too.
    pub async fn get(&self, path: &str) -> Result<Reply> {
        Reply::of(self.request(Method::GET, path)).await
    }

    /// Posts `body` to `path` under a new idempotency key.
    ///
    /// # Errors
    /// When the server does not answer; a refusal is a [`Reply`] too.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Reply> {
        Reply::of(self.request(Method::POST, path).json(body)).await
    }

    /// Posts `body` to `path` under the idempotency key `key`.
    ///
    /// # Errors
    /// When the server does not answer; a refusal is a [`Reply`] too.
    pub async fn post_as(&self, key: Uuid, path: &str, body: &Value) -> Result<Reply> {
        let request = self
            .raw(Method::POST, &format!("/api/v1{path}"))
            .header("idempotency-key", key.to_string())
            .json(body);
        Reply::of(request).await
    }

    /// Uploads `bytes` as the file called `name`.
    ///
    /// # Errors
    /// When the server does not answer; a refusal is a [`Reply`] too.
    pub async fn upload(&self, name: &str, media_type: &str, bytes: Vec<u8>) -> Result<Reply> {
        let part = reqwest::multipart::Part::bytes(bytes)
            .file_name(name.to_owned())
            .mime_str(media_type)?;
        let form = reqwest::multipart::Form::new().part("file", part);
        Reply::of(self.request(Method::POST, "/files").multipart(form)).await
    }

    /// Signs in as the demo person of this code, `li-wei` for one.
    ///
    /// # Errors
    /// When there is none, or the server is not in demo mode.
    pub async fn sign_in_as(&self, code: &str) -> Result<()> {
        let people = self.get("/sign-in/demo").await?.expect(200)?;
        let email = format!("{code}@demo.invalid");
        let mut people = people["items"].as_array().into_iter().flatten();
        let person = people.find(|person| person["email"] == email.as_str());
        let person = person.with_context(|| format!("{code} is nobody's code here"))?;
        let body = json!({ "person_id": person["person_id"] });
        self.post("/sign-in/demo", &body).await?.expect(204)?;
        Ok(())
    }
}

impl Reply {
    /// Sends `request` and reads the whole answer.
    ///
    /// # Errors
    /// When the server does not answer.
    pub async fn of(request: RequestBuilder) -> Result<Self> {
        let response = request.send().await?;
        Ok(Self {
            status: response.status(),
            headers: response.headers().clone(),
            bytes: response.bytes().await?.to_vec(),
        })
    }

    /// The body as JSON; null when it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or(Value::Null)
    }

    /// The stable code of a problem; empty when the body is none.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The JSON body of a problem that must have this status and stable code.
    ///
    /// # Errors
    /// When the reply is anything else, or no problem that a person could read.
    pub fn refused(self, status: u16, code: &str) -> Result<Value> {
        let media_type = self.headers.get("content-type").cloned();
        let body = self.expect(status)?;
        ensure!(body["code"] == code, "expected the code {code}, got {body}");
        ensure!(body["status"] == status, "the body tells another status: {body}");
        for text in ["title", "detail"] {
            ensure!(
                body[text].as_str().is_some_and(|text| !text.is_empty()),
                "no {text}: {body}"
            );
        }
        ensure!(
            media_type.is_some_and(|media_type| media_type == "application/problem+json"),
            "a problem of another media type: {body}"
        );
        Ok(body)
    }

    /// The JSON body of a reply that must have this status.
    ///
    /// # Errors
    /// When the status is another; the error tells the body.
    pub fn expect(self, status: u16) -> Result<Value> {
        ensure!(self.status.as_u16() == status, "expected {status}, got {self}");
        Ok(self.json())
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = String::from_utf8_lossy(&self.bytes);
        let body: String = body.chars().take(600).collect();
        write!(f, "{} {body}", self.status)
    }
}
