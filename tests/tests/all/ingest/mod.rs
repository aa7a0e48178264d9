//! WHIP and WHEP: what RFC 9725 and the WHEP draft demand, a test each, and clients that are not ours.

mod feeds;
mod offers;
mod patches;
mod peer;
mod sessions;
mod turn;
mod whep;

use anyhow::{Context, Result};
use reqwest::Method;
use serde_json::{Value, json};
use yunqian_tests::{Client, Reply, Server, ServerOptions};

use super::rooms::{move_on, planned_item};

/// A server with an item whose room is open, and the officer who runs it.
struct Venue {
    server: Server,
    officer: Client,
    item: String,
}

/// Where an encoder sends, and what with.
#[derive(Clone)]
struct Feed {
    id: String,
    path: String,
    token: String,
}

impl Venue {
    async fn open() -> Result<Self> {
        Self::with(&[]).await
    }

    /// Opens with settings over the defaults.
    async fn with(environment: &[(&str, &str)]) -> Result<Self> {
        let environment = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        let server = Server::start_with(ServerOptions {
            environment: environment.collect(),
            ..ServerOptions::default()
        })
        .await?;
        let officer = server.client();
        officer.sign_in_as("li-wei").await?;
        let (_, item) = planned_item(&officer).await?;
        move_on(&officer, &item, "rehearsal").await?;
        Ok(Self { server, officer, item })
    }

    async fn go_live(&self) -> Result<()> {
        for state in ["ready", "live"] {
            move_on(&self.officer, &self.item, state).await?;
        }
        Ok(())
    }

    async fn feed(&self, name: &str) -> Result<Feed> {
        let path = format!("/items/{}/feeds", self.item);
        let made = self.officer.post(&path, &json!({ "name": name })).await?.expect(201)?;
        let text = |field: &str| made[field].as_str().map(str::to_owned).context("a made feed names it");
        let url = text("whip_url")?;
        Ok(Feed {
            id: text("id")?,
            path: url
                .strip_prefix(&self.server.url(""))
                .context("an address of this server")?
                .to_owned(),
            token: text("token")?,
        })
    }

    async fn feeds(&self) -> Result<Vec<Value>> {
        let feeds = self
            .officer
            .get(&format!("/items/{}/feeds", self.item))
            .await?
            .expect(200)?;
        Ok(feeds.as_array().cloned().unwrap_or_default())
    }

    /// Posts an offer as an encoder does: no cookies, the token alone.
    async fn post(&self, feed: &Feed, offer: &str) -> Result<Reply> {
        self.send(
            Method::POST,
            &feed.path,
            &feed.token,
            &[("content-type", "application/sdp")],
            offer,
        )
        .await
    }

    async fn patch(&self, session: &Session, headers: &[(&str, &str)], fragment: &str) -> Result<Reply> {
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/trickle-ice-sdpfrag"));
        self.send(Method::PATCH, &session.path, &session.token, &headers, fragment)
            .await
    }

    async fn delete(&self, session: &Session) -> Result<Reply> {
        self.send(Method::DELETE, &session.path, &session.token, &[], "").await
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        token: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Reply> {
        let visitor = self.server.client();
        let mut request = visitor.raw(method, path).bearer_auth(token).body(body.to_owned());
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        Reply::of(request).await
    }

    /// Opens a session that must be taken.
    async fn session(&self, feed: &Feed) -> Result<Session> {
        let reply = self.post(feed, &offer(SENDS)).await?;
        Session::of(&reply, &feed.token)
    }
}

/// An open session.
struct Session {
    path: String,
    tag: String,
    token: String,
    answer: String,
}

impl Session {
    fn of(reply: &Reply, token: &str) -> Result<Self> {
        anyhow::ensure!(reply.status == 201, "{reply}");
        Ok(Self {
            path: header(reply, "location")?,
            tag: header(reply, "etag")?,
            token: token.to_owned(),
            answer: String::from_utf8(reply.bytes.clone())?,
        })
    }
}

fn header(reply: &Reply, name: &str) -> Result<String> {
    let value = reply.headers.get(name).with_context(|| format!("no {name}"))?;
    Ok(value.to_str()?.to_owned())
}

const SENDS: &str = "a=sendonly";
const UFRAG: &str = "EsAw";
const PASSWORD: &str = "P2uYro0UCOQ4zxjKXaWCBui1";

/// An offer of one camera with sound.
fn offer(way: &str) -> String {
    let h264 = "a=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1;profile-level-id=42e01f\r\n";
    offer_with(way, "96 102", &format!("a=rtpmap:96 VP8/90000\r\n{h264}"))
}

/// An offer with these video formats.
fn offer_with(way: &str, formats: &str, maps: &str) -> String {
    let fingerprint = ["4A"; 32].join(":");
    let section = |head: &str, mid: &str, maps: &str| {
        format!(
            "{head}\r\nc=IN IP4 0.0.0.0\r\na=mid:{mid}\r\na=ice-ufrag:{UFRAG}\r\na=ice-pwd:{PASSWORD}\r\n\
             a=fingerprint:sha-256 {fingerprint}\r\na=setup:actpass\r\n{way}\r\na=msid:stream track{mid}\r\n\
             a=rtcp-mux\r\na=rtcp-rsize\r\n{maps}"
        )
    };
    let audio = section("m=audio 9 UDP/TLS/RTP/SAVPF 111", "0", "a=rtpmap:111 opus/48000/2\r\n");
    let video = section(&format!("m=video 9 UDP/TLS/RTP/SAVPF {formats}"), "1", maps);
    format!("v=0\r\no=- 5228595038118931041 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n{audio}{video}")
}

/// A fragment with one candidate of the ICE session of these credentials.
fn fragment(ufrag: &str, password: &str) -> String {
    format!(
        "a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:{ufrag}\r\n\
         a=ice-pwd:{password}\r\na=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host\r\n"
    )
}
