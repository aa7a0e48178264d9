//! What a page does before it opens a room's socket: sign in, and ask for a grant. Rooms for load are programme items
//! of their own, planned, opened and ended by the tool.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use jiff::{SignedDuration, Timestamp};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::Mutex;
use uuid::Uuid;

/// How long a grant is used again; it opens the door for two minutes.
const GRANT_USE: Duration = Duration::from_secs(60);
/// Demonstration people tried for a role until one has it.
const CANDIDATES: usize = 12;

/// As what to enter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entrance {
    /// Runs the room, and may send.
    Stage,
    /// Takes part in a ceremony from afar: may send, and is on the wall while the stage has no place.
    Site,
    /// Only watches.
    Audience,
}

/// A fair on a running server in demonstration mode.
#[derive(Clone)]
pub struct Fair(Arc<Inner>);

struct Inner {
    base: String,
    host: Guise,
    site: Guise,
    viewer: Guise,
    fair: String,
    grants: Mutex<HashMap<(Uuid, Entrance), (Instant, String)>>,
}

/// One of the demonstration's people, signed in.
#[derive(Clone)]
struct Guise {
    client: Client,
    /// Whom to sign in as, once more where a long run outlasts the sign-in.
    person: Value,
}

impl Fair {
    /// Signs in at `base` as one who runs the fair, one who takes part in its ceremonies, and one who watches.
    ///
    /// # Errors
    /// When the server does not answer, is not a demonstration, or has no such people.
    pub async fn open(base: &str) -> anyhow::Result<Self> {
        let base = base.trim_end_matches('/').to_owned();
        let visitor = Client::builder().build()?;
        let people = ask(&visitor, &base, Method::GET, "/sign-in/demo", None)
            .await
            .context("the server must run with --demo")?;
        let people = people["items"].as_array().cloned().unwrap_or_default();
        let runs = |person: &&Value| matches!(person["role"].as_str(), Some("province_officer" | "host"));
        let host = people.iter().find(runs).context("nobody here runs a fair")?;
        let host = Guise::put_on(&base, host).await?;
        let fairs = host.ask(&base, Method::GET, "/fairs", None).await?;
        let fair = fairs["items"][0]["id"].as_str().context("there is no fair")?.to_owned();
        let mut opened = Inner {
            base,
            site: host.clone(),
            viewer: host.clone(),
            host,
            fair,
            grants: Mutex::default(),
        };
        let probe = opened.plan_room("signing_ceremony").await?;
        opened.site = opened.find(probe, &people, "panel").await?;
        opened.viewer = opened.find(probe, &people, "viewer").await?;
        opened.end_room(probe).await?;
        Ok(Self(Arc::new(opened)))
    }

    /// Plans an item and takes it live; its room has the same id.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn open_room(&self) -> anyhow::Result<Uuid> {
        self.0.plan_room("roadshow").await
    }

    /// The same for a signing ceremony.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn open_ceremony(&self) -> anyhow::Result<Uuid> {
        self.0.plan_room("signing_ceremony").await
    }

    /// Records an item from now on.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn record(&self, room: Uuid) -> anyhow::Result<()> {
        let path = format!("/items/{room}/recording");
        let on = Some(json!({ "on": true }));
        self.0.host.ask(&self.0.base, Method::POST, &path, on).await?;
        Ok(())
    }

    /// Ends an item.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn end_room(&self, room: Uuid) -> anyhow::Result<()> {
        self.0.end_room(room).await
    }

    /// The address of the rooms' socket.
    pub fn socket_url(&self) -> String {
        format!("{}{}", self.0.base.replacen("http", "ws", 1), crate::rooms::PATH)
    }

    /// A grant for a room, a fresh one where the last is older than a minute.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn grant(&self, room: Uuid, entrance: Entrance) -> anyhow::Result<String> {
        let mut grants = self.0.grants.lock().await;
        if let Some((made, token)) = grants.get(&(room, entrance))
            && made.elapsed() < GRANT_USE
        {
            return Ok(token.clone());
        }
        let guise = match entrance {
            Entrance::Stage => &self.0.host,
            Entrance::Site => &self.0.site,
            Entrance::Audience => &self.0.viewer,
        };
        let granted = self.0.ask_grant(guise, room).await?;
        let token = granted["token"].as_str().context("a grant has a token")?.to_owned();
        grants.insert((room, entrance), (Instant::now(), token.clone()));
        Ok(token)
    }
}

impl Inner {
    async fn plan_room(&self, kind: &str) -> anyhow::Result<Uuid> {
        let now = Timestamp::now();
        let code = Uuid::now_v7().simple().to_string();
        let plan = json!({
            "code": format!("LOAD-{}", &code[20..]),
            "kind": kind,
            "title": { "zh": "负载测试", "en": "Load test" },
            "starts_at": now,
            "ends_at": now + SignedDuration::from_hours(4),
        });
        let path = format!("/fairs/{}/items", self.fair);
        let item = self.host.ask(&self.base, Method::POST, &path, Some(plan)).await?;
        let room = item["id"].as_str().context("an item has an id")?.parse()?;
        for state in ["rehearsal", "ready", "live"] {
            self.move_room(room, state).await?;
        }
        Ok(room)
    }

    async fn end_room(&self, room: Uuid) -> anyhow::Result<()> {
        self.move_room(room, "ended").await
    }

    async fn move_room(&self, room: Uuid, to: &str) -> anyhow::Result<()> {
        let path = format!("/items/{room}/transition");
        let to = Some(json!({ "to": to }));
        self.host.ask(&self.base, Method::POST, &path, to).await?;
        Ok(())
    }

    async fn ask_grant(&self, guise: &Guise, room: Uuid) -> anyhow::Result<Value> {
        let path = format!("/items/{room}/room-grant");
        guise.ask(&self.base, Method::POST, &path, Some(json!({}))).await
    }

    /// One of the demonstration's people whom `room` lets in as `role`.
    async fn find(&self, room: Uuid, people: &[Value], role: &str) -> anyhow::Result<Guise> {
        for person in people.iter().rev().take(CANDIDATES) {
            let guise = Guise::put_on(&self.base, person).await?;
            let granted = self.ask_grant(&guise, room).await;
            if granted.is_ok_and(|granted| granted["role"] == role) {
                return Ok(guise);
            }
        }
        bail!("none of the demonstration's people would enter as {role}")
    }
}

impl Guise {
    async fn put_on(base: &str, person: &Value) -> anyhow::Result<Self> {
        let guise = Self {
            client: Client::builder().cookie_store(true).build()?,
            person: json!({ "person_id": person["person_id"] }),
        };
        guise.sign_in(base).await?;
        Ok(guise)
    }

    async fn sign_in(&self, base: &str) -> anyhow::Result<()> {
        let who = Some(self.person.clone());
        ask(&self.client, base, Method::POST, "/sign-in/demo", who).await?;
        Ok(())
    }

    /// Asks in this person's name, after another sign-in where the last one has run out.
    async fn ask(&self, base: &str, method: Method, path: &str, body: Option<Value>) -> anyhow::Result<Value> {
        let (status, text) = send(&self.client, base, &method, path, body.as_ref()).await?;
        if status != StatusCode::UNAUTHORIZED {
            return read(path, status, &text);
        }
        self.sign_in(base).await?;
        ask(&self.client, base, method, path, body).await
    }
}

/// Asks the API at `base` and reads its answer.
///
/// # Errors
/// When it does not answer, or refuses.
pub async fn ask(
    client: &Client,
    base: &str,
    method: Method,
    path: &str,
    body: Option<Value>,
) -> anyhow::Result<Value> {
    let (status, text) = send(client, base, &method, path, body.as_ref()).await?;
    read(path, status, &text)
}

async fn send(
    client: &Client,
    base: &str,
    method: &Method,
    path: &str,
    body: Option<&Value>,
) -> anyhow::Result<(StatusCode, String)> {
    let request = client
        .request(method.clone(), format!("{base}/api/v1{path}"))
        .header("idempotency-key", Uuid::now_v7().to_string());
    let request = match body {
        Some(body) => request.json(body),
        None => request,
    };
    let reply = request
        .send()
        .await
        .with_context(|| format!("{base} does not answer"))?;
    Ok((reply.status(), reply.text().await?))
}

fn read(path: &str, status: StatusCode, text: &str) -> anyhow::Result<Value> {
    if !status.is_success() {
        bail!("{path}: {status} {text}");
    }
    Ok(serde_json::from_str(text).unwrap_or(Value::Null))
}
