use anyhow::Result;
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use yunqian_tests::{Client, Reply};

use super::{open, still_serves};

async fn post_text(client: &Client, media_type: &str, body: impl Into<Vec<u8>>) -> Result<Reply> {
    let request = client
        .request(Method::POST, "/organisations")
        .header("content-type", media_type)
        .body(body.into());
    Reply::of(request).await
}

fn firm() -> Value {
    json!({ "kind": "firm", "name": { "zh": "甲", "en": "A" }, "country": "DE" })
}

fn firm_with(field: &str, value: Value) -> Value {
    let mut firm = firm();
    firm[field] = value;
    firm
}

#[tokio::test]
async fn bodies_that_are_no_json_or_too_large_are_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let json = "application/json";
    for malformed in ["", "{", "{\"kind\":}", "not json", "[".repeat(100_000).as_str()] {
        post_text(&officer, json, malformed)
            .await?
            .refused(400, "malformed-json")?;
    }
    post_text(&officer, json, b"{\"kind\":\"\xff\xfe\"}".to_vec())
        .await?
        .refused(400, "malformed-json")?;
    post_text(&officer, "text/plain", firm().to_string())
        .await?
        .refused(415, "not-json")?;
    let huge = firm_with("country", json!("x".repeat(2 * 1024 * 1024)));
    post_text(&officer, json, huge.to_string())
        .await?
        .refused(413, "too-large")?;
    still_serves(server, &officer).await
}

#[tokio::test]
async fn fields_that_are_unknown_missing_or_wrong_are_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let path = "/organisations";
    officer
        .post(path, &firm_with("is_admin", json!(true)))
        .await?
        .refused(422, "unknown-field")?;
    for wrong in [
        json!({}),
        json!([]),
        json!(null),
        firm_with("kind", json!("empire")),
        firm_with("country", json!(7)),
        firm_with("name", json!("no languages")),
    ] {
        officer.post(path, &wrong).await?.refused(422, "invalid-body")?;
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_command_without_a_proper_idempotency_key_is_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let post = || officer.raw(Method::POST, "/api/v1/organisations").json(&firm());
    Reply::of(post()).await?.refused(400, "idempotency-key-missing")?;
    for key in ["", "1", "00000000-0000-0000-0000-000000000000"] {
        Reply::of(post().header("idempotency-key", key))
            .await?
            .refused(400, "idempotency-key-malformed")?;
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_repeat_is_answered_again_but_somebody_elses_key_is_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let key = Uuid::now_v7();
    let first = officer.post_as(key, "/organisations", &firm()).await?.expect(201)?;
    let again = officer.post_as(key, "/organisations", &firm()).await?.expect(201)?;
    assert_eq!(first, again);
    let other = server.client();
    other.sign_in_as("wang-fang").await?;
    other
        .post_as(key, "/organisations", &firm())
        .await?
        .refused(409, "idempotency-key-reused")?;
    still_serves(server, &officer).await
}

#[tokio::test]
async fn paths_methods_and_queries_that_are_unknown_are_refused() -> Result<()> {
    let (server, officer) = open().await?;
    officer.get("/no-such-thing").await?.refused(404, "no-such-path")?;
    let delete = officer.request(Method::DELETE, "/organisations");
    Reply::of(delete).await?.refused(405, "no-such-method")?;
    for query in [
        "page=0",
        "page=-1",
        "per_page=0",
        "per_page=501",
        "page=x",
        "sort=password",
    ] {
        officer
            .get(&format!("/organisations?{query}"))
            .await?
            .refused(400, "invalid-query")?;
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_number_with_a_wrong_check_digit_is_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let path = "/organisations";
    for wrong in [
        firm_with("uscc", json!("91350100M000100Y44")),
        firm_with("uscc", json!("short")),
        firm_with("lei", json!("5493001KJTIIGC8Y1R13")),
    ] {
        officer.post(path, &wrong).await?.refused(422, "invalid-body")?;
    }
    let right = firm_with("uscc", json!("91350100M000100Y43"));
    officer.post(path, &right).await?.expect(201)?;
    still_serves(server, &officer).await
}
