//! POST: what an offer is answered with.

use anyhow::{Result, ensure};
use reqwest::Method;

use super::{SENDS, Session, Venue, header, offer, offer_with};

#[tokio::test]
async fn an_offer_is_answered_with_201_a_location_and_a_strong_etag() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let reply = venue.post(&feed, &offer(SENDS)).await?;
    let session = Session::of(&reply, &feed.token)?;
    assert_eq!(header(&reply, "content-type")?, "application/sdp");
    assert!(session.path.starts_with(&feed.path) && session.path.len() > feed.path.len());
    assert!(
        session.tag.starts_with('"') && session.tag.ends_with('"'),
        "{}",
        session.tag
    );
    Ok(())
}

#[tokio::test]
async fn the_answer_holds_all_candidates_and_takes_every_section_one_way_in_one_bundle() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    for way in [SENDS, "a=sendrecv"] {
        let reply = venue.post(&feed, &offer(way)).await?;
        let answer = Session::of(&reply, &feed.token)?.answer;
        ensure!(
            answer.contains("a=candidate:") && answer.contains("a=ice-lite"),
            "{answer}"
        );
        ensure!(answer.contains("a=group:BUNDLE 0 1"), "{answer}");
        ensure!(answer.matches("a=recvonly").count() == 2, "{answer}");
        ensure!(answer.matches("a=rtcp-mux").count() >= 2, "{answer}");
        ensure!(answer.contains("VP8") && answer.contains("42e01f"), "{answer}");
    }
    Ok(())
}

#[tokio::test]
async fn a_body_that_is_no_offer_is_refused() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let as_json = [("content-type", "application/json")];
    let reply = venue
        .send(Method::POST, &feed.path, &feed.token, &as_json, "{}")
        .await?;
    reply.refused(415, "not-sdp")?;
    for text in ["", "v=0", "nonsense\r\n"] {
        venue.post(&feed, text).await?.refused(400, "sdp-malformed")?;
    }
    let endless = format!("{}{}", offer(SENDS), "a=x\r\n".repeat(20_000));
    venue.post(&feed, &endless).await?.refused(413, "too-large")?;
    Ok(())
}

#[tokio::test]
async fn an_offer_without_one_bundle_and_multiplexed_rtcp_is_refused() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let unbundled = offer(SENDS).replace("a=group:BUNDLE 0 1\r\n", "");
    venue.post(&feed, &unbundled).await?.refused(406, "sdp-not-bundled")?;
    let apart = offer(SENDS).replacen("a=rtcp-mux\r\n", "", 1);
    venue.post(&feed, &apart).await?.refused(406, "sdp-rtcp-apart")?;
    Ok(())
}

#[tokio::test]
async fn what_can_not_be_taken_whole_is_not_taken_in_part() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let unknown = offer_with(SENDS, "45", "a=rtpmap:45 AV1/90000\r\n");
    venue.post(&feed, &unknown).await?.refused(406, "no-common-codec")?;
    let two_streams = offer(SENDS).replace("msid:stream track1", "msid:other track1");
    venue
        .post(&feed, &two_streams)
        .await?
        .refused(406, "sdp-too-many-tracks")?;
    let to_receive = offer("a=recvonly");
    venue.post(&feed, &to_receive).await?.refused(406, "sdp-wrong-way")?;
    assert_eq!(venue.feeds().await?[0]["connected"], false);
    Ok(())
}

#[tokio::test]
async fn h265_and_b_frames_are_refused_by_name_and_h264_baseline_is_taken() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let h265 = offer_with(SENDS, "100", "a=rtpmap:100 H265/90000\r\n");
    venue.post(&feed, &h265).await?.refused(406, "codec-h265")?;
    let h264 = |profile: &str| {
        let map = format!("a=rtpmap:102 H264/90000\r\na=fmtp:102 packetization-mode=1;profile-level-id={profile}\r\n");
        offer_with(SENDS, "102", &map)
    };
    for with_b_frames in ["64001f", "4d001f"] {
        let reply = venue.post(&feed, &h264(with_b_frames)).await?;
        reply.refused(406, "codec-b-frames")?;
    }
    for baseline in ["42e01f", "42001f"] {
        venue.post(&feed, &h264(baseline)).await?.expect(201)?;
    }
    Ok(())
}

#[tokio::test]
async fn the_bearer_token_is_asked_for_and_no_other_opens_the_feed() -> Result<()> {
    let venue = Venue::open().await?;
    let (feed, other) = (venue.feed("Hall").await?, venue.feed("Gate").await?);
    let media_type = [("content-type", "application/sdp")];
    for token in ["", "nonsense", &other.token] {
        let reply = venue
            .send(Method::POST, &feed.path, token, &media_type, &offer(SENDS))
            .await?;
        assert_eq!(header(&reply, "www-authenticate")?, "Bearer");
        reply.refused(401, "bearer-invalid")?;
    }
    let by_cookie = venue
        .officer
        .raw(Method::POST, &feed.path)
        .header("content-type", "application/sdp");
    let reply = yunqian_tests::Reply::of(by_cookie.body(offer(SENDS))).await?;
    reply.refused(401, "bearer-invalid")?;
    Ok(())
}

#[tokio::test]
async fn options_tell_any_origin_what_may_be_posted_and_patched() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let session = venue.session(&feed).await?;
    let preflight = [
        ("origin", "https://encoder.example"),
        ("access-control-request-method", "POST"),
    ];
    let at_feed = venue.send(Method::OPTIONS, &feed.path, "", &preflight, "").await?;
    assert_eq!(at_feed.status, 200);
    assert_eq!(header(&at_feed, "accept-post")?, "application/sdp");
    assert_eq!(header(&at_feed, "access-control-allow-origin")?, "*");
    let at_session = venue.send(Method::OPTIONS, &session.path, "", &preflight, "").await?;
    assert_eq!(header(&at_session, "accept-patch")?, "application/trickle-ice-sdpfrag");
    let methods = header(&at_session, "access-control-allow-methods")?;
    assert!(methods.contains("PATCH") && methods.contains("DELETE"), "{methods}");
    let from_elsewhere = [
        ("content-type", "application/sdp"),
        ("origin", "https://encoder.example"),
    ];
    let reply = venue
        .send(Method::POST, &feed.path, &feed.token, &from_elsewhere, &offer(SENDS))
        .await?;
    assert_eq!(reply.status, 201);
    let exposed = header(&reply, "access-control-expose-headers")?;
    for name in ["Location", "ETag", "Link"] {
        assert!(exposed.contains(name), "{exposed}");
    }
    Ok(())
}

#[tokio::test]
async fn other_methods_have_no_meaning_yet() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let session = venue.session(&feed).await?;
    for path in [&feed.path, &session.path] {
        let read = venue.send(Method::GET, path, &feed.token, &[], "").await?;
        assert_eq!((read.status.as_u16(), read.bytes.len()), (204, 0));
        let put = venue.send(Method::PUT, path, &feed.token, &[], "").await?;
        put.refused(405, "no-such-method")?;
    }
    Ok(())
}

#[tokio::test]
async fn the_short_path_leads_to_the_whole_one_by_307() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let short = feed.path.replace("/api/v1", "");
    let media_type = [("content-type", "application/sdp")];
    let reply = venue
        .send(Method::POST, &short, &feed.token, &media_type, &offer(SENDS))
        .await?;
    assert_eq!(reply.status, 307);
    assert_eq!(header(&reply, "location")?, feed.path);
    Ok(())
}
