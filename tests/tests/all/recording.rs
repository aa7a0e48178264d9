//! What a room's members send becomes evidence: segments that play, under digests that are in the journal.

mod clock;

use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use yunqian_journal::Digest;
use yunqian_tests::{Client, Server, browser};

/// Lets ffmpeg decode a file; it must find nothing to complain of.
fn plays(file: &[u8], name: &str) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let path = dir.path().join(name);
    std::fs::write(&path, file)?;
    let judged = Command::new("ffmpeg")
        .args(["-v", "error", "-xerror", "-i"])
        .arg(&path)
        .args([
            "-fps_mode",
            "passthrough",
            "-enc_time_base",
            "1:90000",
            "-f",
            "null",
            "-",
        ])
        .output()
        .context("ffmpeg is installed by tests/setup.sh")?;
    let said = String::from_utf8_lossy(&judged.stderr);
    ensure!(judged.status.success() && said.is_empty(), "{name}: {said}");
    Ok(())
}

async fn file(client: &Client, recording: &str, digest: &str) -> Result<Vec<u8>> {
    let path = format!("/api/v1/recordings/{recording}/segments/{digest}");
    let reply = client.raw(reqwest::Method::GET, &path).send().await?;
    Ok(reply.error_for_status()?.bytes().await?.to_vec())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_real_browsers_send_is_recorded_broadcast_and_replayed() -> Result<()> {
    let server = Server::start().await?;
    let told = browser::story("recording", &server, &json!({})).await?;
    let id = told["recording"].as_str().context("the recording's id")?;
    let host = server.client();
    host.sign_in_as("wang-fang").await?;
    let recording = host.get(&format!("/recordings/{id}")).await?.expect(200)?;
    let segments = recording["segments"].as_array().context("segments")?;
    ensure!(segments.len() >= 4, "{} segments", segments.len());
    let mut sources = Vec::new();
    for segment in segments {
        let digest = segment["digest"].as_str().context("a digest")?;
        let bytes = file(&host, id, digest).await?;
        ensure!(Digest::of(&bytes).to_string() == digest, "the digest is the file's");
        ensure!(segment["duration_ms"].as_u64() <= Some(10_000), "{segment}");
        plays(&bytes, &digest[..8])?;
        let track = usize::try_from(segment["track"].as_u64().context("a track")?)?;
        sources.push(recording["tracks"][track]["source"].clone());
    }
    ensure!(sources.contains(&json!("camera")) && sources.contains(&json!("microphone")));
    Ok(())
}

#[tokio::test]
async fn nobody_but_the_host_records_and_no_negotiation_without_consent() -> Result<()> {
    let server = Server::start().await?;
    let host = server.client();
    host.sign_in_as("wang-fang").await?;
    let fairs = host.get("/fairs").await?.expect(200)?;
    let fair = fairs["items"][0]["id"].as_str().context("the sample fair")?;
    let items = host
        .get(&format!("/fairs/{fair}/items?per_page=100"))
        .await?
        .expect(200)?;
    let roadshow = items["items"]
        .as_array()
        .and_then(|items| items.iter().find(|item| item["code"] == "R1"))
        .and_then(|item| item["id"].as_str())
        .context("the roadshow")?;
    let path = format!("/items/{roadshow}/recording");
    let viewer = server.client();
    viewer.sign_in_as("gao-yun").await?;
    viewer
        .post(&path, &json!({ "on": true }))
        .await?
        .refused(403, "not-permitted")?;
    let plan = json!({
        "code": "N9", "kind": "negotiation", "title": { "zh": "洽谈", "en": "Talks" },
        "starts_at": "2030-01-01T08:00:00Z", "ends_at": "2030-01-01T09:00:00Z",
    });
    let item = host.post(&format!("/fairs/{fair}/items"), &plan).await?.expect(201)?;
    let path = format!("/items/{}/recording", item["id"].as_str().context("an id")?);
    let refused = host.post(&path, &json!({ "on": true })).await?;
    refused.refused(409, "recording-needs-consent")?;
    Ok(())
}
