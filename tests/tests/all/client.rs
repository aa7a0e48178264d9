//! Our rooms and a WebRTC stack that shares nothing with the server's.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use tokio::sync::watch;
use yunqian_client::media::{SyntheticPictures, SyntheticSound};
use yunqian_client::{Participant, Received};
use yunqian_signaling::Source;
use yunqian_tests::{Client, Server};

const PATIENCE: Duration = Duration::from_secs(30);
/// So many packets of a track tell that it flows.
const FLOWING: u64 = 40;

async fn grant(client: &Client, item: &str) -> Result<String> {
    let granted = client.post(&format!("/items/{item}/room-grant"), &json!({})).await?;
    let token = granted.expect(200)?["token"].as_str().map(str::to_owned);
    token.context("a grant has a token")
}

async fn live_item(officer: &Client) -> Result<String> {
    let fairs = officer.get("/fairs").await?.expect(200)?;
    let fair = fairs["items"][0]["id"].as_str().context("the sample fair")?;
    let planned = officer.get(&format!("/fairs/{fair}/items?state=planned")).await?;
    let planned = planned.expect(200)?;
    let item = planned["items"][0]["id"].as_str().context("a planned item")?;
    for state in ["rehearsal", "ready", "live"] {
        let path = format!("/items/{item}/transition");
        officer.post(&path, &json!({ "to": state })).await?.expect(200)?;
    }
    Ok(item.to_owned())
}

/// Waits until both tracks flow on the viewer's connection of this number or a later one.
async fn until_both_flow(received: &mut watch::Receiver<Received>, connection: u32) -> Result<()> {
    let flowing = received.wait_for(|received| {
        let flows = |source| {
            let mut tracks = received.packets.iter();
            tracks.any(|(track, count)| *count > FLOWING && track.parts().is_some_and(|(_, of)| of == source))
        };
        received.connection >= connection && flows(Source::Camera) && flows(Source::Microphone)
    });
    let seen = tokio::time::timeout(PATIENCE, flowing).await;
    seen.context("the tracks do not flow")??;
    Ok(())
}

#[tokio::test]
async fn another_stack_publishes_and_watches_also_after_a_change_of_network() -> Result<()> {
    let server = Server::start().await?;
    let (officer, guest) = (server.client(), server.client());
    officer.sign_in_as("li-wei").await?;
    guest.sign_in_as("gao-yun").await?;
    let item = live_item(&officer).await?;
    let url = officer.socket_url("/api/v1/rooms/ws");
    let publisher = Participant::join(
        &url,
        grant(&officer, &item).await?,
        vec![
            (Source::Microphone, Box::new(SyntheticSound)),
            (Source::Camera, Box::new(SyntheticPictures::new(300))),
        ],
    )
    .await?;
    let viewer = Participant::join(&url, grant(&guest, &item).await?, Vec::new()).await?;
    let mut received = viewer.received();
    until_both_flow(&mut received, 1).await?;

    viewer.change_network().await;
    until_both_flow(&mut received, 2).await?;

    publisher.change_network().await;
    let mut sending = publisher.sending();
    let again = tokio::time::timeout(PATIENCE, sending.wait_for(|number| *number == 2)).await;
    again.context("the upload does not come back")??;
    let before = received.borrow_and_update().packets.values().sum::<u64>();
    let more = received.wait_for(|received| received.packets.values().sum::<u64>() > before + 2 * FLOWING);
    tokio::time::timeout(PATIENCE, more)
        .await
        .context("nothing flows any more")??;

    viewer.leave().await?;
    publisher.leave().await?;
    Ok(())
}
