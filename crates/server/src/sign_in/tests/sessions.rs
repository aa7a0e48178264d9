use axum::http::Method;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use uuid::Uuid;
use yunqian_session::organisation::Kind;
use yunqian_session::person::{self, Role};
use yunqian_session::{MembershipId, PersonId};

use super::{Site, Visitor};
use crate::sign_in::claims::Claims;
use crate::sign_in::key::TokenKey;

const EMAIL: &str = "li@example.com";
const SESSION: &str = "yunqian_session";
const REFRESH: &str = "yunqian_refresh";

async fn site() -> (Site, PersonId) {
    let site = Site::demo().await;
    let firm = site.organisation(Kind::Firm).await;
    let person = site.person(EMAIL, firm, Role::Firm).await;
    (site, person)
}

async fn signed_in(site: &Site) -> Visitor<'_> {
    let mut visitor = site.visitor();
    visitor.sign_in(EMAIL).await;
    visitor
}

fn set(visitor: &mut Visitor<'_>, cookie: &str, value: String) {
    visitor.cookies.insert(cookie.to_owned(), value);
}

#[tokio::test]
async fn a_forged_token_is_refused() {
    let (site, person) = site().await;
    let membership = site.app.state().memberships_of(&person).next().unwrap().id;
    let claims = Claims::new(Timestamp::now(), Uuid::now_v7(), person, membership);
    let mut forger = site.visitor();
    for token in [
        TokenKey::from_seed([9; 32]).sign(&claims),
        "a.b.c".to_owned(),
        "x".repeat(5_000),
    ] {
        set(&mut forger, SESSION, token);
        forger.get("/session").await.refuses(401, "token-invalid");
    }
    set(&mut forger, SESSION, site.app.sign_in.key.sign(&claims));
    forger.get("/session").await.is(200);
}

#[tokio::test]
async fn an_expired_token_is_told_from_a_forged_one_and_can_be_refreshed() {
    let (site, person) = site().await;
    let mut li = signed_in(&site).await;
    let membership = site.app.state().memberships_of(&person).next().unwrap().id;
    let long_ago = Timestamp::now() - SignedDuration::from_mins(15);
    let expired = Claims::new(long_ago, Uuid::now_v7(), person, membership);
    set(&mut li, SESSION, site.app.sign_in.key.sign(&expired));
    li.get("/session").await.refuses(401, "session-expired");
    li.post("/sign-in/refresh", json!({})).await.is(204);
    li.get("/session").await.is(200);
}

#[tokio::test]
async fn a_replayed_refresh_token_ends_the_sign_in_for_thief_and_owner() {
    let (site, _) = site().await;
    let mut li = signed_in(&site).await;
    let stolen = li.cookies[REFRESH].clone();
    li.post("/sign-in/refresh", json!({})).await.is(204);
    li.post("/sign-in/refresh", json!({})).await.is(204);
    let mut thief = site.visitor();
    set(&mut thief, REFRESH, stolen);
    thief
        .post("/sign-in/refresh", json!({}))
        .await
        .refuses(401, "token-reused");
    assert!(thief.cookies.is_empty());
    li.get("/session").await.refuses(401, "session-expired");
    li.post("/sign-in/refresh", json!({}))
        .await
        .refuses(401, "session-expired");
}

#[tokio::test]
async fn a_refresh_without_a_token_of_ours_is_refused() {
    let (site, _) = site().await;
    let mut visitor = site.visitor();
    visitor
        .post("/sign-in/refresh", json!({}))
        .await
        .refuses(401, "not-signed-in");
    set(&mut visitor, REFRESH, "guess".into());
    visitor
        .post("/sign-in/refresh", json!({}))
        .await
        .refuses(401, "token-invalid");
}

#[tokio::test]
async fn after_signing_out_a_copied_token_is_worth_nothing() {
    let (site, _) = site().await;
    let mut li = signed_in(&site).await;
    let copied = li.cookies.clone();
    li.post("/sign-out", json!({})).await.is(204);
    assert!(li.cookies.is_empty());
    let mut thief = site.visitor();
    thief.cookies = copied;
    thief.get("/session").await.refuses(401, "session-expired");
    thief
        .post("/sign-in/refresh", json!({}))
        .await
        .refuses(401, "session-expired");
    li.post("/sign-out", json!({})).await.is(204);
}

#[tokio::test]
async fn a_person_switches_among_its_own_memberships_alone() {
    let (site, person) = site().await;
    let agency = site.organisation(Kind::OverseasAgent).await;
    let second = site.join(person, agency, Role::Agent).await;
    let others = site.person("han@example.com", agency, Role::Agent).await;
    let others = site.app.state().memberships_of(&others).next().unwrap().id;
    let mut li = signed_in(&site).await;
    let foreign = [others, MembershipId(Uuid::now_v7())];
    for membership in foreign {
        li.post("/session/membership", json!({ "membership_id": membership }))
            .await
            .refuses(404, "not-found");
    }
    li.post("/session/membership", json!({ "membership_id": second }))
        .await
        .is(204);
    assert_eq!(li.get("/session").await.is(200)["active_membership"]["role"], "agent");
    li.post("/sign-in/refresh", json!({})).await.is(204);
    assert_eq!(li.get("/session").await.is(200)["active_membership"]["role"], "agent");
}

#[tokio::test]
async fn an_ended_membership_ends_at_once_and_the_next_one_is_found() {
    let (site, person) = site().await;
    let agency = site.organisation(Kind::OverseasAgent).await;
    site.join(person, agency, Role::Agent).await;
    let mut li = signed_in(&site).await;
    let active = li.get("/session").await.is(200)["active_membership"]["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    site.execute(person::Command::Leave {
        id: MembershipId(active),
    })
    .await;
    li.get("/session").await.refuses(401, "session-expired");
    li.post("/sign-in/refresh", json!({})).await.is(204);
    assert_ne!(
        li.get("/session").await.is(200)["active_membership"]["id"],
        active.to_string()
    );
}

#[tokio::test]
async fn a_person_chooses_its_language() {
    let (site, _) = site().await;
    let mut li = signed_in(&site).await;
    let changed = li
        .send(Method::PATCH, "/session", Some(json!({ "locale": "en" })), &[])
        .await
        .is(200);
    assert_eq!(changed["person"]["locale"], "en");
    let unknown = li
        .send(Method::PATCH, "/session", Some(json!({ "locale": "tlh" })), &[])
        .await;
    unknown.refuses(422, "unknown-language");
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let (site, _) = site().await;
    let mut li = signed_in(&site).await;
    for origin in ["https://evil.example", "null", "http://localhost:8080.evil.example"] {
        let forged = li
            .send(Method::POST, "/sign-out", Some(json!({})), &[("origin", origin)])
            .await;
        forged.refuses(403, "foreign-origin");
    }
    li.get("/session").await.is(200);
    li.send(
        Method::POST,
        "/sign-out",
        Some(json!({})),
        &[("origin", "http://localhost:8080")],
    )
    .await
    .is(204);
}

#[tokio::test]
async fn a_demonstration_lets_people_in_by_one_click() {
    let (site, person) = site().await;
    let mut visitor = site.visitor();
    let people = visitor.get("/sign-in/demo").await.is(200);
    assert_eq!(people["items"][0]["person_id"], person.to_string());
    assert_eq!(people["items"][0]["role"], "firm");
    visitor
        .post("/sign-in/demo", json!({ "person_id": Uuid::now_v7() }))
        .await
        .refuses(404, "not-found");
    visitor
        .post("/sign-in/demo", json!({ "person_id": person }))
        .await
        .is(204);
    assert_eq!(
        visitor.get("/session").await.is(200)["person"]["id"],
        person.to_string()
    );
}

#[tokio::test]
async fn outside_a_demonstration_there_are_no_clicks_and_no_outbox() {
    let site = Site::open(false).await;
    let firm = site.organisation(Kind::Firm).await;
    let person = site.person(EMAIL, firm, Role::Firm).await;
    let mut visitor = site.visitor();
    visitor.get("/sign-in/demo").await.refuses(404, "no-such-path");
    visitor
        .post("/sign-in/demo", json!({ "person_id": person }))
        .await
        .refuses(404, "no-such-path");
    visitor.get("/outbox").await.refuses(404, "no-such-path");
    assert!(visitor.cookies.is_empty());
}
