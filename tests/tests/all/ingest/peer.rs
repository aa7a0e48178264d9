//! A client of another make: aiortc.

use anyhow::Result;
use yunqian_tests::aiortc::Peer;

use super::Venue;

#[tokio::test]
async fn aiortc_publishes_by_whip() -> Result<()> {
    let venue = Venue::open().await?;
    let feed = venue.feed("Hall").await?;
    let mut peer = Peer::publish(&venue.server.url(&feed.path), &feed.token)?;
    assert_eq!(peer.hear().await?["status"], 201);
    assert_eq!(peer.hear().await?["state"], "connected");
    let outcome = peer.finish().await?;
    println!("aiortc sent {outcome}");
    assert!(
        outcome["sent"]["video"].as_u64().is_some_and(|packets| packets > 0),
        "{outcome}"
    );
    assert_eq!(outcome["ended"], 200);
    assert_eq!(venue.feeds().await?[0]["connected"], false);
    Ok(())
}
