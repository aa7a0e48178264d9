//! Signatures with keys that a signing service keeps, over the Cloud Signature Consortium's API.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use yunqian_tests::{Ca, Reply, Server, ServerOptions, SigningService};

use super::own_key::{FIRM, authorise, judged};
use super::table::{Seated, Table};

pub async fn table(ca: &Ca, service: &SigningService) -> Result<Table> {
    let options = ServerOptions {
        environment: vec![
            (
                "YUNQIAN_SIGNING__TRUSTED_ROOTS".to_owned(),
                json!([ca.root()]).to_string(),
            ),
            ("YUNQIAN_SIGNING__SERVICES".to_owned(), service.settings(ca)),
        ],
        ..ServerOptions::default()
    };
    Table::laid_on(Server::start_with(options).await?).await
}

async fn credentials(seated: &Seated, id: &str, service: &str, user: &str) -> Result<Reply> {
    let body = json!({ "service": service, "user": user });
    let path = format!("/agreements/{id}/signing/remote/credentials");
    seated.client.post(&path, &body).await
}

async fn choose(seated: &Seated, id: &str, service: &str) -> Result<Value> {
    let body = json!({ "service": service, "credential": "own" });
    let path = format!("/api/v1/agreements/{id}/signing/remote");
    let request = seated.client.raw(reqwest::Method::PUT, &path).json(&body);
    Reply::of(request).await?.expect(200)
}

async fn sign(seated: &Seated, id: &str, pin: &str) -> Result<Reply> {
    let body = json!({ "answers": [{ "id": "PIN", "value": pin }] });
    seated
        .client
        .post(&format!("/agreements/{id}/signing/remote/signature"), &body)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signing_service_signs_what_its_user_released_by_a_pin() -> Result<()> {
    let ca = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let service = SigningService::start(&ca)?;
    let mut table = table(&ca, &service).await?;
    let (firm, park) = (table.firm.clone(), table.park.clone());
    let id = table.opened(json!({})).await?;
    let named = firm.client.get("/signing-services").await?.expect(200)?;
    ensure!(named["items"] == json!(["der", "bare"]), "{named}");
    credentials(&firm, &id, "other", "eva")
        .await?
        .refused(422, "no-such-service")?;
    let nobodys = credentials(&firm, &id, "der", "nobody").await?.expect(200)?;
    ensure!(nobodys["items"] == json!([]), "{nobodys}");
    let found = credentials(&firm, &id, "der", "eva").await?.expect(200)?;
    ensure!(
        found["items"][0]["certificate"]["subject"] == format!("Eva Dvorak, {FIRM}"),
        "{found}"
    );
    ensure!(found["items"][0]["questions"][0]["id"] == "PIN", "{found}");
    choose(&firm, &id, "der").await?;
    sign(&firm, &id, SigningService::PIN)
        .await?
        .refused(409, "authorisation-wanted")?;
    let agreement = authorise(&table, &firm, &id).await?;
    let key = &agreement["signatories"][0]["authorisation"]["key"];
    ensure!(key["mode"] == "remote" && key["service"] == "der", "{key}");

    sign(&firm, &id, "000000").await?.refused(422, "key-not-released")?;
    // A wrong PIN holds up nobody.
    table.sign(&park, &id).await?;
    table.until(&id, |it| it["signatories"][1]["state"] == "sealed").await?;
    sign(&firm, &id, SigningService::PIN).await?.expect(200)?;
    table.until(&id, |it| it["archive"]["level"] == "B-LTA").await?;
    let log = table.server.log();
    ensure!(!log.contains(SigningService::PIN), "the PIN is in the log");
    judged(&table, &ca, &id, "Eva Dvorak").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_gives_bare_numbers_is_understood_and_a_dead_one_is_told() -> Result<()> {
    let ca = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let service = SigningService::start(&ca)?;
    let mut table = table(&ca, &service).await?;
    let firm = table.firm.clone();
    let id = table.opened(json!({})).await?;
    credentials(&firm, &id, "bare", "eva").await?.expect(200)?;
    let chosen = choose(&firm, &id, "bare").await?;
    authorise(&table, &firm, &id).await?;
    sign(&firm, &id, SigningService::PIN).await?.expect(200)?;
    let sealed = table.read(&id).await?;
    ensure!(sealed["signatories"][0]["state"] == "sealed", "{sealed}");
    let own = chosen["certificate"]["sha256"].as_str().context("a digest")?;
    ensure!(
        sealed["signatories"][0]["authorisation"]["key"]["certificate"] == own,
        "{sealed}"
    );
    drop(service);
    let body = json!({ "service": "bare", "user": "eva" });
    let path = format!("/agreements/{id}/signing/remote/credentials");
    let dead = firm.client.post(&path, &body).await?;
    dead.refused(502, "signing-service-unavailable")?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_looks_through_a_services_users_or_locks_their_keys() -> Result<()> {
    let ca = Ca::with_certificate(FIRM, "Eva Dvorak")?;
    let service = SigningService::start(&ca)?;
    let mut table = table(&ca, &service).await?;
    let (firm, park) = (table.firm.clone(), table.park.clone());
    let id = table.opened(json!({})).await?;
    for user in ["adam", "ben", "clara", "dora", "eva"] {
        credentials(&firm, &id, "der", user).await?.expect(200)?;
    }
    let sixth = credentials(&firm, &id, "der", "fritz").await?;
    sixth.refused(429, "too-many-requests")?;
    let other = credentials(&park, &id, "der", "eva").await?.expect(200)?;
    ensure!(other["items"] == json!([]), "another firm's key is shown: {other}");
    choose(&firm, &id, "der").await?;
    authorise(&table, &firm, &id).await?;
    for _ in 0..5 {
        sign(&firm, &id, "000000").await?.refused(422, "key-not-released")?;
    }
    let right = sign(&firm, &id, SigningService::PIN).await?;
    right.refused(429, "too-many-requests")?;
    Ok(())
}
