//! Rooms and the record: what is decided about a programme item is known in its room at once.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use uuid::Uuid;
use yunqian_tests::{Client, Heard, Server, Socket};

const PATIENCE: Duration = Duration::from_secs(20);

/// A programme item that was not opened yet.
pub(super) async fn planned_item(officer: &Client) -> Result<(String, String)> {
    let fairs = officer.get("/fairs").await?.expect(200)?;
    let fair = fairs["items"][0]["id"].as_str().context("the sample fair")?;
    let items = officer
        .get(&format!("/fairs/{fair}/items?state=planned"))
        .await?
        .expect(200)?;
    let item = items["items"][0]["id"].as_str().context("a planned item")?;
    Ok((fair.to_owned(), item.to_owned()))
}

pub(super) async fn move_on(officer: &Client, item: &str, to: &str) -> Result<()> {
    let path = format!("/items/{item}/transition");
    officer.post(&path, &json!({ "to": to })).await?.expect(200)?;
    Ok(())
}

pub(super) async fn grant(officer: &Client, item: &str) -> Result<Value> {
    officer
        .post(&format!("/items/{item}/room-grant"), &json!({}))
        .await?
        .expect(200)
}

pub(super) async fn enter(officer: &Client, grant: &Value) -> Result<Socket> {
    let mut socket = Socket::open(officer, "/api/v1/rooms/ws", None).await?;
    let hello = json!({ "type": "hello", "version": 1, "grant": grant["token"] });
    socket.say(&json!({ "id": Uuid::now_v7(), "body": hello })).await?;
    Ok(socket)
}

pub(super) async fn hear_of(socket: &mut Socket, wanted: impl Fn(&Value) -> bool) -> Result<Value> {
    for _ in 0..100 {
        match socket.hear().await? {
            Heard::Frame(mut frame) if wanted(&frame["body"]) => return Ok(frame["body"].take()),
            Heard::Frame(_) => {}
            Heard::Closed(code) => bail!("closed with {code}"),
        }
    }
    bail!("not among a hundred frames")
}

/// Waits until the fair's live rooms tell of so many in this one; they are counted once a second.
async fn listed_with(officer: &Client, fair: &str, item: &str, people: u64) -> Result<()> {
    loop {
        let live = officer.get(&format!("/fairs/{fair}/live")).await?.expect(200)?;
        let mut rooms = live.as_array().into_iter().flatten();
        if rooms.any(|room| room["item"] == item && room["people"] == people) {
            return Ok(());
        }
        sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_room_hears_that_its_item_is_live_and_that_it_is_over() -> Result<()> {
    let server = Server::start().await?;
    let officer = server.client();
    officer.sign_in_as("li-wei").await?;
    let (fair, item) = planned_item(&officer).await?;
    move_on(&officer, &item, "rehearsal").await?;
    let mut socket = enter(&officer, &grant(&officer, &item).await?).await?;
    hear_of(&mut socket, |body| body["snapshot"]["state"]["mode"] == "rehearsal").await?;
    move_on(&officer, &item, "ready").await?;
    move_on(&officer, &item, "live").await?;
    hear_of(&mut socket, |body| body["state"]["mode"] == "live").await?;
    let listed = timeout(PATIENCE, listed_with(&officer, &fair, &item, 1)).await;
    listed.context("the live room is listed with who is in it")??;
    let late = grant(&officer, &item).await?;
    move_on(&officer, &item, "ended").await?;
    let (_, close) = socket.hear_out().await?;
    assert_eq!(close, 4004);
    let (_, close) = enter(&officer, &late).await?.hear_out().await?;
    assert_eq!(close, 4004, "a grant from before opens no room that is over");
    let refused = officer.post(&format!("/items/{item}/room-grant"), &json!({})).await?;
    refused.refused(409, "room-ended")?;
    Ok(())
}

#[tokio::test]
async fn a_still_is_taken_from_the_stage_alone_and_only_a_picture() -> Result<()> {
    let server = Server::start().await?;
    let (officer, viewer) = (server.client(), server.client());
    officer.sign_in_as("li-wei").await?;
    viewer.sign_in_as("gao-yun").await?;
    let (_, item) = planned_item(&officer).await?;
    let still = format!("/items/{item}/still");
    let put = async |client: &Client, bytes: Vec<u8>| {
        let request = client.request(reqwest::Method::PUT, &still);
        let request = request.header("content-type", "image/jpeg").body(bytes);
        yunqian_tests::Reply::of(request).await
    };
    let jpeg = vec![0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
    put(&officer, jpeg.clone()).await?.refused(409, "room-not-open")?;
    for state in ["rehearsal", "ready", "live"] {
        move_on(&officer, &item, state).await?;
    }
    officer.get(&still).await?.refused(404, "not-found")?;
    put(&viewer, jpeg.clone()).await?.refused(403, "not-permitted")?;
    put(&officer, b"<script>".to_vec())
        .await?
        .refused(422, "file-kind-not-allowed")?;
    put(&officer, vec![0xff; 200 * 1024]).await?.refused(413, "too-large")?;
    put(&officer, jpeg.clone()).await?.expect(204)?;
    assert_eq!(viewer.get(&still).await?.bytes, jpeg);
    Ok(())
}
