use std::process::Command;

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::json;
use yunqian_journal::Reader;
use yunqian_tests::{Server, binary, judge};

use super::{consistency, one_more_entry, seen};

#[tokio::test]
async fn an_outsider_checks_every_entry_from_the_public_tiles_alone() -> Result<()> {
    let server = Server::start().await?;
    let client = server.client();
    let before = seen(&client, "a first checkpoint", |log| log.size > 0).await?;
    one_more_entry(&client).await?;
    let after = seen(&client, "a checkpoint over one more entry", |log| {
        log.size > before.size
    })
    .await?;
    after.extends(&before, &consistency(&client, before.size, after.size).await?)?;
    // Only who keeps the record has the entries; the tiles must agree with them.
    let journal = Reader::open(server.data_dir().join("journal")).await?;
    let entries = journal.read(0, u32::try_from(after.size)?).await?;
    let (mut hex, mut proofs) = (Vec::new(), Vec::new());
    for entry in &entries {
        let from_tiles = after.prove(entry.index, &entry.bytes)?;
        let path = journal.inclusion_proof(entry.index, after.size).await?;
        ensure!(from_tiles.iter().eq(path.iter().map(yunqian_journal::Digest::as_bytes)));
        let path: Vec<_> = path.iter().map(ToString::to_string).collect();
        proofs.push(json!({ "size": after.size, "index": entry.index, "path": path }));
        hex.push(entry.bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    }
    ensure!(after.prove(0, b"something else").is_err());
    let root = journal.tree(after.size).await?.root().to_string();
    let claimed = json!({ "entries": hex, "roots": { after.size.to_string(): root }, "proofs": proofs });
    ensure!(judge::pymerkle(&claimed)? == entries.len());
    Ok(())
}

#[tokio::test]
async fn entries_are_not_public_and_nothing_beyond_the_checkpoint_is() -> Result<()> {
    let server = Server::start().await?;
    let client = server.client();
    let log = seen(&client, "a first checkpoint", |log| log.size > 0).await?;
    let beyond = format!("/log/tile/0/000.p/{}", (log.size + 1).min(255));
    let later = format!("/log/consistency?from=1&to={}", log.size + 1);
    for path in [
        "/log/tile/entries/000",
        "/log/tile/entries/000.p/1",
        "/log/tile/0/0",
        &beyond,
        &later,
    ] {
        let reply = client.raw(Method::GET, path).send().await?;
        ensure!(reply.status() == 404, "{path}: {}", reply.status());
    }
    for path in ["/log/checkpoint", "/log/key"] {
        let reply = client.raw(Method::GET, path).send().await?;
        let kind = reply.headers().get("content-type").context("a content type")?;
        ensure!(kind == "text/plain; charset=utf-8", "{path}: {kind:?}");
        ensure!(reply.headers()["cache-control"] == "no-cache", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_rotated_key_signs_beside_the_one_that_people_know() -> Result<()> {
    let mut server = Server::start().await?;
    let client = server.client();
    let before = seen(&client, "a first checkpoint", |log| log.size > 0).await?;
    server.kill()?;
    let rotated = Command::new(binary()?)
        .args(["rotate-log-key", "--data"])
        .arg(server.data_dir())
        .status()?;
    ensure!(rotated.success());
    server.restart().await?;
    let after = seen(&client, "the same log", |log| log.size >= before.size).await?;
    ensure!(after.key != before.key);
    after.is_signed_by(&before.key)?;
    after.extends(&before, &consistency(&client, before.size, after.size).await?)?;
    // Once everybody knows the new key, the old one goes.
    server.kill()?;
    std::fs::remove_file(server.data_dir().join("keys/log-ed25519-previous.pem"))?;
    server.restart().await?;
    let last = seen(&client, "the same log", |log| log.size >= after.size).await?;
    ensure!(last.key == after.key && last.is_signed_by(&before.key).is_err());
    Ok(())
}

#[tokio::test]
async fn the_log_keeps_its_name_and_its_word_over_a_kill() -> Result<()> {
    let mut server = Server::start().await?;
    let client = server.client();
    let before = seen(&client, "a first checkpoint", |log| log.size > 0).await?;
    server.kill()?;
    server.restart().await?;
    let after = seen(&client, "the same log", |log| log.size >= before.size).await?;
    ensure!(after.key == before.key);
    after.extends(&before, &consistency(&client, before.size, after.size).await?)
}
