//! WHEP: what differs from WHIP.

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use yunqian_tests::Reply;

use super::super::rooms::{grant, move_on};
use super::{PASSWORD, SENDS, Session, UFRAG, Venue, fragment, header, offer};

const RECEIVES: &str = "a=recvonly";

impl Venue {
    fn whep_path(&self) -> String {
        format!("/api/v1/whep/{}", self.item)
    }

    /// A room grant, as a player's bearer token.
    pub(super) async fn pass(&self) -> Result<String> {
        let grant = grant(&self.officer, &self.item).await?;
        grant["token"]
            .as_str()
            .map(str::to_owned)
            .context("a grant has a token")
    }

    async fn watch(&self, token: &str, offer: &str) -> Result<Reply> {
        let media_type = [("content-type", "application/sdp")];
        self.send(Method::POST, &self.whep_path(), token, &media_type, offer)
            .await
    }
}

#[tokio::test]
async fn a_player_is_asked_to_come_back_while_nothing_is_live() -> Result<()> {
    let venue = Venue::open().await?;
    let reply = venue.watch(&venue.pass().await?, &offer(RECEIVES)).await?;
    ensure!(header(&reply, "retry-after")?.parse::<u32>()? > 0);
    reply.refused(409, "nothing-live")?;
    venue.go_live().await?;
    let pass = venue.pass().await?;
    venue.watch(&pass, &offer(RECEIVES)).await?.expect(201)?;
    move_on(&venue.officer, &venue.item, "ended").await?;
    venue.watch(&pass, &offer(RECEIVES)).await?.refused(409, "room-ended")?;
    Ok(())
}

#[tokio::test]
async fn a_live_room_answers_a_player_whole_and_one_way() -> Result<()> {
    let venue = Venue::open().await?;
    venue.go_live().await?;
    let pass = venue.pass().await?;
    for way in [RECEIVES, "a=sendrecv"] {
        let reply = venue.watch(&pass, &offer(way)).await?;
        let session = Session::of(&reply, &pass)?;
        ensure!(session.answer.matches("a=sendonly").count() == 2, "{}", session.answer);
        ensure!(session.answer.contains("a=candidate:"), "{}", session.answer);
        ensure!(session.path.starts_with(&venue.whep_path()), "{}", session.path);
        venue.delete(&session).await?.expect(200)?;
        venue.delete(&session).await?.refused(404, "not-found")?;
    }
    venue.watch(&pass, &offer(SENDS)).await?.refused(406, "sdp-wrong-way")?;
    Ok(())
}

#[tokio::test]
async fn a_players_token_is_the_grant_of_this_very_room() -> Result<()> {
    let venue = Venue::open().await?;
    venue.go_live().await?;
    let feed = venue.feed("Hall").await?;
    for token in ["", "nonsense", &feed.token] {
        let reply = venue.watch(token, &offer(RECEIVES)).await?;
        reply.refused(401, "bearer-invalid")?;
    }
    let pass = venue.pass().await?;
    let elsewhere = format!("/api/v1/whep/{}", uuid::Uuid::now_v7());
    let media_type = [("content-type", "application/sdp")];
    let reply = venue
        .send(Method::POST, &elsewhere, &pass, &media_type, &offer(RECEIVES))
        .await?;
    reply.refused(401, "bearer-invalid")?;
    let reply = venue
        .send(Method::POST, &feed.path, &pass, &media_type, &offer(SENDS))
        .await?;
    reply.refused(401, "bearer-invalid")?;
    Ok(())
}

#[tokio::test]
async fn a_player_trickles_and_restarts_as_an_encoder_does() -> Result<()> {
    let venue = Venue::open().await?;
    venue.go_live().await?;
    let pass = venue.pass().await?;
    let session = Session::of(&venue.watch(&pass, &offer(RECEIVES)).await?, &pass)?;
    let tag = [("if-match", session.tag.as_str())];
    venue
        .patch(&session, &tag, &fragment(UFRAG, PASSWORD))
        .await?
        .expect(204)?;
    let restart = fragment("ysXw", "vw5LmwG4y/e6dPP/zAP9Gp5k");
    let reply = venue.patch(&session, &[("if-match", "*")], &restart).await?;
    ensure!(reply.status == 200, "{reply}");
    ensure!(header(&reply, "etag")? != session.tag);
    venue
        .patch(&session, &tag, &fragment(UFRAG, PASSWORD))
        .await?
        .refused(412, "ice-session-over")?;
    venue.delete(&session).await?.expect(200)?;
    Ok(())
}
