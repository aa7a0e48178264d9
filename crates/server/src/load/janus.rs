//! The same participants in a video room of Janus, over its HTTP interface, so that both can be measured alike.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use anyhow::{Context, bail};
use reqwest::Client;
use serde_json::{Value, json};
use yunqian_media::peer::{Depth, Kind};

use super::crowd::Newcomer;
use super::hall::Hall;
use super::source::{Camera, Source};

/// Events asked for before the awaited one is given up.
const EVENTS: usize = 50;

/// A video room of a running Janus.
#[derive(Clone)]
pub struct Janus {
    http: Client,
    base: String,
    room: u64,
    feed: Arc<AtomicU64>,
}

/// A participant's handle there.
struct Handle<'a> {
    janus: &'a Janus,
    session: String,
    handle: String,
}

impl Janus {
    /// Uses `room` of the server whose interface is at `base` (`http://host:8088/janus`).
    pub fn new(base: &str, room: u64) -> Self {
        Self {
            http: Client::new(),
            base: base.trim_end_matches('/').to_owned(),
            room,
            feed: Arc::default(),
        }
    }

    /// Lets the publisher join.
    ///
    /// # Errors
    /// When Janus refuses.
    pub async fn publish(&self, hall: &Hall, camera: Camera) -> anyhow::Result<()> {
        let began = Instant::now();
        let handle = self.attach().await?;
        let join = json!({ "request": "join", "ptype": "publisher", "room": self.room });
        handle.say(join, None).await?;
        let joined = handle.hear(|data, _| data["videoroom"] == "joined").await?;
        let feed = joined["plugindata"]["data"]["id"]
            .as_u64()
            .context("a feed has an id")?;
        self.feed.store(feed, Ordering::Relaxed);
        let (mut peer, socket) = hall.peer(Depth::Whole)?;
        let (offer, sections) = peer.offer(&[Kind::Audio, Kind::Video], &[])?;
        handle
            .say(json!({ "request": "publish" }), Some(("offer", &offer)))
            .await?;
        let reply = handle.hear(|_, description| description.is_some()).await?;
        peer.accept(reply["jsep"]["sdp"].as_str().unwrap_or_default())?;
        let sections = sections.try_into().ok().context("two sections were offered")?;
        let source = Source::new(&sections, camera, hall.epoch);
        hall.senders.join(Newcomer {
            peer,
            socket,
            began,
            source: Some(source),
        });
        Ok(())
    }

    /// Lets the `number`th viewer join.
    ///
    /// # Errors
    /// When Janus refuses.
    pub async fn watch(&self, hall: &Hall, number: usize) -> anyhow::Result<()> {
        let began = Instant::now();
        let handle = self.attach().await?;
        let feed = self.feed.load(Ordering::Relaxed);
        let join =
            json!({ "request": "join", "ptype": "subscriber", "room": self.room, "streams": [{ "feed": feed }] });
        handle.say(join, None).await?;
        let offer = handle.hear(|_, description| description.is_some()).await?;
        let (mut peer, socket) = hall.peer(hall.depth(number))?;
        let answer = peer.answer(offer["jsep"]["sdp"].as_str().unwrap_or_default())?;
        handle
            .say(json!({ "request": "start" }), Some(("answer", &answer)))
            .await?;
        hall.receiver(number).join(Newcomer {
            peer,
            socket,
            began,
            source: None,
        });
        handle.hear(|data, _| data["started"] == "ok").await?;
        Ok(())
    }

    async fn attach(&self) -> anyhow::Result<Handle<'_>> {
        let session = self.post("", json!({ "janus": "create" })).await?;
        let session = format!("/{}", session["data"]["id"].as_u64().context("a session has an id")?);
        let attach = json!({ "janus": "attach", "plugin": "janus.plugin.videoroom" });
        let handle = self.post(&session, attach).await?;
        let handle = handle["data"]["id"].as_u64().context("a handle has an id")?;
        Ok(Handle {
            janus: self,
            handle: format!("{session}/{handle}"),
            session,
        })
    }

    async fn post(&self, path: &str, mut message: Value) -> anyhow::Result<Value> {
        message["transaction"] = "load".into();
        let request = self.http.post(format!("{}{path}", self.base)).json(&message);
        let reply: Value = request.send().await.context("Janus does not answer")?.json().await?;
        if reply["janus"] == "error" {
            bail!("Janus refused: {}", reply["error"]);
        }
        Ok(reply)
    }
}

impl Handle<'_> {
    async fn say(&self, body: Value, description: Option<(&str, &str)>) -> anyhow::Result<()> {
        let mut message = json!({ "janus": "message", "body": body });
        if let Some((kind, sdp)) = description {
            message["jsep"] = json!({ "type": kind, "sdp": sdp });
        }
        self.janus.post(&self.handle, message).await?;
        Ok(())
    }

    async fn hear(&self, awaited: impl Fn(&Value, Option<&str>) -> bool) -> anyhow::Result<Value> {
        let url = format!("{}{}?maxev=1", self.janus.base, self.session);
        for _ in 0..EVENTS {
            let event: Value = self.janus.http.get(&url).send().await?.json().await?;
            let data = &event["plugindata"]["data"];
            if data["error"].is_string() {
                bail!("Janus refused: {}", data["error"]);
            }
            if awaited(data, event["jsep"]["sdp"].as_str()) {
                return Ok(event);
            }
        }
        bail!("the awaited event of Janus did not come")
    }
}
