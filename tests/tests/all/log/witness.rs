use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use yunqian_journal::note::{Kind, Signer};
use yunqian_tests::{Client, SeenLog, Server, ServerOptions, Witness};

use super::operator::rewrite;
use super::{one_more_entry, seen};

/// A server and a witness of its log that it asks.
pub(super) async fn witnessed() -> Result<(Server, Witness, tempfile::TempDir)> {
    let dir = tempfile::tempdir()?;
    let settings = dir.path().join("settings.toml");
    std::fs::write(&settings, "")?;
    let arguments = vec!["--config".to_owned(), settings.display().to_string()];
    let mut server = Server::start_with(ServerOptions {
        arguments,
        ..ServerOptions::default()
    })
    .await?;
    let log = SeenLog::fetch(&server.client()).await?;
    let witness = Witness::start(&log.key).await?;
    let (key, url) = (witness.key().await?, witness.url());
    std::fs::write(
        &settings,
        format!("[[log.witnesses]]\nkey = \"{key}\"\nurl = \"{url}\"\n"),
    )?;
    server.restart().await?;
    Ok((server, witness, dir))
}

fn is_cosigned(log: &SeenLog) -> bool {
    log.note.lines().filter(|line| line.starts_with("— ")).count() == 2
}

async fn cosigned(client: &Client) -> Result<SeenLog> {
    seen(client, "a cosigned checkpoint", is_cosigned).await
}

#[tokio::test]
async fn a_witness_cosigns_and_its_death_holds_nothing_up() -> Result<()> {
    let (server, mut witness, _settings) = witnessed().await?;
    let client = server.client();
    let first = cosigned(&client).await?;
    witness.kill()?;
    one_more_entry(&client).await?;
    let alone = seen(&client, "a checkpoint all the same", |log| log.size > first.size).await?;
    ensure!(!is_cosigned(&alone), "nobody was there to cosign");
    witness.restart().await?;
    one_more_entry(&client).await?;
    let again = cosigned(&client).await?;
    ensure!(again.size > first.size);
    ensure!(witness.memory()?.len() == 1, "one log, one memory");
    Ok(())
}

/// Answers every submission alike: 200 with a cosignature by the right name and another key.
async fn liar(name: &str) -> Result<String> {
    let signer = Signer::new(name, Kind::Cosignature, &[9; 32])?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let line = format!("{}\n", signer.sign("something else\n", 1_700_000_000));
    let answer = format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{line}",
        line.len()
    );
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let mut request = [0; 4096];
            // What is asked does not matter, nor whether the answer arrives.
            let _ = socket.read(&mut request).await;
            let _ = socket.write_all(answer.as_bytes()).await;
        }
    });
    Ok(url)
}

#[tokio::test]
async fn a_cosignature_that_does_not_hold_is_not_shown() -> Result<()> {
    let dir = tempfile::tempdir()?;
    let settings = dir.path().join("settings.toml");
    let key = Signer::new("witness.example", Kind::Cosignature, &[8; 32])?;
    let (key, url) = (key.verifier(), liar("witness.example").await?);
    std::fs::write(
        &settings,
        format!("[[log.witnesses]]\nkey = \"{key}\"\nurl = \"{url}\"\n"),
    )?;
    let arguments = vec!["--config".to_owned(), settings.display().to_string()];
    let server = Server::start_with(ServerOptions {
        arguments,
        ..ServerOptions::default()
    })
    .await?;
    logged(&server, "without a cosignature that holds").await?;
    let client = server.client();
    let before = SeenLog::fetch(&client).await?;
    one_more_entry(&client).await?;
    let after = seen(&client, "a checkpoint all the same", |log| log.size > before.size).await?;
    ensure!(!is_cosigned(&after));
    Ok(())
}

/// Waits until the server has logged something.
async fn logged(server: &Server, what: &str) -> Result<()> {
    let said = async {
        while !server.log().contains(what) {
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    };
    Ok(tokio::time::timeout(super::LIMIT, said).await?)
}

#[tokio::test]
async fn a_witness_does_not_cosign_a_history_that_was_rewritten() -> Result<()> {
    let (mut server, witness, _settings) = witnessed().await?;
    let honest = cosigned(&server.client()).await?;
    server.kill()?;
    rewrite(&server.data_dir(), honest.size - 1).await?;
    // The operator makes the server forget what it signed; the witness does not forget.
    std::fs::remove_file(server.data_dir().join("log/checkpoint"))?;
    server.restart().await?;
    let client = server.client();
    one_more_entry(&client).await?;
    let forged = seen(&client, "a checkpoint over the forged history", |log| {
        log.size > honest.size
    })
    .await?;
    let proof = super::consistency(&client, honest.size, forged.size).await?;
    ensure!(
        forged.extends(&honest, &proof).is_err(),
        "the old checkpoint gives it away"
    );
    logged(&server, "a witness does not cosign").await?;
    ensure!(!is_cosigned(&SeenLog::fetch(&client).await?));
    drop(witness);
    Ok(())
}
