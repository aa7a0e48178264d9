//! Clients of another make: aiortc and Chromium.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use uuid::Uuid;
use yunqian_tests::aiortc::Peer;
use yunqian_tests::turn::TurnServer;
use yunqian_tests::{Socket, browser};

use super::super::rooms::{enter, grant, hear_of};
use super::{Feed, Venue};

/// Pictures that must arrive.
const PICTURES: u32 = 30;

async fn publish(venue: &Venue, feed: &Feed) -> Result<Peer> {
    let mut peer = Peer::publish(&venue.server.url(&feed.path), &feed.token)?;
    assert_eq!(peer.hear().await?["status"], 201);
    assert_eq!(peer.hear().await?["state"], "connected");
    Ok(peer)
}

/// Puts what this feed sends on the stage, as its host does after a look.
async fn show(venue: &Venue, name: &str) -> Result<Socket> {
    let mut host = enter(&venue.officer, &grant(&venue.officer, &venue.item).await?).await?;
    let welcome = hear_of(&mut host, |body| body["type"] == "welcome").await?;
    let mut there = welcome["snapshot"]["participants"].as_array().into_iter().flatten();
    let feed = there
        .find(|participant| participant["name"] == name)
        .context("the feed is in the room")?;
    ensure!(feed["machine"] == true && feed["on_stage"] == false, "{feed}");
    let body = json!({ "type": "set_stage", "participant": feed["id"], "on_stage": true });
    host.say(&json!({ "id": Uuid::now_v7(), "body": body })).await?;
    hear_of(&mut host, |body| {
        body["participant"]["name"] == name && body["participant"]["on_stage"] == true
    })
    .await?;
    Ok(host)
}

#[tokio::test]
async fn what_aiortc_publishes_by_whip_it_watches_by_whep_once_the_host_shows_it() -> Result<()> {
    let venue = Venue::open().await?;
    venue.go_live().await?;
    let feed = venue.feed("Hall").await?;
    let publisher = publish(&venue, &feed).await?;
    let _host = show(&venue, "Hall").await?;
    let whep = venue.server.url(&format!("/api/v1/whep/{}", venue.item));
    let mut player = Peer::watch(&whep, &venue.pass().await?, PICTURES)?;
    assert_eq!(player.hear().await?["status"], 201);
    let seen = player.finish().await?;
    let sent = publisher.finish().await?;
    println!("aiortc sent {sent} and saw {seen}");
    let pictures = seen["frames"]["video"].as_u64().context("a count")?;
    ensure!(pictures >= u64::from(PICTURES) && seen["ended"] == 200, "{seen}");
    ensure!(seen["frames"]["audio"].as_u64() > Some(0), "{seen}");
    ensure!(sent["ended"] == 200, "{sent}");
    ensure!(venue.feeds().await?[0]["connected"] == false);
    Ok(())
}

/// Plays the browser's part and looks at what it tells.
async fn play(venue: &Venue, facts: &Value) -> Result<Value> {
    let told = browser::story("ingest", &venue.server, facts).await?;
    ensure!(told["opened"]["tag"] != told["restarted"]["tag"], "{told}");
    ensure!(told["ended"] == 200, "{told}");
    Ok(told)
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_publishes_on_through_an_ice_restart() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let facts = json!({ "url": feed.path, "token": feed.token, "sends": true });
    play(&venue, &facts).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_watches_on_through_an_ice_restart() -> Result<()> {
    let venue = Venue::open().await?;
    venue.go_live().await?;
    let feed = venue.feed("Hall").await?;
    let publisher = publish(&venue, &feed).await?;
    let _host = show(&venue, "Hall").await?;
    let whep = format!("/api/v1/whep/{}", venue.item);
    let facts = json!({ "url": whep, "token": venue.pass().await?, "sends": false });
    play(&venue, &facts).await?;
    publisher.finish().await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn chromium_publishes_through_a_relay_alone() -> Result<()> {
    let turn = TurnServer::start("north-of-the-river")?;
    let urls = format!("[\"{}\"]", turn.url());
    let venue = Venue::with(&[
        ("YUNQIAN_ROOMS__TURN__URLS", &urls),
        ("YUNQIAN_ROOMS__TURN__SECRET", "north-of-the-river"),
    ])
    .await?;
    let feed = venue.feed("Hall").await?;
    let listed = venue.officer.get("/ice-servers").await?.expect(200)?;
    let relay = &listed["ice_servers"][0];
    let facts = json!({ "url": feed.path, "token": feed.token, "sends": true, "relay": relay });
    let told = play(&venue, &facts).await?;
    ensure!(
        told["before"]["kind"] == "relay" && told["after"]["kind"] == "relay",
        "{told}"
    );
    Ok(())
}
