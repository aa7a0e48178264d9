//! `kill -9` at any moment: what was acknowledged is there, and nothing is there twice.

use std::collections::HashSet;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use uuid::Uuid;
use yunqian_journal::Journal;
use yunqian_tests::{Client, Server};

const KILLS: usize = 50;
const CLIENTS: usize = 6;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_fifty_kills_and_nothing_is_there_twice() -> Result<()> {
    let mut server = Server::start().await?;
    let officer = server.client();
    officer.sign_in_as("li-wei").await?;
    let before = total(&officer).await?;
    let mut registered: HashSet<Uuid> = HashSet::new();
    for round in 0..KILLS {
        // A different moment each time: after the first, the sixth, the eleventh acknowledgement, ….
        let Fired {
            acknowledged,
            unanswered,
        } = fire(&mut server, &officer, 1 + round * 5 % 17).await?;
        server.restart().await?;
        for id in &acknowledged {
            officer.get(&format!("/organisations/{id}")).await?.expect(200)?;
        }
        // Whoever got no answer asks again under the same key; whether or not it had come through.
        for id in &unanswered {
            officer
                .post_as(*id, "/organisations", &registration(*id))
                .await?
                .expect(201)?;
        }
        registered.extend(acknowledged.into_iter().chain(unanswered));
        ensure!(
            total(&officer).await? == before + registered.len() as u64,
            "round {round}: something is missing or there twice"
        );
        println!("kill {}: {} commands so far", round + 1, registered.len());
    }
    server.kill()?;
    every_key_is_in_the_journal_once(&server, &registered).await
}

/// What became of the commands fired until the kill.
#[derive(Default)]
struct Fired {
    acknowledged: Vec<Uuid>,
    unanswered: Vec<Uuid>,
}

/// Lets clients fire commands and kills the server after `count` acknowledgements.
async fn fire(server: &mut Server, officer: &Client, count: usize) -> Result<Fired> {
    let (acknowledge, mut acknowledgements) = mpsc::unbounded_channel();
    let mut clients = JoinSet::new();
    for _ in 0..CLIENTS {
        clients.spawn(fire_until_it_dies(officer.clone(), acknowledge.clone()));
    }
    drop(acknowledge);
    let mut fired = Fired::default();
    while fired.acknowledged.len() < count {
        match acknowledgements.recv().await {
            Some(id) => fired.acknowledged.push(id),
            None => break,
        }
    }
    server.kill()?;
    while let Some(client) = clients.join_next().await {
        fired.unanswered.extend(client??);
    }
    while let Some(id) = acknowledgements.recv().await {
        fired.acknowledged.push(id);
    }
    Ok(fired)
}

/// One client: command after command, until one gets no answer, which it gives back.
async fn fire_until_it_dies(officer: Client, acknowledge: mpsc::UnboundedSender<Uuid>) -> Result<Option<Uuid>> {
    loop {
        let id = Uuid::now_v7();
        match officer.post_as(id, "/organisations", &registration(id)).await {
            Ok(reply) => {
                reply.expect(201)?;
                acknowledge.send(id)?;
            }
            Err(_) => return Ok(Some(id)),
        }
    }
}

fn registration(id: Uuid) -> Value {
    json!({
        "kind": "firm",
        "name": { "zh": format!("企业 {id}"), "en": format!("Firm {id}") },
        "country": "DE",
    })
}

async fn total(officer: &Client) -> Result<u64> {
    let list = officer.get("/organisations?per_page=1").await?.expect(200)?;
    Ok(list["total"].as_u64().unwrap_or_default())
}

async fn every_key_is_in_the_journal_once(server: &Server, registered: &HashSet<Uuid>) -> Result<()> {
    let journal = Journal::open(server.data_dir().join("journal")).await?;
    let entries = journal.read(0, u32::MAX).await?;
    let mut keys = HashSet::new();
    for entry in &entries {
        let record: Value = serde_json::from_slice(&entry.bytes)?;
        let key: Uuid = record["key"].as_str().unwrap_or_default().parse()?;
        ensure!(keys.insert(key), "the command {key} is in the journal twice");
    }
    ensure!(registered.is_subset(&keys), "a command is not in the journal");
    Ok(())
}
