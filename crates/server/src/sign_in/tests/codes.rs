use serde_json::json;
use yunqian_session::organisation::Kind;
use yunqian_session::person::Role;

use super::Site;

const EMAIL: &str = "li@example.com";

async fn site() -> Site {
    let site = Site::demo().await;
    let firm = site.organisation(Kind::Firm).await;
    site.person(EMAIL, firm, Role::Firm).await;
    site
}

#[tokio::test]
async fn a_code_by_mail_signs_in_and_is_written_in_the_persons_language() {
    let site = site().await;
    let mut li = site.visitor();
    li.get("/session").await.refuses(401, "not-signed-in");
    li.sign_in(" Li@Example.com").await;
    assert!(site.letter(EMAIL).await.unwrap().contains("分钟内有效"));
    let session = li.get("/session").await.is(200);
    assert_eq!(session["person"]["email"], EMAIL);
    assert_eq!(session["person"]["name"]["zh"], "李雷");
    assert_eq!(session["active_membership"]["role"], "firm");
    assert_eq!(
        session["memberships"][0]["organisation_name"]["en"],
        "Some Organisation"
    );
    assert_eq!(session["demo"], true);
}

#[tokio::test]
async fn a_code_is_used_once() {
    let site = site().await;
    site.visitor().sign_in(EMAIL).await;
    let again = json!({ "email": EMAIL, "code": site.code(EMAIL).await });
    site.visitor()
        .post("/sign-in/code/verify", again)
        .await
        .refuses(401, "code-wrong");
}

#[tokio::test]
async fn after_five_wrong_tries_the_right_code_is_of_no_use() {
    let site = site().await;
    let mut thief = site.visitor();
    thief.post("/sign-in/code", json!({ "email": EMAIL })).await.is(202);
    let code = site.code(EMAIL).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        let tried = thief
            .post("/sign-in/code/verify", json!({ "email": EMAIL, "code": wrong }))
            .await;
        tried.refuses(401, "code-wrong");
    }
    let right = thief
        .post("/sign-in/code/verify", json!({ "email": EMAIL, "code": code }))
        .await;
    right.refuses(401, "code-wrong");
}

#[tokio::test]
async fn nothing_tells_whether_an_address_is_known() {
    let site = site().await;
    let mut curious = site.visitor();
    for email in [EMAIL, "nobody@example.com"] {
        let asked = curious.post("/sign-in/code", json!({ "email": email })).await;
        assert!(asked.is(202).is_null());
        for _ in 0..7 {
            let tried = curious
                .post("/sign-in/code/verify", json!({ "email": email, "code": "what?" }))
                .await;
            tried.refuses(401, "code-wrong");
        }
    }
    assert!(site.letter("nobody@example.com").await.is_none());
}

#[tokio::test]
async fn nobodys_mailbox_is_flooded() {
    let site = site().await;
    let mut pest = site.visitor();
    for _ in 0..5 {
        pest.post("/sign-in/code", json!({ "email": EMAIL })).await.is(202);
    }
    pest.post("/sign-in/code", json!({ "email": EMAIL }))
        .await
        .refuses(429, "too-many-requests");
}

#[tokio::test]
async fn what_is_no_address_or_not_asked_for_is_refused() {
    let site = site().await;
    let mut visitor = site.visitor();
    visitor
        .post("/sign-in/code", json!({ "email": "li" }))
        .await
        .refuses(422, "email-malformed");
    visitor
        .post("/sign-in/code", json!({ "email": EMAIL, "x": 1 }))
        .await
        .refuses(422, "unknown-field");
}
