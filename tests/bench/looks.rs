//! Pictures of every kind of room with few and with many in it, for people to look at (`make looks`): what each role
//! sees, in Chinese and English, wide and narrow. Those in the room send real, if small, pictures.
//!
//! KINDS="roadshow ceremony" for some of them. Says at the end where the pictures are.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use uuid::Uuid;
use yunqian_client::Participant;
use yunqian_client::media::{Frames, Ivf};
use yunqian_signaling::Source;
use yunqian_tests::{Client, Server, Socket, browser, output_dir};

/// How many are in a room of each kind, one more after another, and of them how many send at most.
const ROOMS: [(&str, &[usize], usize); 5] = [
    ("roadshow", &[1, 2, 9, 200], 9),
    ("lecture", &[1, 2, 9, 200], 2),
    ("leaders_meeting", &[1, 2, 9, 200], 25),
    ("negotiation", &[1, 2, 8], 8),
    ("signing_ceremony", &[1, 2, 9, 200], 200),
];
/// So many films, so that tiles differ.
const FILMS: usize = 9;

#[tokio::main]
async fn main() -> Result<()> {
    let asked = std::env::var("KINDS").unwrap_or_default();
    let films = films()?;
    for (kind, sizes, senders) in ROOMS {
        if asked.is_empty() || asked.split(' ').any(|asked| asked == kind) {
            look(kind, sizes, senders, &films).await?;
        }
    }
    println!("the pictures: {}", output_dir("looks")?.display());
    Ok(())
}

/// Fills a room step by step; at each step the story takes its pictures.
async fn look(kind: &str, sizes: &[usize], senders: usize, films: &[PathBuf]) -> Result<()> {
    let server = Server::start().await?;
    let room = open(&server, kind).await?;
    let (mut sending, mut watching) = (Vec::new(), JoinSet::new());
    for size in sizes {
        while sending.len() < (*size).min(senders) {
            let film = &films[sending.len() % films.len()];
            sending.push(send(&server, &room, sending.len(), film).await?);
        }
        while sending.len() + watching.len() < *size {
            watching.spawn(watch(server.client(), room["grants"].clone()));
        }
        let facts = json!({ "kind": kind, "size": size, "room": room });
        browser::story("looks", &server, &facts).await?;
        println!("{kind} with {size}: seen");
    }
    for participant in sending {
        participant.leave().await.context("one leaves")?;
    }
    Ok(())
}

/// Opens a room of that kind. Gives where its grants are asked for, who enters it to send, and its pages.
async fn open(server: &Server, kind: &str) -> Result<Value> {
    let officer = server.client();
    officer.sign_in_as("li-wei").await?;
    let fairs = officer.get("/fairs").await?.expect(200)?;
    let fair = fairs["items"][0]["id"].as_str().context("the sample fair")?;
    if kind == "negotiation" {
        return meeting(server, fair).await;
    }
    if kind == "signing_ceremony" {
        let ceremonies = officer.get("/ceremonies").await?.expect(200)?;
        let ceremony = &ceremonies["items"][0];
        let (id, item) = (ceremony["id"].as_str(), ceremony["item"].as_str());
        let (id, item) = id.zip(item).context("the sample fair has a ceremony")?;
        go_live(&officer, item).await?;
        return Ok(json!({
            "grants": format!("/items/{item}/room-grant"),
            "senders": ["sun-lei"],
            "pages": { "stage": format!("/ceremonies/{id}"), "wall": format!("/ceremonies/{id}/wall"), "console": format!("/ceremonies/{id}/console") },
        }));
    }
    let plan = json!({
        "code": "LOOK", "kind": kind, "title": { "zh": "京津冀绿色能源合作", "en": "Green energy along the Bohai rim" },
        "starts_at": "2030-01-01T08:00:00Z", "ends_at": "2030-01-01T09:00:00Z",
    });
    let item = officer
        .post(&format!("/fairs/{fair}/items"), &plan)
        .await?
        .expect(201)?;
    let item = item["id"].as_str().context("an item has an id")?;
    go_live(&officer, item).await?;
    Ok(json!({
        "grants": format!("/items/{item}/room-grant"),
        "senders": ["li-wei", "sun-lei", "wang-fang"],
        "pages": { "hall": format!("/items/{item}/hall") },
    }))
}

async fn go_live(officer: &Client, item: &str) -> Result<()> {
    for to in ["rehearsal", "ready", "live"] {
        let path = format!("/items/{item}/transition");
        officer.post(&path, &json!({ "to": to })).await?.expect(200)?;
    }
    Ok(())
}

/// A talk that both sides agreed to.
async fn meeting(server: &Server, fair: &str) -> Result<Value> {
    let (asks, asked) = (server.client(), server.client());
    asks.sign_in_as("zhao-min").await?;
    asked.sign_in_as("novak").await?;
    let me = asked.get("/session").await?.expect(200)?;
    let projects = asked.get("/projects?q=ice%20carpet").await?.expect(200)?;
    let project = &projects["items"][0];
    let wish = json!({
        "fair": fair, "project": project["id"], "topic": "膜组件供货",
        "with": project["agent"], "participants": [me["person"]["id"]],
    });
    let meeting = asks.post("/meetings", &wish).await?.expect(201)?;
    let id = meeting["id"].as_str().context("a meeting has an id")?;
    let to = json!({ "to": "accepted" });
    asked
        .post(&format!("/meetings/{id}/transition"), &to)
        .await?
        .expect(200)?;
    Ok(json!({
        "grants": format!("/meetings/{id}/room-grant"),
        "senders": ["novak", "zhao-min"],
        "pages": { "room": format!("/meetings/{id}/room") },
    }))
}

/// Enters as the next of those who send.
async fn send(server: &Server, room: &Value, number: usize, film: &Path) -> Result<Participant> {
    let senders = room["senders"].as_array().context("senders")?;
    let who = senders[number % senders.len()].as_str().context("a mailbox")?;
    let client = server.client();
    client.sign_in_as(who).await?;
    let token = grant(&client, &room["grants"]).await?;
    let url = client.socket_url("/api/v1/rooms/ws");
    Ok(Participant::join(&url, token, vec![(Source::Camera, endless(film)?)]).await?)
}

/// Is there, and takes no media.
async fn watch(client: Client, grants: Value) -> Result<()> {
    client.sign_in_as("gao-yun").await?;
    let token = grant(&client, &grants).await?;
    let mut socket = Socket::open(&client, "/api/v1/rooms/ws", None).await?;
    let hello = json!({ "type": "hello", "version": 1, "grant": token });
    socket.say(&json!({ "id": Uuid::now_v7(), "body": hello })).await?;
    socket.hear_out().await?;
    Ok(())
}

async fn grant(client: &Client, path: &Value) -> Result<String> {
    let path = path.as_str().context("a path")?;
    let grant = client.post(path, &json!({})).await?.expect(200)?;
    let token = grant["token"].as_str().context("a grant has a token")?;
    Ok(token.to_owned())
}

/// The film again and again.
fn endless(film: &Path) -> Result<Frames> {
    let bytes = std::fs::read(film)?;
    let open = move || Ivf::open(std::io::Cursor::new(bytes.clone()));
    let first = open()?;
    let again = std::iter::repeat_with(open).map_while(Result::ok).flatten();
    Ok(Box::new(first.chain(again)))
}

/// Short films in colours of their own, two pictures a second: 200 of them are to leave the machine time to draw.
fn films() -> Result<Vec<PathBuf>> {
    let dir = output_dir("looks")?;
    (0..FILMS)
        .map(|number| {
            let path = dir.join(format!("film-{number}.ivf"));
            let hue = number * 360 / FILMS;
            let picture = format!("testsrc2=size=320x180:rate=2:duration=8,hue=h={hue}");
            let made = Command::new("ffmpeg")
                .args(["-y", "-loglevel", "error", "-f", "lavfi", "-i", &picture])
                .args(["-c:v", "libvpx", "-g", "2", "-b:v", "60k", "-f", "ivf"])
                .arg(&path)
                .status()
                .context("ffmpeg is installed by tests/setup.sh")?;
            ensure!(made.success(), "ffmpeg: {made}");
            Ok(path)
        })
        .collect()
}
