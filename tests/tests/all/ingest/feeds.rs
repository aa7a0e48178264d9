use anyhow::{Context, Result};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use yunqian_tests::Reply;

use super::super::rooms::{enter, grant, hear_of, move_on};
use super::{SENDS, Venue, offer};

#[tokio::test]
async fn whoever_runs_the_room_makes_lists_and_revokes_feeds_and_nobody_else() -> Result<()> {
    let venue = Venue::open().await?;
    let viewer = venue.server.client();
    viewer.sign_in_as("gao-yun").await?;
    let path = format!("/items/{}/feeds", venue.item);
    let name = json!({ "name": "Hall" });
    viewer.post(&path, &name).await?.refused(403, "not-permitted")?;
    viewer.get(&path).await?.refused(403, "not-permitted")?;
    let feed = venue.feed("Hall camera").await?;
    let listed = venue.feeds().await?;
    assert_eq!(listed[0]["name"], "Hall camera");
    assert_eq!(listed[0]["connected"], false);
    assert_eq!(listed[0]["token"], Value::Null, "the token is shown once");
    let one = format!("{path}/{}", feed.id);
    let revoke = |client: &yunqian_tests::Client| Reply::of(client.request(Method::DELETE, &one));
    revoke(&viewer).await?.refused(403, "not-permitted")?;
    let session = venue.session(&feed).await?;
    revoke(&venue.officer).await?.expect(204)?;
    revoke(&venue.officer).await?.refused(404, "not-found")?;
    venue.post(&feed, &offer(SENDS)).await?.refused(401, "bearer-invalid")?;
    venue.delete(&session).await?.refused(404, "not-found")?;
    Ok(())
}

#[tokio::test]
async fn a_feed_needs_a_name_and_an_item_that_is_not_over() -> Result<()> {
    let venue = Venue::open().await?;
    let path = format!("/items/{}/feeds", venue.item);
    let blank = venue.officer.post(&path, &json!({ "name": " " })).await?;
    blank.refused(422, "feed-name-invalid")?;
    let elsewhere = format!("/items/{}/feeds", Uuid::now_v7());
    let nowhere = venue.officer.post(&elsewhere, &json!({ "name": "Hall" })).await?;
    nowhere.refused(404, "not-found")?;
    let feed = venue.feed("Hall").await?;
    venue.go_live().await?;
    move_on(&venue.officer, &venue.item, "ended").await?;
    let late = venue.officer.post(&path, &json!({ "name": "Hall" })).await?;
    late.refused(409, "room-ended")?;
    venue.post(&feed, &offer(SENDS)).await?.refused(409, "room-ended")?;
    Ok(())
}

#[tokio::test]
async fn a_feed_opens_after_a_restart_of_the_server() -> Result<()> {
    let mut venue = Venue::open().await?;
    let feed = venue.feed("Hall camera").await?;
    venue.server.restart().await?;
    venue.post(&feed, &offer(SENDS)).await?.expect(201)?;
    Ok(())
}

#[tokio::test]
async fn a_repeated_request_gives_the_same_feed_another_token() -> Result<()> {
    let venue = Venue::open().await?;
    let path = format!("/items/{}/feeds", venue.item);
    let (key, name) = (Uuid::now_v7(), json!({ "name": "Hall" }));
    let first = venue.officer.post_as(key, &path, &name).await?.expect(201)?;
    let second = venue.officer.post_as(key, &path, &name).await?.expect(201)?;
    assert_eq!(first["id"], second["id"]);
    assert_ne!(first["token"], second["token"]);
    assert_eq!(venue.feeds().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_room_sees_a_feed_come_and_go() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Factory gate").await?;
    let mut host = enter(&venue.officer, &grant(&venue.officer, &venue.item).await?).await?;
    hear_of(&mut host, |body| body["type"] == "welcome").await?;
    let session = venue.session(&feed).await?;
    let sends = |body: &Value| {
        let participant = &body["participant"];
        participant["name"] == "Factory gate" && participant["tracks"].as_array().is_some_and(|t| t.len() == 2)
    };
    hear_of(&mut host, sends).await?;
    let listed = venue.feeds().await?;
    assert_eq!(listed.first().context("the feed")?["connected"], true);
    venue.delete(&session).await?.expect(200)?;
    hear_of(&mut host, |body| body["type"] == "participant_left").await?;
    Ok(())
}
