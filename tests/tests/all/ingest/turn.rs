//! TURN: coturn takes the credentials that this server makes, and no others.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use yunqian_tests::turn::TurnServer;

use super::super::rooms::{enter, grant, hear_of};
use super::{SENDS, Venue, offer};

const SECRET: &str = "north-of-the-river";

async fn venue(url: &str, lifetime_s: &str) -> Result<Venue> {
    let urls = format!("[\"{url}\"]");
    Venue::with(&[
        ("YUNQIAN_ROOMS__TURN__URLS", &urls),
        ("YUNQIAN_ROOMS__TURN__SECRET", SECRET),
        ("YUNQIAN_ROOMS__TURN__LIFETIME_S", lifetime_s),
    ])
    .await
}

/// Takes user name and password out of a server as a browser would.
fn credentials(server: &Value) -> Result<(String, String)> {
    let text = |name: &str| {
        server[name]
            .as_str()
            .map(str::to_owned)
            .with_context(|| format!("no {name}: {server}"))
    };
    Ok((text("username")?, text("credential")?))
}

async fn listed(venue: &Venue) -> Result<(String, String)> {
    let listed = venue.officer.get("/ice-servers").await?.expect(200)?;
    credentials(&listed["ice_servers"][0])
}

#[tokio::test]
async fn coturn_takes_the_credentials_made_here_and_no_others() -> Result<()> {
    let turn = TurnServer::start(SECRET)?;
    let venue = venue(&turn.url(), "3600").await?;
    let (username, credential) = listed(&venue).await?;
    assert!(turn.relays_for(&username, &credential)?);
    assert!(!turn.relays_for(&username, "another")?);
    let (expiry, who) = username.split_once(':').context("expiry and holder")?;
    let longer = format!("{}:{who}", expiry.parse::<u64>()? + 1);
    assert!(
        !turn.relays_for(&longer, &credential)?,
        "nobody prolongs a credential by itself"
    );
    Ok(())
}

#[tokio::test]
async fn coturn_refuses_credentials_that_have_ended() -> Result<()> {
    let turn = TurnServer::start(SECRET)?;
    let venue = venue(&turn.url(), "1").await?;
    let (username, credential) = listed(&venue).await?;
    let expiry: u64 = username.split(':').next().context("an expiry")?.parse()?;
    let since_1970 = || Ok::<_, anyhow::Error>(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs());
    // coturn looks at a clock that it sets once a second or more seldom.
    while turn.relays_for(&username, &credential)? {
        ensure!(since_1970()? < expiry + 10, "it goes on being taken");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    assert!(since_1970()? > expiry, "it was good until then");
    assert_ne!(listed(&venue).await?.0, username, "the next ones are others");
    Ok(())
}

#[tokio::test]
async fn a_welcome_and_a_whip_answer_name_the_servers_with_credentials_of_their_own() -> Result<()> {
    let turn = TurnServer::start(SECRET)?;
    let venue = venue(&turn.url(), "3600").await?;
    let mut host = enter(&venue.officer, &grant(&venue.officer, &venue.item).await?).await?;
    let welcome = hear_of(&mut host, |body| body["type"] == "welcome").await?;
    let (username, credential) = credentials(&welcome["ice_servers"][0])?;
    assert!(turn.relays_for(&username, &credential)?);
    let feed = venue.feed("Hall").await?;
    let reply = venue.post(&feed, &offer(SENDS)).await?;
    let link = super::header(&reply, "link")?;
    ensure!(
        link.starts_with(&format!("<{}>; rel=\"ice-server\"", turn.url())),
        "{link}"
    );
    let attribute = |name: &str| {
        let (_, rest) = link.split_once(&format!("; {name}=\""))?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let named = attribute("username").context("a user name")?;
    assert_ne!(named, username, "each has its own");
    let credential = attribute("credential").context("a credential")?;
    assert!(turn.relays_for(&named, &credential)?);
    Ok(())
}
