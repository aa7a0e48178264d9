//! Recital, own word and identity in a room: nobody signs before, and whoever leaves is asked anew.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yunqian_tests::{Server, ServerOptions};

use super::table::Table;
use crate::rooms::{enter, hear_of};

/// A table whose house rule asks for recital and own word, and an agreement open for signature at it.
async fn asked() -> Result<(Table, String, Value)> {
    let server = Server::start_with(ServerOptions {
        environment: vec![("YUNQIAN_IDENTITY__SPOKEN".to_owned(), "true".to_owned())],
        ..ServerOptions::default()
    });
    let mut table = Table::laid_on(server.await?).await?;
    let meeting = table.meet().await?;
    let id = table.opened(json!({})).await?;
    Ok((table, id, json!({ "room": { "type": "meeting", "id": meeting } })))
}

fn own_place(agreement: &Value, table: &Table) -> Result<Value> {
    let places = agreement["signatories"].as_array().context("signatories")?;
    let own = places.iter().find(|place| place["person"] == table.firm.id);
    own.cloned().context("the firm signs")
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_signs_before_the_recital_was_read_and_the_own_word_was_heard() -> Result<()> {
    let (table, id, room) = asked().await?;
    let firm = table.firm.clone();
    let officer = table.officer();
    let words = officer.get(&format!("/agreements/{id}/recital")).await?.expect(200)?;
    ensure!(words["required"] == true, "{words}");
    for language in ["zh", "en"] {
        let text = words["text"][language].as_str().unwrap_or_default();
        ensure!(text.len() > 100 && !text.contains("{$"), "{words}");
    }
    ensure!(
        words["questions"].as_array().is_some_and(|all| all.len() == 2),
        "{words}"
    );

    table.identify(&firm, &id).await?;
    table.authorise(&firm, &id).await?.refused(409, "recital-missing")?;
    let recital = format!("/agreements/{id}/recital");
    firm.client.post(&recital, &room).await?.refused(403, "not-permitted")?;
    officer.post(&recital, &room).await?.expect(200)?;
    table.authorise(&firm, &id).await?.refused(403, "will-missing")?;
    let place = own_place(&table.read(&id).await?, &table)?;
    let will = format!("/signatories/{}/will", place["id"].as_str().context("an id")?);
    officer.post(&will, &room).await?.expect(200)?;

    firm.client.post("/sign-out", &json!({})).await?.expect(204)?;
    let lapsed = own_place(&table.read(&id).await?, &table)?;
    ensure!(lapsed["factors"] == json!([]) && lapsed["will"].is_null(), "{lapsed}");
    firm.client.sign_in_as("dvorak").await?;
    table.authorise(&firm, &id).await?.refused(403, "will-missing")?;
    officer.post(&will, &room).await?.expect(200)?;
    table.authorise(&firm, &id).await?.refused(403, "identity-incomplete")?;
    table.sign(&firm, &id).await?;
    Ok(())
}

/// A minute passes before somebody counts as gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_signatory_who_leaves_the_room_is_asked_anew() -> Result<()> {
    let (mut table, id, room) = asked().await?;
    let (firm, officer) = (table.firm.clone(), table.officer());
    let meeting = room["room"]["id"].as_str().context("the meeting")?;
    officer
        .post(&format!("/agreements/{id}/recital"), &room)
        .await?
        .expect(200)?;
    let place = own_place(&table.read(&id).await?, &table)?;
    let will = format!("/signatories/{}/will", place["id"].as_str().context("an id")?);
    officer.post(&will, &room).await?.expect(200)?;
    let grant = firm
        .client
        .post(&format!("/meetings/{meeting}/room-grant"), &json!({}))
        .await?;
    let mut socket = enter(&firm.client, &grant.expect(200)?).await?;
    hear_of(&mut socket, |body| body["type"] == "welcome").await?;
    drop(socket);
    let is_lapsed = |agreement: &Value| {
        let places = agreement["signatories"].as_array();
        places.is_some_and(|all| all.iter().all(|place| place["will"].is_null()))
    };
    table.until_told(&id, is_lapsed).await?;
    Ok(())
}
