use anyhow::{Context, Result};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use uuid::Uuid;
use yunqian_tests::{Client, Heard, Socket};

use super::{open, still_serves};

const ROOMS: &str = "/api/v1/rooms/ws";

/// A room grant for the first programme item.
async fn grant(officer: &Client) -> Result<String> {
    let fairs = officer.get("/fairs").await?.expect(200)?;
    let fair = fairs["items"][0]["id"].as_str().context("the sample fair")?;
    let items = officer.get(&format!("/fairs/{fair}/items")).await?.expect(200)?;
    let item = items["items"][0]["id"].as_str().context("an item")?;
    let path = format!("/items/{item}/room-grant");
    let grant = officer.post(&path, &json!({})).await?;
    let token = grant.json()["token"].as_str().map(str::to_owned);
    token.with_context(|| format!("no room grant: {grant}"))
}

fn hello(token: &str) -> Value {
    json!({ "id": Uuid::now_v7(), "body": { "type": "hello", "version": 1, "grant": token } })
}

fn codes(frames: &[Value]) -> Vec<&str> {
    let bodies = frames.iter().map(|frame| &frame["body"]);
    let errors = bodies.filter(|body| body["type"] == "error");
    errors.filter_map(|body| body["code"].as_str()).collect()
}

#[tokio::test]
async fn five_frames_that_make_no_sense_close_the_socket() -> Result<()> {
    let (server, officer) = open().await?;
    let mut socket = Socket::open(&officer, ROOMS, None).await?;
    for nonsense in ["", "{", "[]", "{\"id\":1}", "{\"body\":{\"type\":\"obey\"}}"] {
        // The fifth may find the socket closed already.
        let _ = socket.send(Message::text(nonsense)).await;
    }
    let (frames, close) = socket.hear_out().await?;
    assert!(codes(&frames).contains(&"bad-frame"), "{frames:?}");
    assert_eq!(close, 4000);
    still_serves(server, &officer).await
}

#[tokio::test]
async fn binary_and_oversize_frames_close_the_socket() -> Result<()> {
    let (server, officer) = open().await?;
    let mut socket = Socket::open(&officer, ROOMS, None).await?;
    socket.send(Message::binary(vec![0; 16])).await?;
    assert_eq!(socket.hear_out().await?.1, 4000);
    let mut socket = Socket::open(&officer, ROOMS, None).await?;
    let huge = "x".repeat(1024 * 1024 + 1);
    let _ = socket.send(Message::text(huge)).await;
    let (_, close) = socket.hear_out().await?;
    assert!([0, 4000].contains(&close), "closed with {close}");
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_forged_room_grant_is_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let real = grant(&officer).await?;
    let signature = real.rfind('.').context("a token has three parts")?;
    let unsigned = format!("{}.", &real[..signature]);
    let cut = &real[..real.len() - 4];
    for forged in ["", "a.b.c", &unsigned, cut] {
        let mut socket = Socket::open(&officer, ROOMS, None).await?;
        socket.say(&hello(forged)).await?;
        let (frames, close) = socket.hear_out().await?;
        assert_eq!(codes(&frames), ["bad-grant"], "{forged}");
        assert_eq!(close, 4001);
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_socket_that_floods_is_cut_off_and_the_others_stay() -> Result<()> {
    let (server, officer) = open().await?;
    let mut calm = Socket::open(&officer, ROOMS, None).await?;
    calm.say(&hello(&grant(&officer).await?)).await?;
    let mut flood = Socket::open(&officer, ROOMS, None).await?;
    flood.say(&hello(&grant(&officer).await?)).await?;
    for _ in 0..2_000 {
        let ping = json!({ "id": Uuid::now_v7(), "body": { "type": "ping" } });
        if flood.say(&ping).await.is_err() {
            break;
        }
    }
    let (frames, close) = flood.hear_out().await?;
    assert!(codes(&frames).contains(&"rate-limited"));
    assert!([4029, 0].contains(&close), "closed with {close}");
    let ping = Uuid::now_v7();
    calm.say(&json!({ "id": ping, "body": { "type": "ping" } })).await?;
    loop {
        match calm.hear().await? {
            Heard::Frame(frame) if frame["ack"] == json!(ping) => break,
            Heard::Frame(_) => {}
            Heard::Closed(code) => panic!("the calm one was closed too: {code}"),
        }
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn the_stream_of_changes_is_for_our_own_pages_and_takes_no_orders() -> Result<()> {
    let (server, officer) = open().await?;
    let path = "/api/v1/changes";
    let stranger = Socket::open(&officer, path, Some("https://elsewhere.example")).await;
    assert!(stranger.unwrap_err().to_string().contains("403"));
    let nobody = Socket::open(&server.client(), path, None).await;
    assert!(nobody.unwrap_err().to_string().contains("401"));
    let mut talkative = Socket::open(&officer, path, None).await?;
    for _ in 0..100 {
        if talkative.send(Message::text("{}")).await.is_err() {
            break;
        }
    }
    talkative.hear_out().await?;
    still_serves(server, &officer).await
}
