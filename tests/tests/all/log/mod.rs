//! The transparency log, seen by people who do not trust the one who runs it.

mod anchors;
pub mod media;
mod operator;
mod outside;
pub mod personal_data;
pub mod receipts;
mod witness;

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use yunqian_tests::{Client, SeenLog};

/// How long a checkpoint may take to appear before a test gives up.
const LIMIT: Duration = Duration::from_secs(30);

/// Has the province's officer register something, which makes an entry.
async fn one_more_entry(client: &Client) -> Result<()> {
    client.sign_in_as("li-wei").await?;
    let firm = json!({ "name": { "zh": "某公司", "en": "A firm" }, "kind": "firm", "country": "DE" });
    client.post("/organisations", &firm).await?.expect(201)?;
    Ok(())
}

/// Fetches the log until it is as wanted.
async fn seen(client: &Client, what: &str, is_wanted: impl Fn(&SeenLog) -> bool) -> Result<SeenLog> {
    let wait = async {
        loop {
            let log = SeenLog::fetch(client).await?;
            if is_wanted(&log) {
                return anyhow::Ok(log);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(LIMIT, wait)
        .await
        .with_context(|| what.to_owned())?
}

/// Fetches the proof that the log's tree of `to` entries extends that of `from`.
async fn consistency(client: &Client, from: u64, to: u64) -> Result<Vec<String>> {
    let path = format!("/log/consistency?from={from}&to={to}");
    let reply = client.raw(reqwest::Method::GET, &path).send().await?;
    ensure!(reply.status() == 200, "{}", reply.status());
    let reply: serde_json::Value = reply.json().await?;
    Ok(serde_json::from_value(reply["proof"].clone())?)
}
