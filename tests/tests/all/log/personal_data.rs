use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde_json::Value;
use yunqian_journal::{Reader, Vault};
use yunqian_tests::Server;

/// Every name, address and number of people that the vault holds.
async fn of_people(server: &Server) -> Result<BTreeSet<String>> {
    let vault = Vault::open(server.data_dir().join("vault")).await?;
    let mut found = BTreeSet::new();
    for record in vault.all("person").await? {
        let texts = record.value["name"]
            .as_object()
            .into_iter()
            .flat_map(|names| names.values());
        let texts = texts.chain([&record.value["email"], &record.value["phone"]]);
        found.extend(texts.filter_map(Value::as_str).map(str::to_owned));
    }
    Ok(found)
}

/// Checks that nothing that tells who somebody is stands in any entry, whose hash nobody could take back.
pub async fn stays_out_of_the_journal(server: &Server) -> Result<()> {
    let people = of_people(server).await?;
    ensure!(people.len() > 20, "the vault holds people: {people:?}");
    let entries = Reader::open(server.data_dir().join("journal"))
        .await?
        .read(0, u32::MAX)
        .await?;
    ensure!(entries.len() > 50, "the journal holds the fair");
    for entry in entries {
        let text = String::from_utf8(entry.bytes)?;
        for told in &people {
            ensure!(
                !text.contains(told.as_str()),
                "entry {} tells {told}: {text}",
                entry.index
            );
        }
        ensure!(!text.contains('@'), "entry {} tells an address: {text}", entry.index);
    }
    Ok(())
}

#[tokio::test]
async fn the_sample_fairs_people_stand_in_no_entry() -> Result<()> {
    let server = Server::start().await?;
    stays_out_of_the_journal(&server).await
}
