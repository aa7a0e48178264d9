//! Rooms over bad lines, with real browsers at both ends.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yunqian_tests::{Line, Network, browser};

fn number(told: &Value, name: &str) -> Result<f64> {
    told[name].as_f64().with_context(|| format!("no {name} in {told}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_packet_in_twenty_lost_each_way_spoils_neither_picture_nor_sound() -> Result<()> {
    let (_network, server) = Network::with_server(Line::new(5.0, 100), 5, &[]).await?;
    let facts = json!({ "act": "measure", "pictures": "kept", "seconds": 10 });
    let seen = browser::story("network", &server, &facts).await?;
    println!("{seen}");
    ensure!(number(&seen, "nacks")? > 0.0, "nothing was lost: {seen}");
    // Generous, for a busy machine drops frames too; a line given up shows none at all for most of the time.
    ensure!(number(&seen, "frames")? > 30.0, "{seen}");
    ensure!(number(&seen, "still_s")? < number(&seen, "seconds")? / 2.0, "{seen}");
    let guessed = number(&seen, "concealed")? / number(&seen, "samples")?;
    ensure!(guessed < 0.25, "{guessed} of the sound was guessed: {seen}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_carries_no_pictures_carries_sound_and_pictures_come_back_with_a_better_one() -> Result<()> {
    let (network, server) = Network::with_server(Line::new(0.0, 60), 6, &[]).await?;
    let facts = json!({ "act": "fallback", "control": network.control() });
    browser::story("network", &server, &facts).await?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn where_no_udp_gets_through_media_travel_over_tcp() -> Result<()> {
    let tcp = ("YUNQIAN_MEDIA__TCP_CANDIDATES", r#"["127.0.0.1"]"#);
    let (_network, server) = Network::with_server(Line::new(100.0, 0), 7, &[tcp]).await?;
    let seen = browser::story("network", &server, &json!({ "act": "blocked" })).await?;
    assert_eq!(seen["protocols"], json!({ "host": ["tcp"], "viewer": ["tcp"] }));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn firefox_and_chromium_see_and_hear_each_other() -> Result<()> {
    let server = yunqian_tests::Server::start().await?;
    let seen = browser::story("firefox", &server, &json!({})).await?;
    println!("{seen}");
    Ok(())
}
