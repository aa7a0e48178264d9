//! How many sessions there may be, and how they end.

use anyhow::Result;
use reqwest::Method;

use super::super::rooms::{enter, grant, hear_of};
use super::{PASSWORD, SENDS, Session, UFRAG, Venue, fragment, header, offer};

#[tokio::test]
async fn a_deleted_session_is_gone_whatever_etag_the_request_names() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let session = venue.session(&feed).await?;
    let stale = [("if-match", "\"stale\"")];
    let reply = venue
        .send(Method::DELETE, &session.path, &session.token, &stale, "")
        .await?;
    assert_eq!((reply.status.as_u16(), reply.bytes.len()), (200, 0));
    venue.delete(&session).await?.refused(404, "not-found")?;
    let tag = [("if-match", session.tag.as_str())];
    let late = venue.patch(&session, &tag, &fragment(UFRAG, PASSWORD)).await?;
    late.refused(404, "not-found")?;
    assert_eq!(venue.feeds().await?[0]["connected"], false);
    Ok(())
}

#[tokio::test]
async fn a_session_is_changed_and_ended_by_its_own_token_alone() -> Result<()> {
    let venue = Venue::open().await?;
    let (feed, other) = (venue.feed("Hall").await?, venue.feed("Gate").await?);
    let session = venue.session(&feed).await?;
    let foreign = Session {
        token: other.token.clone(),
        path: session.path.clone(),
        tag: session.tag.clone(),
        answer: String::new(),
    };
    let tag = [("if-match", session.tag.as_str())];
    let patched = venue.patch(&foreign, &tag, &fragment(UFRAG, PASSWORD)).await?;
    patched.refused(401, "bearer-invalid")?;
    venue.delete(&foreign).await?.refused(401, "bearer-invalid")?;
    let elsewhere = session.path.replace(&feed.id, &other.id);
    let reply = venue.send(Method::DELETE, &elsewhere, &feed.token, &[], "").await?;
    reply.refused(404, "not-found")?;
    venue.delete(&session).await?.expect(200)?;
    Ok(())
}

#[tokio::test]
async fn an_encoder_that_comes_again_goes_on_in_the_place_of_its_lost_session() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let mut host = enter(&venue.officer, &grant(&venue.officer, &venue.item).await?).await?;
    let lost = venue.session(&feed).await?;
    let came = hear_of(&mut host, |body| body["participant"]["name"] == "Hall").await?;
    let again = venue.session(&feed).await?;
    assert_ne!(lost.path, again.path);
    venue.delete(&lost).await?.refused(404, "not-found")?;
    venue.delete(&again).await?.expect(200)?;
    // Who left first is who came first: nobody came or left in between.
    let left = hear_of(&mut host, |body| {
        let is_another =
            body["participant"]["name"] == "Hall" && body["participant"]["id"] != came["participant"]["id"];
        body["type"] == "participant_left" || is_another
    })
    .await?;
    assert_eq!(left["participant"], came["participant"]["id"], "{left}");
    Ok(())
}

#[tokio::test]
async fn a_full_server_asks_to_come_back_and_takes_the_next_when_one_has_left() -> Result<()> {
    let venue = Venue::with(&[("YUNQIAN_ROOMS__MOST_SESSIONS", "1")]).await?;
    let (first, second) = (venue.feed("Hall").await?, venue.feed("Gate").await?);
    let session = venue.session(&first).await?;
    let refused = venue.post(&second, &offer(SENDS)).await?;
    assert!(header(&refused, "retry-after")?.parse::<u32>()? > 0);
    refused.refused(503, "too-many-sessions")?;
    let again = venue.session(&first).await?;
    venue.delete(&session).await?.refused(404, "not-found")?;
    venue.delete(&again).await?.expect(200)?;
    venue.session(&second).await?;
    Ok(())
}
