use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, header};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio_util::sync::{CancellationToken, DropGuard};
use tower::ServiceExt;
use uuid::Uuid;
use yunqian_session::organisation::{self, Kind};
use yunqian_session::person::{self, Role};
use yunqian_session::text::LocalizedText;
use yunqian_session::{Actor, Command, MembershipId, OrganisationId, PersonId};

use crate::app::App;
use crate::config::{Config, Media};
use crate::people::Profile;

/// A server with an empty record.
pub struct Site {
    pub app: App,
    router: Router,
    _tasks: JoinSet<()>,
    _shutdown: DropGuard,
    _data: tempfile::TempDir,
}

/// A browser: it keeps cookies.
pub struct Visitor<'a> {
    site: &'a Site,
    pub cookies: BTreeMap<String, String>,
}

/// What the server answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Value,
}

impl Site {
    /// Opens a demonstration.
    pub async fn demo() -> Self {
        Self::open(true).await
    }

    /// Opens a server, as a demonstration or for real.
    pub async fn open(demo: bool) -> Self {
        let data = tempfile::tempdir().unwrap();
        let media = Media {
            listen: "127.0.0.1:0".parse().unwrap(),
            ..Config::default().media
        };
        let config = Config {
            data: data.path().to_owned(),
            demo,
            media,
            ..Config::default()
        };
        let shutdown = CancellationToken::new();
        let mut tasks = JoinSet::new();
        let app = crate::serve::open(config, &shutdown, &mut tasks).await.unwrap();
        let router = crate::api::router(app.clone());
        Self {
            app,
            router,
            _tasks: tasks,
            _shutdown: shutdown.drop_guard(),
            _data: data,
        }
    }

    /// Asks the desk as the system.
    pub async fn execute(&self, command: impl Into<Command>) {
        self.app
            .desk
            .execute(Actor::System, Uuid::now_v7(), command)
            .await
            .unwrap();
    }

    /// Registers an organisation.
    pub async fn organisation(&self, kind: Kind) -> OrganisationId {
        let id = OrganisationId(Uuid::now_v7());
        let name = LocalizedText::new([("en", "Some Organisation"), ("zh", "某机构")]);
        let country = "CN".to_owned();
        let registration = organisation::Registration {
            kind,
            name,
            country,
            region: None,
            uscc: None,
            lei: None,
        };
        self.execute(organisation::Command::Register { id, registration }).await;
        id
    }

    /// Registers a person that acts for an organisation.
    pub async fn person(&self, email: &str, organisation: OrganisationId, role: Role) -> PersonId {
        let id = PersonId(Uuid::now_v7());
        self.execute(person::Command::Register { id }).await;
        let name = LocalizedText::new([("zh", "李雷")]);
        let profile = Profile {
            name,
            email: email.to_owned(),
            phone: None,
            locale: "zh".to_owned(),
            demo: true,
        };
        self.app
            .people
            .put(&self.app.vault, Timestamp::now(), id, profile)
            .await
            .unwrap();
        self.join(id, organisation, role).await;
        id
    }

    /// Lets a person act for an organisation.
    pub async fn join(&self, person: PersonId, organisation: OrganisationId, role: Role) -> MembershipId {
        let id = MembershipId(Uuid::now_v7());
        self.execute(person::Command::Join {
            id,
            person,
            organisation,
            role,
        })
        .await;
        id
    }

    /// Opens a browser.
    pub fn visitor(&self) -> Visitor<'_> {
        Visitor {
            site: self,
            cookies: BTreeMap::new(),
        }
    }

    /// Returns the text of the newest letter to somebody.
    pub async fn letter(&self, to: &str) -> Option<String> {
        let outbox = self.visitor().get("/outbox").await.body;
        let letter = outbox["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|letter| letter["to"] == to)
            .cloned();
        letter.map(|letter| letter["text"].as_str().unwrap().to_owned())
    }

    /// Returns the code in the newest letter to somebody.
    pub async fn code(&self, to: &str) -> String {
        let letter = self.letter(to).await.unwrap();
        let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        letter.split_whitespace().find(is_code).unwrap().to_owned()
    }
}

impl Visitor<'_> {
    /// Reads.
    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, None, &[]).await
    }

    /// Posts.
    pub async fn post(&mut self, path: &str, body: Value) -> Reply {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    /// Signs in by a code.
    pub async fn sign_in(&mut self, email: &str) {
        self.post("/sign-in/code", json!({ "email": email })).await.is(202);
        let code = self.site.code(&email.trim().to_lowercase()).await;
        self.post("/sign-in/code/verify", json!({ "email": email, "code": code }))
            .await
            .is(204);
    }

    /// Sends any request, and keeps the cookies that come back.
    pub async fn send(&mut self, method: Method, path: &str, body: Option<Value>, headers: &[(&str, &str)]) -> Reply {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::COOKIE, cookies.join("; "))
            .header("idempotency-key", Uuid::now_v7().to_string())
            .header(header::ACCEPT_LANGUAGE, "en");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => request
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.to_string().into()),
            None => request.body(Body::empty()),
        };
        let response = self.site.router.clone().oneshot(request.unwrap()).await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            match value {
                "" => self.cookies.remove(name),
                value => self.cookies.insert(name.to_owned(), value.to_owned()),
            };
        }
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap();
        Reply {
            status,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        }
    }
}

impl Reply {
    /// Checks the status.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.body);
        self.body
    }

    /// Checks that it is a problem, worded for people.
    #[track_caller]
    pub fn refuses(self, status: u16, code: &str) {
        assert_eq!(
            (self.status, self.body["code"].as_str()),
            (status, Some(code)),
            "{}",
            self.body
        );
        assert_ne!(self.body["title"], code, "the problem has no words");
    }
}
