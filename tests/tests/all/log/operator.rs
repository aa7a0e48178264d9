use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use yunqian_journal::{Journal, Reader};
use yunqian_tests::{SeenLog, Server, python};

use super::seen;

/// Writes the whole journal anew, sound in itself, with another time in the entry at `index`.
pub(super) async fn rewrite(data: &Path, index: u64) -> Result<()> {
    let old = data.join("journal");
    let entries = Reader::open(&old).await?.read(0, u32::MAX).await?;
    let mut bytes: Vec<_> = entries.into_iter().map(|entry| entry.bytes).collect();
    let altered = &mut bytes[usize::try_from(index)?];
    let mut record: Value = serde_json::from_slice(altered)?;
    record["at"] = "2020-01-01T00:00:00Z".into();
    *altered = serde_json::to_vec(&record)?;
    std::fs::remove_dir_all(&old)?;
    let journal = Journal::open(&old).await?;
    journal.append(journal.head().await, &bytes).await?;
    Ok(())
}

/// Does to the journal's file what somebody with the disk in hand could do.
fn edit(data: &Path, sql: &str) -> Result<()> {
    let script = "import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as file:
    for trigger, in file.execute(\"SELECT name FROM sqlite_master WHERE type = 'trigger'\").fetchall():
        file.execute(f'DROP TRIGGER {trigger}')
    file.execute(sys.argv[2])";
    let file = data.join("journal/journal.sqlite");
    let edited = Command::new(python()?)
        .args(["-c", script])
        .arg(file)
        .arg(sql)
        .output()?;
    ensure!(edited.status.success(), "{}", String::from_utf8_lossy(&edited.stderr));
    Ok(())
}

/// A checkpoint over more than eight entries that the server has put on its disk too.
async fn kept(server: &Server) -> Result<SeenLog> {
    let log = seen(&server.client(), "a checkpoint", |log| log.size > 8).await?;
    let file = server.data_dir().join("log/checkpoint");
    let on_disk = async {
        while !std::fs::read_to_string(&file).is_ok_and(|note| note.contains(&format!("\n{}\n", log.size))) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(super::LIMIT, on_disk).await?;
    Ok(log)
}

async fn refuses_to_start(server: &mut Server, because: &str) -> Result<()> {
    let refusal = server.restart().await.err().context("it started")?.to_string();
    ensure!(refusal.contains(because), "{refusal}");
    Ok(())
}

#[tokio::test]
async fn an_edited_row_is_found_at_the_next_start() -> Result<()> {
    for (sql, because) in [
        (
            "UPDATE entries SET bytes = CAST(bytes || ' ' AS BLOB) WHERE position = 7",
            "entry 7 was altered",
        ),
        ("DELETE FROM entries WHERE position = 7", "entry 7 is missing"),
        (
            "UPDATE subtrees SET hashes = zeroblob(length(hashes)) WHERE position = 7",
            "with entry 7 were altered",
        ),
    ] {
        let mut server = Server::start().await?;
        seen(&server.client(), "a checkpoint", |log| log.size > 8).await?;
        server.kill()?;
        edit(&server.data_dir(), sql)?;
        refuses_to_start(&mut server, because).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_rewritten_or_shortened_journal_is_found_by_the_checkpoint_that_was_signed() -> Result<()> {
    let mut server = Server::start().await?;
    let log = kept(&server).await?;
    server.kill()?;
    let journal = server.data_dir().join("journal");
    let entries = Reader::open(&journal).await?.read(0, u32::MAX).await?;
    rewrite(&server.data_dir(), log.size - 1).await?;
    refuses_to_start(&mut server, "it was rewritten").await?;
    std::fs::remove_dir_all(&journal)?;
    let shorter: Vec<_> = entries.into_iter().map(|entry| entry.bytes).take(8).collect();
    let copy = Journal::open(&journal).await?;
    copy.append(copy.head().await, &shorter).await?;
    drop(copy);
    refuses_to_start(&mut server, "it is an older copy, or was cut off").await
}

#[tokio::test]
async fn a_row_edited_under_a_running_server_never_comes_with_a_receipt() -> Result<()> {
    let server = Server::start().await?;
    let log = seen(&server.client(), "a checkpoint", |log| log.size > 8).await?;
    edit(
        &server.data_dir(),
        "UPDATE entries SET bytes = CAST(bytes || ' ' AS BLOB) WHERE position = 7",
    )?;
    let journal = Reader::open(server.data_dir().join("journal")).await?;
    let refused = journal.read(7, 1).await.err().context("the entry is given out")?;
    ensure!(refused.to_string().contains("entry 7 was altered"), "{refused}");
    // What is served still proves the entry as it was, and no other.
    let client = server.client();
    let after = seen(&client, "the same tree", |after| after.size >= log.size).await?;
    after.extends(&log, &super::consistency(&client, log.size, after.size).await?)
}
