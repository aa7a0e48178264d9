use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use uuid::Uuid;
use yunqian_tests::Client;

use super::{open, still_serves};

#[tokio::test]
async fn a_guessed_id_gives_nothing() -> Result<()> {
    let (server, officer) = open().await?;
    let guess = Uuid::now_v7();
    for path in [
        "organisations",
        "fairs",
        "projects",
        "pitches",
        "interests",
        "agreements",
        "ceremonies",
        "meetings",
    ] {
        for id in [guess.to_string().as_str(), "1", "..%2F..", "%00"] {
            officer.get(&format!("/{path}/{id}")).await?.refused(404, "not-found")?;
        }
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_role_may_do_only_what_is_its_own() -> Result<()> {
    let (server, officer) = open().await?;
    let viewer = server.client();
    viewer.sign_in_as("gao-yun").await?;
    let firm = json!({ "kind": "firm", "name": { "zh": "甲", "en": "A" }, "country": "DE" });
    viewer
        .post("/organisations", &firm)
        .await?
        .refused(403, "not-permitted")?;
    still_serves(server, &officer).await
}

/// Sends an interest in the first published project that is not one's own.
async fn send_an_interest(park: &Client) -> Result<Value> {
    let interest = json!({ "kind": "site_visit", "message": "我们想请贵方来访。", "attachments": [] });
    let projects = park.get("/projects").await?.expect(200)?;
    let mut refused = Vec::new();
    for project in projects["items"].as_array().into_iter().flatten() {
        let id = project["id"].as_str().context("an id")?;
        let reply = park.post(&format!("/projects/{id}/interests"), &interest).await?;
        if reply.status == 201 {
            return Ok(reply.json());
        }
        refused.push(reply.code());
    }
    bail!("no project takes an interest: {refused:?}")
}

#[tokio::test]
async fn somebody_elses_interest_is_not_there_for_a_third() -> Result<()> {
    let (server, officer) = open().await?;
    let park = server.client();
    park.sign_in_as("zhao-min").await?;
    let sent = send_an_interest(&park).await?;
    let id = sent["id"].as_str().context("an id")?;
    park.get(&format!("/interests/{id}")).await?.expect(200)?;
    let other = server.client();
    other.sign_in_as("liu-yang").await?;
    other
        .get(&format!("/interests/{id}"))
        .await?
        .refused(404, "not-found")?;
    let answer = json!({ "answer": "accepted", "message": "" });
    other
        .post(&format!("/interests/{id}/answer"), &answer)
        .await?
        .refused(404, "not-found")?;
    // A key that was used before opens no door to another object.
    let key = Uuid::now_v7();
    let own = json!({ "kind": "meeting", "message": "", "attachments": [] });
    let project = sent["project"].as_str().context("a project")?;
    other
        .post_as(key, &format!("/projects/{project}/interests"), &own)
        .await?
        .expect(201)?;
    other
        .post_as(key, &format!("/interests/{id}/answer"), &answer)
        .await?
        .refused(409, "idempotency-key-reused")?;
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_step_that_the_state_does_not_allow_is_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let fairs = officer.get("/fairs").await?.expect(200)?;
    let fair = fairs["items"][0]["id"].as_str().context("the sample fair")?;
    let path = format!("/fairs/{fair}/transition");
    officer
        .post(&path, &json!({ "to": "draft" }))
        .await?
        .refused(409, "wrong-state")?;
    officer
        .post(&path, &json!({ "to": "paradise" }))
        .await?
        .refused(422, "invalid-body")?;
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_repeated_key_does_not_move_a_person_to_another_address() -> Result<()> {
    let (server, officer) = open().await?;
    let person = |email: &str| json!({ "name": { "en": "New Officer" }, "email": email, "locale": "en" });
    let key = Uuid::now_v7();
    officer
        .post_as(key, "/people", &person("first@example.org"))
        .await?
        .expect(201)?;
    officer
        .post_as(key, "/people", &person("second@example.org"))
        .await?
        .expect(201)?;
    let kept = officer.get(&format!("/people/{key}")).await?.expect(200)?;
    assert_eq!(kept["email"], "first@example.org", "{kept}");

    let borrowed = Uuid::now_v7();
    let firm = json!({ "kind": "firm", "name": { "zh": "甲", "en": "A" }, "country": "DE" });
    officer.post_as(borrowed, "/organisations", &firm).await?.expect(201)?;
    officer
        .post_as(borrowed, "/people", &person("third@example.org"))
        .await?
        .refused(409, "idempotency-key-reused")?;
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_digest_alone_does_not_attach_somebody_elses_file() -> Result<()> {
    let (server, officer) = open().await?;
    let park = server.client();
    park.sign_in_as("zhao-min").await?;
    let brochure = officer
        .upload("plan.pdf", "application/pdf", b"%PDF-1.7 plan".to_vec())
        .await?;
    let stolen = brochure.expect(201)?;
    let projects = park.get("/projects").await?.expect(200)?;
    let project = projects["items"][0]["id"].as_str().context("a project")?.to_owned();
    let interest = json!({ "kind": "meeting", "message": "", "attachments": [stolen] });
    park.post(&format!("/projects/{project}/interests"), &interest)
        .await?
        .refused(422, "no-such-file")?;
    still_serves(server, &officer).await
}
