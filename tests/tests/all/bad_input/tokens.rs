use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;
use yunqian_tests::{Client, Reply, Server};

use super::{open, still_serves};

/// Asks for something as whoever holds this session token.
async fn ask_with(visitor: &Client, token: &str) -> Result<Reply> {
    let request = visitor.raw(Method::GET, "/api/v1/organisations");
    Reply::of(request.header("cookie", format!("yunqian_session={token}"))).await
}

fn token_of(person: &Client) -> Result<String> {
    let cookies = person.cookies();
    let mut pairs = cookies.split("; ").filter_map(|pair| pair.split_once('='));
    let found = pairs.find(|(name, _)| *name == "yunqian_session");
    Ok(found.context("a session cookie")?.1.to_owned())
}

fn claims_of(token: &str) -> Result<Value> {
    let claims = token.split('.').nth(1).context("a token has three parts")?;
    Ok(serde_json::from_slice(&BASE64.decode(claims)?)?)
}

fn sign(claims: &Value, pem: &[u8]) -> Result<String> {
    Ok(encode(
        &Header::new(Algorithm::EdDSA),
        claims,
        &EncodingKey::from_ed_pem(pem)?,
    )?)
}

/// The key that this server signs its tokens with.
fn key_of(server: &Server) -> Result<Vec<u8>> {
    Ok(std::fs::read(server.data_dir().join("keys/token.pem"))?)
}

#[tokio::test]
async fn forged_tokens_are_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let real = token_of(&officer)?;
    ask_with(&server.client(), &real).await?.expect(200)?;
    let (head, signature) = real.rsplit_once('.').context("a token has three parts")?;
    let mut other_claims = claims_of(&real)?;
    other_claims["sub"] = json!(Uuid::now_v7());
    let swapped = format!(
        "{}.{}.{signature}",
        head.split('.').next().unwrap_or_default(),
        BASE64.encode(other_claims.to_string())
    );
    let unsigned = format!(
        "{}.{}.",
        BASE64.encode(r#"{"alg":"none","typ":"JWT"}"#),
        BASE64.encode(claims_of(&real)?.to_string())
    );
    let elsewhere = Server::start().await?;
    let foreign = sign(&claims_of(&real)?, &key_of(&elsewhere)?)?;
    let cut = &real[..real.len() - 8];
    for forged in ["", "x", "a.b.c", cut, &swapped, &unsigned, &foreign] {
        ask_with(&server.client(), forged)
            .await?
            .refused(401, "token-invalid")?;
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn expired_tokens_and_tokens_for_something_else_are_refused() -> Result<()> {
    let (server, officer) = open().await?;
    let key = key_of(&server)?;
    let claims = claims_of(&token_of(&officer)?)?;
    ask_with(&server.client(), &sign(&claims, &key)?).await?.expect(200)?;
    let mut expired = claims.clone();
    expired["exp"] = json!(claims["iat"].as_i64().context("a time")? - 1);
    ask_with(&server.client(), &sign(&expired, &key)?)
        .await?
        .refused(401, "session-expired")?;
    let mut for_a_room = claims.clone();
    for_a_room["aud"] = json!("yunqian-room");
    let mut with_more = claims.clone();
    with_more["role"] = json!("province_officer");
    for wrong in [for_a_room, with_more] {
        ask_with(&server.client(), &sign(&wrong, &key)?)
            .await?
            .refused(401, "token-invalid")?;
    }
    still_serves(server, &officer).await
}

#[tokio::test]
async fn a_token_is_worth_nothing_after_signing_out() -> Result<()> {
    let (server, officer) = open().await?;
    let leaving = server.client();
    leaving.sign_in_as("wang-fang").await?;
    let kept = token_of(&leaving)?;
    ask_with(&server.client(), &kept).await?.expect(200)?;
    leaving.post("/sign-out", &json!({})).await?.expect(204)?;
    ask_with(&server.client(), &kept)
        .await?
        .refused(401, "session-expired")?;
    leaving.get("/organisations").await?.refused(401, "not-signed-in")?;
    still_serves(server, &officer).await
}

#[tokio::test]
async fn wrong_codes_and_strangers_are_refused_without_telling_who_takes_part() -> Result<()> {
    let (server, officer) = open().await?;
    let visitor = server.client();
    let known = "li-wei@demo.invalid";
    let unknown = "nobody@demo.invalid";
    for email in [known, unknown] {
        visitor
            .post("/sign-in/code", &json!({ "email": email }))
            .await?
            .expect(202)?;
        for code in ["", "no-code", "12345678901234567890"] {
            let attempt = json!({ "email": email, "code": code });
            visitor
                .post("/sign-in/code/verify", &attempt)
                .await?
                .refused(401, "code-wrong")?;
        }
    }
    let stranger = json!({ "person_id": Uuid::now_v7() });
    visitor
        .post("/sign-in/demo", &stranger)
        .await?
        .refused(404, "not-found")?;
    visitor.get("/organisations").await?.refused(401, "not-signed-in")?;
    still_serves(server, &officer).await
}
