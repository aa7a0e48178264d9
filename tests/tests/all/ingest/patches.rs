//! PATCH: trickled candidates and ICE restarts.

use anyhow::{Context, Result, ensure};
use reqwest::Method;

use super::{PASSWORD, Session, UFRAG, Venue, fragment, header};

const NEW_UFRAG: &str = "ysXw";
const NEW_PASSWORD: &str = "vw5LmwG4y/e6dPP/zAP9Gp5k";

async fn open() -> Result<(Venue, Session)> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let session = venue.session(&feed).await?;
    Ok((venue, session))
}

/// Looks whether the ICE session of this tag is still the one under way.
async fn is_at(venue: &Venue, session: &Session, tag: &str, ufrag: &str, password: &str) -> Result<()> {
    let reply = venue
        .patch(session, &[("if-match", tag)], &fragment(ufrag, password))
        .await?;
    ensure!(reply.status == 204, "{reply}");
    Ok(())
}

fn value<'a>(description: &'a str, name: &str) -> Result<&'a str> {
    let line = description.lines().find_map(|line| line.trim_end().strip_prefix(name));
    line.with_context(|| format!("no {name} in {description}"))
}

#[tokio::test]
async fn trickled_candidates_are_taken_with_204_and_no_etag() -> Result<()> {
    let (venue, session) = open().await?;
    let odd = fragment(UFRAG, PASSWORD)
        + "a=candidate:2 1 carrier-pigeon 1 nest.invalid 9 typ host\r\na=end-of-candidates\r\n";
    let reply = venue
        .patch(&session, &[("if-match", session.tag.as_str())], &odd)
        .await?;
    assert_eq!((reply.status.as_u16(), reply.bytes.len()), (204, 0));
    assert!(!reply.headers.contains_key("etag"));
    Ok(())
}

#[tokio::test]
async fn a_stale_etag_is_412_and_a_missing_one_428() -> Result<()> {
    let (venue, session) = open().await?;
    let candidates = fragment(UFRAG, PASSWORD);
    let weak = format!("W/{}", session.tag);
    for tag in ["\"stale\"", weak.as_str()] {
        let reply = venue.patch(&session, &[("if-match", tag)], &candidates).await?;
        reply.refused(412, "ice-session-over")?;
    }
    venue
        .patch(&session, &[], &candidates)
        .await?
        .refused(428, "if-match-missing")?;
    let malformed = venue.patch(&session, &[("if-match", "stale")], &candidates).await?;
    malformed.refused(400, "if-match-malformed")?;
    is_at(&venue, &session, &session.tag, UFRAG, PASSWORD).await
}

#[tokio::test]
async fn an_asterisk_with_new_credentials_restarts_ice_under_a_new_etag() -> Result<()> {
    let (venue, session) = open().await?;
    let mut tag = session.tag.clone();
    let mut ufrag = value(&session.answer, "a=ice-ufrag:")?.to_owned();
    for (asterisk, turn) in [("*", "one1"), ("\"*\"", "two2")] {
        let wanted = fragment(turn, NEW_PASSWORD);
        let reply = venue.patch(&session, &[("if-match", asterisk)], &wanted).await?;
        ensure!(reply.status == 200, "{reply}");
        assert_eq!(header(&reply, "content-type")?, "application/trickle-ice-sdpfrag");
        let answered = String::from_utf8(reply.bytes.clone())?;
        assert_ne!(value(&answered, "a=ice-ufrag:")?, ufrag);
        value(&answered, "a=ice-pwd:")?;
        value(&answered, "a=candidate:")?;
        ensure!(answered.contains("a=ice-lite"), "{answered}");
        let old = venue
            .patch(&session, &[("if-match", tag.as_str())], &fragment(UFRAG, PASSWORD))
            .await?;
        old.refused(412, "ice-session-over")?;
        assert_ne!(header(&reply, "etag")?, tag);
        tag = header(&reply, "etag")?;
        value(&answered, "a=ice-ufrag:")?.clone_into(&mut ufrag);
        is_at(&venue, &session, &tag, turn, NEW_PASSWORD).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_restart_that_fails_keeps_the_session_as_it_was() -> Result<()> {
    let (venue, session) = open().await?;
    let asterisk = [("if-match", "*")];
    for (ufrag, password) in [("ab", NEW_PASSWORD), (NEW_UFRAG, "short"), ("with space", NEW_PASSWORD)] {
        let reply = venue.patch(&session, &asterisk, &fragment(ufrag, password)).await?;
        reply.refused(400, "sdp-fragment-malformed")?;
    }
    let half = format!("a=ice-ufrag:{NEW_UFRAG}\r\n");
    venue
        .patch(&session, &asterisk, &half)
        .await?
        .refused(400, "sdp-fragment-malformed")?;
    is_at(&venue, &session, &session.tag, UFRAG, PASSWORD).await
}

#[tokio::test]
async fn new_credentials_under_the_old_etag_are_neither_trickle_nor_restart() -> Result<()> {
    let (venue, session) = open().await?;
    let tag = [("if-match", session.tag.as_str())];
    let reply = venue.patch(&session, &tag, &fragment(NEW_UFRAG, NEW_PASSWORD)).await?;
    reply.refused(422, "ice-restart-needs-asterisk")?;
    is_at(&venue, &session, &session.tag, UFRAG, PASSWORD).await
}

#[tokio::test]
async fn an_asterisk_with_the_credentials_under_way_only_trickles() -> Result<()> {
    let (venue, session) = open().await?;
    is_at(&venue, &session, "*", UFRAG, PASSWORD).await?;
    is_at(&venue, &session, &session.tag, UFRAG, PASSWORD).await
}

#[tokio::test]
async fn a_body_that_is_no_fragment_is_refused() -> Result<()> {
    let (venue, session) = open().await?;
    let tag = [("if-match", session.tag.as_str())];
    for text in ["", "v=0\r\n", "a=candidate:1\r\n", "m=audio 9 X 0\r\n"] {
        venue
            .patch(&session, &tag, text)
            .await?
            .refused(400, "sdp-fragment-malformed")?;
    }
    let as_sdp = [("if-match", session.tag.as_str()), ("content-type", "application/sdp")];
    let candidates = fragment(UFRAG, PASSWORD);
    let reply = venue
        .send(Method::PATCH, &session.path, &session.token, &as_sdp, &candidates)
        .await?;
    reply.refused(415, "not-sdp-fragment")?;
    is_at(&venue, &session, &session.tag, UFRAG, PASSWORD).await
}
