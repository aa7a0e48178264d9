use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::Value;
use yunqian_tests::{Client, Server, binary};

use super::{LIMIT, one_more_entry, seen};
use crate::fair::development_root;

async fn anchors(client: &Client) -> Result<Vec<Value>> {
    let list = client
        .raw(Method::GET, "/log/anchors")
        .send()
        .await?
        .error_for_status()?;
    Ok(list.json().await?)
}

async fn save(client: &Client, digest: &Value, file: &Path) -> Result<()> {
    let digest = digest.as_str().context("a digest")?;
    let reply = client
        .raw(Method::GET, &format!("/log/anchors/{digest}"))
        .send()
        .await?;
    std::fs::write(file, reply.error_for_status()?.bytes().await?)?;
    Ok(())
}

/// Has OpenSSL check the token of an anchor over its note.
async fn openssl_agrees(client: &Client, anchor: &Value, root: &Path) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let (note, token) = (dir.path().join("note"), dir.path().join("token"));
    save(client, &anchor["checkpoint"], &note).await?;
    save(client, &anchor["token"], &token).await?;
    let verify = |data: &Path| {
        let mut openssl = Command::new("openssl");
        openssl.args(["ts", "-verify", "-token_in", "-in"]).arg(&token);
        openssl.arg("-data").arg(data).arg("-CAfile").arg(root).output()
    };
    let said = verify(&note)?;
    ensure!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let other = dir.path().join("other");
    std::fs::write(&other, "something else")?;
    ensure!(!verify(&other)?.status.success(), "the token is about the note alone");
    Ok(())
}

#[tokio::test]
async fn a_checkpoint_is_anchored_at_the_start_and_on_request() -> Result<()> {
    let server = Server::start().await?;
    let (client, root) = (server.client(), development_root(&server)?);
    let first = async {
        loop {
            if let Some(anchor) = anchors(&client).await?.pop() {
                return anyhow::Ok(anchor);
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    let first = tokio::time::timeout(LIMIT, first).await??;
    openssl_agrees(&client, &first, &root).await?;
    let size = first["head"]["size"].as_u64().context("a size")?;
    one_more_entry(&client).await?;
    seen(&client, "a checkpoint over one more entry", |log| log.size > size).await?;
    let asked = Command::new(binary()?)
        .args(["anchor", "--data"])
        .arg(server.data_dir())
        .output()?;
    ensure!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
    let both = anchors(&client).await?;
    ensure!(
        both.len() == 2 && both[1]["head"]["size"].as_u64() > Some(size),
        "{both:?}"
    );
    openssl_agrees(&client, &both[1], &root).await?;
    let document = "0".repeat(64);
    let reply = client
        .raw(Method::GET, &format!("/log/anchors/{document}"))
        .send()
        .await?;
    ensure!(reply.status() == 404, "{}", reply.status());
    Ok(())
}
